"""What several publishers say of the same facts, side by side: none is averaged or left out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

import languages
from components.elements import grid
from data import query
from data.analysis import changes, method, standing, wholes
from data.analysis.country import Line
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters
from languages.english import tables as words


def table(asked: Filters, key: str, height: int = 10_000) -> None:
    """Every statement behind an indicator: of each fact the counted one first, others marked."""
    about = query.indicator(asked)
    if about.one_category and not asked.categories:
        asked = replace(asked, categories=tuple(about.categories))
    rows = query.rows(asked, statements=True)
    if rows.empty:
        st.caption(words.NO_STATEMENT())
        return
    _shown(rows, about, key, height)


def _shown(rows: pd.DataFrame, about: Indicator, key: str, height: int) -> None:
    order = list(about.categories)
    rows = rows.assign(
        order=rows["category"].map(lambda each: order.index(each) if each in order else -1),
        year=pd.to_datetime(rows["start"]).dt.strftime("%Y"),
    )
    rows = rows.sort_values(
        ["order", "year", "country", "rank"], ascending=[True, False, True, True], ignore_index=True
    )
    world, value = words.WORLD(), words.VALUE()
    stated_on, who, printed = words.STATED_ON(), words.WHO_SAID_IT(), words.AS_PRINTED()
    on_charts = words.ON_CHARTS()
    shown = pd.DataFrame(
        {
            **(
                {words.WHAT(): rows["category"].map(about.categories).fillna("")}
                if about.categories
                else {}
            ),
            words.COUNTRY(): (
                rows["country"].map(
                    lambda code: countries.name(code) if isinstance(code, str) else world
                )
            ),
            stated_on: (
                pd.to_datetime(rows["start"])
                .dt.strftime("%Y-%m-%d")
                .where(
                    rows["precision"].eq("day"),
                    pd.to_datetime(rows["start"])
                    .dt.strftime("%Y-%m")
                    .where(rows["precision"].eq("month"), rows["year"]),
                )
            ),
            value: rows["value"],
            who: rows["cited"].fillna(""),
            printed: rows["stated"].fillna("").map(languages.translated),
            on_charts: rows["rank"].eq(1),
        }
    )
    grid.plain(shown, alt=words.ALT_STATEMENTS(title=about.title), key=key, height=height)


def beside(asked: Filters) -> None:
    """Every value stated for the very figure, with what was printed, when and by whom; nothing
    where one alone was found.
    """
    if len(query.disagreements(asked)):
        st.text(words.DISAGREE())
        _shown(
            method.behind(asked, statements=True),
            query.indicator(asked),
            "stated-beside",
            10_000,
        )


def short(line: Line | None, about: Indicator, code: str) -> str:
    """A country's figure in a cell: value or range, words where it is no amount, and what it means
    that there is none.
    """
    asked = line.asked if line else changes.usual(about, (code,))
    if found := standing.in_words(asked):
        return found.what
    if line is not None:
        now = line.change.now
        said = standing.received(asked) or languages.amount(now.value, now.low, now.high)
        more = wholes.exceeded(asked)
        return words.FIGURE_NOTE(figure=said, note=more) if more else said
    if about.kind in ("event", "notice", "listing"):
        return words.NONE_RECORDED()
    return about.coded.get(code, "") or words.NO_FIGURE()
