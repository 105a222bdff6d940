"""A country's profile: figures with rank and change, lists, partners, peers and gaps."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import streamlit as st

from components.elements.cards import sentences
from components.indicator import headline, statements
from components.indicator.cards import deck
from components.screens import group
from components.shell import menu
from data import catalog
from data.analysis import changes, country
from data.analysis.country import Line
from data.geography import countries
from data.query import Filters
from languages import amount
from languages.english import country as words

ROW = 4  # cards side by side
BESIDE = 7  # other countries in the table of peers


def show(asked: Filters) -> None:
    """The profile of the first country chosen, the others stand beside it; or of the group."""
    if asked.groups:
        group.show(asked)
        return
    if not asked.countries:
        st.info(words.CHOOSE())
        return
    code, *beside = asked.countries
    st.header(countries.name(code), anchor=False)
    iso = words.ISO(code=code)
    st.caption(" · ".join(part for part in (*countries.region(code), iso) if part))
    lines = country.lines(code)
    if not lines:
        st.info(words.NO_FIGURE(country=countries.in_sentence(code)))
    _changes(lines)
    if lines:
        st.caption(words.RANKED())
    for domain, found in groupby(lines, key=lambda line: line.about.domain):
        st.subheader(catalog.DOMAINS[domain], anchor=False)
        _cards(sorted(found, key=lambda line: line.capacity))
    left, right = st.columns(2, gap="medium")
    with left:
        _listings(code)
        _unknown(code)
    with right:
        _partners(code)
    _peers(code, beside)


def _changes(lines: list[Line]) -> None:
    said = []
    for line in country.distinct(lines):
        sentence = (
            changes.whole(line.asked)
            if line.about.additive and line.about.aggregation != "last"
            else None
        )
        if sentence and sentence.weight >= changes.MATERIAL:
            said.append(sentence)
    said = sorted(said, key=lambda each: -each.weight)[:5]
    if said:
        sentences(
            [(each.text, menu.sign(each.asked), menu.address(each.asked)) for each in said],
            key="changes",
            heading=words.CHANGES(),
        )


def _cards(lines: list[Line]) -> None:
    row = [
        headline.figure(
            line.asked,
            f"kpi-{line.about.id.replace('.', '-')}",
            menu.address(line.asked),
            _note(line),
        )
        for line in lines
    ]
    deck(row, key=f"cards-{lines[0].about.domain}", columns=f"repeat({ROW}, minmax(0, 1fr))")


def _note(line: Line) -> str:
    """What stands below a card: whether it is a capacity, its unit, and the country's rank."""
    return " · ".join(
        [
            *([words.CAPACITY()] if line.capacity else []),
            line.about.unit,
            line.place or words.ONE_OF(of=line.of),
        ]
    )


def _listings(code: str) -> None:
    st.subheader(words.LISTINGS(), anchor=False)
    held = country.listings(code)
    if held:
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        words.LIST(): each.about.title,
                        words.AS(): each.category or each.about.unit,
                        words.NUMBER(): each.number,
                        words.SINCE(): each.since,
                    }
                    for each in held
                ]
            ),
            hide_index=True,
            height="content",
            alt=words.LISTINGS_ALT(country=countries.in_sentence(code)),
        )
    clear = [each.title for each in country.none_recorded(code)]
    if clear:
        st.caption(words.NONE_RECORDED(titles="; ".join(clear)))
    if not held:
        st.caption(words.NO_LISTING())


def _unknown(code: str) -> None:
    st.subheader(words.DATA_GAPS(), anchor=False)
    rows = [
        {words.INDICATOR(): about.title, words.KNOWN(): last}
        for about, last in country.unknown(code)
    ]
    if rows:
        st.table(pd.DataFrame(rows).set_index(words.INDICATOR()))
    else:
        st.caption(words.NO_GAP())


def _partners(code: str) -> None:
    found = country.partners(code)
    if found:
        st.subheader(words.PARTNERS(), anchor=False)
    for about, title, table in found:
        st.caption(title)
        st.dataframe(
            pd.DataFrame(
                {
                    words.COUNTRY(): [countries.name(each) for each in table["partner"]],
                    about.unit: [
                        amount(v if pd.notna(v) else None, low, high)
                        for v, low, high in table[["value", "low", "high"]].itertuples(index=False)
                    ],
                }
            ),
            hide_index=True,
            height="content",
            alt=title,
        )


def _peers(code: str, beside: list[str]) -> None:
    st.subheader(words.BESIDE_OTHERS(), anchor=False)
    near = [peer for peer in country.peers(code) if peer.country not in beside]
    region = [
        other
        for other in country.neighbours(code)
        if other not in beside and other not in [peer.country for peer in near]
    ]
    others = [*beside, *(peer.country for peer in near)]
    others += region[: max(BESIDE - len(others), 0)]
    own = {each: {line.about.id: line for line in country.lines(each)} for each in (code, *others)}
    if not own[code]:
        st.caption(words.TOO_FEW())
        return
    rows = [
        {
            words.INDICATOR(): words.LINE(title=line.title, unit=line.about.unit),
            words.PERIOD(): line.when,
            **{
                countries.name(each): statements.short(found.get(line.about.id), line.about, each)
                for each, found in own.items()
            },
        }
        for line in own[code].values()
    ]
    st.table(pd.DataFrame(rows).set_index(words.INDICATOR()))
    titles = {about.id: about.title for about in country.shown()}
    like = "; ".join(
        words.PEER(
            peer.shared,
            country=countries.name(peer.country),
            titles=", ".join(titles[each] for each in peer.by),
        )
        for peer in near
    )
    chosen = ", ".join(countries.name(each) for each in beside)
    same = ", ".join(countries.name(each) for each in others if each in region)
    said = [
        *([words.CHOSEN(countries=chosen)] if chosen else []),
        *([words.NEAREST(peers=like)] if like else []),
        *([words.SUBREGION(countries=same)] if same else []),
    ]
    st.caption(" ".join(said))
