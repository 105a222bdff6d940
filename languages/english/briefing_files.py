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
