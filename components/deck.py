"""A row of cards or a list of sentences as one element: in the time a browser takes for twenty of Streamlit's own it draws a map."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from components import provenance
from data.filters import Filters

STATIC = Path(__file__).resolve().parent.parent / "static" / "deck"
VERSION = hashlib.sha256(b"".join(file.read_bytes() for file in sorted(STATIC.iterdir()))).hexdigest()[:12]


def loader(file: str, part: str, name: str) -> str:
    """What every message of an element carries: `name` of a module in static/deck/ draws into its `.part`; the browser keeps the module."""
    return f"""
const code = import(new URL("app/static/deck/{file}?v={VERSION}", document.baseURI).href);
export default function (component) {{
  const host = component.parentElement.querySelector(".{part}");
  code.then((module) => module.{name}(host, component)).catch((error) => {{ console.error(error); host.textContent = "This part could not be loaded."; }});
}}
"""


_mount = st.components.v2.component("deck", html='<div class="deck"></div>', js=loader("deck.js", "deck", "draw"), isolate_styles=False)
_mount_lines = st.components.v2.component("lines", html='<div class="lines"></div>', js=loader("deck.js", "lines", "list"), isolate_styles=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One number: what it is, what it is compared with, how it went, and the address it opens.

    `key` is the class `st-key-<key>` of the card in the page; `way` is `up`, `down` or empty; `late` marks data that are overdue;
    `went` says in words what the line of `spark` shows; `opens` is an address beside that of the page.
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


def deck(cards: Sequence[tuple[Card, Filters | None]], *, key: str, columns: str = "") -> None:
    """Draws cards in one row, each with the question its figure answers, if any: its button opens to where the figure comes from.

    `columns` is the row's CSS grid, as many equal ones as there are cards where it is not given.
    """
    shown = [asdict(card) | {"origin": provenance.QUESTION if asked else ""} for card, asked in cards]
    answer = _mount(key=key, data={"cards": shown, "columns": columns or f"repeat({len(cards)}, minmax(0, 1fr))"}, height="content", on_origin_change=_nothing)
    for card, asked in cards:
        if asked and answer.origin == card.key:
            provenance.opened(asked)


def sentences(said: Sequence[tuple[str, str, str]], *, key: str) -> None:
    """Draws sentences below one another: each its words, its sign among the Material Symbols, and the address it opens, if any."""
    _mount_lines(key=key, data={"lines": [{"text": text, "sign": sign, "opens": opens} for text, sign, opens in said]}, height="content")


def _nothing() -> None:
    """Streamlit hands an answer only to a component that has a callback."""
