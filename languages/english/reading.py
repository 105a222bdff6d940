"""What is wrong with a file that was read, and what its report says."""

from languages.templates import Plural, Sentence, Words

IN_FILE = Sentence("{file}: {fault}")
IN_ROW = Sentence("{file}, row {row}: {fault}")

# the file as a whole
NO_FILE = Sentence("there is no such file")
UNREADABLE = Sentence("cannot be read ({fault})")
TOO_LARGE = Sentence("is larger than {most} MB")
TOO_LARGE_UNPACKED = Sentence("is larger than {most} MB unpacked")
EMPTY = Sentence("the file is empty")
UNSURE_ENCODING = Sentence(
    "is not UTF-8, and nothing tells which encoding it has: save it as UTF-8, or say which"
    " (--encoding windows-1251, windows-1252, ...)"
)
NOT_TEXT = Sentence("is neither UTF-8 nor Windows-1252 text")
NUL = Sentence("holds NUL bytes: it is not a text table")
NOT_WHOLE = Sentence("is not whole: {fault}")
NO_JSON = Sentence("is not a whole JSON document ({fault})")
NO_WORKBOOK = Sentence("is not a whole Excel workbook ({fault})")
NO_PARQUET = Sentence("is not a whole Parquet file ({fault})")
NO_TABLE = Sentence("is not a text table: {fault}")
NO_KEYS = Sentence("has none of {wanted}; its keys are {found}")
NO_ENTRIES = Sentence("holds a {kind}, not a list of entries")
NO_ENTRY = Sentence("entry is a {kind}, not an object")
NO_FIELD = Sentence("has no {field}")
FIELD_NOT = Sentence("{field} is not {kind}")
NO_HEADER = Sentence("has no line with the names of two columns or more")
NO_NAMES = Sentence("holds values where the names of the columns should stand: {values}")
HIDDEN = Sentence("hidden")
NO_SHEET = Sentence("has no sheet {sheet}; there are {sheets}")
SHEETS = Plural(
    "has {n} sheet with cells: {sheets}; say which one is meant (--sheet)",
    "has {n} sheets with cells: {sheets}; say which one is meant (--sheet)",
)
MERGED = Sentence("cells {cells} are merged: give each row and each column its own cell")
NO_COLUMNS = Sentence("has no column {columns}; its first line is {first}")
NO_ROWS = Sentence("has a header but no rows")
NO_ROWS_AT_ALL = Sentence("has no rows")
TOO_MANY_ROWS = Sentence("has {rows} rows; {most} is the most")
TOO_MUCH = Sentence(
    "has {rows} rows and {columns} columns; {most} rows, {widest} columns and {unpacked} MB"
    " unpacked are the most"
)
TOO_MANY_SHEETS = Sentence("has {sheets} sheets; {most} is the most")
TOO_MANY_CELLS = Sentence("has {rows} rows and {columns} columns; {most} cells are the most")
TOO_WIDE = Sentence("has {columns} columns, with {value} in the last; {most} is the most")
FAR_CELL = Sentence(
    "cell {cell} holds {value}, beyond the {columns} columns and {rows} rows that are read"
)
LONG_CELL = Sentence("a cell that begins with {value} is longer than {most} characters")
DECODED = Sentence("what it holds is larger than {most} MB as text")
PACKED_TWICE = Sentence("holds another packed file: unpack it first")
TOO_MUCH_MEMORY = Sentence("needs more memory to be read than a file may take")
TOO_MUCH_TIME = Sentence("takes longer to be read than a file may take: bring it as CSV, or parted")
BUSY = Sentence("waits while other files are read: try again in a minute")
TWICE = Sentence("column {column} stands twice")
ONE_NAME = Sentence("has two columns of one name")
CELLS = Sentence("has {cells} cells where the header has {header}")
UNDECIDED_COLUMN = Sentence("has a column nobody has decided on: {columns}")

# a cell
UNKNOWN_COUNTRY = Sentence("country {name} is not known; add it to data/geography/aliases.csv")
NO_COUNTRY = Sentence("{column} {value} names no country")
NO_NUMBER = Sentence("{column} {value} is not a number")
NOT_FROM = Sentence("{column} {value} is not {low} or more")
NOT_BETWEEN = Sentence("{column} {value} is not {low} to {high}")
NO_DATE = Sentence("{column} {value} is not a date")
NO_DATE_DAY_FIRST = Sentence("{column} {value} is not a date with the day first")
DOES_NOT_FIT = Sentence("{column} {value} does not fit {other} {date}")
NOT_KNOWN = Sentence("{column} {value} is not known")
CANNOT_BE = Sentence("{column} cannot be {value}")
OUTSIDE = Sentence("value {value} lies outside {low} to {high}")
NO_CATEGORY = Sentence("category {category} is not described for {indicator}")
ENDS_BEFORE = Sentence("the listing ends before it starts")

HEADER = Sentence("the header")
SPAN = Sentence(
    "{column} {value} is a span of two years, a quarter, or a month written like a span: give the"
    " year it counts to, or months as 2009-10-01"
)
OUTSIDE_YEARS = Sentence("{column} {value} lies outside {first} to {last}, the years that are kept")
WITH_COMMA = Sentence("{column} {value} is not a number with a decimal comma, as the others are")
WITH_POINT = Sentence("{column} {value} is not a number with a decimal point, as the others are")
A_SHARE = Sentence(
    "{column} {value} is a share in per cent, which cannot be added up: bring the table as rates"
    " (--kind score), every cell with its %"
)
OTHER_CODES = Sentence(
    "{column} {code} is {country} in ISO 3166-1, and {other} beside it says {name}: codes of"
    " another system (FIPS, COW, GW) are not read; say that {other} is the country"
)
OTHER_SYSTEM = Sentence(
    "{column} {value} is a code of another system than ISO 3166-1 by the name of its column; give"
    " ISO codes or names"
)
UNITS = Sentence("{column} {value} is another unit or measure than {first}: bring one at a time")
TWO_SPELLINGS = Sentence(
    "{value} and {first} in row {row} are both {country}: a whole and its part cannot be added"
)
ONE_CATEGORY = Sentence("{column} {value} and {first} cannot be told apart")

# what a guess leaves open
WHICH_VALUE = Sentence(
    "several columns could be the value: {columns}; say which (--value-column, '' to count rows)"
)
VALUE_UNREAD = Sentence(
    "{column} {value} in row {row} is not a number; say which column is the value"
    " (--value-column, '' to count rows)"
)
WHICH_DECIMAL = Sentence(
    "{column} {value} may have thousands or decimals; say which (--decimal comma or point)"
)
WHICH_DAY = Sentence(
    "{column} may have the day or the month first; say which (--day-first or --month-first)"
)

# the report
AS_ENCODING = Sentence("read as {encoding}")
HIDDEN_SHEET = Sentence("read from the hidden sheet {sheet}")
ONE_SHEET = Sentence("read from the sheet {sheet}, one of {sheets}")
TURNED = Sentence("the columns {columns} are read as {n} years or months of their row")
OTHER_COLUMN_CODES = Sentence("{column} is not read: its codes are not those of ISO 3166-1")
MISSING_MARKS = Sentence("read as no value: {marks}")
NOT_THE_COUNTRY = Sentence("read as no country: {marks}")
AS_WINDOWS = Sentence("read as Windows-1252")
TOGETHER = Sentence("read together with {file}")
NOT_BESIDE = Sentence("{file} does not lie beside it")
FOOTNOTE = Sentence("footnote below the table")
NO_NUMBER_SAID = Sentence("not a number")
ANOTHER_EDITION = Sentence("the file is version {version}; described is {edition}")
UNREAD_TEXT = Sentence(
    "{column} is left out in row {rows}: a text nobody has read yet; add it to"
    " data/sources/texts.csv once it names no person"
)
UNREAD_TEXTS = Plural(
    "{column} is left out in row {rows} and {n} more: a text nobody has read yet; add it to"
    " data/sources/texts.csv once it names no person",
    "{column} is left out in row {rows} and {n} more: a text nobody has read yet; add it to"
    " data/sources/texts.csv once it names no person",
)

# how exactly a figure was printed, and who said it: kept in English, said in the reader's language
STATED = Words(
    {
        "about": Sentence("about"),
        "more_than": Sentence("more than"),
        "fewer_than": Sentence("fewer than"),
        "at_least": Sentence("at least"),
        "rounded": Sentence("rounded"),
        "first_notice": Sentence("first notice"),
        "mean_per_year": Sentence("mean per year"),
        "derived": Sentence("derived"),
    }
)
UNDESCRIBED = Sentence("a publication nobody has described yet")
