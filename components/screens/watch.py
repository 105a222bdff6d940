"""The page of the watch: the view its reader chose, and the rules that decide whom a proposal
reaches.
"""

from __future__ import annotations

import streamlit as st

from components.screens import headquarters, kept, watch_form, watch_queue
from components.shell import state
from data.query import Filters
from data.watch import routing
from data.watch.ledger import Watch
from data.watch.model import COLOURS
from languages import Sentence
from languages.english import colours
from languages.english import watch as words
from security.viewer import HEADQUARTERS, Viewer

VIEWS = {  # by their ids, in their order
    "queue": words.QUEUE,
    "requested": words.REQUESTED,
    "all": words.ALL_COUNTRIES,
    "propose": words.PROPOSE,
}


def show(asked: Filters) -> None:
    """The whole page."""
    kept.page(words.IS_OFF, words.OFF, words.NOTE, _view, _rules)


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
        kept.door(who)
    if chosen == "propose":
        watch_form.show(watch, who, demonstration)
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
