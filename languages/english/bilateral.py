"""The brief about two countries."""

from languages import Sentence

CHOOSE = Sentence("Choose two countries above.")
PRINT = Sentence("Print this page (Ctrl+P): it fits one A4 sheet.")
FLOW = Sentence("{title}, from {origin} to {destination}")
FIGURE_OF = Sentence("{country}: {title}, {period}")
AT_MOST = Sentence("{number} (at most {most})")
NO_FIGURE = Sentence("no figure")

BETWEEN = Sentence("Between the two, all years")
NOTHING_BETWEEN = Sentence(
    "No victims, incidents or encounters are recorded between {ours} and {theirs} in any source"
    " here."
)
MUTUAL = Sentence("{title} between {ours} and {theirs}: {figure} ({years}).")
ONE_WAY = Sentence("{ours} to {theirs}")
BOTH_WAYS = Sentence("{ours} and {theirs}")
CHART = Sentence("{title}: {from_role} to {to_role}, {ours} and {theirs}")
CHART_MUTUAL = Sentence("{title}: {from_role} and {to_role}, {ours} and {theirs}")
CHART_NOTE = Sentence("{chart}. {bias}")
WHAT = Sentence("What")
LINE = Sentence("{title} ({unit})")
FROM_TO = Sentence("From {ours} to {theirs}")
YEARS = Sentence("Years")
RETURNED = Sentence(
    "Fugitives returned to {home} from {other}, as stated in Bali in November 2016: {persons}."
)

LISTINGS = Sentence("Listings and agreements both stand on")
LIST = Sentence("List")
AS = Sentence("As")
SINCE = Sentence("{country} since")
NO_LISTING = Sentence("None of those known here.")

BOTH_SIDES = Sentence("Both sides")
INDICATOR = Sentence("Indicator")
PERIOD = Sentence("Period")
UNIT = Sentence("Unit")
NOT_RANKED = Sentence(
    "Counts depend on how hard a country looks and reports: they do not rank the two."
)
NO_SIDES = Sentence("No source here has a figure for either.")
