"""The watch from the General Secretariat: every country's time to a first answer, what came of the
proposals, who is slow, and the trend.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from components.elements import bars
from components.elements.chart import plot
from components.figures import funnel, ranking, weeks, world_map
from components.screens import secretariat
from components.shell import state
from data.geography import boundaries, countries
from data.watch import figures
from data.watch.ledger import Sight, Watch
from languages import moment
from languages.english import headquarters as words
from security.viewer import Viewer

FEWEST = 3  # first answers without which a median is not ranked


def show(watch: Watch, who: Viewer, demonstration: bool) -> None:
    """Counts, who is stuck, what waits for a decision; then map, funnel, slowest, trend and the
    table.
    """
    sight, head = watch.visible(who.over_all()), watch.head()
    table = figures.by_country(sight, head)
    if table.empty:
        st.info(words.NOTHING_YET())
        return
    steps = figures.funnel(sight, head)
    own_history = words.SOURCE_INVENTED if demonstration else words.SOURCE
    source = own_history(moment=moment(datetime.now(UTC)))
    secretariat.show(watch, who.over_all(), head)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _map(table, source)
    with right:
        st.subheader(words.FUNNEL(), anchor=False)
        plot(
            funnel.build(steps[:-2], steps[-2:], unit=words.PROPOSALS_UNIT(), domain="notices"),
            key="watch-funnel",
            height=330,
            alt=words.FUNNEL_ALT(
                steps=", ".join(words.STEP(step=name, n=value) for name, value in steps)
            ),
            title=words.FUNNEL(),
            footer=source,
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _slowest(table, source)
    with right:
        _trend(sight, head, source)
    _table(table)
    st.caption(f"{words.MEDIAN_HOURS} {source} {boundaries.NOTE}")


def _map(table: pd.DataFrame, source: str) -> None:
    st.subheader(words.MAP(), anchor=False)
    shown = table.dropna(subset="median_hours").assign(
        value=lambda t: t["median_hours"].round(1),
        low=lambda t: t["value"],
        high=lambda t: t["value"],
    )
    if shown.empty:
        st.caption(words.NONE_ANSWERED())
        return
    places = countries.table()[["iso3", "name", "lon", "lat", "circle"]]
    with st.container(key="map"):
        plot(
            world_map.build(
                shown[["country", "value", "low", "high"]],
                places,
                unit=words.HOURS_UNIT(),
                domain="notices",
                absent="missing",
            ),
            key="watch-world",
            height=360,
            alt=words.MAP_ALT(),
            title=words.MAP(),
            footer=f"{source} {boundaries.NOTE}",
            borders=state.borders(),
        )


def _slowest(table: pd.DataFrame, source: str) -> None:
    st.subheader(words.SLOWEST(), anchor=False)
    ranked = table[table["answered"] >= FEWEST].assign(
        value=lambda t: t["median_hours"].round(1),
        low=lambda t: t["value"],
        high=lambda t: t["value"],
    )
    if ranked.empty:
        st.caption(words.TOO_FEW(FEWEST))
        return
    names = {code: countries.name(code) for code in countries.codes()}
    bars.show(
        bars.message(
            ranking.rank(ranked, names, unit=words.HOURS_UNIT(), domain="notices", most=10),
            alt=words.SLOWEST_ALT(),
            title=words.SLOWEST_TITLE(),
            footer=source,
        ),
        key="watch-slowest",
    )
    st.caption(words.AT_LEAST(FEWEST))


def _trend(sight: Sight, head: int, source: str) -> None:
    st.subheader(words.TREND(), anchor=False)
    table = figures.by_week(sight, head).rename(columns={"median_hours": "value"})
    recent = f"{datetime.now(UTC) - timedelta(days=14):%Y-%m-%d}"
    plot(
        weeks.build(table, unit=words.HOURS_UNIT(), domain="notices", open_from=recent),
        key="watch-trend",
        height=300,
        alt=words.TREND_ALT(),
        title=words.TREND_TITLE(),
        footer=source,
    )
    st.caption(words.TREND_NOTE())


def _table(table: pd.DataFrame) -> None:
    names = {
        "country": words.COUNTRY(),
        "asked": words.RECEIVED(),
        "open": words.OPEN(),
        "overdue": words.OVERDUE(),
        "answered": words.ANSWERED(),
        "median_hours": words.MEDIAN(),
        "located": words.LOCATED(),
        "not_here": words.NOT_LOCATED(),
        "need_more": words.MORE_NEEDED(),
        "arrested": words.ARRESTED(),
        "returned": words.RETURNED(),
    }
    shown = (
        table.assign(country=table["country"].map(countries.name))
        .sort_values(["overdue", "country"], ascending=[False, True])[list(names)]
        .rename(columns=names)
    )
    with st.container(key="rows"):
        st.dataframe(
            shown,
            hide_index=True,
            height=320,
            alt=words.TABLE_ALT(),
            column_config={words.MEDIAN(): st.column_config.NumberColumn(format="%.1f")},
        )
