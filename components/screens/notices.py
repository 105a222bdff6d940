"""The page of notices: what INTERPOL stated, one indicator of all, and the story of Bali 2016."""

from __future__ import annotations

import streamlit as st

from components.indicator import body, timeline
from components.screens import bali
from data import query
from data.query import Filters
from languages.english import bali as words

ISSUED, IN_FORCE = "interpol_issued.red_notices", "interpol_issued.red_in_force"


def show(asked: Filters) -> None:
    """INTERPOL's own quantities, then the indicator asked for or, in a tab, the story of Bali."""
    bali.issued()
    told = query.indicator(asked).source == bali.SOURCE
    names = [words.FIGURES(), words.TAB()]
    figures, story = st.tabs(
        names,
        default=names[told],
        key="bali-asked" if told else "notices",  # asked for by its address it opens the story
        on_change="rerun",
    )
    if figures.open:
        with figures:
            _figures(asked)
            body.rows(asked)
    if story.open:
        with story:
            bali.show()


def _figures(asked: Filters) -> None:
    """The indicator; beside the notices issued those in force, another quantity on an axis of its
    own.
    """
    if asked.indicator != ISSUED:
        body.figures(asked)
        return
    issued, in_force = st.columns([1.7, 1], gap="medium")
    with issued:
        body.figures(asked)
    with in_force:
        other = Filters(IN_FORCE)
        about = query.indicator(other)
        timeline.show(other, about, body.WORLD, key="in_force")
        st.caption(about.definition)
