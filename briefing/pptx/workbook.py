"""The workbook inside a chart: what it draws, all figures behind it, and where they come from."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from briefing import frame
from briefing.content import Deck, Drawing, Slide
from briefing.drawings.canvas import sayable
from languages.english import briefing_files as words


@dataclass(frozen=True, slots=True)
class Columns:
    """What a chart draws: a name a row, then a column a series, None where nothing is drawn."""

    names: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]


def dump(columns: Columns, drawing: Drawing, slide: Slide, deck: Deck) -> bytes:
    """The workbook; its first sheet is laid out as python-pptx's charts refer to it."""
    sink = io.BytesIO()
    made = datetime.fromisoformat(deck.made)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(sink, options) as book:
        book.set_properties({"title": drawing.title, "comments": slide.marking, "created": made})
        drawn = book.add_worksheet("Sheet1")
        _column(drawn, 0, ["", *columns.names])
        for at, (name, values) in enumerate(columns.series, start=1):
            _column(drawn, at, [name, *values])
        drawn.set_column(0, 0, 32)
        _figures(book.add_worksheet(words.FIGURES()[:31]), drawing)
        about = book.add_worksheet(words.ABOUT_SHEET()[:31])
        about.set_column(0, 0, 110)
        _column(about, 0, _about(drawing, slide))
    return sink.getvalue()


def _column(sheet: Any, at: int, values: Sequence[str | float | None]) -> None:
    for row, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, at, sayable(value)[:32_000])
        elif value is not None:
            sheet.write_number(row, at, value)


def _figures(sheet: Any, drawing: Drawing) -> None:
    """Every figure of the drawing with its bounds and how it is said."""
    every = [(series, one) for series in drawing.series for one in series.figures]
    columns: list[list[str | float | None]] = [
        [words.COLUMN_SERIES(), *(series.name for series, _ in every)],
        [words.COLUMN_NAME(), *(_name(one.name, one.to) for _, one in every)],
        [words.COLUMN_VALUE(), *(one.value for _, one in every)],
        [words.COLUMN_LOW(), *(one.low for _, one in every)],
        [words.COLUMN_HIGH(), *(one.high for _, one in every)],
        [words.COLUMN_SAID(), *(one.said for _, one in every)],
    ]
    for at, column in enumerate(columns):
        _column(sheet, at, column)
    sheet.set_column(0, 1, 32)


def _name(name: str, to: str) -> str:
    return words.FLOW(origin=name, target=frame.country(to)) if to else name


def _about(drawing: Drawing, slide: Slide) -> list[str]:
    return [
        drawing.title,
        drawing.unit,
        slide.filters,
        slide.definition,
        slide.caveat,
        frame.sources(slide.sources),
        frame.data_below(slide.sources, math.inf, 1),
        words.SEAL(seal=slide.seal),
        slide.marking,
    ]
