"""What begins a spreadsheet formula (BEGINS), and how a text that begins so is handed out."""

from __future__ import annotations

from typing import Any

import pandas as pd

BEGINS = "=+-@\t\r"  # a text that begins with one of these is run


def plain(cell: Any) -> Any:
    """A cell as it is; a text that would be run stands behind an apostrophe, and a carriage return,
    which a CSV leaves unquoted so that a row ends there, is a line break.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r", "\n")
    return f"'{text}" if cell.startswith(tuple(BEGINS)) else text


def safe(table: pd.DataFrame) -> pd.DataFrame:
    """The table, each text in it made `plain`."""
    out = table.copy()
    for name in out.columns:
        if not pd.api.types.is_numeric_dtype(out[name]):
            out[name] = out[name].map(plain)
    return out
