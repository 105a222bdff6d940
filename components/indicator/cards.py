"""The row of cards over an indicator, and cards whose button says where their number comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing import views
from components.elements import cards
from components.elements.cards import Card
from components.indicator import headline, places, provenance
from data import query
from data.catalog import Indicator
from data.query import Filters
from languages.english import provenance as words

# by how many cards stand in the row
_COLUMNS = {
    2: "1.5fr 1.1fr 3.2fr",
    3: "minmax(0, 1.5fr) minmax(0, 1.2fr) minmax(0, 1.1fr)",
    4: "minmax(0, 1.5fr) minmax(0, 1.2fr) minmax(0, 1.2fr) minmax(0, 1.1fr)",
    5: "minmax(0, 1.5fr) minmax(0, 1fr) minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1.1fr)",
}


def deck(
    row: Sequence[tuple[Card, Filters | None]],
    *,
    key: str,
    columns: str = "",
    brief: str = "",
    beside: str = "",
) -> None:
    """Draws cards in one row, each with the question its figure answers, if any: its button opens
    to where the figure comes from. `columns`, `brief` and `beside` are those of the element.
    """
    shown = dressed(row)
    pressed = cards.deck(shown, key=key, columns=columns, brief=brief, beside=beside)
    for card, asked in row:
        if asked and card.key == pressed:
            provenance.opened(asked)


def dressed(row: Sequence[tuple[Card, Filters | None]]) -> list[Card]:
    """The cards of a row, each with the button that says where its figure comes from and with the
    address of its question.
    """
    question = words.QUESTION()
    return [
        replace(
            card,
            origin=question,
            origin_of=words.QUESTION_OF(label=card.label),
            origin_view=views.address(asked).lstrip("/"),
        )
        if asked
        else card
        for card, asked in row
    ]


def row(asked: Filters, about: Indicator) -> list[tuple[Card, Filters | None]]:
    """The number, its reach, its largest part, what it leaves open, how fresh it is; of one country
    its place and its share; of the world only, the number and its date. All are of those asked for.
    """
    key = f"kpi-{about.domain}"
    if query.by_country(Filters(about.id, (), asked.categories)).empty:
        return [headline.figure(asked, key), headline.data(asked)]
    among = places.counted(replace(asked, countries=())).countries
    beside = (
        (headline.place(asked, among), headline.share(asked, among))
        if len(asked.countries) == 1
        else (
            headline.reach(asked, among),
            None if about.ordinal else headline.largest(asked, among),
        )
    )
    found = (
        headline.figure(places.counted(asked), key),
        *beside,
        headline.open_ends(asked, among),
        headline.data(asked),
    )
    return [each for each in found if each]


def show(asked: Filters, about: Indicator) -> None:
    """The row of cards over an indicator."""
    drawn = row(asked, about)
    deck(drawn, key="headlines", columns=_COLUMNS[len(drawn)])
