"""One indicator as cards, map, ranking, timeline and table: the body of every domain page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from components.indicator import (
    cards,
    flows,
    map,
    places,
    provenance,
    ranking,
    tables,
    timeline,
)
from data import query
from data.query import Filters
from languages.english import indicator as words


def show(asked: Filters, kpis: bool = True, story: Callable[[], None] | None = None) -> None:
    """The whole body; a question nothing answers says so in words.

    Without `kpis` the page has cards of its own; `story` is drawn above the table.
    """
    about = query.indicator(asked)
    if kpis:
        cards.show(asked, about)
    everywhere = replace(asked, countries=())
    everyone = query.by_country(everywhere)
    if everyone.empty and query.by_period(asked.during(None, None)).empty:
        st.info(words.NOTHING_FOUND(title=about.title, filters=asked.words(about)))
    elif everyone.empty:
        if not query.by_country(everywhere.during(None, None)).empty:
            st.info(words.NO_COUNTRY(filters=asked.words(about)))
        else:
            st.info(words.WORLD_ONLY())
        st.caption(about.definition)
        timeline.show(asked, about, 380)
    else:
        left, right = st.columns([3, 1.35], gap="medium")
        with left:
            map.show(asked, about)
        with right:
            if about.kind == "listing" and everyone["value"].max() <= 1:
                tables.members(asked, about)
            else:
                ranking.show(asked, about)
        timeline.show(asked, about)
    if about.partner_role and not about.one_category:
        flows.show(asked, about)
    if story:
        story()
    tables.show(places.counted(asked), about)
    provenance.show(asked)
