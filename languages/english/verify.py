"""The page that verifies a number on a slide."""

from languages import Sentence

LEAD = Sentence(
    "Each slide and file of a briefing bears a code. Type it with a number that you read there."
)
CODE = Sentence("Code on the slide")
NUMBER = Sentence("Number, as it is written there")
SLIDE = Sentence("Slide, if known")
VERIFY = Sentence("Verify")
OPEN = Sentence("Verify a number on a slide")
NEWER = Sentence("Newer figures have come since; they say the same of this number.")
PLACE = Sentence("•  Slide {slide}, {of}: {said}")
NOW = Sentence("{place}; now {now}")
