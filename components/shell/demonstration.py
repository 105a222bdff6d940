"""Says on every page that what the watch shows is invented; for who may, with a button that ends
it once they said so again.
"""

from __future__ import annotations

import streamlit as st

from components.shell import state
from data.watch import setting
from errors import ThreatsError
from languages.english import watch as words
from security import reader
from security.roles import Right

_OF_ONE = (
    state.OPENED,
    state.MORE,
    state.SENT,
    state.RECEIPTS,
    state.HEARD,
    state.FAULTS,
    state.ENDING,
)


def strip(*, scratch: bool) -> None:
    """Draws the strip; `scratch` where it was begun on a page and can be ended on any."""
    with st.container(key="demonstration", horizontal=True, vertical_alignment="center"):
        st.text(words.DEMONSTRATION_ON() if scratch else words.DEMONSTRATION())
        if scratch and reader.current().may(Right.OPERATE):
            _ending()


def _ending() -> None:
    """The button that asks, and the question: its focus stays, on what keeps everything."""
    begun = setting.scratch()
    asks = begun is not None and state.chosen(state.ENDING) == begun
    if asks:
        st.text(_question())
    st.button(
        words.KEEP_IT() if asks else words.END_AND_DELETE(),
        type="tertiary",
        key="demonstration-ask",
        on_click=state.choose,
        args=(state.ENDING, None if asks else begun),
    )
    if asks:
        st.button(words.END_IT(), type="tertiary", key="demonstration-end", on_click=_end)


def _question() -> str:
    """What ends with it, for everybody."""
    from data.intelligence import scratch  # a database library comes with it
    from data.watch import ledger, patience

    try:
        with patience.within(patience.beside()):
            proposals, answers = scratch.holds()
    except (ThreatsError, ledger.SQLAlchemyError):  # another tab ended it, or it does not answer
        return words.END_ALL_ASKED()
    return words.END_ASKED(
        proposals=words.PROPOSALS_END(proposals), answers=words.ANSWERS_END(answers)
    )


def _end() -> None:
    from data.intelligence import scratch  # a database library comes with it

    scratch.end()
    for each in _OF_ONE:
        state.choose(each, None)
    state.choose(state.MINE, None)
