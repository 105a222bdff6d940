"""How swiftly intelligence is shared, seen and acted on: medians, the trend, and who shares and who
only receives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import weeks
from components.shell import state
from data.geography import countries
from data.intelligence import reach, speed
from data.watch.ledger import Watch
from languages import amount, moment
from languages.english import sharing as words
from security.tlp import COUNTED
from security.viewer import Viewer

NONE = "–"


def show(watch: Watch, who: Viewer, demonstration: bool) -> None:
    """Four numbers, the weeks, countries and groups."""
    whole = speed.overall(watch, who)
    if not whole["shared"]:
        st.info(words.NOTHING_COUNTED())
        return
    state.choose(state.MARKED, min(COUNTED, who.ceiling))
    own_history = words.SOURCE_INVENTED if demonstration else words.SOURCE
    source = own_history(moment=moment(datetime.now(UTC)))
    for column, until in zip(st.columns(4), ("", *speed.SPANS), strict=True):
        if not until:
            column.metric(words.OBJECTS_SHARED(), amount(float(whole["shared"])), border=True)
            continue
        ninth = _said(whole[f"minutes_to_{until}_p90"])
        column.metric(
            words.UNTIL[until],
            _said(whole[f"minutes_to_{until}"]),
            border=True,
            help=words.NINE_OF_TEN(time=ninth),
        )
    table = speed.by_country(watch, who)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _trend(watch, who, source)
    with right:
        _roles(table)
    with st.container(key="rows"):
        _table(table, words.COUNTRY(), [countries.name(each) for each in table["country"]])
    groups = speed.by_group(watch, who)
    if len(groups):
        names = [reach.groups()[each].name for each in groups["group"]]
        _table(groups, words.SHARING_GROUP(), names)
    st.caption(f"{words.COUNTED_SO(speed.FEWEST)} {source}")


def _said(minutes: float) -> str:
    return NONE if pd.isna(minutes) else speed.span(float(minutes))


def _trend(watch: Watch, who: Viewer, source: str) -> None:
    st.subheader(words.TREND(), anchor=False)
    table = speed.by_week(watch, who)
    recent = f"{datetime.now(UTC) - timedelta(days=14):%Y-%m-%d}"
    plot(
        weeks.build(table, unit=words.MINUTES_UNIT(), domain="cybercrime", open_from=recent),
        key="exchange-trend",
        height=280,
        alt=words.TREND_ALT(),
        title=words.TREND(),
        footer=source,
    )


def _roles(table: pd.DataFrame) -> None:
    """Who shares, and who only receives."""
    gives, takes = table["shared"] > 0, table["received"] > 0
    st.subheader(words.ROLES(), anchor=False)
    for label, which in (
        (words.BOTH, gives & takes),
        (words.ONLY_SHARES, gives & ~takes),
        (words.ONLY_RECEIVES, takes & ~gives),
    ):
        names = ", ".join(countries.name(each) for each in table[which]["country"])
        st.text(label(n=int(which.sum()), names=names or NONE))


def _table(table: pd.DataFrame, label: str, names: Sequence[str]) -> None:
    shown = {
        label: names,
        words.OBJECTS_SHARED(): table["shared"],
        words.OBJECTS_RECEIVED(): table["received"],
        words.PER_HUNDRED(): (100 * table["shared"] / table["received"]).where(
            table["received"] >= speed.FEWEST
        ),
        words.SEEN(): table["seen"],
        words.ACTED(): table["acted"],
    }
    for until in speed.SPANS:
        shown[words.UNTIL[until]] = [_said(each) for each in table[f"minutes_to_{until}"]]
        shown[words.UNTIL_P90[until]] = [_said(each) for each in table[f"minutes_to_{until}_p90"]]
    st.dataframe(
        pd.DataFrame(shown),
        hide_index=True,
        height="auto",
        alt=words.TABLE_ALT(),
        column_config={words.PER_HUNDRED(): st.column_config.NumberColumn(format="%.0f")},
    )
