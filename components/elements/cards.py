"""A row of cards or a list of sentences as one element: in the time a browser takes for twenty of
Streamlit's own it draws a map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from components.elements import assets

_mount = assets.element("deck", '<div class="deck"></div>', "elements/cards.js", "deck", "draw", {})
_mount_lines = assets.element(
    "lines", '<div class="lines"></div>', "elements/cards.js", "lines", "list", {}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One number: what it is, what it is compared with, how it went, and the address it opens.

    `key` is the class `st-key-<key>` of the card in the page; `way` is `up`, `down` or empty;
    `late` marks data that are overdue; `age` says how old the number is, and `old` is `aged` from
    three years, `old` from five; `words` is true where the value is words and no number;
    `went` says in words what the line of `spark` shows; `opens` is an address beside that of the
    page. `origin` is the name of a button that asks where the number comes from, `origin_of` its
    name read aloud; without one there is no button. `origin_view` is the address of the question
    that the number answers, by which a briefing keeps it.
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
    age: str = ""
    old: str = ""
    words: bool = False
    spark: tuple[float, ...] = ()
    went: str = ""
    opens: str = ""
    origin: str = ""
    origin_of: str = ""
    origin_view: str = ""


def deck(
    cards: Sequence[Card], *, key: str, columns: str = "", brief: str = "", beside: str = ""
) -> str:
    """Draws cards in one row; the key of the card whose button was pressed just now, if any was.

    `columns` is the row's CSS grid, as many equal ones as there are cards where it is not given;
    `brief` is a sentence above the row, and `beside` what follows it in lighter type.
    """
    answer = _mount(
        key=key,
        data={
            "brief": brief,
            "beside": beside,
            "cards": [asdict(card) for card in cards],
            "columns": columns or f"repeat({len(cards)}, minmax(0, 1fr))",
        },
        height="content",
        on_origin_change=_nothing,
    )
    return next((card.key for card in cards if card.origin and card.key == answer.origin), "")


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
