"""The map of one indicator: its level, its counts as circles, or how it changed."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from components.elements import chart
from components.elements.chart import Switch
from components.figures import change_map, world_map
from components.figures.theme import Figure
from components.indicator import places, provenance
from components.shell import state
from data import catalog, query, store
from data.analysis import changes, saying, steps
from data.caching import remembered
from data.catalog import Indicator
from data.geography import boundaries, groups, regions
from data.query import Filters, period_words
from languages import Words, paragraph
from languages.english import figures as said
from languages.english import map as words

HEIGHT = 350  # pixels, where the window has no room for more
WAYS = Words(  # how a map is drawn, as the address and as the reader calls it
    {"change": words.AS_CHANGE, "areas": words.AS_AREAS, "circles": words.AS_CIRCLES}
)


def _switches(asked: Filters, about: Indicator) -> tuple[Switch, ...]:
    """What stands beside a map of counts: whether only countries count that compare with the period
    before, and how the map is drawn.

    That is the change against the period before where there is one, the level as filled areas, or
    the count as circles.
    """
    codes = changes.narrowed(replace(asked, countries=()))
    found = []
    if codes:
        earlier = asked.before()
        found.append(
            Switch(
                key=state.SAME,
                label=words.SAME(),
                value=bool(state.chosen(state.SAME)),
                help=words.SAME_HELP(
                    len(codes),
                    period=period_words(asked.start, asked.end),
                    before=period_words(earlier.start, earlier.end) if earlier else "",
                ),
            )
        )
    counts = about.counts or about
    if counts.per_head:
        found.append(
            Switch(
                key=state.PER,
                label=words.PER_HEAD(n=counts.per_head),
                value=bool(about.rate),
                help=words.PER_HEAD_HELP(),
            )
        )
    if about.rate:
        return tuple(found)
    shares = about.aggregation in ("sum", "count") and not about.in_steps
    ways = [
        *(["change"] if shares and changes.before(asked)[0] else []),
        "circles",
        "areas",
    ]
    if state.chosen(state.MAP_AS) not in ways:
        state.correct(state.MAP_AS, "circles")
    return (
        *found,
        Switch(
            key=state.MAP_AS,
            label=words.DRAWN_AS(),
            value=state.chosen(state.MAP_AS),
            options=tuple((each, WAYS[each]) for each in ways),
        ),
    )


def _region(asked: Filters, usual: str = regions.WORLD) -> Switch:
    """Which part of the world the map shows, `usual` where nothing is said; what is chosen, where
    something is.
    """
    views = dict(regions.regions())
    named = {*asked.countries, *(code for each in asked.groups for code in groups.members(each))}
    if named:
        views[regions.CHOSEN] = regions.around(named)
    elif state.region() == regions.CHOSEN:
        state.correct(state.REGION, regions.WORLD)
    return Switch(
        key=state.REGION,
        label=words.REGION(),
        value=state.region(usual),
        options=tuple((each, words.REGIONS[each]) for each in views),
        views=tuple(views.values()),
    )


def show(asked: Filters, about: Indicator, height: int = HEIGHT) -> None:
    """The map of all countries, the chosen ones outlined."""
    everywhere = places.counted(replace(asked, countries=()))
    switches = _switches(asked, about) if about.counted or about.rate else ()
    switches = (_region(asked), *switches)
    chart.show(
        _drawn(store.current().version, asked, everywhere, switches, height, state.borders()),
        places.pick,
        on_switch=state.choose,
    )


def beside(
    asked: Filters, about: Indicator, other: Filters, choice: Switch, height: int = HEIGHT
) -> None:
    """The map of an `other` year beside that of the one asked for, drawn the same way, with the
    `choice` of its year.
    """
    drawn = places.drawn(about)
    chart.show(
        _drawn(
            store.current().version,
            other,
            replace(other, countries=()),
            (_region(asked), choice),
            height,
            state.borders(),
            "map_beside",
            drawn,
        ),
        places.pick,
        on_switch=state.choose,
    )


def small(asked: Filters, label: str, height: int, usual: str) -> None:
    """The map beside other figures, headed by `label`, of the region `usual` until the reader
    chooses another: a score or a rate as filled areas, a count as circles.
    """
    packed = _small(
        store.current().version,
        asked,
        replace(asked, countries=()),
        label,
        _region(asked, usual),
        height,
        state.borders(),
    )
    chart.show(packed, places.pick, on_switch=state.choose)


@remembered(512)
def _small(
    version: str,
    asked: Filters,
    everywhere: Filters,
    label: str,
    region: Switch,
    height: int,
    borders: str,
) -> chart.Packed:
    about = query.indicator(everywhere)
    drawn = "circles" if about.counted and not about.rate else "areas"
    title = titled(asked, everywhere, about, drawn)
    return chart.pack(
        _map(version, everywhere, drawn),
        chosen=asked.countries,
        key="map",
        height=height,
        alt=words.ALT(title=title),
        pick=True,
        title=title,
        footer=provenance.picture(about, on_map=True),
        ratio=0.45,
        heading=words.SMALL(label=label, period=query.when(asked), unit=about.unit),
        note=str(boundaries.NOTE),
        switches=(region,),
        borders=borders,
    )


@remembered(512)
def _drawn(
    version: str,
    asked: Filters,
    everywhere: Filters,
    switches: tuple[Switch, ...],
    height: int,
    borders: str,
    key: str = "map",
    drawn: str = "",
) -> chart.Packed:
    """The map, drawn as the last of the switches says where `drawn` does not."""
    about = query.indicator(asked)
    way = next((each for each in switches if each.key == state.MAP_AS), None)
    drawn = drawn or (str(way.value) if way else "areas")
    title = titled(asked, everywhere, about, drawn)
    return chart.pack(
        _map(version, everywhere, drawn),
        chosen=asked.countries,
        key=key,
        height=height,
        alt=words.ALT(title=title),
        pick=True,
        title=title,
        footer=provenance.picture(about, on_map=True),
        ratio=0.53,
        heading=title,
        lead=paragraph(_zoomed(switches[0]), about.definition),
        note=paragraph(catalog.source_of(about).bias, provenance.footer(about, on_map=True)),
        switches=switches,
        borders=borders,
    )


def _zoomed(region: Switch) -> str:
    """That the map alone shows a part of the world, where it does."""
    if region.value == regions.WORLD:
        return ""
    return words.ZOOMED(region=words.REGIONS[str(region.value)])


def titled(asked: Filters, everywhere: Filters, about: Indicator, drawn: str) -> str:
    """What the map shows: of what, by which role of the countries, when, and in which unit."""
    unit = saying.unit(about)
    template = {
        (True, False): words.TITLE,
        (True, True): words.TITLE_UNIT,
        (False, False): words.TITLE_ROLE,
        (False, True): words.TITLE_ROLE_UNIT,
    }[about.says_role, bool(unit)]
    title = template(
        title=saying.title(asked, about),
        role=catalog.role_words(about.country_role),
        when=saying.when(asked, about),
        unit=unit,
    )
    against = changes.before(asked)[1]
    if everywhere.countries:
        title = words.SAME_COUNTRIES(len(everywhere.countries), title=title, period=against)
    return words.CHANGE(title=title, period=against) if drawn == "change" else title


@remembered(256)
def _map(version: str, everywhere: Filters, drawn: str) -> chart.Begun:
    """The map without what is chosen on it: choosing a country builds no new one."""
    about = query.indicator(everywhere)
    if drawn == "change":
        return chart.begin(_change(everywhere, about))
    return chart.begin(level(everywhere, about, drawn))


def level(everywhere: Filters, about: Indicator, drawn: str) -> Figure:
    """How much each country has, as areas or as circles."""
    return world_map.build(
        _with_masked(everywhere) if about.rate else query.by_country(everywhere),
        places.table(),
        groups=_lists(everywhere, about),
        group_names=about.categories,
        unit=about.unit,
        reads=about.amount,
        domain=about.domain,
        absent=changes.absent(about),
        sized=drawn == "circles",
        scale=about.scale,
        missing=((said.NOT_BOTH(), said.NOT_BOTH_HERE()) if everywhere.countries else ("", "")),
        ever=steps.ever(everywhere) if steps.is_one(everywhere) else (),
        bounded=(said.NO_RATE(), said.NO_RATE_HERE()) if about.rate else ("", ""),
        order=about.levels if about.ordinal else None,
    )


def _with_masked(everywhere: Filters) -> pd.DataFrame:
    """The rates, and without one the countries whose figure is masked, whole or in part."""
    rates = query.by_country(everywhere)
    counts = query.by_country(query.in_counts(everywhere))
    masked = counts[counts["masked"].gt(0) & ~counts["country"].isin(rates["country"])]
    return pd.concat([rates, masked.assign(value=float("nan"))], ignore_index=True)


def _change(everywhere: Filters, about: Indicator) -> Figure:
    before, against = changes.before(everywhere)
    both = query.by_country(everywhere).dropna(subset="value").rename(columns={"value": "now"})
    if changes.absent(about) == "zero":
        both = (
            pd.DataFrame({"country": sorted(set(both["country"]) | set(before))})
            .merge(both, how="left", on="country")
            .fillna({"now": 0.0})
        )
    both["before"] = (
        both["country"].map(before)
        if changes.absent(about) != "zero"
        else both["country"].map(before).fillna(0.0)
    )
    return change_map.build(
        both.assign(
            little=False if about.rate else query.little(both["now"], both["before"])
        ).dropna(subset=["now", "before"]),
        places.table(),
        unit=about.unit,
        reads=about.amount,
        against=against,
        within=changes.WITHIN,
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
