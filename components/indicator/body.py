"""What a page about one indicator is made of, in the order a page shows it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from components.indicator import (
    beside,
    cards,
    flows,
    map,
    moving,
    places,
    provenance,
    ranking,
    tables,
    timeline,
)
from data import query
from data.catalog import Indicator
from data.query import Filters
from languages import listed, paragraph
from languages.english import indicator as words

WORLD = 300  # pixels of the timeline of what has no map


def summary(asked: Filters) -> None:
    """The cards: what is asked for, and what it was before."""
    cards.show(asked, query.indicator(asked))


def figures(asked: Filters) -> None:
    """Map, ranking, timeline and flows; a question nothing answers says so in words."""
    about = query.indicator(asked)
    chosen, asked = asked, published(asked)
    everywhere = replace(asked, countries=())
    everyone = query.by_country(everywhere)
    if everyone.empty and query.by_period(asked.during(None, None)).empty:
        st.info(words.NOTHING_FOUND(title=about.title, filters=asked.words(about)))
    elif everyone.empty:
        of_world = query.by_country(everywhere.during(None, None)).empty
        if not of_world:
            st.info(words.NO_COUNTRY(filters=asked.words(about)))
        elif chosen != asked:
            st.info(words.WORLD_ONLY_OF(countries=listed(chosen.named)))
        timeline.show(asked, about, WORLD)
        st.caption(paragraph(about.definition, words.WORLD_ONLY() if of_world else ""))
        st.caption(provenance.footer(about))
    else:
        second = beside.year(asked)
        left, right = st.columns([1, 1] if second else [3, 1.35], gap="medium")
        with left:
            map.show(asked, about)
        with right:
            if second:
                beside.show(asked, about, second)
            else:
                _ranked(asked, about, everyone)
        timeline.show(
            asked,
            about,
            240,
            moving.offered(asked),
            partial(moving.told, asked),
            beside.switches(asked),
            partial(beside.switched, asked),
        )
        if second:
            _ranked(asked, about, everyone)
        with st.container():  # takes its place also while there is nothing in it
            moving.show(asked, whole=True)
    if about.partner_role and not (about.one_category or about.of_pairs):
        flows.show(asked, about)


def published(asked: Filters) -> Filters:
    """The question as it can be answered: of the world where nothing is published by country."""
    if asked.countries and query.by_country(Filters(asked.indicator, (), asked.categories)).empty:
        return replace(asked, countries=(), groups=())
    return asked


def _ranked(asked: Filters, about: Indicator, everyone: pd.DataFrame) -> None:
    """Who has how much; where each is on a list or not, who is."""
    if about.kind == "listing" and everyone["value"].max() <= 1:
        tables.members(asked, about)
    else:
        ranking.show(asked, about)


def rows(asked: Filters) -> None:
    """The table of the same figures, the records behind them, and where they come from."""
    asked = published(asked)
    tables.show(places.counted(asked), query.indicator(asked))
    provenance.show(asked)
