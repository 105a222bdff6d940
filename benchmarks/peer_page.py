"""The overview's questions and figures as plain values, for the same page in Dash (peer_dash.py)
and in Panel (peer_panel.py).

The answers are those of `data.query`, the drawings those of `components.figures`, with the light
theme's colours put in; what a browser of ours hatches is grey here, since plain Plotly cannot hatch
a map.
"""

from __future__ import annotations

import base64
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from components.figures import comparison, timeline, world_map
from components.figures.theme import Figure
from data import catalog, query
from data.analysis import changes
from data.catalog import Indicator
from data.geography import countries
from data.ingest import standing
from data.query import Filters, first_day, last_day, period_words
from languages import amount

OUTLINES = ROOT / "static" / "outlines"
CONFIG = {"topojsonURL": "/outlines/", "displaylogo": False}
MAP_HEIGHT, TIMELINE_HEIGHT, TABLE_HEIGHT = (
    478,
    240,
    320,
)  # pixels, as ours are in the benchmark's window
GREY = "#D9DDE0"
COLOURS = {
    "$text": "#14212B",
    "$muted": "#667079",
    "$background": "#FFFFFF",
    "$panel": "#EEF2F4",
    "$border": "#C3CED5",
    "$accent": "#0B5A73",
    "$hatch": GREY,
    "$dots": GREY,
}


@dataclass(frozen=True)
class Card:
    """One number, what it is compared with, and its line as an image's address."""

    title: str
    value: str
    change: str
    spark: str


@lru_cache(maxsize=1)
def places() -> pd.DataFrame:
    """Every country's name and where it is drawn."""
    return countries.table()[["iso3", "name", "lon", "lat", "circle"]]


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Every country's name, in their order."""
    return dict(zip(*places().sort_values("name")[["iso3", "name"]].T.to_numpy(), strict=True))


@lru_cache(maxsize=1)
def heads() -> list[Indicator]:
    """The headline of each domain, the page's first indicator first."""
    found = [
        each for each in catalog.indicators().values() if each.headline and query.extent(each.id)[0]
    ]
    return sorted(
        found,
        key=lambda each: (
            each.id != "glotip.detected_victims",
            list(catalog.DOMAINS).index(each.domain),
        ),
    )


def years(name: str) -> tuple[int, int]:
    """The first and the last year there is a figure of."""
    first, last = query.extent(name)
    assert first and last, f"{name} has no date"
    return first.year, last.year


def usual(name: str) -> tuple[int, int]:
    """The years shown first."""
    start, end = query.usual_period(catalog.indicators()[name])
    return (start.year, end.year) if start and end else years(name)


def asked(
    name: str, chosen: Sequence[str], categories: Sequence[str], period: Sequence[int]
) -> Filters:
    """What the page's controls ask for."""
    stock = catalog.indicators()[name].aggregation == "stock"
    start, end = None if stock else first_day(str(period[0])), last_day(str(period[1]))
    return Filters(name, tuple(chosen), tuple(categories), None, start, end)


def _every(question: Filters) -> list[Filters]:
    return [
        question if each.id == question.indicator else changes.usual(each, question.countries)
        for each in heads()
    ]


def cards(question: Filters) -> list[Card]:
    """One of each domain, and the data's health."""
    known = [each for each in standing.all_sources() if each.state != "not shipped"]
    good = sum(each.state == "up to date" for each in known)
    return [
        *map(_card, _every(question)),
        Card("Data health", f"{good}/{len(known)}", f"{len(known) - good} overdue or missing", ""),
    ]


def _card(question: Filters) -> Card:
    about = query.indicator(question)
    change = query.compare(question)
    when = (
        f"on {query.stock_date(question)}"
        if about.aggregation == "stock"
        else period_words(question.start, question.end)
    )
    percent = "" if change.percent is None else f" ({change.percent:+,.1f} %)"
    said = (
        ""
        if change.difference is None
        else f"{change.difference:+,.0f}{percent} against {change.against}"
    )
    ever = query.by_period(question.during(None, None))
    last = question.end.year if question.end else about.complete_to
    values = (ever[ever["period"] <= str(last)] if last else ever)["value"].dropna().tolist()[-15:]
    return Card(
        f"{about.title}, {when}",
        amount(change.now.value, change.now.low, change.now.high),
        said,
        spark(values) if len(values) > 2 else "",
    )


def spark(values: Sequence[float]) -> str:
    """The picture of how a number went, as the address of an image."""
    top = max(*values, 1e-9)
    points = [
        (3 + i * 90 / max(len(values) - 1, 1), 27 - 24 * max(value, 0) / top)
        for i, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    (x, y), colour = points[-1], "#7b8794"
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="30" viewBox="0 0 96'
        f' 30"><polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.8"/><circle'
        f' cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colour}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"


def sentences(question: Filters) -> list[str]:
    """What changed."""
    return [each.text for each in changes.sentences(_every(question))]


def world(question: Filters) -> dict[str, Any]:
    """The map, the chosen countries outlined."""
    ground = _ground(replace(question, countries=()))
    return {
        **ground,
        "data": [*ground["data"], *plain(outlined(question.countries, places().set_index("iso3")))],
    }


def outlined(chosen: Sequence[str], places: pd.DataFrame) -> list[dict[str, Any]]:
    """The outline of what was chosen; nothing where nothing is."""
    codes = [code for code in chosen if code in places.index]
    if not codes:
        return []
    rings = [code for code in codes if places.at[code, "circle"]]
    line = {"width": 2.4, "color": "$text"}
    return [
        {
            "type": "choropleth",
            "locations": codes,
            "z": [0] * len(codes),
            "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": line},
            "showlegend": False,
        },
        {
            "type": "scattergeo",
            "mode": "markers",
            "lon": places.loc[rings, "lon"].tolist(),
            "lat": places.loc[rings, "lat"].tolist(),
            "hoverinfo": "skip",
            "marker": {"size": 14, "color": "rgba(0,0,0,0)", "line": line},
            "showlegend": False,
        },
    ]


@lru_cache(maxsize=256)
def _ground(question: Filters) -> dict[str, Any]:
    about = query.indicator(question)
    absent = "zero" if about.kind in ("event", "listing", "notice") else "missing"
    figure = world_map.build(
        query.by_country(question),
        places(),
        unit=about.unit,
        domain=about.domain,
        absent=absent,
        scale=about.scale,
    )
    below = {
        "orientation": "h",
        "x": 0,
        "y": -0.01,
        "yanchor": "top",
        "font": {"size": 12},
        "itemsizing": "constant",
        "itemclick": False,
        "itemdoubleclick": False,
    }
    layout = figure["layout"] | {"height": MAP_HEIGHT, "showlegend": True, "legend": below}
    return drawn({"data": [*figure["data"], *map(key, figure["legend"])], "layout": layout})


def key(line: dict[str, Any]) -> dict[str, Any]:
    """A line of the legend as plain Plotly has it: a trace that is nowhere on the map."""
    marker = {
        "size": 12,
        "symbol": line["shape"].replace("ring", "circle-open"),
        "color": line["color"],
        "line": {"width": 0.5, "color": "$muted"},
    }
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": [None],
        "lat": [None],
        "name": line["name"],
        "hoverinfo": "skip",
        "marker": marker,
        "showlegend": True,
    }


def history(question: Filters) -> dict[str, Any]:
    """All years, the chosen period shaded; several countries as lines."""
    about, ever = query.indicator(question), question.during(None, None)
    shared: dict[str, Any] = {
        "unit": about.unit,
        "partial_from": about.partial_from,
        "height": TIMELINE_HEIGHT,
        "gaps_are_zero": about.kind in ("event", "listing", "notice"),
    }
    if len(question.countries) > 1:
        return drawn(
            comparison.build(
                query.by_period_and_country(ever), names(), question.countries, **shared
            )
        )
    by_category = (
        bool(about.categories)
        and not about.one_category
        and not about.overlap
        and about.aggregation != "stock"
    )
    return drawn(
        timeline.build(
            query.by_period_and_category(ever) if by_category else query.by_period(ever),
            domain=about.domain,
            categories=dict(about.categories) if by_category else None,
            chosen=(
                (str(question.start.year), str(question.end.year))
                if question.start and question.end
                else None
            ),
            marks=[(mark.on.year, mark.label, mark.kind) for mark in about.marks],
            partial_note=about.partial_note,
            lines=about.aggregation == "stock",
            **shared,
        )
    )


def table(question: Filters) -> pd.DataFrame:
    """Each country's figure beside the one of the period before."""
    figures = query.by_country(question)
    earlier, _ = query.period_before(replace(question, countries=()))
    shown = pd.DataFrame(
        {
            "ISO code": figures["country"],
            "Country": figures["country"].map(names()),
            "Value": figures["value"],
            "Lowest": figures["low"],
            "Highest": figures["high"],
        }
    )
    if earlier:
        shown["Before"] = figures["country"].map(
            query.by_country(earlier).set_index("country")["value"]
        )
    return shown.sort_values(["Value", "Highest"], ascending=False, ignore_index=True)


def drawn(figure: Figure) -> Figure:
    """A whole drawing, each of its parts `plain`."""
    return {name: plain(part) for name, part in figure.items() if name != "meta"}


def plain(node: Any) -> Any:
    """A part of a drawing with the light theme's colours, and grey for what ours hatches."""
    if isinstance(node, dict):
        if "$light" in node:
            return plain(node["$light"])
        return {name: plain(part) for name, part in node.items() if name != "meta"}
    if isinstance(node, list | tuple):
        return [plain(part) for part in node]
    if isinstance(node, float) and math.isnan(node):
        return None
    return COLOURS.get(node, node) if isinstance(node, str) else node


query.warm()
