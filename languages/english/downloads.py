"""The buttons that hand out files."""

from languages.templates import Sentence

CSV = Sentence("CSV with source")
PARQUET = Sentence("Parquet")
RECORDS_CSV = Sentence("Records as CSV with source")
RECORDS_PARQUET = Sentence("Records as Parquet")
