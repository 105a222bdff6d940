"""Numbers and texts as a figure shows them."""

from __future__ import annotations

import html
import math


def number(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """`1,234`, `12.5`, or the range `1–4` where the value itself is not published; an en dash where
    there is none.
    """
    if value is None or math.isnan(value):
        if low is None or high is None or math.isnan(low) or math.isnan(high):
            return "–"
        return f"{number(low)}–{number(high)}"
    if abs(value) >= 1e9:
        return f"{value / 1e9:,.2f} bn"
    if abs(value) >= 1e7:
        return f"{value / 1e6:,.1f} m"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def plain(text: str) -> str:
    """A text from the data as Plotly may show it: its pseudo-HTML is not interpreted."""
    return html.escape(text, quote=False)
