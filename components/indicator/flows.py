"""From where to where, for figures in which a country has two roles."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from components.elements import chart
from components.elements.chart import Packed
from components.figures import flow_map, sankey
from components.indicator import places, provenance
from components.shell import state
from data import catalog, query, store
from data.analysis import country, saying
from data.caching import remembered
from data.catalog import Indicator
from data.query import Filters
from languages import listed, paragraph
from languages.english import flows as words

NAMED = 15  # flows drawn by name; the others together


@dataclass(frozen=True, slots=True)
class _Flows:
    """What is drawn of flows: what stands above them, on a map, as bands, and what stands below."""

    heading: str
    on_map: Packed
    as_bands: Packed
    note: str


def show(asked: Filters, about: Indicator) -> None:
    """From where to where, on a map and as bands: the largest by name, the rest together."""
    found = _drawn(store.current().version, asked, state.borders())
    if found is None:
        return
    st.subheader(found.heading, anchor=False)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="flow-map"):
        chart.show(found.on_map, places.pick)
    with right, st.container(key="flow-bands"):
        chart.show(found.as_bands, places.pick)
    st.caption(found.note)


@remembered(256)
def _drawn(version: str, asked: Filters, borders: str) -> _Flows | None:
    """None where nothing flows."""
    about = query.indicator(asked)
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
        return None
    drawn = known.head(NAMED)
    template = words.TITLE_ALIKE if alike else words.TITLE
    title = template(
        title=about.title,
        origin=catalog.role_words(about.partner_role),
        destination=catalog.role_words(about.country_role),
        when=saying.when(asked, about),
    )
    if asked.named:
        title = words.CHOSEN(title=title, names=listed(asked.named))
    largest = words.LARGEST_OF(title=title, n=len(drawn), of=len(known))
    others = float(known["value"].sum() - drawn["value"].sum())
    here = own & every["country"].isin(asked.countries) if asked.countries else own
    inside = every[here]["value"].sum()
    within = words.WITHIN(said=about.amount(float(inside)))
    return _Flows(
        largest if len(drawn) < len(known) else title,
        chart.pack(
            flow_map.build(
                drawn,
                places.table(),
                unit=about.unit,
                reads=about.amount,
                domain=about.domain,
            ),
            key="flows-on-map",
            height=380,
            ratio=0.53,
            alt=words.ALT_MAP(title=title),
            pick=True,
            title=title,
            footer=provenance.picture(about, on_map=True),
            borders=borders,
        ),
        chart.pack(
            sankey.build(
                drawn,
                others,
                places.names(),
                unit=about.unit,
                reads=about.amount,
                domain=about.domain,
            ),
            key="flows-as-bands",
            height=380,
            alt=words.ALT_BANDS(title=title),
            pick=True,
            title=title,
            footer=provenance.picture(about),
        ),
        paragraph(within, catalog.source_of(about).bias),
    )
