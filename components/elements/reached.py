"""Whom a proposal reaches, and why, before it is sent, as one element; with receipts of those that
were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from components.elements import assets
from components.elements.desk import Receipt
from components.elements.told import answer
from languages.english import desk as words

_mount = assets.element(
    "reached",
    '<div class="desk reached"></div>',
    "elements/reached.js",
    "reached",
    "draw",
    {"close": words.CLOSE, "undo": words.UNDO, "receipts": words.RECEIPTS},
)


def show(
    heading: str,
    note: str,
    rows: Sequence[tuple[str, str]],
    receipts: Sequence[Receipt],
    *,
    as_: str,
    key: str,
    told: Callable[[Mapping[str, Any]], None],
) -> None:
    """Draws countries with their reasons below a heading and a note, for who acts `as_`; `told`
    hears which receipt is closed: `do` is close, `key` says which.
    """
    _mount(
        key=key,
        data={
            "heading": heading,
            "note": note,
            "rows": list(rows),
            "receipts": [asdict(each) for each in receipts],
            "as": as_,
        },
        height="content",
        on_told_change=lambda: answer(key, "told", told),
    )
