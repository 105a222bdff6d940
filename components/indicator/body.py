"""One indicator as map, ranking, timeline and table: the body of every domain page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pandas as pd
import streamlit as st

from components.elements import chart
from components.elements.cards import deck
from components.elements.chart import Switch
from components.figures import change_map, ranking, world_map
from components.figures.theme import Figure
from components.indicator import flows, headline, places, provenance, tables, timeline
from components.shell import state
from data import catalog, query, store
from data.analysis import changes
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters, period_words

MAP_HEIGHT = 400  # pixels, where the window has no room for more
DRAWN = MappingProxyType(
    {"change": "Change", "areas": "Level", "circles": "Count"}
)  # how a map is drawn, as the address and as the reader calls it


def _switches(asked: Filters, about: Indicator) -> tuple[Switch, ...]:
    """What stands beside a map of counts: whether only countries count that compare with the period
    before, and how the map is drawn.

    That is the change against the period before where there is one, the level as filled areas, or
    the count as circles.
    """
    codes = changes.comparable(replace(asked, countries=()))
    found = []
    if codes:
        earlier = asked.before()
        against = period_words(earlier.start, earlier.end) if earlier else ""
        found.append(
            Switch(
                key=state.SAME,
                label="Same countries",
                value=bool(state.chosen(state.SAME)),
                help=(
                    f"Counts only the {len(codes)} countries with an exact figure both in"
                    f" {period_words(asked.start, asked.end)} and in {against}, in the number, on"
                    " the map, in the ranking, the table and the sentences. The timeline stays"
                    " that of all."
                ),
            )
        )
    ways = [
        *(
            ["change"]
            if places.before(asked, about)[0] and about.aggregation in ("sum", "count")
            else []
        ),
        "areas",
        "circles",
    ]
    if state.chosen(state.MAP_AS) not in ways:
        state.correct(state.MAP_AS, "areas")
    return (
        *found,
        Switch(
            key=state.MAP_AS,
            label="Drawn as",
            value=state.chosen(state.MAP_AS),
            options=tuple((each, DRAWN[each]) for each in ways),
        ),
    )


def counted(asked: Filters) -> Filters:
    """What is counted: as asked, or with the switch only the countries that have a figure in both
    periods.
    """
    return changes.alike(asked) if state.chosen(state.SAME) else asked


def world(asked: Filters, about: Indicator, height: int = MAP_HEIGHT) -> None:
    """The map of all countries, the chosen ones outlined."""
    everywhere = counted(replace(asked, countries=()))
    switches = _switches(asked, about) if about.counted else ()
    chart.show(
        _world(store.current().version, asked, everywhere, switches, height),
        places.pick,
        on_switch=state.choose,
    )


@remembered(512)
def _world(
    version: str, asked: Filters, everywhere: Filters, switches: tuple[Switch, ...], height: int
) -> chart.Packed:
    """The map, drawn as the last of the switches says."""
    about = query.indicator(asked)
    drawn = switches[-1].value if switches else "areas"
    against = places.before(asked, about)[1]
    role = "" if " by " in about.title else f" by {about.country_role}"
    when = f"{headline.when(asked, about)}{headline.in_brackets(about)}"
    title = f"{headline.title(asked, about)}{role}, {when}"
    if everywhere.countries:
        title = f"{title}, {len(everywhere.countries)} countries with a figure also in {against}"
    if drawn == "change":
        title = f"{title}: change against {against}"
    return chart.pack(
        _map(version, everywhere, drawn),
        chosen=asked.countries,
        key="map",
        height=height,
        alt=f"World map: {title}. The table below holds the same figures.",
        pick=True,
        title=title,
        footer=provenance.picture(about, on_map=True),
        ratio=0.53,
        heading=title,
        lead=about.definition,
        note=f"{catalog.source_of(about).bias} {provenance.footer(about, on_map=True)}",
        switches=switches,
    )


@remembered(256)
def _map(version: str, everywhere: Filters, drawn: str) -> chart.Begun:
    """The map without what is chosen on it: choosing a country builds no new one."""
    about = query.indicator(everywhere)
    if drawn == "change":
        return chart.begin(_change(everywhere, about))
    return chart.begin(
        world_map.build(
            query.by_country(everywhere),
            places.table(),
            groups=_lists(everywhere, about),
            group_names=about.categories,
            unit=about.unit,
            domain=about.domain,
            absent=places.absent(about),
            sized=drawn == "circles",
            scale=about.scale,
            missing="Not known in both periods" if everywhere.countries else "No data published",
        )
    )


def _change(everywhere: Filters, about: Indicator) -> Figure:
    before, against = places.before(everywhere, about)
    both = query.by_country(everywhere).dropna(subset="value").rename(columns={"value": "now"})
    if places.absent(about) == "zero":
        both = (
            pd.DataFrame({"country": sorted(set(both["country"]) | set(before))})
            .merge(both, how="left", on="country")
            .fillna({"now": 0.0})
        )
    both["before"] = (
        both["country"].map(before)
        if places.absent(about) != "zero"
        else both["country"].map(before).fillna(0.0)
    )
    return change_map.build(
        both.dropna(subset=["now", "before"]), places.table(), unit=about.unit, against=against
    )


def _lists(asked: Filters, about: Indicator) -> dict[str, str] | None:
    """The list each country stands on, where it stands on one at a time and is one member; None
    elsewhere.
    """
    if about.kind != "listing" or about.overlap or not about.categories:
        return None
    held = query.rows(asked)[["country", "category"]].dropna()
    return (
        None
        if held["country"].duplicated().any()
        else dict(zip(held["country"], held["category"], strict=True))
    )


def ranked(asked: Filters, about: Indicator, height: int = MAP_HEIGHT) -> None:
    """The largest countries, the chosen ones among them in full colour."""
    among = counted(replace(asked, countries=())).countries
    figures = query.by_country(replace(asked, countries=among))
    before, against = places.before(asked, about)
    chosen = [code for code in asked.countries if not among or code in among]
    chart.plot(
        ranking.build(
            figures,
            places.names(),
            unit=about.unit,
            domain=about.domain,
            before=before,
            against=against,
            chosen=chosen,
            absent=places.absent(about),
        ),
        key="ranking",
        height=height,
        alt=f"Bars: the countries with the largest figures of {about.title}.",
        on_pick=places.pick,
        title=f"{about.title}: largest, {headline.when(asked, about)}",
        footer=provenance.picture(about),
        ratio=1.6,
        heading="Largest, with the period before" if before else "Largest",
    )


def _cards(asked: Filters, about: Indicator) -> None:
    """The row of cards: the number, its reach, its largest part, what it leaves open, how fresh it
    is; of the world only, the number and its date.
    """
    if query.by_country(Filters(about.id, (), asked.categories)).empty:
        deck(
            [headline.figure(asked, f"kpi-{about.domain}"), headline.data(asked)],
            key="headlines",
            columns="1.5fr 1.1fr 3.2fr",
        )
        return
    among = counted(replace(asked, countries=())).countries
    row = [
        headline.figure(counted(asked), f"kpi-{about.domain}"),
        headline.reach(asked),
        headline.largest(asked),
        headline.open_ends(asked, among),
        headline.data(asked),
    ]
    deck(
        row,
        key="headlines",
        columns="minmax(0, 1.5fr) minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1.1fr)",
    )


def show(asked: Filters, kpis: bool = True, story: Callable[[], None] | None = None) -> None:
    """The whole body; a question nothing answers says so in words.

    Without `kpis` the page has cards of its own; `story` is drawn above the table.
    """
    about = query.indicator(asked)
    if kpis:
        _cards(asked, about)
    if (
        query.by_country(replace(asked, countries=())).empty
        and query.by_period(asked.during(None, None)).empty
    ):
        st.info(f"Nothing found for {about.title}: {asked.words(about)}.")
    elif query.by_country(replace(asked, countries=())).empty:
        if not query.by_country(replace(asked, countries=()).during(None, None)).empty:
            st.info(f"No country has a figure for {asked.words(about)}.")
        else:
            st.info("Published for the world only: there is no figure by country, and so no map.")
        st.caption(about.definition)
        timeline.show(asked, about, 380)
    else:
        left, right = st.columns([3, 1.35], gap="medium")
        with left:
            world(asked, about)
        with right:
            everyone = query.by_country(replace(asked, countries=()))
            (
                tables.members
                if about.kind == "listing" and everyone["value"].max() <= 1
                else ranked
            )(asked, about)
        timeline.show(asked, about)
    if about.partner_role and not about.one_category:
        flows.show(asked, about)
    if story:
        story()
    tables.show(counted(asked), about)
    provenance.show(asked)
