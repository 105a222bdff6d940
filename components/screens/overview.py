"""The first screen: a card per domain, the map of one indicator, what changed, and how far the data
can be trusted.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.elements.cards import Card, deck, sentences
from components.indicator import body, headline, provenance, tables, timeline
from components.shell import menu, state
from data import catalog, query, store
from data.analysis import changes
from data.caching import remembered
from data.catalog import Indicator
from data.geography import countries
from data.ingest import standing
from data.query import Filters

COUNT = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def _headlines() -> list[Indicator]:
    order = list(catalog.DOMAINS)
    found = [
        each for each in catalog.indicators().values() if each.headline and query.extent(each.id)[0]
    ]
    return sorted(found, key=lambda each: order.index(each.domain))


def health() -> tuple[int, int, list[str]]:
    """Sources up to date, sources there are, and what is wrong with the others in words."""
    known = [each for each in standing.all_sources() if each.state != "not shipped"]
    wrong = [f"{each.source.title}: {each.words}" for each in known if each.state != "up to date"]
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
        label="Data health",
        value=f"{good}/{known}",
        delta=f"{len(wrong)} overdue or missing" if wrong else "sources as announced",
        late=bool(wrong),
        help="; ".join(wrong) or "No source is overdue.",
        opens=menu.sources(questions[0].countries),
    )
    figures = [
        headline.figure(count, f"kpi-{about.domain}", menu.address(asked, same))
        for asked, count, about in zip(questions, counted, heads, strict=True)
    ]
    deck([*figures, (standing_of_sources, None)], key="headlines", brief=brief)


def in_brief(questions: Sequence[Filters]) -> str:
    """The cards in one sentence: what rose and what fell by a tenth or more, each against what, and
    how many did not.
    """
    moved: dict[str, list[str]] = {"rise": [], "fall": []}
    steady = 0
    for asked in questions:
        about, change = query.indicator(asked), query.compare(asked)
        if change.difference is None or change.before is None:
            continue
        if change.little or abs(change.difference) < changes.MATERIAL * max(
            change.before.value or 0, 1
        ):
            steady += 1
            continue
        percent = "" if change.percent is None else f"{change.percent:+.0f} % "
        name = about.title if about.title[1].isupper() else about.title[0].lower() + about.title[1:]
        moved["rise" if change.difference > 0 else "fall"].append(
            f"{name} ({percent}against {change.against})"
        )
    if not steady and not any(moved.values()):
        return ""
    found = [
        (
            f"{COUNT[len(said)]} material {way}{'s' if len(said) > 1 else ''}: {', '.join(said)}."
            if said
            else f"No material {way}."
        )
        for way, said in moved.items()
    ]
    if not any(moved.values()):
        found = ["No material change."]
    rest = (
        f" {COUNT[steady]}"
        f" {'other ' if any(moved.values()) else ''}{'figure' if steady == 1 else 'figures'} within"
        " 10 % or of little change."
        if steady
        else ""
    )
    return f"{' '.join(found)}{rest}"


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
    same = bool(state.chosen(state.SAME) and changes.comparable(asked))
    counted = [changes.alike(each) if same else each for each in questions]
    brief, said = _said(store.current().version, tuple(questions), tuple(counted), same)
    where = (
        f"{', '.join(countries.name(code) for code in asked.countries)}. "
        if asked.countries and brief
        else ""
    )
    _cards(questions, counted, heads, same, f"{where}{brief}")
    left, right = st.columns([3, 1.35], gap="medium")
    with left:
        if query.by_country(Filters(about.id)).empty:
            timeline.show(asked, about, 400)
        else:
            body.world(asked, about, 370)
    with right:
        sentences(
            [
                (each.text, menu.sign(each.asked), menu.address(each.asked, each.same))
                for each in said
            ],
            key="changes",
            heading="What changed",
            empty="Nothing can be compared with an earlier period for these filters.",
            note=(
                "Each domain counts something else: figures of two domains are never added or"
                " ranked against each other."
            ),
        )
    if not query.by_country(Filters(about.id)).empty:
        timeline.show(asked, about, 220)
    tables.show(changes.alike(asked) if same else asked, about)
    provenance.show(asked)
