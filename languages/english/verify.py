"""The page that verifies a number on a slide."""

from languages import Sentence

LEAD = Sentence(
    "Each slide and file of a briefing bears a code. Type it with a number that you read there."
)
CODE = Sentence("Code on the slide")
NUMBER = Sentence("Number, as it is written there")
VERIFY = Sentence("Verify")
OPEN = Sentence("Verify a number on a slide")
NEWER = Sentence("Newer figures have come since; they say the same of this number.")
PLACE = Sentence("“{slide}”, {of}: {said}")
SAYS = Sentence("“{slide}”: {said}")
NOW = Sentence("{place}; now {now}")
OFFLINE = Sentence(
    "This file knows what it was sealed with on {day} and what its briefing was sealed with before;"
    " of figures that came later it knows nothing."
)
