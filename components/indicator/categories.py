"""The figures of what is chosen as a table: a row a category, a column a year."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from components.elements import grid
from components.indicator import downloads, years
from components.indicator.sides import Side, Years
from data import query, store
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import paragraph
from languages.english import figures as said
from languages.english import tables as words
from languages.english import timeline as panel_words


def show(asked: Filters, about: Indicator) -> None:
    """The table, what its cells mean, and its downloads."""
    if not rows(asked):
        st.caption(words.NO_CATEGORY())
        return
    grid.show(_packed(store.current().version, asked), key="categories")
    st.caption(paragraph(years.cells(about), panel_words.OVERLAPS() if about.overlap else ""))
    downloads.sheets(
        lambda: frame(asked, about),
        replace(asked.during(None, None), groups=asked.groups),
        "categories",
        ("period", "category"),
    )


def rows(asked: Filters) -> list[Years]:
    """Each category that has a figure, what has none stated, and all of them, each counted once."""
    about, ever = query.indicator(asked), asked.during(None, None)
    of: dict[str, dict[str, tuple[float, float, float]]] = {}
    table = query.by_period_and_category(ever)
    for row in table.itertuples(index=False):
        of.setdefault(row.category, {})[row.period] = (row.value, row.low, row.high)
    if not of:
        return []
    named = {**about.categories, "": said.NOT_STATED()}
    whole = {period: (value, low, high) for period, value, low, high, _ in query.history(ever)}
    return [
        *(Years(Side(key, name, ()), of[key], {}) for key, name in named.items() if key in of),
        *([Years(Side("all", words.ALL_CATEGORIES(), ()), whole, {})] if whole else []),
    ]


def frame(asked: Filters, about: Indicator) -> pd.DataFrame:
    """As a file has it: the category, then a column a year."""
    found = rows(asked)
    return years.sheet(found, about, {about.category_label: [row.side.name for row in found]})


@remembered(128)
def _packed(version: str, asked: Filters) -> bytes:
    about = query.indicator(asked)
    alt = words.ALT_CATEGORIES(title=about.title)
    return years.packed(rows(asked), about, about.category_label, alt)
