"""What the pages of the watch and of the exchange have in common: who reads, what is said while
their store is off or does not answer, and the demonstration.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from components.shell import demonstration as invented
from components.shell import menu, state, viewer
from data.geography import countries
from data.intelligence import scratch
from data.watch import database, ledger, patience, setting
from data.watch.ledger import Watch
from errors import ThreatsError
from languages import Sentence
from languages.english import watch as words
from security.audit import AuditError
from security.backoff import TooManyError
from security.viewer import HEADQUARTERS, Viewer

View = Callable[[Watch | None, Viewer, bool], None]  # the store, who reads, whether it is invented


def page(
    off: Sentence, about: Sentence, note: Sentence, view: View, rules: Callable[[], None]
) -> None:
    """The whole page: `off` and `about` say what it is while it is off; `view` and `rules` draw it
    else; `note` stands below.
    """
    state.choose(state.SILENT, False)
    try:
        with patience.within(patience.page()):
            if database.address() is None:
                _off(off, about)
            else:
                _shown(view)
                rules()
    except (ThreatsError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).error("The store: %s", database.plain(fault))
        state.choose(state.SILENT, True)
        st.error(menu.plain(database.trouble(fault)), icon=":material/error:")
    st.caption(note())


def _shown(view: View) -> None:
    held = ledger.current()
    demonstration = held is not None and held.purpose_known() == "demonstration"
    who = viewer.now(free=demonstration)
    passing = setting.scratch() is not None
    if demonstration and not passing:  # else the frame says so on every page
        invented.strip(scratch=False)
    if not (who.bureau or passing):
        viewer.keep(who.country)
    view(held, who, demonstration)


def _off(off: Sentence, about: Sentence) -> None:
    """What it is while it is off, with a demonstration for who may begin one."""
    with st.container(border=True, key="watch_off"):
        st.subheader(off(), anchor=False)
        st.text(about())
        if scratch.offered():
            st.button(
                words.BEGIN(),
                type="primary",
                icon=":material/play_arrow:",
                key="watch-begin",
                on_click=lambda: state.choose(state.BEGINS, True),
            )
            st.caption(words.BEGIN_NOTE())
            if state.chosen(state.BEGINS):
                state.choose(state.BEGINS, False)
                with st.spinner(words.BEGINS()):
                    scratch.begin()
                st.rerun()
        with st.expander(words.HOW_ON(), icon=":material/settings:"):
            st.text(database.SWITCH_ON())


def door(who: Viewer) -> None:
    """Who is reading, and how to say so."""
    if who.bureau == HEADQUARTERS:
        st.text(words.GENERAL_SECRETARIAT())
    elif who.bureau:
        st.text(words.BUREAU(country=countries.in_sentence(who.bureau)))
    elif viewer.has_token():
        st.text(words.TAKEN_BACK())
    if who.bureau:
        if viewer.has_token():
            st.button(words.SIGN_OUT(), on_click=viewer.sign_out, key="watch-sign-out")
    elif not who.free:
        with (
            st.popover(words.SIGN_IN(), icon=":material/key:"),
            st.form("watch-token", clear_on_submit=True, border=False),
        ):
            st.text_input(words.TOKEN(), type="password", max_chars=200, key="watch-token-text")
            st.form_submit_button(words.SIGN_IN(), on_click=_sign_in)
            if state.chosen(state.SAID) == (0, "unknown"):
                st.error(words.UNKNOWN_TOKEN())
            if state.chosen(state.SAID) == (0, "many"):
                st.error(words.TOO_MANY_TOKENS())
            if state.chosen(state.SAID) == (0, "unrecorded"):
                st.error(words.SIGN_IN_UNRECORDED())


def _sign_in() -> None:
    try:
        known = viewer.sign_in(state.chosen("watch-token-text") or "")
        state.choose(state.SAID, None if known else (0, "unknown"))
    except TooManyError:
        state.choose(state.SAID, (0, "many"))
    except AuditError:
        state.choose(state.SAID, (0, "unrecorded"))
