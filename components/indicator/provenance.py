"""Where a figure comes from, in the words that stand with it and travel with every download."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from components.elements import grid
from components.indicator import statements
from data import catalog, query
from data.analysis import exports, method
from data.catalog import Indicator
from data.geography import boundaries
from data.query import Filters
from languages import paragraph
from languages.english import provenance as words
from security import reader
from security.roles import Right

ICON = ":material/fact_check:"
SHOWN = 200  # records of a figure


def footer(about: Indicator, on_map: bool = False) -> str:
    """Source, licence, as-of date and, for a map, the note on boundaries: one line."""
    source = catalog.source_of(about)
    template = words.SOURCE if source.next_update else words.SOURCE_ALONE
    text = template(
        publisher=source.publisher,
        source=source.title,
        edition=source.edition,
        licence=source.licence.name,
        as_of=source.as_of,
        next=source.next_update,
    )
    return paragraph(text, boundaries.NOTE()) if on_map else text


def picture(about: Indicator, on_map: bool = False) -> str:
    """What a downloaded picture carries below it: the definition, what it leaves out, and the
    source.
    """
    said = paragraph(about.definition, catalog.source_of(about).bias)
    return f"{said}\n{footer(about, on_map)}"


def show(asked: Filters) -> None:
    """Where the figure a page is about comes from; its records stand in the table above."""
    part = st.expander(words.QUESTION(), key="provenance", icon=ICON, on_change="rerun")
    if part.open:  # what is folded away is not sent
        with part:
            _body(asked)


def choose(figures: Mapping[str, Filters]) -> None:
    """Where any of several figures comes from, picked by its words; for a page of tables."""
    with st.expander(words.QUESTION(), key="provenance", icon=ICON):
        picked = st.selectbox(
            words.WHICH(),
            list(figures),
            index=None,
            placeholder=words.CHOOSE(),
            key="provenance-of",
        )
        if picked:
            _whole(figures[picked])


def opened(asked: Filters) -> None:
    """Where one figure comes from, over the page."""
    st.dialog(words.QUESTION(), width="large", icon=ICON)(_whole)(asked)


def _whole(asked: Filters) -> None:
    """The figure itself, everything about where it comes from, and the records it was made of."""
    about, total = query.indicator(asked), query.total(asked)
    st.text(
        words.FIGURE(
            title=about.title,
            filters=exports.said(asked, about),
            said=about.amount(total.value, total.low, total.high),
        )
    )
    _body(asked)
    statements.beside(asked)
    if reader.current().may(Right.ROWS):
        _records(asked)


def _body(asked: Filters) -> None:
    """Rule, definition, caveats, source and citation."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    left, right = st.columns(2)
    with left:
        # One text, not one a line: the browser draws every element of a page anew when a filter
        # turns.
        made, beside = (
            [words.BULLET(said=each) for each in said]
            for said in (method.sentences(asked), about.caveats)
        )
        parts = ("\n".join([words.HOW_MADE(), *made]), about.definition, source.bias)
        st.text("\n\n".join(part for part in (*parts, "\n".join(beside)) if part))
    with right:
        st.text(
            words.ABOUT(
                publisher=source.publisher,
                source=source.title,
                edition=source.edition,
                licence=source.licence.name,
                as_of=source.as_of,
                next=source.next_update or words.NOT_ANNOUNCED(),
            )
        )
        st.code(exports.citation(asked), language=None, wrap_lines=True)


def _records(asked: Filters) -> None:
    """The records behind the figure, or what the licence lets a reader see of them."""
    records, closed = method.passed_on(asked, method.behind(asked))
    template = words.RECORDS_NEWEST if len(records) > SHOWN else words.RECORDS
    st.caption(closed or template(len(records), shown=SHOWN))
    if len(records):
        shown = (
            records.head(SHOWN)
            .drop(columns=["indicator", "world", "rank"], errors="ignore")
            .dropna(axis="columns", how="all")
        )
        alt = words.ALT_RECORDS(filters=asked.words(query.indicator(asked)))
        grid.plain(shown, alt=alt, key="behind", height=260)
