"""The first screen: a card per domain, the map of one indicator, what changed, and how far the data can be trusted."""

from __future__ import annotations

import streamlit as st

from components import cards, menu, provenance, view
from data import catalog, changes, query
from data import health as standing
from data.catalog import Indicator
from data.filters import Filters


def _headlines() -> list[Indicator]:
    order = list(catalog.DOMAINS)
    found = [each for each in catalog.indicators().values() if each.headline and query.extent(each.id)[0]]
    return sorted(found, key=lambda each: order.index(each.domain))


def health() -> tuple[int, int, list[str]]:
    """Sources up to date, sources there are, and what is wrong with the others in words."""
    known = [each for each in standing.all_sources() if each.state != "not shipped"]
    wrong = [f"{each.source.title}: {each.words}" for each in known if each.state != "up to date"]
    return len(known) - len(wrong), len(known), wrong


def _cards(asked: Filters, heads: list[Indicator]) -> None:
    columns = st.columns(len(heads) + 1, gap="small")
    for column, about in zip(columns, heads, strict=False):
        with column:
            own = about.id == asked.indicator
            question = asked if own else changes.usual(about, asked.countries)
            cards.figure(question, f"kpi-{about.domain}", opens=menu.entry_of(about.domain))
    with columns[-1], st.container(key="kpi-health"):
        good, known, wrong = health()
        st.metric(
            "Data health", f"{good}/{known}", "sources as announced" if not wrong else f"{len(wrong)} overdue or missing", delta_arrow="off",
            delta_color="off" if not wrong else "red", border=True, help="; ".join(wrong) or "No source is overdue.",
        )  # fmt: skip


def show(asked: Filters) -> None:
    """The whole overview; the filters narrow every card."""
    heads = _headlines()
    about = query.indicator(asked)
    _cards(asked, heads)
    left, right = st.columns([3, 1.35], gap="medium")
    with left:
        if query.by_country(Filters(about.id)).empty:
            view.history(asked, about, 400)
        else:
            view.world(asked, about)
    with right:
        st.subheader("What changed", anchor=False)
        with st.container(key="changes"):
            said = changes.sentences([asked if each.id == asked.indicator else changes.usual(each, asked.countries) for each in heads])
            for sentence in said:
                menu.link_to(sentence.asked, sentence.text)
            if not said:
                st.text("Nothing can be compared with an earlier period for these filters.")
        st.caption("Each domain counts something else: figures of two domains are never added or ranked against each other.")
    if not query.by_country(Filters(about.id)).empty:
        view.history(asked, about)
    view.table(asked, about)
    provenance.show(asked)
