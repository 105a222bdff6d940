"""The story of Bali 2016, told straight: each figure with who said it, beside INTERPOL's own
numbers.
"""

from __future__ import annotations

import streamlit as st

from components.elements.cards import Card, deck
from components.figures import words
from components.indicator import headline, statements
from data import query
from data.geography import countries
from data.query import Filters, first_day, last_day

FACTS = "interpol_bali_2016.facts"
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
    st.subheader("Bali, November 2016: what was said, and what it is not", anchor=False)
    st.caption(
        "At the General Assembly the member countries agreed to share cybercrime intelligence"
        " swiftly and to answer proposed red notices quickly. The press counted notices and"
        " returns: these count different things, and are parts of one another only where it"
        " says so."
    )
    row: list[tuple[Card, Filters | None]] = []
    for category in STORY:
        asked = Filters(FACTS, categories=(category,))
        said = query.rows(asked, statements=True)
        agree = (
            f"{len(said)} statements agree"
            if said["value"].nunique() == 1
            else "statements disagree"
        )
        row.append(
            (
                Card(
                    key=category,
                    label=about.categories[category],
                    value=words.number(query.total(asked).value),
                    delta=agree,
                    help=" · ".join(said["cited"].tolist()[:4]),
                ),
                asked,
            )
        )
    nearest = _issued_nearest(2016)
    press = query.total(Filters(FACTS, categories=(STORY[0],))).value
    if nearest and press:
        year, number = nearest
        row.append(
            (
                Card(
                    key="nearest",
                    label=f"INTERPOL: red notices issued in {year}",
                    value=words.number(number),
                    delta=f"{number / press:.0f} times the press figure",
                    help=(
                        "The last year before the assembly for which a yearly total was found. The"
                        " press figure cannot be all red notices INTERPOL issued in a year."
                    ),
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
        st.caption(
            f"The {words.number(returns['value'].sum())} returned to Indonesia, by country where"
            " they were found"
        )
        st.dataframe(
            {
                "Country": [countries.name(code) for code in returns["country"]],
                "Persons": returns["value"].astype(int).tolist(),
            },
            hide_index=True,
            height="content",
            alt="Fugitives returned to Indonesia by country where found",
        )
    with right:
        st.caption("Every statement; where sources disagree the values stand side by side")
        statements.table(Filters(FACTS), "bali-statements", 330)


def issued() -> None:
    """INTERPOL's own quantities apart: issued in a year, in force on a date, on the public list."""
    st.caption(
        "A red notice is a request to locate a person, not proof of guilt. Issued in a year, in"
        " force and public are three different quantities; these four are of the whole world."
    )
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
