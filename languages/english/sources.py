"""The page of sources: how each stands, and everything about one."""

from languages import Plural, Sentence, Words

# all of them
COUNTED = Plural(
    "{n} source: {states}. Choose one to see what its import read and what it left out.",
    "{n} sources: {states}. Choose one to see what its import read and what it left out.",
)
COUNTED_STATES = Words(  # in a sentence, each after its number
    {
        "broken": Sentence("{n} broken"),
        "overdue": Sentence("{n} overdue"),
        "not shipped": Sentence("{n} not shipped"),
        "superseded": Sentence("{n} superseded"),
        "unknown": Sentence("{n} not known to be the newest"),
        "one-off": Sentence("{n} published once"),
        "current": Sentence("{n} current"),
    }
)
LOOKS = Words(  # a sign and a word, no colour needed
    {
        "broken": Sentence("✕ broken"),
        "overdue": Sentence("! overdue"),
        "not shipped": Sentence("○ not shipped"),
        "superseded": Sentence("↻ superseded"),
        "unknown": Sentence("? newest not known"),
        "one-off": Sentence("• published once"),
        "current": Sentence("✓ current"),
    }
)
OVERDUE_SINCE = Sentence("! overdue since {day}")
ALL_COLUMNS = Sentence("All columns")
STATE = Sentence("State")
SOURCE = Sentence("Source")
PUBLISHER = Sentence("Publisher")
LICENCE = Sentence("Licence")
PASSED_ON = Sentence("May be passed on")
PASSING_ON = Words(
    {
        "rows": Sentence("rows"),
        "aggregates": Sentence("totals only"),
        "none": Sentence("nothing"),
    }
)
COVERS = Sentence("Covers")
EDITION = Sentence("Edition")
VERSION = Sentence("Version")
AS_OF = Sentence("As of")
NEXT_UPDATE = Sentence("Next update")
NOT_ANNOUNCED = Sentence("not announced")
ROWS = Sentence("Rows")
TABLE_ALT = Sentence(
    "Sources: state, title, publisher, licence, coverage, edition, version, dates and rows"
)
POLICY = Sentence("Boundaries and names: the policy")

# one of them
BROKEN_SINCE = Sentence("Broken since {day}: {fault}.")
BROKEN = Sentence("There are no figures of this source.")
LAST_GOOD = Sentence("The figures shown are those of version {version}, as of {day}.")
OVERDUE = Sentence(
    "The publisher announced an update for {day}; the figures are those as of {as_of}."
)
NOT_SHIPPED = Sentence("Not shipped: {licence}. Import your own file: {command}")
LICENCE_IS = Sentence("Licence: {licence}. May be passed on: {what}.")
ITEM = Sentence("•  {text}")
MARKS = Sentence("Known breaks and events in the series")
MARK = Sentence("•  {day}, {kind}: {label}")
MARK_KINDS = Words({"break": Sentence("break"), "event": Sentence("event")})
INDICATORS = Sentence("Indicators")
INDICATOR = Sentence("{title} ({unit})")
CITE_AS = Sentence("Cite as")
PAGE_OF_PUBLISHER = Sentence("The publisher's page")
PAGE_OF_LICENCE = Sentence("The licence")

# what its import read
IMPORT = Sentence("Import of {file}: {read} rows read, {kept} kept")
IMPORT_OF_OWN = Sentence("Import of {file} as {indicator}: {read} rows read, {kept} kept")
LEFT_OUT = Sentence("Left out")
NO_COUNTRY = Sentence("Without a country")
NOT_RECOGNISED = Sentence("Country not recognised")
KNOWN_TO = Sentence("Date known to the")
PRECISION = Words(
    {
        "day": Sentence("day"),
        "month": Sentence("month"),
        "year": Sentence("year"),
        "none": Sentence("(no date)"),
    }
)
MASKED = Sentence("Masked cells, such as <5")
ADDED = Sentence("Rows added to another with the same key")
WHAT = Sentence("What")
WHICH = Sentence("Which")
NUMBER = Sentence("Number")
REPORT_ALT = Sentence("Import report: what was left out, not recognised, masked or repeated")
UNREAD = Sentence("Columns left unread: {columns}.")
UNREAD_AND_MORE = Plural(
    "Columns left unread: {columns} and {n} more.", "Columns left unread: {columns} and {n} more."
)

# deleting an own table
MY_TABLES = Sentence("Tables of yours")
SHARE = Sentence("Share with everybody here")
SHARE_NO_LONGER = Sentence("Share no longer")
TABLE = Sentence("Table")
CHOOSE = Sentence("Choose")
DELETE_PERMANENTLY = Sentence("Delete permanently")

# what changed with each version of one
CHANGED = Sentence("What changed with each version")
ONE_VERSION = Sentence(
    "One version is kept, {version} as of {day}: there is none before it to compare with."
)
VERSION_AFTER = Sentence("{version} (as of {day}) after {before} (as of {day_before})")
OF_THE_WORLD = Sentence("The world: {many}")
OF_THE_DATA = Sentence("The data: {many}")
CHANGED_SO = Sentence("{number} {kind}")
NO_RECORD = Sentence("no record")
FIRST_OF = Sentence("The first {shown} of {of}")
INDICATOR_OF = Sentence("Indicator")
COUNTRY_OF = Sentence("Country")
DAY_OF = Sentence("When")
BEFORE = Sentence("Before")
AFTER = Sentence("After")
CHANGED_ALT = Sentence("Records that changed: how, of which indicator, where, when, before, after")
