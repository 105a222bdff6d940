"""A country's profile: figures with rank and change, lists, partners, peers and gaps."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import streamlit as st

from components.elements.cards import deck, sentences
from components.figures import words
from components.indicator import headline, statements
from components.shell import menu
from data import catalog
from data.analysis import changes, country
from data.analysis.country import Line
from data.geography import countries
from data.query import Filters

ROW = 4  # cards side by side
BESIDE = 7  # other countries in the table of peers


def show(asked: Filters) -> None:
    """The profile of the first country chosen; the others stand beside it."""
    if not asked.countries:
        st.info("Choose a country above, or click one on the map of any other page.")
        return
    code, *beside = asked.countries
    st.header(countries.name(code), anchor=False)
    st.caption(" · ".join(part for part in (*countries.region(code), f"ISO {code}") if part))
    lines = country.lines(code)
    if not lines:
        st.info(f"No source here has a figure for {countries.name(code)}.")
    _changes(lines)
    if lines:
        st.caption(
            "Rank 1 is the largest figure, not the worst. Capacity is what a country sets against a"
            " threat; it stands behind the threat's own figures."
        )
    for domain, group in groupby(lines, key=lambda line: line.about.domain):
        st.subheader(catalog.DOMAINS[domain], anchor=False)
        _cards(sorted(group, key=lambda line: line.capacity))
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
            heading="What changed",
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
            *(["capacity"] if line.capacity else []),
            line.about.unit,
            f"rank {line.rank} of {line.of} with a figure" if line.rank else f"one of {line.of}",
        ]
    )


def _listings(code: str) -> None:
    st.subheader("Lists it stands on", anchor=False)
    held = country.listings(code)
    if held:
        st.dataframe(
            pd.DataFrame(
                [
                    {
                        "List": each.about.title,
                        "As": each.category or each.about.unit,
                        "Number": each.number,
                        "Since": each.since,
                    }
                    for each in held
                ]
            ),
            hide_index=True,
            height="content",
            alt=f"Lists {countries.name(code)} stands on",
        )
    clear = [each.title for each in country.none_recorded(code)]
    if clear:
        st.caption(f"None recorded in the last period of: {'; '.join(clear)}.")
    if not held:
        st.caption("It stands on none of the lists here.")


def _unknown(code: str) -> None:
    st.subheader("What is not known", anchor=False)
    rows = [{"Indicator": about.title, "Known": last} for about, last in country.unknown(code)]
    if rows:
        st.table(pd.DataFrame(rows).set_index("Indicator"))
    else:
        st.caption("Every indicator here has a figure for it.")


def _partners(code: str) -> None:
    found = country.partners(code)
    if found:
        st.subheader("Partners", anchor=False)
    for about, title, table in found:
        st.caption(title)
        st.dataframe(
            pd.DataFrame(
                {
                    "Country": [countries.name(each) for each in table["partner"]],
                    about.unit.capitalize(): [
                        words.number(v if pd.notna(v) else None, low, high)
                        for v, low, high in table[["value", "low", "high"]].itertuples(index=False)
                    ],
                }
            ),
            hide_index=True,
            height="content",
            alt=title,
        )


def _peers(code: str, beside: list[str]) -> None:
    st.subheader("Beside others", anchor=False)
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
        st.caption("Too few figures to say which countries are alike.")
        return
    rows = [
        {
            "Indicator": f"{line.title} ({line.about.unit})",
            "Period": line.when,
            **{
                countries.name(each): statements.short(own[each].get(line.about.id)) for each in own
            },
        }
        for line in own[code].values()
    ]
    st.table(pd.DataFrame(rows).set_index("Indicator"))
    titles = {about.id: about.title for about in country.shown()}
    like = "; ".join(
        f"{countries.name(peer.country)} (over {peer.shared} indicators, most alike in"
        f" {', '.join(titles[each] for each in peer.by)})"
        for peer in near
    )
    same = ", ".join(countries.name(each) for each in others if each in region)
    said = [
        *([f"Chosen: {', '.join(map(countries.name, beside))}."] if beside else []),
        *(
            [f"Nearest by profile, which is the standing among all countries: {like}."]
            if like
            else []
        ),
        *([f"Same subregion: {same}."] if same else []),
    ]
    st.caption(" ".join(said))
