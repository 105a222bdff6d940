"""The contract of the records table, a question about it, and a version of it."""

from data.records.contract import COLUMNS, InputError, check, complete

__all__ = ["COLUMNS", "InputError", "check", "complete"]
