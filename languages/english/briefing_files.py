"""What stands around the figures of a briefing's slides, PDF, HTML file and pictures."""

from languages.templates import Plural, Sentence

# a drawing's legend and its marks
NO_FIGURE = Sentence("no figure")
NO_FIGURE_OF = Sentence("no figure: {names}")
NO_FIGURE_IN = Plural("no figure: {n} country", "no figure: {n} countries")
INAPPLICABLE = Sentence("not applicable")
RANGE = Sentence("a range, published without its number")
RANGE_APART = Sentence("not in the bars: ranges, published without their number")
AREA = Sentence("{period}, area is the count")
PARTIAL = Sentence("{period}: partial")
BROKEN = Sentence("{period}: {words}")
THEN = Sentence("{period}: {value}")

# around a slide
SOURCE = Sentence("Source: {publisher}, {title}. As of {day}. {licence}.")
SOURCE_PLAIN = Sentence("Source: {publisher}, {title}. As of {day}.")
DATA = Sentence("Data {version}")
SEAL = Sentence("Seal {seal}")
PAGE = Sentence("{page} / {pages}")
PRODUCT = Sentence("Global Threats Dashboard")
BRIEFING = Sentence("Briefing of the Global Threats Dashboard")
SEALED = Sentence("Sealed on {day}")
CHECK = Sentence("Sealed on {day}. Check any number: “Verify”, with the seal.")
LEADING = Sentence("{number}: {change}")
POINTS = Sentence("What can be said")
CONTENTS = Sentence("Contents")
SOURCES = Sentence("Sources")
FIGURES = Sentence("The figures")
CONTINUED = Sentence("{title} ({part} of {parts})")

# the table of sources
COLUMN_SOURCE = Sentence("Source")
COLUMN_AS_OF = Sentence("As of")
COLUMN_TERMS = Sentence("Terms")
COLUMN_VERSION = Sentence("Version")
CITED = Sentence("{publisher}, {title}")

# the HTML file
PRESENT = Sentence("Present")
OVERVIEW = Sentence("Overview")
NOTES = Sentence("Notes")
HOW = Sentence("How each number was made")
PLAY = Sentence("Play")
PAUSE = Sentence("Pause")
PERIOD = Sentence("Period")
PROGRESS = Sentence("Slide {page} of {pages}")
FLOW = Sentence("{origin} to {target}")
