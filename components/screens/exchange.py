"""The page of shared intelligence: the view its reader chose, and the rules that decide whom an
object reaches.
"""

from __future__ import annotations

import streamlit as st

from components.screens import exchange_desk, exchange_form, exchange_speed, exchange_told, kept
from components.shell import menu, state
from data.intelligence import reach
from data.query import Filters
from data.watch.ledger import Watch
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
    kept.page(words.IS_OFF, words.OFF, words.NOTE, _view, _rules)


def _view(held: Watch | None, who: Viewer, demonstration: bool) -> None:
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
        kept.door(who)
    if not who.acts_for:
        st.info(words.FOR_BUREAUS(), icon=":material/lock:")
        st.text(words.OFF())
    elif not chosen:
        st.info(words.CHOOSE_YOURS(), icon=":material/flag:")
    elif chosen == "share":
        exchange_form.show(who, demonstration)
    elif held is None:
        ways_in = {"address": "POST /api/v1/intelligence", "taxii": "/taxii2/"}
        st.info(menu.plain(words.NOTHING_YET(**ways_in)), icon=":material/inbox:")
    elif chosen == "speed":
        exchange_speed.show(held, who, demonstration)
    elif chosen == "sent":
        exchange_desk.sent(held, who)
    elif value:
        exchange_desk.found(held, who, value)
    else:
        exchange_desk.lying(held, who)
    if held is not None and chosen in ("inbox", "sent") and not demonstration:
        exchange_told.show(held, who)


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
