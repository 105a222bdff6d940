"""Where a figure comes from, in the words that stand with it and travel with every download."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from data import catalog, outlines, query, store
from data.catalog import Indicator
from data.filters import Filters


def footer(about: Indicator, on_map: bool = False) -> str:
    """Source, licence, as-of date and, for a map, the note on boundaries: one line."""
    source = catalog.source_of(about)
    following = f", next update {source.next_update.isoformat()}" if source.next_update else ""
    text = f"Source: {source.publisher}, {source.title} ({source.edition}). Licence: {source.licence.name}. As of {source.as_of.isoformat()}{following}."
    return f"{text} {outlines.NOTE}" if on_map else text


def picture(about: Indicator, on_map: bool = False) -> str:
    """What a downloaded picture carries below it: the definition, what it leaves out, and the source."""
    return f"{about.definition} {catalog.source_of(about).bias}\n{footer(about, on_map)}"


def metadata(asked: Filters) -> dict[str, Any]:
    """What a downloaded table must carry beside it."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    return {
        "indicator": about.id, "title": about.title, "definition": about.definition, "unit": about.unit, "kind": about.kind, "aggregation": about.aggregation,
        "filters": asked.plain(), "filters_in_words": asked.words(about), "publisher": source.publisher, "source": source.title, "edition": source.edition,
        "licence": source.licence.name, "redistribution": source.licence.redistribution, "url": source.url, "as_of": source.as_of.isoformat(),
        "version": version.version if version else None, "accessed": date.today().isoformat(), "citation": citation(asked), "caveats": list(about.caveats), "bias": source.bias,
    }  # fmt: skip


def citation(asked: Filters) -> str:
    """One line to quote a figure by: publisher, version, filters, access date."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    version = store.current().versions.get(source.name)
    return f"{source.citation} {about.title}: {asked.words(about)}. Version {version.version if version else 'none'}, accessed {date.today().isoformat()}."


def show(asked: Filters) -> None:
    """Definition, caveats, source and citation of what the page shows."""
    about = query.indicator(asked)
    source = catalog.source_of(about)
    with st.expander("Where does this come from?", key="provenance", icon=":material/fact_check:"):
        left, right = st.columns(2)
        with left:
            st.text(about.definition)
            st.text(source.bias)
            for caveat in about.caveats:
                st.text(f"•  {caveat}")
        with right:
            st.text(f"Publisher: {source.publisher}\nDataset: {source.title}, {source.edition}\nLicence: {source.licence.name}\nAs of: {source.as_of}\nNext update: {source.next_update or 'not announced'}")
            st.text("Cite this figure as")
            st.code(citation(asked), language=None, wrap_lines=True)
