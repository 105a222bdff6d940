"""What stands in and around the tables of an indicator."""

from languages.templates import Plural, Sentence

BY_COUNTRY = Sentence("By country")
BY_YEAR = Sentence("By year")
COUNTRY_BY_YEAR = Sentence("Country by year")
CATEGORY_BY_YEAR = Sentence("Category by year")
RECORDS = Sentence("Records")
WHO_SAID_IT = Sentence("Who said it")

RANK = Sentence("Rank")
RANK_HELP = Sentence("1 is the largest figure. Among all countries with a figure.")
ISO_CODE = Sentence("ISO code")
COUNTRY = Sentence("Country")
YEAR = Sentence("Year")
VALUE = Sentence("Value")
VALUE_UNIT = Sentence("Value ({unit})")
VALUE_KIND = Sentence("{kind} ({unit})")
VALUE_BEFORE = Sentence("Value {period}")
FILE_BEFORE = Sentence("value {period}")  # the same column in a file
CHANGE = Sentence("Change compared with {period}")
PERCENT = Sentence("Change, %")
LOWER_BOUND = Sentence("Lower bound")
UPPER_BOUND = Sentence("Upper bound")
ALT_COUNTRIES = Sentence("{title} by country, with rank and change")
ALT_YEARS = Sentence("{title} by year")

LISTINGS = Sentence("Listings {when}")
SINCE = Sentence("Since")
AS_STATED = Sentence("As stated")
NOT_LISTED = Sentence("not listed")
NOT_KNOWN = Sentence("not known")
ALT_LISTINGS = Sentence("{title}: members, newest first")

RECORDS_BEHIND = Plural(
    "{n} record behind this view; the newest {shown} are shown, the download holds all.",
    "{n} records behind this view; the newest {shown} are shown, the download holds all.",
)
ALT_RECORDS = Sentence("Records behind {title}")

WHAT = Sentence("What")
WORLD = Sentence("World")
STATED_ON = Sentence("Stated on")
AS_PRINTED = Sentence("As printed")
ON_CHARTS = Sentence("Shown on charts")
NO_STATEMENT = Sentence("No statement for these filters.")
DISAGREE = Sentence("Publishers disagree; every value stands here, and none is averaged")
ALT_STATEMENTS = Sentence("Statements behind {title}")

# a figure in a cell, where there is none
NO_FIGURE = Sentence("no figure")
NONE_RECORDED = Sentence("none recorded")

NOT_APPLICABLE = Sentence("n/a")
RANGE = Sentence("published only as a range, or in part as one")
GROUP_HAS_NONE = Sentence("not applicable: what its members have does not add up")
REPORT = Plural("{n} of {of} reports", "{n} of {of} report")
COUNTRY_OR_GROUP = Sentence("Country or group")
ALT_BY_YEAR = Sentence("{title}: countries and groups by year")
ALT_CATEGORIES = Sentence("{title}: categories by year")
ALL_CATEGORIES = Sentence("All, each counted once")
NO_CATEGORY = Sentence("No figure by category for these filters.")
CELLS = Sentence("In {unit}. A range stands where the publisher hides low numbers.")
CELLS_NONE = Sentence("A pale 0: none recorded.")
CELLS_MISSING = Sentence("Hatched: no data published.")
CELLS_NO_RATE = Sentence(
    "Hatched: no data published, or only in part or as a range, of which there is no rate."
)
CELLS_GROUP = Sentence(
    "A group is the sum of its members that report; point at a cell for how many."
)
ALL_COUNTRIES = Sentence(
    "Every country with a figure; choose countries or groups to see only these."
)

FIGURE_NOTE = Sentence("{figure} ({note})")  # in a cell
