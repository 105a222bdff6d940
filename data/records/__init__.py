"""The contract of the records table, a question about it, and a version of it."""

from data.records.contract import COLUMNS, INEXACT, InputError, check, complete
from data.records.record_query import QuerySpec, Row
from data.records.version import Version

__all__ = [
    "COLUMNS",
    "INEXACT",
    "InputError",
    "QuerySpec",
    "Row",
    "Version",
    "check",
    "complete",
    "masked",
    "record_query",
    "spreadsheet",
]
