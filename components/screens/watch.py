"""The page of the watch: who reads, the view they chose, and the rules that decide whom a proposal
reaches.
"""

from __future__ import annotations

import logging

import streamlit as st

from components.screens import headquarters, watch_form, watch_queue
from components.shell import demonstration as invented
from components.shell import menu, state, viewer
from data.geography import countries
from data.query import Filters
from data.watch import database, ledger, patience, routing, scratch, setting
from data.watch.ledger import Watch
from data.watch.model import COLOURS
from errors import ThreatsError
from languages import Sentence
from languages.english import colours
from languages.english import watch as words
from security.backoff import TooManyError
from security.viewer import HEADQUARTERS, Viewer

VIEWS = {  # by their ids, in their order
    "queue": words.QUEUE,
    "requested": words.REQUESTED,
    "all": words.ALL_COUNTRIES,
    "propose": words.PROPOSE,
}


def show(asked: Filters) -> None:
    """The whole page."""
    state.choose(state.SILENT, False)
    try:
        with patience.within(patience.PAGE):
            _shown()
    except (ThreatsError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).error("The watch: %s", database.plain(fault))
        state.choose(state.SILENT, True)
        st.error(menu.plain(database.trouble(fault)), icon=":material/error:")
    st.caption(words.NOTE())


def _shown() -> None:
    if database.address() is None:
        _off()
        return
    watch = ledger.current()
    demonstration = watch is not None and watch.purpose_known() == "demonstration"
    who = viewer.now(free=demonstration)
    passing = setting.scratch() is not None
    if demonstration and not passing:  # else the frame says so on every page
        invented.strip(scratch=False)
    if not (who.bureau or passing):
        viewer.keep(who.country)
    _view(watch, who, demonstration)
    _rules()


def _off() -> None:
    """What it is while it is off, with a demonstration for who may begin one."""
    with st.container(border=True, key="watch_off"):
        st.subheader(words.IS_OFF(), anchor=False)
        st.text(words.OFF())
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


def _view(watch: Watch | None, who: Viewer, demonstration: bool) -> None:
    """The views this reader may choose among, and the one they chose."""
    offered = ["queue", "requested"] if who.country else []
    offered += ["all"] if who.sees_all else []
    offered += ["propose"] if who.acts_for or who.bureau == HEADQUARTERS else []
    with st.container(horizontal=True, vertical_alignment="center", key="watch_head"):
        chosen = "".join(offered[:1])
        if len(offered) > 1:
            chosen = st.segmented_control(
                words.VIEW(),
                offered,
                default=chosen,
                format_func=lambda each: VIEWS[each](),
                key=f"watch-view-{'-'.join(offered)}",
                required=True,
                label_visibility="collapsed",
                on_change=lambda: state.choose(state.OPENED, None),
            )
        door(who)
    if chosen == "propose":
        watch_form.show(who, demonstration)
    elif not chosen:
        st.info(words.CHOOSE_YOURS(), icon=":material/flag:")
    elif watch is None:
        ways_in = {"address": "POST /api/notices", "command": "python -m data notice add"}
        st.info(words.NOTHING_YET(**ways_in), icon=":material/inbox:")
    elif chosen == "all":
        headquarters.show(watch, who, demonstration)
    elif chosen == "requested":
        watch_queue.requested(watch, who)
    else:
        watch_queue.show(watch, who)
    if watch is not None and chosen not in ("", "propose"):
        state.choose(state.MARKED, watch.visible(who).strictest())
    if chosen in ("queue", "requested") and not who.acts_for:
        st.caption(words.FOR_VISITORS(tlp=who.ceiling.value))


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


def _sign_in() -> None:
    try:
        known = viewer.sign_in(state.chosen("watch-token-text") or "")
        state.choose(state.SAID, None if known else (0, "unknown"))
    except TooManyError:
        state.choose(state.SAID, (0, "many"))


def _rules() -> None:
    """The table that decides whom a proposal concerns, as everyone may read it."""
    rules = routing.current()
    with st.expander(words.RULES(), icon=":material/route:"):
        st.dataframe(
            [
                {
                    words.BEGINS(): words.CONCERNED[each.begins],
                    words.REACHES(): words.REACHED[each.reach],
                    words.FOR_COLOURS(): (
                        ", ".join(colours.NAMES[colour] for colour in each.colours)
                        if len(each.colours) < len(COLOURS)
                        else words.ANY_COLOUR()
                    ),
                    words.REASON(): Sentence(each.says)(place=words.THAT_COUNTRY()),
                }
                for each in rules.rules
            ],
            hide_index=True,
            height="content",
            alt=words.RULES_ALT(),
        )
        days = ", ".join(
            words.DAYS_OF(colour=colours.NAMES[colour], days=number)
            for colour, number in rules.days.items()
        )
        st.caption(words.DAYS(days=days))
