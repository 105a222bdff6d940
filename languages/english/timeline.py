"""What stands around the timeline of an indicator."""

from languages.templates import Sentence

OVER_TIME = Sentence("{title}, {where}")
OVER_TIME_UNIT = Sentence("{title}, {where} ({unit})")
PER_YEAR = Sentence("{title} per year, {where}")
PER_YEAR_UNIT = Sentence("{title} per year, {where} ({unit})")
PER_MONTH = Sentence("{title} per month, {where}")
PER_MONTH_UNIT = Sentence("{title} per month, {where} ({unit})")

ALT = Sentence("Timeline: {title}. Drag across it to choose a period.")
ALT_LINES = Sentence("Lines: {title}.")
ALT_NONE = Sentence("No timeline for {filters}.")
DRAG = Sentence("Drag across the timeline to choose a period.")
OVERLAP = Sentence(
    "What stands in several counts once; choose two or more under “{category}” to see each as a"
    " line."
)
SCORE = Sentence(
    "A score has no world figure: choose a country to see its editions, or several to compare them."
)
NONE = Sentence("No figure of any year")
NO_SUM = Sentence("Countries are not added up here: choose one")

SCALE = Sentence("Lines drawn as")
AS_VALUES = Sentence("Values")
AS_INDEX = Sentence("Index")
AS_LOG = Sentence("Log scale")
INDEXED = Sentence("{title}, {year} = 100")
LOGGED = Sentence("{title}, log scale")
BASE = Sentence("100 is: {figures}.")
BASE_OF = Sentence("{name} {said}")
NO_BASE = Sentence("No year in which all have a figure above zero: shown as values.")
FEW = Sentence(
    "Hollow: fewer members of the group report than in another year, so a fall may be fewer"
    " reports; point at it for how many."
)
NO_ZERO = Sentence("Zero has no place on a log scale and is left out.")

PANELS = Sentence("Each apart")
PANELS_HELP = Sentence("A panel for each {category}, all on one scale; none is added to another.")
PANELS_TITLE = Sentence("{title}, by {category}")
ALT_PANELS = Sentence("Panels: {title}.")
ONE_SCALE = Sentence(
    "All on one scale, up to {top}. The table “Category by year” below has the same figures."
)
PALE = Sentence("Pale: no data published.")
OUTLINED = Sentence("Outlined: published only as a range, drawn to its upper bound.")
FAINT = Sentence("Faint from {year} on: {note}.")
DASHED = Sentence("Dashed lines: {marks}.")
MARK = Sentence("{year} {label}")
OVERLAPS = Sentence("What stands in several is counted in each: the panels do not add up.")
