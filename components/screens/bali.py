"""The story of Bali 2016, told straight: each figure with who said it, beside INTERPOL's own
numbers.
"""

from __future__ import annotations

import streamlit as st

from components.elements import grid
from components.elements.cards import Card
from components.indicator import headline, statements
from components.indicator.cards import deck
from data import query
from data.geography import countries
from data.query import Filters, first_day, last_day
from languages import amount
from languages.english import bali as words

SOURCE = "interpol_bali_2016"
FACTS = f"{SOURCE}.facts"
ISSUED = "interpol_issued.red_notices"
STORY = ("red_notices_published", "red_notices_indonesia", "fugitives_returned")


def _issued_nearest(year: int) -> tuple[str, float] | None:
    """The yearly flow stated for the last year at or before `year`."""
    table = query.by_period(Filters(ISSUED))
    table = table[table["period"] <= str(year)]
    return (table["period"].iloc[-1], float(table["value"].iloc[-1])) if len(table) else None


def show() -> None:
    """Cards for 599, 83 and 11, INTERPOL's own flow, returns by country, and every statement."""
    about = query.indicator(Filters(FACTS))
    st.subheader(words.STORY(), anchor=False)
    st.caption(words.ASSEMBLY())
    row: list[tuple[Card, Filters | None]] = []
    for category in STORY:
        question = Filters(FACTS, categories=(category,))
        said = query.rows(question, statements=True)
        alike = said["value"].nunique() == 1
        agree = words.AGREE(len(said)) if alike else words.DISAGREE()
        row.append(
            (
                Card(
                    key=category,
                    label=about.categories[category],
                    value=amount(query.total(question).value),
                    delta=agree,
                    help=" · ".join(said["cited"].tolist()[:4]),
                ),
                question,
            )
        )
    nearest = _issued_nearest(2016)
    press = query.total(Filters(FACTS, categories=(STORY[0],))).value
    if nearest and press:
        year, issued_then = nearest
        row.append(
            (
                Card(
                    key="nearest",
                    label=words.ISSUED(year=year),
                    value=amount(issued_then),
                    delta=words.TIMES(round(issued_then / press)),
                    help=words.ISSUED_HELP(),
                ),
                Filters(ISSUED).during(first_day(year), last_day(year)),
            )
        )
    deck(row, key="bali")
    left, right = st.columns([1, 2.2], gap="medium")
    with left:
        returns = query.by_country(
            Filters(FACTS, categories=("fugitives_returned_from",))
        ).sort_values(["value", "country"], ascending=[False, True])
        st.caption(words.RETURNED(int(returns["value"].sum())))
        grid.plain(
            {
                words.COUNTRY(): [countries.name(code) for code in returns["country"]],
                words.PERSONS(): returns["value"].astype(int).tolist(),
            },
            alt=words.RETURNED_ALT(),
            key="bali-returns",
        )
    with right:
        st.caption(words.STATEMENTS())
        statements.table(Filters(FACTS), "bali-statements", 330)


def issued() -> None:
    """INTERPOL's own quantities apart: issued in a year, in force on a date, on the public list."""
    st.caption(words.THREE_QUANTITIES())
    row = []
    for name in ("red_notices", "red_in_force", "red_public", "red_and_diffusions"):
        about = query.indicator(Filters(f"interpol_issued.{name}"))
        row.append(
            headline.figure(
                Filters(about.id).during(*query.usual_period(about)),
                f"kpi-{'notices' if name == 'red_notices' else name}",
            )
        )
    deck(row, key="issued")
