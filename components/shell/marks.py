"""The mark at the head of every page, what is withheld, and the choice of whom presents."""

from __future__ import annotations

import streamlit as st

import settings
from components.shell import offers, state
from components.shell.menu import OWN, Entry
from data import catalog, query, store
from data.query import Filters
from languages.english import marks as words
from security import reader, roles
from security.tlp import Tlp

CHOICE = "show-as"
# The colours of FIRST's standard, each on black:
# https://www.first.org/tlp/, "Colour-coding of TLP labels", version 2.0
COLOURS = {
    Tlp.CLEAR: "#FFFFFF",
    Tlp.GREEN: "#33FF00",
    Tlp.AMBER: "#FFC000",
    Tlp.AMBER_STRICT: "#FFC000",
    Tlp.RED: "#FF2B2B",
}
_WHOLE = ""  # of the choices the one that lowers nothing


def of(entry: Entry, asked: Filters) -> Tlp:
    """The strictest mark of the figures on a page: those of its indicator, or of all that the
    reader may know of where a page is about all of them, on the overview without own tables. What
    the watch shows says its own.
    """
    known = catalog.indicators()
    every = [key for key, each in known.items() if entry.path or each.domain != OWN]
    kept = entry.path in ("watch", "exchange", "alerts")
    about = [asked.indicator] if entry.domain else () if kept else every
    opened = store.current()
    return max(
        (max(opened.mark(each), known[each].tlp) for each in about if each in known),
        default=Tlp.CLEAR,
    )


def label(mark: Tlp) -> str:
    """The mark as the standard writes it, in every language."""
    wide = " data-wide" if mark is Tlp.AMBER_STRICT else ""
    return (
        f'<span class="tlp"{wide} translate="no" dir="ltr" style="color: {COLOURS[mark]}">'
        f"{mark.value}</span>"
    )


def foot(entry: Entry, asked: Filters) -> None:
    """Below a page: the choice of a mark for whom presents, and how much is withheld."""
    who = reader.current()
    presents, said = offers.SHOW_AS.made(), withheld(entry, asked)
    if not (presents or said):
        return
    with st.container(key="marks", horizontal=True, vertical_alignment="bottom"):
        if presents:
            _choice(who)
        if said:
            st.caption(said)


def withheld(entry: Entry, asked: Filters) -> str:
    """How many records of the page its lowering withholds; to others that something may be, where
    the operator wants it said.
    """
    who = reader.current()
    if who.shown is not None and who.shown < roles.strictest(who.roles):
        number = query.withheld(asked) if entry.domain else query.withheld_everywhere()
        return words.WITHHELD(number) if number else words.NOTHING_WITHHELD()
    if settings.current().say_withheld and who.ceiling < Tlp.RED:
        return words.ABOVE(mark=who.ceiling.value)
    return ""


def _choice(who: reader.Reader) -> None:
    offered = [mark.value for mark in Tlp if mark <= roles.strictest(who.roles)]
    shown = who.shown.value if who.shown else _WHOLE
    state.choose(CHOICE, shown if shown in offered else _WHOLE)
    st.selectbox(
        words.SHOW_AS(),
        [_WHOLE, *offered],
        format_func=lambda mark: mark or words.ALL(),
        key=CHOICE,
        on_change=_chosen,
        placeholder=words.SHOW_AS(),
        help=words.SHOW_AS_HELP(),
        width=220,
    )


def _chosen() -> None:
    if not offers.SHOW_AS.made():  # any more
        return
    picked = state.chosen(CHOICE)
    state.show_as(next((mark for mark in Tlp if mark.value == picked), None))
