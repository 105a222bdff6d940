"""The buttons that hand out files, and the words within these files."""

from languages.templates import Sentence, Words

CSV = Sentence("CSV")
EXCEL = Sentence("Excel")
PARQUET = Sentence("Parquet")
RECORDS_CSV = Sentence("Records as CSV")
RECORDS_EXCEL = Sentence("Records as Excel")
RECORDS_PARQUET = Sentence("Records as Parquet")

# the sheets of a workbook
TABLE = Sentence("Table")
ABOUT = Sentence("Source and citation")
TOLD = Words(
    {
        "title": Sentence("Figure"),
        "tlp": Sentence("TLP marking"),
        "filters_in_words": Sentence("Filters"),
        "unit": Sentence("Unit"),
        "definition": Sentence("Definition"),
        "rule": Sentence("How it is made"),
        "publisher": Sentence("Publisher"),
        "source": Sentence("Source"),
        "edition": Sentence("Edition"),
        "as_of": Sentence("As of"),
        "licence": Sentence("Licence"),
        "citation": Sentence("Citation"),
        "url": Sentence("Address"),
        "version": Sentence("Version"),
        "accessed": Sentence("Accessed"),
        "bias": Sentence("What it leaves out"),
        "caveats": Sentence("Caveat"),
    }
)
BOUNDS = Sentence("low and high")
BOUNDS_ARE = Sentence(
    "The least and the most that the published figure can mean; both are the value itself where it"
    " is exact. The value is empty where only they are known."
)
