"""Receipts of what was done about intelligence: they stay until they are closed."""

from __future__ import annotations

from collections.abc import Sequence

from components.elements.desk import Receipt
from components.shell import state

MOST = 10  # receipts that are kept


def keep(kind: str, head: str, text: str) -> None:
    """Adds a receipt before the others."""
    before = shown()
    number = 1 + max((int(each.key) for each in before), default=0)
    receipt = Receipt(key=str(number), kind=kind, head=head, text=text)
    state.choose(state.SLIPS, (receipt, *before)[:MOST])


def close(key: str) -> None:
    """Takes a receipt away."""
    state.choose(state.SLIPS, tuple(each for each in shown() if each.key != key))


def shown() -> Sequence[Receipt]:
    """The receipts of this session, the newest first."""
    kept: Sequence[Receipt] = state.chosen(state.SLIPS) or ()
    return kept
