"""Where a figure comes from, in the words that stand with it and travel with every download."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from components.figures import words
from components.indicator import statements
from data import catalog, query, store
from data.analysis import method
from data.catalog import Indicator
from data.geography import boundaries
from data.query import Filters

QUESTION = "Where does this come from?"
ICON = ":material/fact_check:"
MOST = 200  # records shown


def footer(about: Indicator, on_map: bool = False) -> str:
    """Source, licence, as-of date and, for a map, the note on boundaries: one line."""
    source = catalog.source_of(about)
    following = f", next update {source.next_update.isoformat()}" if source.next_update else ""
    text = (
        f"Source: {source.publisher}, {source.title} ({source.edition}). Licence:"
        f" {source.licence.name}. As of {source.as_of.isoformat()}{following}."
    )
    return f"{text} {boundaries.NOTE}" if on_map else text


def picture(about: Indicator, on_map: bool = False) -> str:
    """What a downloaded picture carries below it: the definition, what it leaves out, and the
    source.
    """
    return f"{about.definition} {catalog.source_of(about).bias}\n{footer(about, on_map)}"


def metadata(asked: Filters) -> dict[str, Any]:
    """What a downloaded table must carry beside it."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    return {
        "indicator": about.id,
        "title": about.title,
        "definition": about.definition,
        "rule": list(method.sentences(asked)),
        "unit": about.unit,
        "kind": about.kind,
        "aggregation": about.aggregation,
        "filters": asked.plain(),
        "filters_in_words": asked.words(about),
        "publisher": source.publisher,
        "source": source.title,
        "edition": source.edition,
        "licence": source.licence.name,
        "redistribution": source.licence.redistribution,
        "url": source.url,
        "as_of": source.as_of.isoformat(),
        "version": version.version if version else None,
        "accessed": date.today().isoformat(),
        "citation": citation(asked),
        "caveats": list(about.caveats),
        "bias": source.bias,
    }


def _said(asked: Filters, about: Indicator) -> str:
    """The filters in words; of a stock the day it is counted on."""
    if about.aggregation != "stock":
        return asked.words(about)
    return (
        f"{asked.during(None, None).words(about).removesuffix('all years')}on"
        f" {query.stock_date(asked)}"
    )


def citation(asked: Filters) -> str:
    """One line to quote a figure by: publisher, version, filters, access date."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    return (
        f"{source.citation} {about.title}: {_said(asked, about)}. Version"
        f" {version.version if version else 'none'}, accessed {date.today().isoformat()}."
    )


def show(asked: Filters) -> None:
    """Where the figure a page is about comes from; its records stand in the table above."""
    part = st.expander(QUESTION, key="provenance", icon=ICON, on_change="rerun")
    if part.open:  # what is folded away is not sent
        with part:
            _body(asked)


def choose(figures: Mapping[str, Filters]) -> None:
    """Where any of several figures comes from, picked by its words; for a page of tables."""
    with st.expander(QUESTION, key="provenance", icon=ICON):
        picked = st.selectbox(
            "Figure",
            list(figures),
            index=None,
            placeholder="Choose a figure of this page",
            key="provenance-of",
        )
        if picked:
            _whole(figures[picked])


@st.dialog(QUESTION, width="large", icon=ICON)
def opened(asked: Filters) -> None:
    """Where one figure comes from, over the page."""
    _whole(asked)


def _whole(asked: Filters) -> None:
    """The figure itself, everything about where it comes from, and the records it was made of."""
    about, total = query.indicator(asked), query.total(asked)
    st.text(
        f"{about.title}, {_said(asked, about)}: {words.number(total.value, total.low, total.high)}"
        f" {about.unit}"
    )
    _body(asked)
    statements.beside(asked)
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
            "\n".join(f"•  {each}" for each in said)
            for said in (method.sentences(asked), about.caveats)
        )
        st.text(
            "\n\n".join(
                part
                for part in (
                    f"How the number is made\n{made}",
                    about.definition,
                    source.bias,
                    beside,
                )
                if part
            )
        )
    with right:
        st.text(
            f"Publisher: {source.publisher}\nDataset: {source.title}, {source.edition}\nLicence:"
            f" {source.licence.name}\nAs of: {source.as_of}\nNext update:"
            f" {source.next_update or 'not announced'}\n\nCite this figure as"
        )
        st.code(citation(asked), language=None, wrap_lines=True)


def _records(asked: Filters) -> None:
    """The records behind the figure, or what the licence lets a reader see of them."""
    records, closed = method.passed_on(asked, method.behind(asked))
    said = (
        f"{words.number(len(records))} record{'s' if len(records) != 1 else ''} behind this figure"
    )
    st.caption(
        closed or f"{said}{f'; the newest {MOST} are shown' if len(records) > MOST else ''}."
    )
    if len(records):
        shown = (
            records.head(MOST)
            .drop(columns=["indicator", "world", "rank"], errors="ignore")
            .dropna(axis="columns", how="all")
        )
        dates = {name: st.column_config.DateColumn() for name in ("start", "end")}
        st.dataframe(
            shown,
            hide_index=True,
            height=260,
            alt=f"Records behind {asked.words(query.indicator(asked))}",
            column_config=dates,
        )
