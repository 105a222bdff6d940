"""A brief for a meeting of two on one screen and one sheet of paper: what to know, the pair on a
map, both sides' figures, where they meet, what nobody publishes, and the sources.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import segno
import streamlit as st

from components.elements import chart, mirror
from components.elements.chart import Switch
from components.elements.mirror import Text
from components.figures import pair_map
from components.indicator import places, provenance
from components.screens import pair_tables
from components.screens.pair_tables import Numbered
from components.shell import menu, state, viewer
from data import store
from data.analysis import bilateral, both_sides, meeting, points
from data.analysis.both_sides import Sides
from data.analysis.meeting import Third
from data.analysis.points import Between
from data.caching import remembered
from data.geography import boundaries, countries, groups, regions
from data.query import Filters
from languages import day, listed, paragraph
from languages.english import bilateral as words
from languages.english import group as words_of_group
from languages.english import map as words_of_maps

HEIGHT = 262  # pixels of the map, where the window has no room for more
RATIO = 0.62
LEAST = 200  # pixels
THIRDS = 4
# On paper the brief has its own title and filters in words; mirror.css lays it out.
_PRINT = """<style>@media print {
.st-key-filters {display: none !important;}
[data-testid="stCaptionContainer"] p {font-size: 7pt !important;}
[data-testid="stVerticalBlock"] {gap: 1mm !important;}
}</style>"""
# On a wide screen the title of the brief stands beside the filters, in place of the page's.
_WIDE = """<style>@media screen and (min-width: 1181px) {
.filter-bar {justify-content: flex-end; padding-right: 8rem;}
.filter-bar h1 {position: absolute; left: 0; opacity: 0;}
.st-key-pair {margin-top: -3.9rem;}
.st-key-pair-head .title {pointer-events: none; min-height: 3.6rem;}
.st-key-pair-head .title .press {pointer-events: auto;}
}</style>"""


def show(asked: Filters) -> None:
    """The brief, or whom there is to choose."""
    if asked.groups:
        named = [groups.groups()[each].name for each in asked.groups]
        st.info(words_of_group.REFUSED(groups=listed(named)))
    if not asked.countries or not asked.partner:
        _offers(asked.countries[0] if asked.countries else asked.partner)
        return
    first, second = asked.countries[0], asked.partner
    st.html(_PRINT if asked.groups else _PRINT + _WIDE)
    _brief(first, second)


def _offers(chosen: str | None) -> None:
    """Pairs to open: of one country, chosen or the reader's own, its neighbours, others of its
    subregion and those it has most figures with; where nobody is chosen those of all countries too.
    """
    pairs = []
    one = chosen or viewer.picked()
    if chosen:
        st.subheader(words.CHOOSE_OTHER(country=countries.name(chosen)), anchor=False)
    else:
        st.info(words.CHOOSE())
    if one:
        ways = bilateral.whom(one)
        pairs += [(words.WHOM[way], [(one, each) for each in found]) for way, found in ways.items()]
    if not chosen:
        pairs.append((words.PAIRS(), bilateral.usual_pairs()))
    mirror.show(
        [
            mirror.Links(
                heading=heading,
                links=[(_offered(pair, chosen), f"bilateral?{_view(*pair)}") for pair in found],
            )
            for heading, found in pairs
            if found
        ],
        key="offers",
    )


def _offered(pair: tuple[str, str], chosen: str | None) -> str:
    names = [countries.name(code) for code in pair]
    return names[1] if chosen else words.PAIR(first=names[0], second=names[1])


def _view(first: str, second: str) -> str:
    """The parameters of the address of a pair."""
    return urlencode({"country": first, "partner": second, **menu.kept()})


def _brief(first: str, second: str) -> None:
    today = date.today()
    both = both_sides.sides(first, second)
    thirds = meeting.thirds(first, second, today)[:THIRDS]
    between = bilateral.between(first, second)
    numbered = Numbered()
    found = points.choose(first, second, both, thirds, between, today.year)
    told = mirror.Points(
        name=words.THINGS(),
        points=[
            mirror.Point(
                each.headline,
                tuple(Text(one.text, numbered.of(*one.abouts)) for one in each.details),
            )
            for each in found
        ],
    )
    bars = pair_tables.bars(first, second, both, numbered)
    met = pair_tables.thirds(first, second, thirds, numbered)
    lists = pair_tables.lists(
        first, second, both, meeting.memberships(first, second, today), numbered
    )
    asks = pair_tables.gaps(first, second, numbered)
    with st.container(key="pair"):
        mirror.show([_title(first, second, numbered, today), told], key="pair-head")
        chart.show(
            _map(
                store.current().version,
                first,
                second,
                today,
                _region(first, second),
                state.borders(),
            ),
            on_switch=state.choose,
        )
        mirror.show([bars], key="pair-bars")
        mirror.show([met], key="pair-thirds")
        mirror.show([lists, asks], key="pair-lists")
        mirror.show([_sources(first, second, numbered)], key="pair-foot")
    with st.container(key="not-printed"):
        provenance.choose(_figures(first, second, both, between, thirds))


def _title(first: str, second: str, numbered: Numbered, today: date) -> mirror.Title:
    line = words.BRIEF(day=day(today), version=store.current().version[:8])
    return mirror.Title(
        heading=words.PAIR(first=countries.name(first), second=countries.name(second)),
        line=f"{line} · {words.SOURCES_OF(len(numbered.sources))}",
        print=words.PRINT(),
    )


def _region(first: str, second: str) -> Switch:
    """Which part of the world the map shows: the pair, or one of the regions."""
    views = {regions.CHOSEN: regions.around([first, second]), **regions.regions()}
    chosen = state.region()
    if chosen == regions.WORLD and not state.chosen(state.REGION):
        chosen = regions.CHOSEN
    return Switch(
        key=state.REGION,
        label=words_of_maps.REGION(),
        value=chosen,
        options=tuple((each, words_of_maps.REGIONS[each]) for each in views),
        views=tuple(views.values()),
    )


@remembered(128)
def _map(
    version: str, first: str, second: str, today: date, region: Switch, borders: str
) -> chart.Packed:
    """The pair, its flows, and the third countries that count people of both."""
    between = bilateral.between(first, second)
    thirds = meeting.thirds(first, second, today)[:THIRDS]
    names = {"first": countries.name(first), "second": countries.name(second)}
    flows = [
        pair_map.Flow(
            each.origin,
            each.destination,
            words.FLOW_SAID(flow=each.text, years=each.years),
        )
        for each in between
    ]
    rings = [(each.country, pair_tables.third_said(each)) for each in thirds]
    title = words.MAP_OF(**names)
    said = [each.said for each in flows] or [words.MAP_LEAD_NONE()]
    met = words.MAP_THIRDS() if thirds else ""
    return chart.pack(
        pair_map.build((first, second), flows, rings, places.table(), _box(region)),
        key="pair-map",
        height=HEIGHT,
        ratio=RATIO,
        least=LEAST,
        alt=words.MAP_ALT(**names),
        title=title,
        footer="\n".join([*(each.said for each in flows), boundaries.NOTE()]),
        heading=words.MAP(),
        lead=paragraph(*said, met),
        switches=(region,),
        borders=borders,
    )


def _box(region: Switch) -> regions.Box:
    return region.views[[each for each, _ in region.options].index(str(region.value))]


def _sources(first: str, second: str, numbered: Numbered) -> mirror.Sources:
    """The sources, and a code that opens this view on another machine."""
    at = (st.context.url or "").partition("?")[0]
    code = ""
    if at:
        address = f"{at}?{_view(first, second)}"
        code = segno.make(address, error="m", micro=False).svg_data_uri(scale=2, border=2)
    return mirror.Sources(
        heading=words.SOURCES(),
        sources=list(numbered.sources.values()),
        code=code,
        means=words.LINK(),
    )


def _figures(
    first: str, second: str, both: Sides, between: list[Between], thirds: list[Third]
) -> dict[str, Filters]:
    """Every figure of the page by its words."""
    found: dict[str, Filters] = {
        words.FLOW(
            title=each.about.title,
            origin=countries.in_sentence(each.origin),
            destination=countries.in_sentence(each.destination),
        ): each.asked
        for each in between
    }
    for row in both.rows:
        for code, side in zip((first, second), (row.one, row.other), strict=True):
            found[
                words.FIGURE_OF(country=countries.name(code), title=row.title, period=row.when)
            ] = side.asked
    for each in thirds:
        for code, asked in zip((first, second), each.asked, strict=True):
            title = words.FLOW(
                title=each.about.title,
                origin=countries.in_sentence(code),
                destination=countries.in_sentence(each.country),
            )
            found[title] = asked
    return found
