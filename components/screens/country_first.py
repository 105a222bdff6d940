"""The first screen of a country's profile: what its figures say, the map, where it stands, facts
in words, and how each domain went.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

import languages
from components.elements import strips as element
from components.elements.strips import Band, Chart, Row
from components.figures import theme
from components.indicator import map, provenance
from components.shell import menu, state
from data import catalog, query
from data.analysis import country, saying, standing, strips, trends, verdict
from data.analysis.strips import Strip
from data.analysis.trends import Trend
from data.geography import countries, groups, regions
from data.query import Filters
from languages import listed
from languages.english import bilateral
from languages.english import country as words
from languages.english import standing as said

MAP = 230  # pixels, where the window has no room for more
AGED, OLD = 3, 5  # whole years from which on a figure is marked


def show(code: str, group: str, others: Sequence[str] = ()) -> None:
    """All of it, the countries of `group` beside it, or those of its region without one; `others`
    that are chosen have marks of their own.
    """
    rows, went = strips.of_country(code), trends.of_country(code)
    near = {*groups.members(group)} if group else {*country.subregion(code)}
    near.discard(code)
    named = groups.groups()[group].name if group else words.REGION()
    _brief(code, rows, near, named)
    shown = _on_map(rows)
    left, right = st.columns([5, 8], gap="medium")
    with left:
        if shown:
            map.small(shown.asked, shown.label, MAP, regions.of_country(code))
        _facts(code)
    with right:
        _strips(code, rows, near, group, shown, others)
    pressed = element.trends(said.CHARTS(), [_chart(each) for each in went])
    for each in went:
        if each.domain == pressed:
            provenance.opened(each.asked)
    _gaps(code)
    _sources(rows, went)


def _on_map(rows: list[Strip]) -> Strip | None:
    """The row whose figures the map shows: the one chosen, else the first of a score."""
    chosen = next((each for each in rows if each.key == state.chosen(state.STRIP)), None)
    return chosen or next((each for each in rows if each.about.kind == "score"), None)


def _brief(code: str, rows: list[Strip], near: set[str], named: str) -> None:
    found = verdict.of_country(code)
    kinds = [
        {
            "kind": kind,
            "name": words.KINDS[kind],
            "of": found.counted(kind),
            "entries": [
                {
                    "title": str(words.FACTS[each.about.id])
                    if each.about.id in words.FACTS
                    else each.title,
                    "whole": each.title,
                    "said": each.said,
                    "opens": menu.address(each.asked),
                }
                for each in found.of(kind)
            ],
            "empty": words.NONE(),
        }
        for kind in verdict.KINDS
    ]
    belongs = [each.short for each in groups.of_country(code) if each.kind == "organisation"]
    parts = [*countries.region(code), words.ISO(code=code), listed(belongs)]
    element.brief(
        countries.name(code),
        " · ".join(filter(None, parts)),
        kinds,
        _trust(code, rows, near, named),
        paper=bilateral.PRINT(),
    )


def _trust(code: str, rows: list[Strip], near: set[str], named: str) -> list[str]:
    """The newest figure, how many are old, how many are not published, and which peers report."""
    known = [each for each in rows if each.value is not None]
    found = []
    dated = [line for line in country.lines(code) if line.about.aggregation != "stock"]
    if dated:
        newest = max(dated, key=lambda each: each.asked.end or date.min)
        title = catalog.source_of(newest.about).title
        found.append(said.NEWEST(period=newest.when, source=title))
    old = sum(each.age >= OLD for each in known)
    found.append(said.OLDER(old, of=len(known)))
    found.append(said.UNPUBLISHED(len(country.unknown(code))))
    reach = [len(near & {*each.axis.values}) for each in rows]
    if near and reach:
        least, most = min(reach), max(reach)
        many = said.REPORT if least < most else said.REPORT_ALL
        how = {"least": least, "most": most} if least < most else {"n": most}
        found.append(many(group=named, of=len(near), **how))
    return [*found, said.LOOKING()]


def _strips(
    code: str,
    rows: list[Strip],
    near: set[str],
    group: str,
    shown: Strip | None,
    others: Sequence[str],
) -> None:
    beside = near | {*others}
    bands = [
        Band(
            said.GROUPS[way],
            said.LOW[way],
            said.HIGH[way],
            [_row(each, beside, each is shown, others) for each in rows if each.direction == way],
        )
        for way in strips.DIRECTIONS
    ]
    belongs = [each for each in groups.of_country(code) if each.kind in ("organisation", "own")]
    offered = {"": words.REGION(), **{each.id: each.name for each in belongs}}
    if group:
        offered[group] = groups.groups()[group].name
    element.strips(
        said.HEADING(),
        [band for band in bands if band.rows],
        country=countries.name(code),
        others=[countries.name(each) for each in others],
        offered=[*offered.items()],
        chosen=group,
        pick=lambda key: state.choose(state.STRIP, key),
        compare=lambda chosen: state.choose(state.GROUP, [chosen] if chosen else []),
    )


def _row(strip: Strip, near: set[str], chosen: bool, others: Sequence[str]) -> Row:
    about, axis = strip.about, strip.axis
    value = said.NO_FIGURE() if strip.value is None else _number(strip)
    known = sorted(near & {*axis.values})
    year = _year(strip.asked, strip.age) if strip.value is not None else ""
    unit = said.UNIT_SOURCE(unit=about.unit, source=catalog.source_of(about).title)
    return Row(
        key=strip.key,
        label=strip.label,
        measure=strip.measure,
        small=unit,
        value=value,
        place=strip.place if strip.value is not None else "",
        year=year,
        old=_mark(strip.age) if year else "",
        at=None if strip.value is None else axis.at(strip.value),
        bins=axis.bins(),
        peers=[
            (
                axis.at(axis.values[each]),
                said.PEER(country=countries.name(each), value=languages.amount(axis.values[each])),
            )
            for each in known
        ],
        others=[
            (at, axis.at(axis.values[each]))
            for at, each in enumerate(others)
            if each in axis.values
        ],
        colour=theme.accent(about.domain),
        chosen=chosen,
    )


def _number(strip: Strip) -> str:
    return languages.amount(strip.value)


def _year(asked: Filters, years: int) -> str:
    """The year of a figure, with its age where it has one that matters."""
    about = query.indicator(asked)
    day = query.stock_date(asked) if about.aggregation == "stock" else asked.end
    year = str(day.year) if day else ""
    return said.AGED(years, year=year) if years >= AGED else year


def _mark(years: int) -> str:
    return "old" if years >= OLD else "aged" if years >= AGED else ""


def _facts(code: str) -> None:
    rows = []
    for name, label in words.FACTS.items():
        about = catalog.indicators().get(name)
        if about is None or query.by_country(country.usual(about)).empty:
            continue
        asked = country.usual(about, (code,))
        found = standing.in_words(asked)
        if found:
            rows.append((str(label), found.what, found.beside, menu.address(asked)))
        else:
            rows.append((str(label), said.NO_FIGURE(), "", menu.address(asked)))
    element.facts(rows)


def _chart(trend: Trend) -> Chart:
    about, now = trend.about, trend.now
    known = now.value is not None or now.high is not None
    value = languages.amount(now.value, now.low, now.high) if known else said.NO_FIGURE()
    whole = int(now.value) if now.value is not None and now.value.is_integer() else 2
    title = saying.title(trend.asked, about)
    if trend.before:
        period, before = trend.before
        title = said.BEFORE(title=title, value=languages.amount(before), year=period)
    drawn = [each for _, each in trend.years if each is not None]
    series = len(drawn) > 1
    none = series and not any(drawn)
    entry = menu.entry_of(trend.domain)
    source = catalog.source_of(about)
    return Chart(
        key=trend.domain,
        name=catalog.DOMAINS[trend.domain],
        sign=entry.icon if entry else "",
        colour=theme.accent(trend.domain),
        value=value,
        unit=about.units(whole) if known else "",
        what=title,
        note="; ".join(trend.folded),
        caveat=source.bias or next(iter(about.caveats), ""),
        year=_year(trend.asked, trend.age) if now.value is not None else "",
        old=_mark(trend.age) if now.value is not None else "",
        bars=[
            (
                str(year),
                each,
                said.BAR(
                    year=str(year),
                    value=said.MISSING() if each is None else languages.amount(each),
                ),
            )
            for year, each in trend.years
        ],
        breaks=[at for at, (year, _) in enumerate(trend.years) if year in trend.breaks],
        points=about.kind == "score",
        empty=said.NOTHING() if none else "" if series else said.NO_SERIES(),
        alt=said.CHART_ALT(
            title=title,
            first=str(trend.years[0][0]) if trend.years else "",
            last=str(trend.years[-1][0]) if trend.years else "",
        ),
        opens=menu.address(trend.asked),
        origin=said.ORIGIN_OF(title=title),
    )


def _gaps(code: str) -> None:
    gaps = country.unknown(code)
    if not gaps:
        st.caption(words.NO_GAP())
        return
    with st.expander(words.GAPS(len(gaps)), key="gaps"):
        st.table(
            {
                words.INDICATOR(): [about.title for about, _ in gaps],
                words.KNOWN(): [last for _, last in gaps],
            }
        )


def _sources(rows: list[Strip], went: list[Trend]) -> None:
    """The sources of what is shown, each with its date."""
    about = [*(each.about for each in rows), *(each.about for each in went)]
    about += [catalog.indicators()[name] for name in words.FACTS if name in catalog.indicators()]
    found = {each.source: catalog.source_of(each) for each in about}
    dated = [
        words.SOURCE(source=each.title, day=languages.day(each.as_of)) for each in found.values()
    ]
    st.caption(menu.with_days(menu.plain(words.SOURCES(sources="; ".join(dated)))))
