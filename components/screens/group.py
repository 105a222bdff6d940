"""A group's profile: its totals with how many members report, and its members in order."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pandas as pd
import streamlit as st

from components.elements.cards import Card
from components.indicator import headline
from components.indicator.cards import deck
from components.shell import menu
from data import catalog
from data.analysis import group, saying
from data.analysis.group import Line
from data.geography import countries, groups
from data.query import Filters
from languages import amount, listed
from languages.english import group as words

NAMED = 6  # members of a row that are named, the others are counted
ROW = 4  # cards side by side


def show(asked: Filters) -> None:
    """The profile of the first group chosen; what else is chosen is said to be left out."""
    first, *others = asked.groups
    chosen = groups.groups()[first]
    st.header(chosen.name, anchor=False)
    names = sorted(map(countries.name, chosen.members()))
    st.caption(words.MEMBERS(len(names), names=", ".join(names)))
    if chosen.note:
        st.caption(chosen.note)
    if others:
        st.info(words.OTHERS(groups=listed([groups.groups()[each].name for each in others])))
    if asked.countries:
        st.info(words.BESIDE(countries=listed([*map(countries.in_sentence, asked.countries)])))
    lines = group.lines(first)
    if not lines:
        st.info(words.NOTHING(group=chosen.name))
        return
    st.caption(words.TOTALS())
    summed = [line for line in lines if line.adds_up]
    for domain, found in groupby(summed, key=lambda line: line.about.domain):
        st.subheader(catalog.DOMAINS[domain], anchor=False)
        _cards(domain, list(found))
    st.subheader(words.RANKING(), anchor=False)
    st.table(pd.DataFrame(map(_row, lines)).set_index(words.INDICATOR()))


def _cards(domain: str, lines: list[Line]) -> None:
    deck([*map(_card, lines)], key=f"cards-{domain}", columns=f"repeat({ROW}, minmax(0, 1fr))")


def _card(line: Line) -> tuple[Card, Filters]:
    """A figure of the group, which the page is called after and the card need not be."""
    card, asked = headline.figure(
        line.asked,
        f"kpi-{line.about.id.replace('.', '-')}",
        menu.address(line.asked),
        "" if headline.few(line.asked) else line.reach,  # said once
    )
    everywhere = replace(line.asked, countries=(), groups=())
    return replace(card, label=saying.label(everywhere, line.about)), asked


def _row(line: Line) -> dict[str, str]:
    """An indicator with the members that are highest in it."""
    about, title = line.about, saying.title(line.asked, line.about)
    listing = about.kind == "listing"
    unit = "" if listing or about.levels else saying.unit(about)
    named = [
        words.MEMBER(
            country=countries.name(row.country),
            said="" if listing else about.levels.get(row.value) or amount(row.value),
        ).strip()
        for row in line.members.head(NAMED).itertuples()
    ]
    more = len(line.members) - len(named)
    said = "; ".join(named)
    return {
        words.INDICATOR(): words.LINE(title=title, unit=unit) if unit else title,
        words.PERIOD(): line.when,
        words.BEHIND(): line.reach,
        words.ORDER(): words.AND_OTHERS(more, names=said) if more > 0 else said,
    }
