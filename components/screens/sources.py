"""The page of sources: how each stands, everything about the one chosen, for what nothing is known,
and a table of one's own.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd
import streamlit as st

from components.elements import grid
from components.screens import coverage, own_table, source
from components.shell import state
from data import catalog
from data.geography import boundaries, countries
from data.ingest import standing
from data.ingest.standing import Health
from data.query import Filters
from languages import day, translated
from languages.english import geography
from languages.english import sources as words


def show(asked: Filters) -> None:
    """The whole page; the indicator in the address chooses the source it comes from."""
    about = catalog.indicators().get(asked.indicator)
    listed = standing.all_sources()
    counts = Counter(each.state for each in listed)
    states = [
        sentence(n=counts[name])
        for name, sentence in words.COUNTED_STATES.sentences.items()
        if counts[name]
    ]
    st.text(words.COUNTED(len(listed), states=", ".join(states)))
    chosen = next((each for each in listed if about and each.source.name == about.source), None)
    _table(listed, chosen)
    if chosen:
        source.show(chosen)
    coverage.show(asked, about)
    own_table.show()
    with st.expander(words.POLICY(), icon=":material/map:", key="boundaries"):
        _borders()
        st.markdown(boundaries.policy())


def _borders() -> None:
    """The choice among the policies on boundaries, and what each shows of every dispute."""
    key = (
        f"borders-{state.borders()}"  # another for another choice, to show one made in the address
    )
    st.segmented_control(
        geography.POLICY(),
        boundaries.POLICIES,
        default=state.borders(),
        format_func=geography.POLICIES.__getitem__,
        key=key,
        on_change=lambda: state.choose(state.BORDERS, state.chosen(key)),
    )
    with st.container(key="disputes"):
        st.dataframe(
            pd.DataFrame([_dispute(each) for each in boundaries.disputes().itertuples()]),
            hide_index=True,
            height=300,
            alt=geography.DIFFERS(),
        )


def _dispute(each: Any) -> dict[str, str]:
    """What the table says of a dispute, by the columns' names."""

    def shown(code: str) -> str:
        if each.drawn == "none":
            return geography.NOT_DRAWN()
        if not code:
            return geography.A_LINE()
        return geography.NO_COUNTRY() if code == "-" else countries.name(code)

    return {
        geography.DISPUTE(): translated(each.name),
        **{
            geography.POLICIES[policy]: shown(getattr(each, policy))
            for policy in boundaries.POLICIES
        },
        geography.STATUS(): translated(each.status),
        geography.AUTHORITY(): translated(each.citation),
    }


def _pick(listed: list[Health], key: str) -> None:
    rows = state.rows_picked(key)
    picked = listed[rows[0]].source if rows and rows[0] < len(listed) else None
    state.choose(state.INDICATOR, next(iter(picked.indicators), None) if picked else None)


def _table(listed: list[Health], chosen: Health | None) -> None:
    """One row per source; a click chooses it."""
    # another table for another choice, so that it shows the one made elsewhere too
    key = f"sources-{chosen.source.name if chosen else ''}"
    default: Any = (
        {"selection": {"rows": [listed.index(chosen)], "columns": [], "cells": []}}
        if chosen
        else None
    )
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    rows = pd.DataFrame([_row(each) for each in listed])
    with st.container(key="rows"):
        with st.container(key="on-paper"):  # what is chosen from is a picture, and scrolls
            grid.plain(rows, alt=words.TABLE_ALT(), key="sources-on-paper")
        with st.container(key="not-printed"):
            st.dataframe(
                rows,
                hide_index=True,
                height=min(38 + 35 * len(listed), 430),
                key=key,
                on_select=lambda: _pick(listed, key),
                selection_mode="single-row",
                selection_default=default,
                alt=words.TABLE_ALT(),
                column_config={
                    words.STATE(): text(width=175),
                    words.SOURCE(): text(width="medium"),
                    words.PUBLISHER(): text(width="medium"),
                    words.LICENCE(): text(width="medium"),
                    words.PASSED_ON(): text(width=110),
                    words.COVERS(): text(width=90),
                    words.EDITION(): text(width=100),
                    words.VERSION(): text(width=95),
                    words.AS_OF(): text(width=90),
                    words.NEXT_UPDATE(): text(width=105),
                    words.ROWS(): number(format="localized", width=75),
                },
            )


def _row(each: Health) -> dict[str, str | int]:
    """What the table says of one source, by the columns' names."""
    about, version = each.source, each.version
    first, last = str(about.first.year), str(about.last.year)
    return {
        words.STATE(): (
            words.OVERDUE_SINCE(day=about.next_update)
            if each.state == "overdue"
            else words.LOOKS[each.state]
        ),
        words.SOURCE(): about.title,
        words.PUBLISHER(): about.publisher,
        words.LICENCE(): about.licence.name,
        words.PASSED_ON(): words.PASSING_ON[about.licence.redistribution],
        words.COVERS(): first if first == last else f"{first}–{last}",
        words.EDITION(): version.edition if version else about.edition,
        words.VERSION(): version.version if version else "",
        words.AS_OF(): day(about.as_of),
        words.NEXT_UPDATE(): (
            day(about.next_update) if about.next_update else words.NOT_ANNOUNCED()
        ),
        words.ROWS(): version.records if version else 0,
    }
