"""Texts as a figure shows them."""

from __future__ import annotations

import html
from collections.abc import Callable

from languages import amount
from languages.english import figures as words

# How a value reads with what it counts, or the range from low to high: `12 vessels`, `Tier 2`.
Reads = Callable[[float | None, float | None, float | None], str]


def plain(text: str) -> str:
    """A text from the data as Plotly may show it: its pseudo-HTML is not interpreted."""
    return html.escape(text, quote=False)


def reading(unit: str, reads: Reads | None = None, *, escaped: bool = True) -> Reads:
    """How amounts read in a figure: as `reads` says, or with `unit` behind them; as Plotly may
    show it, unless it is text of the page.
    """

    def with_unit(value: float | None, low: float | None, high: float | None) -> str:
        return words.AMOUNT(amount=amount(value, low, high), unit=unit)

    def plainly(value: float | None, low: float | None, high: float | None) -> str:
        return plain((reads or with_unit)(value, low, high))

    return plainly if escaped else (reads or with_unit)
