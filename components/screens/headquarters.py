"""The watch from headquarters: every country's time to a first answer, what came of the proposals,
who is slow, and the trend.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import funnel, ranking, weeks, world_map
from components.figures import words as figure_words
from data.geography import boundaries, countries
from data.watch import figures
from data.watch.ledger import Watch

FEWEST = 3  # first answers without which a median is not ranked
HOURS = (
    "Median hours from a proposal's arrival to a country's first answer, of those answered; what is"
    " still open is not in it."
)


def show(watch: Watch, demonstration: bool) -> None:
    """Cards, map, funnel, slowest, trend and the table."""
    head = watch.head()
    table = figures.by_country(watch, head)
    if table.empty:
        st.info("Nothing was proposed yet.")
        return
    steps = figures.funnel(watch, head)
    source = (
        f"{'DEMONSTRATION, every proposal invented. ' if demonstration else ''}Source: this watch's"
        f" own history, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC."
    )
    _cards(table, steps)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _map(table, source)
    with right:
        st.subheader("How far proposals came", anchor=False)
        plot(
            funnel.build(steps[:-2], steps[-2:], unit="proposals", domain="notices"),
            key="watch-funnel",
            height=330,
            alt="Bars: proposals by the step they reached: "
            + ", ".join(f"{name} {value}" for name, value in steps),
            title="How far proposals came",
            footer=source,
        )
    left, right = st.columns(2, gap="medium")
    with left:
        _slowest(table, source)
    with right:
        _trend(watch, head, source)
    _table(table)
    st.caption(f"{HOURS} {source} {boundaries.NOTE}")


def _cards(table: pd.DataFrame, steps: tuple[tuple[str, int], ...]) -> None:
    counted = dict(steps)
    answered = table.dropna(subset="median_hours")
    for column, (label, value, helps) in zip(
        st.columns(4),
        (
            ("Proposals", figure_words.number(counted["proposed"]), "All that were accepted."),
            (
                "Waiting for a country",
                figure_words.number(float(table["open"].sum())),
                "Each country and proposal counts once.",
            ),
            (
                "Overdue",
                figure_words.number(float(table["overdue"].sum())),
                "Without a first answer past the days its colour allows.",
            ),
            (
                "Median country's first answer",
                (
                    f"{figure_words.number(round(float(answered['median_hours'].median()), 1))}"
                    " hours"
                    if len(answered)
                    else "–"
                ),
                HOURS,
            ),
        ),
        strict=True,
    ):
        column.metric(label, value, border=True, help=helps)


def _map(table: pd.DataFrame, source: str) -> None:
    title = "Median hours to a first answer"
    st.subheader(title, anchor=False)
    shown = table.dropna(subset="median_hours").assign(
        value=lambda t: t["median_hours"].round(1),
        low=lambda t: t["value"],
        high=lambda t: t["value"],
    )
    if shown.empty:
        st.caption("No country has answered yet.")
        return
    places = countries.table()[["iso3", "name", "lon", "lat", "circle"]]
    with st.container(key="map"):
        plot(
            world_map.build(
                shown[["country", "value", "low", "high"]],
                places,
                unit="hours",
                domain="notices",
                absent="missing",
            ),
            key="watch-world",
            height=360,
            alt=f"World map: {title}. The table below holds the same figures.",
            title=title,
            footer=f"{source} {boundaries.NOTE}",
        )


def _slowest(table: pd.DataFrame, source: str) -> None:
    st.subheader("Slowest", anchor=False)
    ranked = table[table["answered"] >= FEWEST].assign(
        value=lambda t: t["median_hours"].round(1),
        low=lambda t: t["value"],
        high=lambda t: t["value"],
    )
    if ranked.empty:
        st.caption(f"No country has given {FEWEST} first answers yet.")
        return
    names = dict(zip(countries.table()["iso3"], countries.table()["name"], strict=True))
    plot(
        ranking.build(ranked, names, unit="hours", domain="notices", most=10),
        key="watch-slowest",
        height=300,
        alt="Bars: the countries with the longest median time to a first answer.",
        title="Slowest: median hours to a first answer",
        footer=source,
    )
    st.caption(f"Countries with at least {FEWEST} first answers.")


def _trend(watch: Watch, head: int, source: str) -> None:
    st.subheader("Hours to a first answer, by week of arrival", anchor=False)
    table = figures.by_week(watch, head).rename(columns={"median_hours": "value"})
    recent = f"{datetime.now(UTC) - timedelta(days=14):%Y-%m-%d}"
    plot(
        weeks.build(table, unit="hours", domain="notices", open_from=recent),
        key="watch-trend",
        height=300,
        alt="Line: median hours to a first answer, by week of arrival.",
        title="Median hours to a first answer, by week of arrival",
        footer=source,
    )
    st.caption(
        "The shaded weeks look quicker than they will be: their slow answers are still to come."
    )


def _table(table: pd.DataFrame) -> None:
    names = {
        "country": "Country",
        "asked": "Asked",
        "open": "Open",
        "overdue": "Overdue",
        "answered": "Answered",
        "median_hours": "Median hours",
        "located": "Located",
        "not_here": "Not here",
        "need_more": "Need more",
        "arrested": "Arrested",
        "returned": "Returned",
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
            alt="Per country: asked, open, overdue, answered, median hours and outcomes",
            column_config={"Median hours": st.column_config.NumberColumn(format="%.1f")},
        )
