"""A country's profile: figures with rank and change, lists, partners, peers and gaps."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.elements import mirror
from components.indicator import statements
from components.screens import country_first, group
from components.shell import menu, viewer
from data.analysis import country
from data.geography import countries, groups, neighbours
from data.query import Filters
from languages import amount, listed, paragraph
from languages.english import country as words

ROW = 4  # cards side by side
BESIDE = 7  # other countries in the table of peers


def show(asked: Filters) -> None:
    """The profile of the first country chosen, the others stand beside it; or of the group."""
    if asked.groups and not asked.countries:
        group.show(asked)
        return
    if not asked.countries:
        _offers()
        return
    code, *beside = asked.countries
    if not country.lines(code):
        st.info(words.NO_FIGURE(country=countries.in_sentence(code)))
    country_first.show(code, asked.groups[0] if asked.groups else "", asked.countries[1:])
    _peers(code, beside)
    _partners(code)


def _offers() -> None:
    """Profiles to open: of the reader's own country and its neighbours, where one is picked, and of
    groups.
    """
    st.info(words.CHOOSE())
    own = viewer.picked()
    near = [own, *neighbours.of(own)] if own else []
    organisations = [each for each in groups.groups().values() if each.kind == "organisation"]
    offered = (
        (words.OWN(), [(countries.name(code), menu.of_country(code)) for code in near]),
        (words.GROUPS(), [(each.name, menu.of_group(each.id)) for each in organisations]),
    )
    mirror.show(
        [mirror.Links(heading=heading, links=links) for heading, links in offered if links],
        key="offers",
    )


def _partners(code: str) -> None:
    part = st.expander(words.PARTNERS(), key="partners", on_change="rerun")
    if not part.open:  # what is folded away is not computed
        return
    with part:
        _partner_tables(code)


def _partner_tables(code: str) -> None:
    found = country.partners(code)
    if not found:
        st.caption(words.NO_PARTNER())
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
    part = st.expander(
        words.BESIDE_OTHERS(), key="others", on_change="rerun", expanded=bool(beside)
    )
    if not part.open:
        return
    with part:
        _peer_table(code, beside)


def _peer_table(code: str, beside: list[str]) -> None:
    near = [each for each in neighbours.of(code) if each not in beside]
    region = [each for each in country.subregion(code) if each not in (*beside, *near)]
    others = [*beside, *near, *region][: max(BESIDE, len(beside))]
    own = {each: {line.about.id: line for line in country.lines(each)} for each in (code, *others)}
    if not own[code]:
        st.caption(words.TOO_FEW())
        return
    rows = [
        {
            words.INDICATOR(): words.LINE(title=line.title, unit=line.about.unit),
            words.PERIOD(): line.when,
            words.PLACE(): line.place or words.ONE_OF(of=line.of),
            **{
                countries.name(each): statements.short(found.get(line.about.id), line.about, each)
                for each, found in own.items()
            },
        }
        for line in own[code].values()
    ]
    st.table(pd.DataFrame(rows).set_index(words.INDICATOR()))
    said = [
        sentence(countries=listed([countries.name(each) for each in found if each in others]))
        for sentence, found in (
            (words.CHOSEN, beside),
            (words.NEIGHBOURS, near),
            (words.SUBREGION, region),
        )
        if any(each in others for each in found)
    ]
    st.caption(paragraph(*said))
