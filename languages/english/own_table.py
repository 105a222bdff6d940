"""A table of a reader's own: the file, what its columns are, and what of it would be kept."""

from languages import Plural, Sentence, Words

UPLOAD = Sentence("Upload a table of your own")
KEPT_HERE = Sentence("Tables are kept on this machine, in {folder}.")
WHAT_FILE = Sentence(
    "CSV, Excel or Parquet, up to 20 MB, with a column for the country and one for the date. Only"
    " the columns you map are kept, nothing before you say so, and for you alone until you share"
    " it."
)
FILE = Sentence("File")
READING = Sentence("Reading the file")
NO_ROOM = Sentence("The file cannot be read at this moment: {fault}. Try again in a minute.")
HEAD_ALT = Sentence("The first five rows of the file")
GUESSED = Sentence("What the columns are, as guessed; correct it where it is wrong")
ROLES = Words(
    {
        "country": Sentence("Country"),
        "date": Sentence("Date"),
        "category": Sentence("Category"),
        "value": Sentence("Value"),
    }
)
NO_COLUMN = Sentence("(none)")
CHOOSE_A_COLUMN = Sentence("Choose a column")
CHOOSE = Sentence("Choose")
TITLE = Sentence("Title")
UNIT = Sentence("Unit")
UNIT_SUCH_AS = Sentence("such as cases, persons, % of firms")
KIND = Sentence("Kind")
TLP = Sentence("TLP marking")
TLP_HELP = Sentence("Who may see the table; with every figure of it the mark is shown")
PERSONS = Sentence("Counts persons")
PERSONS_HELP = Sentence("Numbers below five of a marked table are shown as a range")
MONTH_FIRST = Sentence("3/4/2019 is the fourth of March")
DECIMAL_COMMA = Sentence("1,5 is one and a half")
SAY_UNIT = Sentence("Say the unit: what one of the values counts.")
WOULD_BE_KEPT = Sentence(
    "{read} rows read, {kept} would be kept: {years}, {countries}, {categories}"
)
YEARS = Sentence("{first}–{last}")
COUNTRIES = Plural("{n} country", "{n} countries")
CATEGORIES = Plural("{n} category", "{n} categories")
SHEET = Sentence("Sheet")
ENCODING = Sentence("Encoding")
ENCODINGS = ("windows-1252", "windows-1251", "windows-1250", "windows-1253", "windows-1256")
WHOLES = Plural(
    "{n} row is the whole of other rows and would count twice: {named}",
    "{n} rows are the whole of other rows and would count twice: {named}",
)
DO_WITH_WHOLES = Words(
    {
        "leave-out": Sentence("Leave the wholes out"),
        "only": Sentence("Keep only the wholes"),
    }
)
AS_READ = Sentence("Read from the columns {columns}: three rows, and what was read from them")
ROW = Sentence("Row")
IN_THE_FILE = Sentence("In the file")
WORLD_TOTAL = Sentence("World total: {amount} {unit}")
NOT_ADDED = Sentence("Not added up; the values are {amount} {unit}")
CONFIRM = Sentence("These readings and this total are right")
LEAVE_OUT = Plural(
    "Leave out the {n} row whose country is not recognised",
    "Leave out the {n} rows whose country is not recognised",
)
KEEP = Sentence("Keep this table")
REPLACE = Sentence("Replace the table of this title")
KEPT = Sentence("Kept as {indicator}.")
