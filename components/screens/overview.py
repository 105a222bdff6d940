"""The first screen: a card per domain, the map of one indicator, what changed, and how far the data
can be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

import languages
from components.elements.cards import Card, sentences
from components.indicator import headline, map, moving, provenance, tables, timeline
from components.indicator.cards import deck
from components.shell import menu, state
from data import catalog, query, store
from data.analysis import changes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.ingest import standing
from data.query import Filters
from languages import Plural
from languages.english import overview as words


def _headlines() -> list[Indicator]:
    order = list(catalog.DOMAINS)
    found = [
        each for each in catalog.indicators().values() if each.headline and query.extent(each.id)[0]
    ]
    return sorted(found, key=lambda each: order.index(each.domain))


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
    same: bool,
    brief: str,
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
    figures = [
        headline.figure(count, f"kpi-{about.domain}", menu.address(asked, same))
        for asked, count, about in zip(questions, counted, heads, strict=True)
    ]
    deck([*figures, (standing_of_sources, None)], key="headlines", brief=brief)


def in_brief(questions: Sequence[Filters]) -> str:
    """The cards in one sentence: what rose and what fell materially, each compared with what, and
    how many did not.
    """
    rose: list[str] = []
    fell: list[str] = []
    steady = 0
    for asked in questions:
        about, change = query.indicator(asked), query.compare(asked)
        if change.difference is None or change.before is None or about.kind == "listing":
            continue  # who came on a list and who left it is said by name
        least = changes.MATERIAL * max(change.before.value or 0, 1)
        if change.little or abs(change.difference) < least:
            steady += 1
            continue
        if change.percent is None:
            said = words.MOVED_FROM_NOTHING(title=about.title, period=change.against)
        else:
            percent = languages.percent(change.percent)
            said = words.MOVED(title=about.title, percent=percent, period=change.against)
        (rose if change.difference > 0 else fell).append(said)
    found = []
    if rose or fell:
        found.append(_counted(words.RISES, rose) if rose else words.NO_RISE())
        found.append(_counted(words.FALLS, fell) if fell else words.NO_FALL())
    elif steady:
        found.append(words.NO_CHANGE())
    if steady:
        rest = words.STEADY_BESIDE if rose or fell else words.STEADY
        found.append(rest(steady, number=_number(steady), share=changes.WITHIN))
    return " ".join(found)


def _counted(sentence: Plural, figures: list[str]) -> str:
    return sentence(len(figures), number=_number(len(figures)), figures=", ".join(figures))


def _number(n: int) -> str:
    return words.NUMBERS.get(str(n), str(n))


@remembered(1024)
def _said(
    version: str, questions: tuple[Filters, ...], counted: tuple[Filters, ...], same: bool
) -> tuple[str, list[changes.Sentence]]:
    """The sentence over the cards and what changed, worked out once a version of the figures."""
    return in_brief(counted), changes.sentences(questions, same=same)


def show(asked: Filters) -> None:
    """The whole overview; the filters narrow every card."""
    heads = _headlines()
    about = query.indicator(asked)
    questions = [
        asked if each.id == asked.indicator else changes.usual(each, asked.countries)
        for each in heads
    ]
    same = bool(state.chosen(state.SAME) and changes.narrowed(asked))
    counted = [changes.alike(each) if same else each for each in questions]
    brief, said = _said(store.current().version, tuple(questions), tuple(counted), same)
    if asked.countries and brief:
        names = ", ".join(countries.name(code) for code in asked.countries)
        brief = words.OF_COUNTRIES(countries=names, brief=brief)
    _cards(questions, counted, heads, same, brief)
    left, right = st.columns([3, 1.35], gap="medium")
    with left:
        if query.by_country(Filters(about.id)).empty:
            timeline.show(asked, about, 400)
        else:
            map.show(asked, about, 285)
    with right:
        sentences(
            [
                (each.text, menu.sign(each.asked), menu.address(each.asked, each.same))
                for each in said
            ],
            key="changes",
            heading=words.CHANGES(),
            empty=words.NOTHING_COMPARED(),
            note=words.NOT_ADDED(),
        )
    if not query.by_country(Filters(about.id)).empty:
        timeline.show(asked, about, 220, moving.offered(asked), partial(moving.told, asked))
        with st.container():  # takes its place also while there is nothing in it
            moving.show(asked, whole=False)
    tables.show(changes.alike(asked) if same else asked, about)
    provenance.show(asked)
