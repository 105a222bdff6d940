"""The figures of what is chosen as a table: a row a country or group, a column a year."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import streamlit as st

import languages
from components.elements import grid
from components.elements.grid import Column
from components.indicator import downloads, places, sides
from components.indicator.sides import Side, Years
from data import query, store
from data.analysis import changes, steps
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import paragraph
from languages.english import tables as words

HEIGHT = 420  # pixels, or less


def show(asked: Filters, about: Indicator) -> None:
    """The table, what its cells mean, and its downloads."""
    who = _who(asked)
    grid.show(_packed(store.current().version, asked, who), key="years")
    st.caption(_note(asked, about, who))
    downloads.sheets(
        lambda: frame(asked, about, who),
        replace(asked.during(None, None), groups=asked.groups),
        "years",
        ("period", "country"),
    )


def _who(asked: Filters) -> tuple[Side, ...]:
    """What is chosen; every country with a figure of any year where nothing is."""
    if asked.countries:
        return sides.named(asked)
    names = places.names()
    held = query.by_period_and_country(asked.during(None, None))["country"].unique().tolist()
    known = sorted((code for code in held if code in names), key=names.__getitem__)
    return tuple(Side(code, names[code], (code,)) for code in known)


def _columns(about: Indicator, rows: list[Years]) -> list[str]:
    """The years of the indicator, and any that a figure has beside them."""
    held = {int(year) for row in rows for year in row.figures}
    found = {*steps.years(about), *held}
    return [str(year) for year in range(min(found), max(found) + 1)] if found else []


def frame(asked: Filters, about: Indicator, who: tuple[Side, ...]) -> pd.DataFrame:
    """As a file has it: country or group, code, then a column a year, in which a number is a
    number, a range is text, and what has no figure is blank.
    """
    rows = sides.by_year(asked, who)
    return sheet(
        rows,
        about,
        {
            words.COUNTRY_OR_GROUP(): [row.side.name for row in rows],
            words.ISO_CODE(): [row.side.key for row in rows],
        },
    )


def sheet(rows: list[Years], about: Indicator, first: dict[str, list[str]]) -> pd.DataFrame:
    """These rows as a file has them, the columns that name them `first`."""
    none = 0.0 if changes.absent(about) == "zero" else None
    columns: dict[str, list[object]] = {label: [*names] for label, names in first.items()}
    for year in _columns(about, rows):
        columns[year] = [
            (words.NOT_APPLICABLE() if not row.adds_up else none)
            if year not in row.figures
            else _plain(*row.figures[year])
            for row in rows
        ]
    return pd.DataFrame(columns, dtype="object")


def _plain(value: float, low: float, high: float) -> float | str | None:
    """A figure as a cell of a file."""
    if not math.isnan(value) and (value == high or math.isnan(high)):
        return value
    return _range(value, low, high) or None


def _range(value: float, low: float, high: float) -> str:
    """What is known of a figure that is not exact, in words; empty where nothing is."""
    least = low if math.isnan(value) else min(value, low)
    said = languages.amount(None, least, high)
    return "" if said == languages.NOTHING else said


@remembered(128)
def _packed(version: str, asked: Filters, who: tuple[Side, ...]) -> bytes:
    about = query.indicator(asked)
    rows = sides.by_year(asked, who)
    code = Column("country", words.ISO_CODE(), "text")
    return packed(
        rows, about, words.COUNTRY_OR_GROUP(), words.ALT_BY_YEAR(title=about.title), (code,)
    )


def packed(
    rows: list[Years], about: Indicator, label: str, alt: str, more: tuple[Column, ...] = ()
) -> bytes:
    """The message that draws these rows, named in a column `label`, and in `more` by their code."""
    years = _columns(about, rows)
    cells: dict[str, list[object]] = {
        "name": [row.side.name for row in rows],
        **{column.name: [row.side.key for row in rows] for column in more},
        **{year: [_cell(row, year, about) for row in rows] for year in years},
    }
    columns = [
        Column("name", label, "text"),
        *more,
        *(Column(year, year, "figure") for year in years),
    ]
    return grid.pack(cells, columns, alt=alt, height=HEIGHT, copies=True)


def _cell(row: Years, year: str, about: Indicator) -> grid.Cell:
    """A figure as the table shows it: an exact one is a number; else what sorts it, what it says,
    how it looks, and its words where it is pointed at.
    """
    if year not in row.figures:
        if not row.adds_up:
            return (None, words.NOT_APPLICABLE(), "apart", words.GROUP_HAS_NONE())
        if changes.absent(about) == "zero":
            return (0.0, "0", "none", words.NONE_RECORDED())
        return (None, "", "missing", words.NO_FIGURE())
    value, low, high = row.figures[year]
    report = (
        words.REPORT(row.reports.get(year, 0), of=len(row.side.codes)) if row.side.group else ""
    )
    plain = _plain(value, low, high)
    if isinstance(plain, float):
        return (plain, "", "", report) if report else plain
    if plain is None:
        return (None, "", "missing", words.NO_FIGURE())
    return (low if math.isnan(value) else value, plain, "range", report or words.RANGE())


def cells(about: Indicator) -> str:
    """What the cells of a table by year mean."""
    zero = changes.absent(about) == "zero"
    missing = words.CELLS_NO_RATE() if about.rate else words.CELLS_MISSING()
    return paragraph(words.CELLS(unit=about.unit), words.CELLS_NONE() if zero else missing)


def _note(asked: Filters, about: Indicator, who: tuple[Side, ...]) -> str:
    return paragraph(
        cells(about),
        words.CELLS_GROUP() if any(side.group for side in who) else "",
        words.ALL_COUNTRIES() if not asked.countries else "",
    )
