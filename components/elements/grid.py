"""A table of figures as one element: text of the page, so that it can be searched, copied, read
aloud and printed, and sorted by a click.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from components.elements import assets
from components.elements.told import answer
from languages.english import grid as words

_mount = assets.element(
    "table",
    '<div class="grid"></div>',
    "elements/grid.js",
    "grid",
    "draw",
    {
        "sort": words.SORT,
        "rising": words.RISING,
        "falling": words.FALLING,
        "unsorted": words.UNSORTED,
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
    `number`, a `percent` with its sign, a `figure`, which may be none or a range, or a `pick`, a
    text whose press chooses its row.
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
    wraps: bool = False,
    chosen: int | None = None,
) -> bytes:
    """The message that draws these columns of `figures`, each a sequence of cells; where they need
    more than `height` pixels they scroll. With `copies` a button copies all as a sheet takes it;
    with `wraps` long texts break and none is cut. `chosen` is the row that is chosen.
    """
    cells = [
        [None if each != each else each for each in figures[column.name]] for column in columns
    ]
    return assets.packed(
        {
            "alt": alt,
            "height": height,
            **({"copies": True} if copies else {}),
            **({"wraps": True} if wraps else {}),
            **({} if chosen is None else {"chosen": chosen}),
            "columns": [asdict(each) for each in columns],
            "cells": cells,
        }
    )


def plain(
    figures: Mapping[str, Sequence[Any]] | pd.DataFrame,
    *,
    alt: str,
    key: str,
    height: int = 10_000,
) -> None:
    """Draws a table as it stands, headed by the names of its columns; texts wrap. Columns of
    numbers alone are written as numbers, days as days.
    """
    drawn = {str(name): [*map(_simple, cells)] for name, cells in figures.items()}
    columns = [
        Column(name, name, "number" if all(isinstance(each, Real) for each in cells) else "text")
        for name, cells in drawn.items()
    ]
    show(pack(drawn, columns, alt=alt, height=height, wraps=True), key=key)


def _simple(cell: Any) -> Any:
    if isinstance(cell, bool | np.bool_):
        return "✓" if cell else ""
    if cell is None or cell is pd.NA or cell is pd.NaT:
        return math.nan
    return cell.isoformat()[:10] if isinstance(cell, date) else cell


def show(packed: bytes, *, key: str, on_pick: Callable[[int], None] | None = None) -> None:
    """Draws a packed table; how the reader has sorted it stays. `on_pick` hears the place of the
    row that was pressed, as the rows were given.
    """
    if on_pick is None:
        _mount(key=key, data=packed, height="content")
        return
    hear: Callable[[Any], None] = lambda told: on_pick(told["row"])
    _mount(
        key=key,
        data=packed,
        height="content",
        on_row_change=lambda: answer(key, "row", hear, row=int),
    )
