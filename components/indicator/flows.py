"""From where to where, for figures in which a country has two roles."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import flow_map, sankey, words
from components.indicator import headline, places, provenance
from data import catalog, query
from data.analysis import country
from data.catalog import Indicator
from data.query import Filters

LARGEST = 15  # drawn by name


def show(asked: Filters, about: Indicator) -> None:
    """From where to where, on a map and as bands: the largest by name, the rest together."""
    every = query.flows(replace(asked, countries=()))
    every = every.assign(level=every["value"].fillna(every["high"]))
    alike = country.mutual(about)
    if alike:  # one record stands there both ways round
        every = every[every["country"] >= every["partner"]]
    own = every["country"] == every["partner"]
    known = every[
        ~own & every["country"].isin(places.names()) & every["partner"].isin(places.names())
    ]
    if asked.countries:
        known = known[
            known["country"].isin(asked.countries) | known["partner"].isin(asked.countries)
        ]
    known = known[known["level"] > 0].sort_values(
        ["level", "country", "partner"], ascending=[False, True, True]
    )
    if known.empty:
        return
    drawn = known.head(LARGEST)
    drawn = drawn.assign(
        said=[
            words.number(None if pd.isna(v) else v, low, high)
            for v, low, high in drawn[["value", "low", "high"]].itertuples(index=False)
        ]
    )
    title = (
        f"{about.title}: {about.partner_role} {'and' if alike else 'to'} {about.country_role},"
        f" {headline.when(asked, about)}"
    )
    st.subheader(
        f"{title}, the {len(drawn)} largest of {len(known)}" if len(drawn) < len(known) else title,
        anchor=False,
    )
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="flow-map"):
        plot(
            flow_map.build(drawn, places.table(), unit=about.unit, domain=about.domain),
            key="flows-on-map",
            height=380,
            ratio=0.53,
            alt=f"Map of flows: {title}",
            on_pick=places.pick,
            title=title,
            footer=provenance.picture(about, on_map=True),
        )
    with right, st.container(key="flow-bands"):
        others = float(known["value"].sum() - drawn["value"].sum())
        plot(
            sankey.build(drawn, others, places.names(), unit=about.unit, domain=about.domain),
            key="flows-as-bands",
            height=380,
            alt=f"Bands: {title}",
            on_pick=places.pick,
            title=title,
            footer=provenance.picture(about),
        )
    inside = every[own]["value"].sum()
    st.caption(
        f"Only records with both countries. Within one country: {words.number(float(inside))}"
        f" {about.unit}, not drawn. {catalog.source_of(about).bias}"
    )
