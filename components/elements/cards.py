"""A row of cards or a list of sentences as one element: in the time a browser takes for twenty of
Streamlit's own it draws a map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from components.elements import assets
from components.indicator import provenance
from data.query import Filters

_mount = st.components.v2.component(
    "deck",
    html='<div class="deck"></div>',
    js=assets.loader("elements/cards.js", "deck", "draw"),
    isolate_styles=False,
)
_mount_lines = st.components.v2.component(
    "lines",
    html='<div class="lines"></div>',
    js=assets.loader("elements/cards.js", "lines", "list"),
    isolate_styles=False,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One number: what it is, what it is compared with, how it went, and the address it opens.

    `key` is the class `st-key-<key>` of the card in the page; `way` is `up`, `down` or empty;
    `late` marks data that are overdue;
    `went` says in words what the line of `spark` shows; `opens` is an address beside that of the
    page.
    """

    key: str
    label: str
    value: str
    delta: str = ""
    way: str = ""
    late: bool = False
    beside: str = ""
    help: str = ""
    note: str = ""
    spark: tuple[float, ...] = ()
    went: str = ""
    opens: str = ""


def deck(
    cards: Sequence[tuple[Card, Filters | None]], *, key: str, columns: str = "", brief: str = ""
) -> None:
    """Draws cards in one row, each with the question its figure answers, if any: its button opens
    to where the figure comes from.

    `columns` is the row's CSS grid, as many equal ones as there are cards where it is not given;
    `brief` is a sentence above the row.
    """
    shown = [
        asdict(card) | {"origin": provenance.QUESTION if asked else ""} for card, asked in cards
    ]
    answer = _mount(
        key=key,
        data={
            "brief": brief,
            "cards": shown,
            "columns": columns or f"repeat({len(cards)}, minmax(0, 1fr))",
        },
        height="content",
        on_origin_change=_nothing,
    )
    for card, asked in cards:
        if asked and answer.origin == card.key:
            provenance.opened(asked)


def sentences(
    said: Sequence[tuple[str, str, str]],
    *,
    key: str,
    heading: str = "",
    empty: str = "",
    note: str = "",
) -> None:
    """Draws sentences below one another: each its words, its sign among the Material Symbols, and
    the address it opens, if any.

    `heading` stands above them, `empty` in their place where there are none, `note` below.
    """
    lines = [{"text": text, "sign": sign, "opens": opens} for text, sign, opens in said]
    _mount_lines(
        key=key,
        data={"heading": heading, "lines": lines, "empty": empty, "note": note},
        height="content",
    )


def _nothing() -> None:
    """Streamlit hands an answer only to a component that has a callback."""
