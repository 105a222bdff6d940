"""The first screen: a card per domain, the map of one indicator, what changed, and how far the data
can be trusted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from components.elements.cards import Card, sentences
from components.indicator import headline, map, moving, provenance, ranking, tables, timeline
from components.indicator.cards import deck
from components.screens import mine
from components.shell import menu, state
from data import catalog, query, store
from data.analysis import brief, changes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.ingest import standing
from data.query import Filters, first_day, last_day
from languages.english import overview as words


def _headlines() -> list[Indicator]:
    order = list(catalog.DOMAINS)
    found = [
        each for each in catalog.indicators().values() if each.headline and query.extent(each.id)[0]
    ]
    return sorted(found, key=lambda each: order.index(each.domain))


def _beside(asked: Filters, period: Sequence[str]) -> dict[str, list[tuple[Indicator, Filters]]]:
    """What else has a card, with its question, by the headline beside whose card that stands."""
    found: dict[str, list[tuple[Indicator, Filters]]] = {}
    for each in catalog.indicators().values():
        if each.beside and query.extent(each.id)[0]:
            found.setdefault(each.beside, []).append((each, _during(each, asked, period)))
    return found


def health() -> tuple[int, int, list[str]]:
    """Sources whose newest edition is here, all there are, and how the others stand in words."""
    known = [each for each in standing.all_sources() if each.state != "not shipped"]
    wrong = [
        words.STANDS(source=each.source.title, state=each.words)
        for each in known
        if each.state not in ("current", "one-off")
    ]
    return len(known) - len(wrong), len(known), wrong


def _cards(
    questions: Sequence[Filters],
    counted: Sequence[Filters],
    heads: list[Indicator],
    beside: Mapping[str, Sequence[tuple[Indicator, Filters]]],
    same: bool,
    said: brief.Brief,
    period: bool,
) -> None:
    good, known, wrong = health()
    standing_of_sources = Card(
        key="kpi-health",
        label=words.HEALTH(),
        value=words.UP_TO_DATE(good=good, known=known),
        delta=words.WRONG(len(wrong)) if wrong else words.AS_ANNOUNCED(),
        late=bool(wrong),
        help="; ".join(wrong) or words.NONE_OVERDUE(),
        opens=menu.sources(questions[0].countries),
    )
    figures = []
    for asked, count, head in zip(questions, counted, heads, strict=True):
        row = [(head, asked, count, f"kpi-{head.domain}")]
        row += [(each, ask, ask, f"kpi-{each.source}") for each, ask in beside.get(head.id, ())]
        figures += [
            headline.figure(
                now,
                key,
                menu.address(ask, same),
                words.NOT_OF_PERIOD() if period and ask == changes.usual_of(about, ask) else "",
            )
            for about, ask, now, key in row
        ]
    deck(
        [*figures, (standing_of_sources, None)], key="headlines", brief=said.lead, beside=said.rest
    )


def _during(about: Indicator, asked: Filters, period: Sequence[str]) -> Filters:
    """A headline in the period chosen, where it has figures for all of it; else in its newest."""
    newest = changes.usual_of(about, asked)
    if len(period) != 2:
        return newest
    start, end = first_day(period[0]), last_day(period[1])
    first, last = query.extent(about.id)
    if not (start and end and first and last) or first > start or last.year < end.year:
        return newest
    if about.aggregation == "stock":
        return newest.during(None, end)
    whole = (start.month, end.month) == (1, 12) or about.grain == "month"
    return newest.during(start, end) if whole else newest


@remembered(1024)
def _said(
    version: str, questions: tuple[Filters, ...], counted: tuple[Filters, ...], same: bool
) -> tuple[brief.Brief, list[changes.Sentence]]:
    """The sentence over the cards and what changed, worked out once a version of the figures."""
    return brief.of(counted), changes.sentences(questions, same=same)


def show(asked: Filters) -> None:
    """The whole overview; the filters narrow every card."""
    heads = _headlines()
    about = query.indicator(asked)
    period = [str(each) for each in state.chosen(state.PERIOD) or ()]
    questions = [
        asked if each.id == asked.indicator else _during(each, asked, period) for each in heads
    ]
    same = bool(state.chosen(state.SAME) and changes.narrowed(asked))
    counted = [changes.alike(each) if same else each for each in questions]
    said, moves = _said(store.current().version, tuple(questions), tuple(counted), same)
    if asked.countries:
        alone = [countries.name(code) for code in asked.countries]
        names = ", ".join(changes.called(query.settle(asked)) if asked.groups else alone)
        said = replace(said, lead=words.OF_COUNTRIES(countries=names, brief=said.lead))
    mapped = not query.by_country(Filters(about.id)).empty
    with st.container(key="overview"):  # laid out by the style of the frame
        mine.show()
        beside = _beside(asked, period)
        _cards(questions, counted, heads, beside, same, said, bool(period))
        if mapped:
            map.show(asked, about, 190)
        else:
            timeline.show(asked, about, 400)
        _changed(moves)
        if mapped:
            ranking.show(asked, about)
            timeline.show(asked, about, 220, moving.offered(asked), partial(moving.told, asked))
    if mapped:
        with st.container():  # takes its place also while there is nothing in it
            moving.show(asked, whole=False)
    tables.show(changes.alike(asked) if same else asked, about)
    provenance.show(asked)


def _changed(moves: Sequence[changes.Sentence]) -> None:
    """What changed most, each line opening its view."""
    sentences(
        [(each.text, menu.sign(each.asked), menu.address(each.asked, each.same)) for each in moves],
        key="changes",
        heading=words.CHANGES(),
        empty=words.NOTHING_COMPARED(),
        note=words.NOT_ADDED(),
    )
