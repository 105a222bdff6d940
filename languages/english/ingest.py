"""A reader's own table and its import, how each source stands, and a store that cannot be read."""

from languages.templates import Plural, Sentence, Words

# kinds of an own table
KINDS = Words(
    {
        "observation": Sentence("Counts for a country and period (may be added up)"),
        "event": Sentence("Events: each row happened once"),
        "score": Sentence("Rates or index values (never added up)"),
    }
)

# what a mapping or a description cannot be
NO_COUNTRY_COLUMN = Sentence("say which column is the country; there are {columns}")
NO_DATE_COLUMN = Sentence("say which column is the date; there are {columns}")
NO_VALUE_COLUMN = Sentence("say which column is the value; only events can do without one")
NO_COLUMN = Sentence("has no column {column}; there are {columns}")
TWO_THINGS = Sentence("one column cannot be two things")
PERSONAL = Sentence(
    "column {column} looks as if it described persons: nothing about persons is kept"
)
NO_KIND = Sentence("kind is one of {kinds}")
NO_TITLE = Sentence("needs a title and a unit")
TOO_MANY_CATEGORIES = Sentence(
    "column {column} has {found} different values; {most} is the most a category can have"
)
SECOND_VALUE = Sentence(
    "a second value for {country} on {day}: rates and index values cannot be added"
)
NOTHING_LEFT = Sentence("has no row with a country, a date and a value")
NOTHING_RECOGNISED = Sentence(
    "has no row with a country, a date and a value; not recognised: {countries}"
)

# the report of an import: kept in English, said in the reader's language
LEFT_OUT = Sentence("country not recognised: left out by the reader")
NOT_RECOGNISED = Sentence("country not recognised")
TOGETHER = Sentence("a region or group: it would count its countries twice")
NO_DATE = Sentence("no date")
NO_VALUE = Sentence("no value")
WHOLES_OUT = Sentence("the whole of other rows: left out by the reader")
PARTS_OUT = Sentence("a part of other rows: left out by the reader, who keeps the wholes only")
ADDED = Plural(
    "{n} row has the same country, date and category as another: they are added together",
    "{n} rows have the same country, date and category as another: they are added together",
)
UNREAD = Plural("{n} column is left unread", "{n} columns are left unread")
UNUSUAL = Plural(
    "{n} record where {low} to {high} are usual: is the file whole?",
    "{n} records where {low} to {high} are usual: is the file whole?",
)
MONTHLY = Sentence("bundled as counts per month, not as single records")

AS_IN_ROW = Sentence("as in row {row}")  # for a spelling that may be a person's name
SPELLING_NUMBER = Sentence("spelling {number}")

# keeping
BUNDLED = Sentence("the bundled figures are not written to: say which store with THREATS_STORE")
SPELLING = Plural("{spelling} ({n} row)", "{spelling} ({n} rows)")
UNDECIDED = Sentence(
    "{file}: countries not recognised: {spellings}; nothing was kept. Correct them, or leave their"
    " rows out (the first is row {row})"
)
WHOLES = Sentence(
    "{file}: rows that are the whole of other rows would count twice: {rows}; nothing was kept."
    " Leave them out, or keep only them (--wholes leave-out or only)"
)
ANOTHER_TITLE = Sentence(
    "own.{name} is the table {title}, and {new} would take its place: give it another title"
)
NO_TABLE = Sentence("own.{name} is not a table of yours")
TAKEN = Sentence("the title of own.{name} cannot be had: give the table another one")
TOO_MANY_TABLES = Sentence("{most} tables are the most that one reader may keep: take one out")
TABLE_TOO_LONG = Sentence("{rows} records are more than the {most} that a table may keep")
STORE_FULL = Sentence("the store holds as many records of own tables as it may")
LIST_OF_PERSONS = Sentence(
    "{indicator}: a list of persons that is marked above TLP:CLEAR is not kept; small numbers on it"
    " cannot be hidden"
)
SMALL = Sentence(
    "Counts persons: small numbers are published as a range, and how many rows stood in the file is"
    " not said"
)
TABLES = Plural("{n} table", "{n} tables")
BUSY = Sentence("{root}: somebody else is writing own tables")
NO_SOURCE = Sentence("source {name} is not known; the sources are {known}")

# how a source stands
BROKEN_SINCE = Sentence("broken since {day}: {fault}")
NOT_SHIPPED = Sentence("not shipped: bring your own file")
NO_FIGURES = Sentence("no figures")
OVERDUE_SINCE = Sentence("overdue since {day}")
STANDINGS = Words(
    {
        "current": Sentence("the newest edition there is"),
        "superseded": Sentence("superseded: its publisher has a newer edition"),
        "one-off": Sentence("published once: no other edition will come"),
        "unknown": Sentence("not known to be the newest edition"),
    }
)

# the store
CANNOT_WRITE = Sentence("{path} cannot be written: {fault}")
CANNOT_WRITE_TO = Sentence("{path} cannot be written to: {fault}")
CANNOT_READ = Sentence("{path} cannot be read: {fault}")
NO_STORE = Sentence("{path} cannot be a store: {fault}")
NOT_KEPT = Sentence("version {version} of {source} is not kept here, or not for this reader")
KEEPS_CHANGING = Sentence("{path} keeps changing")
