"""A table of figures as one element: text of the page, so that it can be searched, copied, read
aloud and printed, and sorted by a click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from languages.english import grid as words

_mount = assets.element(
    "table",
    '<div class="grid"></div>',
    "elements/grid.js",
    "grid",
    "draw",
    {
        "sort": words.SORT,
        "copy": words.COPY,
        "copied": words.COPIED,
        "notCopied": words.NOT_COPIED,
    },
)

# A number or a text; of a `figure` also what sorts it, its text (the number where that is empty),
# its look (`range`, `none`, `missing`, `apart`) and what it says when it is pointed at.
Cell = str | float | tuple[float | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the frame, its heading, and whether it holds `text`, a
    `number`, a `percent` with its sign, or a `figure`, which may be none or a range.
    """

    name: str
    label: str
    kind: str = "number"
    help: str = ""


def pack(
    figures: Mapping[str, Sequence[Any]],
    columns: Sequence[Column],
    *,
    alt: str,
    height: int,
    copies: bool = False,
) -> bytes:
    """The message that draws these columns of `figures`, each a sequence of cells; where they need
    more than `height` pixels they scroll. With `copies` a button copies all as a sheet takes it.
    """
    cells = [
        [None if each != each else each for each in figures[column.name]] for column in columns
    ]
    return assets.packed(
        {
            "alt": alt,
            "height": height,
            **({"copies": True} if copies else {}),
            "columns": [asdict(each) for each in columns],
            "cells": cells,
        }
    )


def show(packed: bytes, *, key: str) -> None:
    """Draws a packed table; how the reader has sorted it stays."""
    _mount(key=key, data=packed, height="content")
