"""What several publishers say of the same facts, side by side: none is averaged or left out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from components.figures import words
from data import query
from data.analysis import method
from data.analysis.country import Line
from data.catalog import Indicator
from data.geography import countries
from data.query import Filters


def table(asked: Filters, key: str, height: int | str = "auto") -> None:
    """Every statement behind an indicator: of each fact the counted one first, others marked."""
    about = query.indicator(asked)
    if about.one_category and not asked.categories:
        asked = replace(asked, categories=tuple(about.categories))
    rows = query.rows(asked, statements=True)
    if rows.empty:
        st.caption("No statement for these filters.")
        return
    _shown(rows, about, key, height)


def _shown(rows: pd.DataFrame, about: Indicator, key: str, height: int | str) -> None:
    order = list(about.categories)
    rows = rows.assign(
        order=rows["category"].map(lambda each: order.index(each) if each in order else -1),
        year=pd.to_datetime(rows["start"]).dt.strftime("%Y"),
    )
    rows = rows.sort_values(
        ["order", "year", "country", "rank"], ascending=[True, False, True, True], ignore_index=True
    )
    shown = pd.DataFrame(
        {
            **(
                {"What": rows["category"].map(about.categories).fillna("")}
                if about.categories
                else {}
            ),
            "Country": (
                rows["country"].map(
                    lambda code: countries.name(code) if isinstance(code, str) else "World"
                )
            ),
            "Stated on": (
                pd.to_datetime(rows["start"])
                .dt.strftime("%Y-%m-%d")
                .where(
                    rows["precision"].eq("day"),
                    pd.to_datetime(rows["start"])
                    .dt.strftime("%Y-%m")
                    .where(rows["precision"].eq("month"), rows["year"]),
                )
            ),
            "Value": rows["value"],
            "Who said it": rows["cited"].fillna(""),
            "As printed": rows["stated"].fillna(""),
            "Shown on charts": rows["rank"].eq(1),
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        height=height,
        key=key,
        alt=f"Statements behind {about.title}",
        column_config={
            "Value": st.column_config.NumberColumn(format="localized", width="small"),
            "Who said it": st.column_config.TextColumn(width="medium"),
            "As printed": st.column_config.TextColumn(width="medium"),
            "Stated on": st.column_config.TextColumn(width="small"),
            "Shown on charts": st.column_config.CheckboxColumn(width="small"),
        },
    )


def beside(asked: Filters) -> None:
    """Every value stated for the very figure, with what was printed, when and by whom; nothing
    where one alone was found.
    """
    if len(query.disagreements(asked)):
        st.text("Publishers disagree; every value stands here, and none is averaged")
        _shown(
            method.behind(asked, statements=True),
            query.indicator(asked),
            "stated-beside",
            "content",
        )


def short(line: Line | None) -> str:
    """A profile's figure in a cell: value or range, or that there is none."""
    if line is None:
        return "–"
    now = line.change.now
    return words.number(now.value, now.low, now.high)
