"""A table of figures as one element: text of the page, so that it can be searched, copied, read
aloud and printed, and sorted by a click.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from components.elements import assets
from languages.english import grid as words

_mount = assets.element(
    "table",
    '<div class="grid"></div>',
    "elements/grid.js",
    "grid",
    "draw",
    {"sort": words.SORT},
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name in the frame, its heading, and whether it holds `text`, a
    `number`, or a `percent` with its sign.
    """

    name: str
    label: str
    kind: str = "number"
    help: str = ""


def pack(
    figures: Mapping[str, Sequence[str | float]],
    columns: Sequence[Column],
    *,
    alt: str,
    height: int,
) -> bytes:
    """The message that draws these columns of `figures`; where they need more than `height` pixels
    they scroll.
    """
    cells = [
        [None if each != each else each for each in figures[column.name]] for column in columns
    ]
    return assets.packed(
        {
            "alt": alt,
            "height": height,
            "columns": [asdict(each) for each in columns],
            "cells": cells,
        }
    )


def show(packed: bytes, *, key: str) -> None:
    """Draws a packed table; how the reader has sorted it stays."""
    _mount(key=key, data=packed, height="content")
