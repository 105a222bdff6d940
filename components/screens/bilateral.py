"""A brief for a meeting of two: both directions, shared lists, both sides' figures, on one printed
page.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.elements.chart import plot
from components.figures import timeline, words
from components.indicator import provenance, statements
from data import catalog
from data.analysis import bilateral
from data.analysis.bilateral import Direction
from data.geography import countries
from data.query import Filters

_PRINT = """<style>@media print {
@page {size: A4; margin: 10mm;}
header, [data-testid="stHeader"], .st-key-filters .press, .st-key-not-printed,
[data-testid="stToolbar"], [data-testid="stElementToolbar"] {display: none !important;}
html, body, #root, .stApp, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
  position: static !important; height: auto !important; overflow: visible !important;
  display: block !important;
}
[data-testid="stMainBlockContainer"] {padding: 0 !important; max-width: 100% !important;}
[data-testid="stMainBlockContainer"] * {font-size: 7.5pt !important; line-height: 1.15 !important;}
h1, h1 * {font-size: 14pt !important;} h3, h3 * {font-size: 10pt !important;}
[data-testid="stVerticalBlock"] {gap: 2mm !important;}
.plot {height: auto !important;}
.plot .plot-container, .plot .svg-container {
  width: 100% !important; height: auto !important; aspect-ratio: 8;
}
.st-key-timeline .stElementContainer,
.st-key-timeline .stElementContainer :is(div:not(.svg-container)) {
  height: auto !important; min-height: 0 !important;
}
.plot .main-svg {width: 100% !important; height: auto !important;}
td, th {padding: 0.35mm 1.5mm !important;}
}</style>"""


def show(asked: Filters) -> None:
    """The brief, or what is missing to draw it."""
    if not asked.countries or not asked.partner:
        st.info("Choose two countries above.")
        return
    first, second = asked.countries[0], asked.partner
    st.html(_PRINT)
    ours, theirs = countries.name(first), countries.name(second)
    found = bilateral.directions(first, second)
    _directions(found, ours, theirs)
    _returned(first, second)
    _shared(first, second, ours, theirs)
    _sides(first, second, ours, theirs)
    with st.container(key="not-printed"):
        provenance.choose(_figures(first, second, found))
        st.caption("Print this page (Ctrl+P): it fits one A4 sheet.")


def _figures(
    first: str, second: str, found: list[tuple[Direction, Direction]]
) -> dict[str, Filters]:
    """Every figure of the page by its words."""
    name = countries.name
    each = {
        f"{one.about.title}, from {name(one.origin)} to {name(one.destination)}": one.asked
        for pair in found
        for one in pair
    }
    for _, when, *sides in bilateral.side_by_side(first, second):
        each |= {
            f"{countries.name(line.asked.countries[0])}: {line.title}, {when}": line.asked
            for line in sides
            if line
        }
    return each


def _figure(direction: Direction) -> str:
    now = direction.total
    if direction.about.kind == "event" or now.value is not None or now.high is not None:
        return f"{words.number(now.value, now.low, now.high)}" + (
            f" (at most {words.number(now.high)})" if now.masked and now.value is not None else ""
        )
    return "no figure"


def _directions(found: list[tuple[Direction, Direction]], ours: str, theirs: str) -> None:
    st.subheader("Between the two, all years", anchor=False)
    if not found:
        st.caption(
            f"No victims, incidents or encounters are recorded between {ours} and {theirs} in any"
            " source here."
        )
        return
    directed = [(one, other) for one, other in found if not one.mutual]
    for one, _ in (pair for pair in found if pair[0].mutual):
        st.text(
            f"{one.about.title} between {ours} and {theirs}:"
            f" {_figure(one)} ({bilateral.years(one)})."
        )
    if directed:
        _table(directed, ours, theirs)
    with st.container(key="timeline"):
        for one, other in found:
            if not one.years["value"].notna().any() and not other.years["value"].notna().any():
                continue
            parts = pd.concat(
                [one.years.assign(category="out"), other.years.assign(category="back")]
            )
            names = {"out": f"{ours} to {theirs}", "back": f"{theirs} to {ours}"}
            if one.mutual:
                parts, names = one.years.assign(category="out"), {"out": f"{ours} and {theirs}"}
            title = (
                f"{one.about.title}: {one.about.partner_role} {'and' if one.mutual else 'to'}"
                f" {one.about.country_role}, {ours} and {theirs}"
            )
            plot(
                timeline.build(
                    parts,
                    unit=one.about.unit,
                    domain=one.about.domain,
                    categories=names,
                    gaps_are_zero=one.about.kind == "event",
                    within=bilateral.span(one, other),
                    partial_from=one.about.complete_to + 1 if one.about.complete_to else None,
                    partial_note=one.about.partial_note,
                    height=170,
                ),
                key=f"between-{one.about.id.replace('.', '-')}",
                height=170,
                alt=title,
                title=title,
                footer=provenance.footer(one.about),
            )
            st.caption(f"{title}. {catalog.source_of(one.about).bias}")


def _table(directed: list[tuple[Direction, Direction]], ours: str, theirs: str) -> None:
    """What went each way, with the years it is known for."""
    st.table(
        pd.DataFrame(
            [
                {
                    "What": f"{one.about.title} ({one.about.unit})",
                    f"From {ours} to {theirs}": _figure(one),
                    "Years": bilateral.years(one),
                    f"From {theirs} to {ours}": _figure(other),
                    "Years ": bilateral.years(other),
                }
                for one, other in directed
            ]
        ).set_index("What")
    )


def _returned(first: str, second: str) -> None:
    for home, other, persons in bilateral.returned(first, second):
        st.text(
            f"Fugitives returned to {countries.name(home)} from {countries.name(other)}, as stated"
            f" in Bali in November 2016: {words.number(persons)}."
        )


def _shared(first: str, second: str, ours: str, theirs: str) -> None:
    shared = bilateral.shared_lists(first, second)
    st.subheader("Lists and agreements both stand on", anchor=False)
    if shared:
        st.table(
            pd.DataFrame(
                [
                    {
                        "List": one.about.title,
                        "As": one.category or one.about.unit,
                        f"{ours} since": one.since,
                        f"{theirs} since": other.since,
                    }
                    for one, other in shared
                ]
            ).set_index("List")
        )
    else:
        st.caption("None of those known here.")


def _sides(first: str, second: str, ours: str, theirs: str) -> None:
    st.subheader("Both sides", anchor=False)
    rows = [
        {
            "Indicator": (one or other).title,
            "Period": when,
            ours: statements.short(one),
            theirs: statements.short(other),
            "Unit": about.unit,
        }
        for about, when, one, other in bilateral.side_by_side(first, second)
        if (statements.short(one), statements.short(other)) != ("–", "–")
    ]
    if rows:
        st.table(pd.DataFrame(rows).set_index("Indicator"))
        st.caption(
            "– means that no figure is published or, for a list or an event, that none is recorded."
            " Counts depend on how hard a country looks and reports: they do not rank the two."
        )
    else:
        st.caption("No source here has a figure for either.")
