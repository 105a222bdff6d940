"""Says on every page that what the watch shows is invented; for who may, with a button that ends
it.
"""

from __future__ import annotations

import streamlit as st

from components.shell import state
from languages.english import watch as words
from security import reader
from security.roles import Right

_OF_ONE = (state.OPENED, state.MORE, state.SENT, state.RECEIPTS, state.HEARD, state.FAULTS)


def strip(*, scratch: bool) -> None:
    """Draws the strip; `scratch` where it was begun on a page and can be ended on any."""
    with st.container(key="demonstration", horizontal=True, vertical_alignment="center"):
        st.text(words.DEMONSTRATION_ON() if scratch else words.DEMONSTRATION())
        if scratch and reader.current().may(Right.OPERATE):
            st.button(words.END_IT(), type="tertiary", key="demonstration-end", on_click=_end)


def _end() -> None:
    from data.intelligence import scratch  # a database library comes with it

    scratch.end()
    for each in _OF_ONE:
        state.choose(each, None)
    state.choose(state.MINE, None)
