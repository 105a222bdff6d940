"""A brief for a meeting of two: both directions, shared lists, both sides' figures, on one printed
page.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import timeline
from components.indicator import provenance, statements
from data import catalog
from data.analysis import bilateral
from data.analysis.bilateral import Direction, Pair
from data.geography import countries, groups
from data.query import Filters
from languages import amount, listed
from languages.english import bilateral as words
from languages.english import group as words_of_group

_PRINT = """<style>@media print {
@page {size: A4; margin: 10mm;}
header, [data-testid="stHeader"], .st-key-filters .press, .st-key-not-printed,
[data-testid="stToolbar"], [data-testid="stElementToolbar"] {display: none !important;}
html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
  position: static !important; height: auto !important; overflow: visible !important;
  display: block !important;
}
[data-testid="stMainBlockContainer"] {padding: 0 !important; max-width: 100% !important;}
[data-testid="stMainBlockContainer"] * {font-size: 7pt !important; line-height: 1.1 !important;}
h1, h1 * {font-size: 14pt !important;} h3, h3 * {font-size: 10pt !important;}
[data-testid="stVerticalBlock"] {gap: 1mm !important;}
.plot {height: auto !important;}
.plot .plot-container, .plot .svg-container {
  width: 100% !important; height: auto !important; aspect-ratio: 13;
}
.st-key-timeline .stElementContainer,
.st-key-timeline .stElementContainer :is(div:not(.svg-container)) {
  height: auto !important; min-height: 0 !important;
}
.plot .main-svg {width: 100% !important; height: auto !important;}
td, th {padding: 0.1mm 1.5mm !important;}
}</style>"""


def show(asked: Filters) -> None:
    """The brief, or what is missing to draw it."""
    if asked.groups:
        named = [groups.groups()[each].name for each in asked.groups]
        st.info(words_of_group.REFUSED(groups=listed(named)))
    if not asked.countries or not asked.partner:
        st.info(words.CHOOSE())
        return
    first, second = asked.countries[0], asked.partner
    st.html(_PRINT)
    found = bilateral.directions(first, second)
    _directions(found, first, second)
    _returned(first, second)
    _shared(first, second)
    _sides(first, second)
    with st.container(key="not-printed"):
        provenance.choose(_figures(first, second, found))
        st.caption(words.PRINT())


def _figures(first: str, second: str, found: list[Pair]) -> dict[str, Filters]:
    """Every figure of the page by its words."""
    each = {
        words.FLOW(
            title=one.about.title,
            origin=countries.in_sentence(one.origin),
            destination=countries.in_sentence(one.destination),
        ): one.asked
        for pair in found
        for one in pair
    }
    for _, when, *sides in bilateral.side_by_side(first, second):
        each |= {
            words.FIGURE_OF(
                country=countries.name(line.asked.countries[0]), title=line.title, period=when
            ): line.asked
            for line in sides
            if line
        }
    return each


def _figure(direction: Direction) -> str:
    now = direction.total
    about = direction.about
    if about.kind != "event" and now.value is None and now.high is None:
        return words.NO_FIGURE()
    written = amount if direction.mutual else about.amount
    said = written(now.value, now.low, now.high)
    if now.masked and now.value is not None:
        said = words.AT_MOST(number=said, most=amount(now.high))
    if direction.mutual:
        return said
    return about.lying_between(
        said, countries.in_sentence(direction.destination), countries.in_sentence(direction.origin)
    )


def _directions(found: list[Pair], first: str, second: str) -> None:
    st.subheader(words.BETWEEN(), anchor=False)
    within = {"ours": countries.in_sentence(first), "theirs": countries.in_sentence(second)}
    if not found:
        st.caption(words.NOTHING_BETWEEN(**within))
        return
    directed = [(one, other) for one, other in found if not one.mutual]
    for one, _ in (pair for pair in found if pair[0].mutual):
        st.text(
            words.MUTUAL(
                title=one.about.title, figure=_figure(one), years=bilateral.years(one), **within
            )
        )
    if directed:
        _table(directed, **within)
    with st.container(key="timeline"):
        for one, other in found:
            if one.years["value"].notna().any() or other.years["value"].notna().any():
                _timeline(one, other, first, second)


def _timeline(one: Direction, other: Direction, first: str, second: str) -> None:
    """Both directions year by year; a quantity without a direction is one line."""
    ours, theirs = countries.name(first), countries.name(second)
    parts = one.years.assign(category="out")
    if one.mutual:
        names = {"out": words.BOTH_WAYS(ours=ours, theirs=theirs)}
    else:
        parts = pd.concat([parts, other.years.assign(category="back")])
        names = {
            "out": words.ONE_WAY(ours=ours, theirs=theirs),
            "back": words.ONE_WAY(ours=theirs, theirs=ours),
        }
    title = (words.CHART_MUTUAL if one.mutual else words.CHART)(
        title=one.about.title,
        from_role=catalog.role_words(one.about.partner_role),
        to_role=catalog.role_words(one.about.country_role),
        ours=ours,
        theirs=theirs,
    )
    plot(
        timeline.build(
            parts,
            unit=one.about.unit,
            domain=one.about.domain,
            categories=names,
            gaps_are_zero=one.about.kind == "event",
            within=bilateral.span(one, other),
            partial_from=one.about.partial_from,
            partial_note=one.about.partial_note,
            height=170,
        ),
        key=f"between-{one.about.id.replace('.', '-')}",
        height=170,
        alt=title,
        title=title,
        footer=provenance.footer(one.about),
    )
    st.caption(words.CHART_NOTE(chart=title, bias=catalog.source_of(one.about).bias))


def _table(directed: list[Pair], ours: str, theirs: str) -> None:
    """What went each way, with the years it is known for."""
    years = words.YEARS()
    st.table(
        pd.DataFrame(
            [
                {
                    words.WHAT(): words.LINE(title=one.about.title, unit=one.about.unit),
                    words.FROM_TO(ours=ours, theirs=theirs): _figure(one),
                    years: bilateral.years(one),
                    words.FROM_TO(ours=theirs, theirs=ours): _figure(other),
                    f"{years} ": bilateral.years(other),  # no two columns have one name
                }
                for one, other in directed
            ]
        ).set_index(words.WHAT())
    )


def _returned(first: str, second: str) -> None:
    for home, other, persons in bilateral.returned(first, second):
        st.text(
            words.RETURNED(
                home=countries.in_sentence(home),
                other=countries.in_sentence(other),
                persons=amount(persons),
            )
        )


def _shared(first: str, second: str) -> None:
    shared = bilateral.shared_lists(first, second)
    st.subheader(words.LISTINGS(), anchor=False)
    if not shared:
        st.caption(words.NO_LISTING())
        return
    rows = [
        {
            words.LIST(): one.about.title,
            words.AS(): one.category or one.about.unit,
            words.SINCE(country=countries.name(first)): one.since,
            words.SINCE(country=countries.name(second)): other.since,
        }
        for one, other in shared
    ]
    st.table(pd.DataFrame(rows).set_index(words.LIST()))


def _sides(first: str, second: str) -> None:
    st.subheader(words.BOTH_SIDES(), anchor=False)
    rows = []
    for about, when, one, other in bilateral.side_by_side(first, second):
        known = one or other
        if known is None:
            continue
        rows.append(
            {
                words.INDICATOR(): known.title,
                words.PERIOD(): when,
                countries.name(first): statements.short(one, about, first),
                countries.name(second): statements.short(other, about, second),
                words.UNIT(): about.unit,
            }
        )
    if rows:
        st.table(pd.DataFrame(rows).set_index(words.INDICATOR()))
        st.caption(words.NOT_RANKED())
    else:
        st.caption(words.NO_SIDES())
