"""The page of shared intelligence: who reads, the view they chose, and the rules that decide whom
an object reaches.
"""

from __future__ import annotations

import logging

import streamlit as st

from components.screens import exchange_desk, exchange_form, exchange_speed, watch
from components.shell import menu, state, viewer
from data.intelligence import reach
from data.query import Filters
from data.watch import database, ledger, patience
from data.watch.ledger import Watch
from errors import ThreatsError
from languages import Sentence
from languages.english import sharing as words
from security.viewer import Viewer

VIEWS = {  # by their ids, in their order
    "inbox": words.INBOX,
    "sent": words.SENT,
    "share": words.SHARE,
    "speed": words.SPEED,
}


def show(asked: Filters) -> None:
    """The whole page."""
    state.choose(state.SILENT, False)
    try:
        with patience.within(patience.PAGE):
            _shown()
    except (ThreatsError, ledger.SQLAlchemyError) as fault:
        logging.getLogger(__name__).error("The exchange: %s", database.plain(fault))
        state.choose(state.SILENT, True)
        st.error(menu.plain(database.trouble(fault)), icon=":material/error:")
    st.caption(words.NOTE())


def _shown() -> None:
    if database.address() is None:
        st.info(menu.plain(database.SWITCH_ON()), icon=":material/sync_disabled:")
        st.text(words.OFF())
        return
    kept = ledger.current()
    demonstration = kept is not None and kept.purpose_known() == "demonstration"
    who = viewer.now(free=demonstration)
    if demonstration:
        st.warning(words.DEMONSTRATION(), icon=":material/theater_comedy:")
    if not who.bureau:
        viewer.keep(who.country)
    _view(kept, who, demonstration)
    _rules()


def _view(kept: Watch | None, who: Viewer, demonstration: bool) -> None:
    """The views this reader may choose among, and the one they chose."""
    offered = ["inbox", "sent"] if who.country and who.acts_for else []
    offered += ["share", "speed"] if who.acts_for else []
    value = ""
    with st.container(horizontal=True, vertical_alignment="center", key="exchange_head"):
        chosen = "".join(offered[:1])
        if len(offered) > 1:
            chosen = st.segmented_control(
                words.VIEW(),
                offered,
                default=chosen,
                format_func=lambda each: VIEWS[each](),
                key=f"exchange-view-{'-'.join(offered)}",
                required=True,
                label_visibility="collapsed",
                on_change=lambda: state.choose(state.LYING, None),
            )
        if chosen == "inbox":
            value = st.text_input(
                words.SEARCHED(),
                max_chars=300,
                placeholder=words.SEARCH(),
                label_visibility="collapsed",
                key="exchange-value",
                width=320,
                on_change=lambda: state.choose(state.LYING, None),
            ).strip()
        watch.door(who)
    if not who.acts_for:
        st.info(words.FOR_BUREAUS(), icon=":material/lock:")
        st.text(words.OFF())
    elif not chosen:
        st.info(words.CHOOSE_YOURS(), icon=":material/flag:")
    elif chosen == "share":
        exchange_form.show(who, demonstration)
    elif kept is None:
        ways_in = {"address": "POST /api/v1/intelligence", "taxii": "/taxii2/"}
        st.info(menu.plain(words.NOTHING_YET(**ways_in)), icon=":material/inbox:")
    elif chosen == "speed":
        exchange_speed.show(kept, who, demonstration)
    elif chosen == "sent":
        exchange_desk.sent(kept, who)
    elif value:
        exchange_desk.found(kept, who, value)
    else:
        exchange_desk.lying(kept, who)


def _rules() -> None:
    """The table that decides whom an object concerns, as everyone may read it."""
    with st.expander(words.RULES(), icon=":material/route:"):
        st.dataframe(
            [
                {words.REASON(): Sentence(each.says)(place=words.THAT_PLACE())}
                for each in reach.rules().rules
            ],
            hide_index=True,
            height="content",
            alt=words.RULES_ALT(),
        )
