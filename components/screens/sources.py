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
        st.markdown(f"##{boundaries.policy()}")  # its title lies two below that of the page


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


def _pick(listed: list[Health], row: int) -> None:
    """Chooses the source of a row, or takes the choice back."""
    if not 0 <= row < len(listed):
        return
    first = next(iter(listed[row].source.indicators), None)
    about = catalog.indicators().get(str(state.chosen(state.INDICATOR)))
    chosen = about is not None and about.source == listed[row].source.name
    state.choose(state.INDICATOR, None if chosen else first)


def _table(listed: list[Health], chosen: Health | None) -> None:
    """One row per source; a press chooses it. All of a row is a wide table, on demand."""
    rows = [_row(each) for each in listed]
    whole = st.toggle(words.ALL_COLUMNS(), key="sources-whole")
    kinds = {words.SOURCE(): "pick", words.ROWS(): "number"}
    on_demand = {
        each() for each in (words.LICENCE, words.PASSED_ON, words.COVERS, words.EDITION)
    } | {words.VERSION()}
    columns = [
        grid.Column(name, name, kinds.get(name, "text"))
        for name in rows[0]
        if whole or name not in on_demand
    ]
    packed = grid.pack(
        {each.name: [row[each.name] for row in rows] for each in columns},
        columns,
        alt=words.TABLE_ALT(),
        height=460,
        wraps=True,
        chosen=listed.index(chosen) if chosen else None,
    )
    with st.container(key="rows"):
        grid.show(packed, key="sources", on_pick=lambda row: _pick(listed, row))


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
