"""A world map: what each country has, as filled areas or as circles."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import legends
from components.figures import classed_map, theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount
from languages.english import figures as words


def build(
    figures: pd.DataFrame,
    places: pd.DataFrame,
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str,
    absent: str,
    sized: bool = False,
    scale: tuple[float, float] | None = None,
    groups: Mapping[str, str] | None = None,
    group_names: Mapping[str, str] | None = None,
    missing: tuple[str, str] = ("", ""),
    ever: Sequence[float] = (),
    bounded: tuple[str, str] = ("", ""),
    order: Mapping[float, str] | None = None,
) -> Figure:
    """From `figures` (country, value, low, high) and `places` (iso3, name, lon, lat, circle).

    With the values there `ever` were, classes and circles are alike on the maps of all years.

    `absent` says what a country without a row means: "missing" (hatched) or "zero" (none recorded).
    `sized` draws circles
    whose area is the value instead of filling countries. Where countries are listed or not,
    `groups` names each one's list (`group_names` in the legend's order) and the lists are the
    classes. `missing` is what the hatch stands for, in
    the legend and on a country; without it, that there are no data. `bounded` is the same of
    countries without a value: without it, that a range is published. `order` names the levels of
    what is an order and no amount: the classes are called so, and no country has a place.
    """
    said_of = reading(unit, reads)
    places = places.set_index("iso3")
    figures = figures[figures["country"].isin(places.index)]
    shown = {
        row.country: (
            None if pd.isna(row.value) else float(row.value),
            float(row.low),
            float(row.high),
        )
        for row in figures.itertuples()
    }
    levels = {code: value for code, (value, _, _) in shown.items() if value is not None}
    ranged = [code for code, (value, _, _) in shown.items() if value is None]
    range_only = bounded[0] or words.RANGE_ONLY()
    none = words.NONE_RECORDED_HERE() if absent == "zero" else missing[1] or words.NO_DATA_HERE()
    label = {
        code: _label(
            name,
            shown.get(code),
            said_of,
            (group_names or {}).get((groups or {}).get(code, "")),
            none,
            bounded[1],
        )
        for code, name in places["name"].items()
    }
    if groups:
        lists = list(group_names or {})
        levels = {code: lists.index(groups[code]) + 1 for code in levels if code in groups}
        edges: list[float] = list(range(1, len(lists) + 1))
        named = [plain((group_names or {})[each]) for each in lists]
    else:
        known = list(ever) or list(levels.values())
        edges = legends.bounds(known, scale)
        named = legends.labels(
            edges,
            max(known, default=1),
            all(float(level).is_integer() for level in known),
            bool(scale) and {*known} <= {*edges},
        )
        if order:
            named = [plain(order.get(edge, said)) for edge, said in zip(edges, named, strict=True)]
    classes = {
        code: 0 if level == 0 and not scale and edges[0] >= 0 else legends.at(level, edges) + 1
        for code, level in levels.items()
    }
    if absent == "zero":
        none_here = {*places.index} - {*classes, *ranged, "ATA"}
        classes |= dict.fromkeys(none_here, 0)
    pairs: list[tuple[str, Any]] = [
        (words.NONE_RECORDED() if absent == "zero" else amount(0), legends.ZERO),
        *zip(
            named,
            legends.ramp(legends.ACCENTS[domain], len(edges) + bool(groups))[bool(groups) :],
            strict=True,
        ),
    ]
    if sized:
        ground: list[tuple[str, Any]] = [("", legends.ZERO), (range_only, "$dots")]
        drawn = classed_map.build(
            dict.fromkeys(classes, 0) | dict.fromkeys(ranged, 1),
            ground,
            label,
            places,
            over=[_bubbles(levels, places, label, domain, max(ever, default=0))],
            missing=missing[0],
        )
        return drawn | {"ranks": _ranks(levels)}
    if 0 not in classes.values():  # nothing is zero: no swatch for it
        classes, pairs = {code: at - 1 for code, at in classes.items()}, pairs[1:]
    if ranged:  # known within bounds only: a look of its own, never the upper bound's colour
        classes |= dict.fromkeys(ranged, len(pairs))
        pairs = [*pairs, (range_only, "$dots")]
    drawn = classed_map.build(classes, pairs, label, places, missing=missing[0])
    return drawn if groups or order else drawn | {"ranks": _ranks(levels)}


def _ranks(levels: Mapping[str, float]) -> dict[str, int]:
    """Each country's place among those with a figure, the most first; equal ones share theirs."""
    place: dict[float, int] = {}
    for at, level in enumerate(sorted(levels.values(), reverse=True), 1):
        place.setdefault(level, at)
    return {code: place[level] for code, level in levels.items()}


def _label(
    name: str,
    figure: tuple[float | None, float, float] | None,
    said_of: Reads,
    note: str | None,
    none: str,
    bounded: str,
) -> str:
    name = plain(name)
    if figure is None:
        return words.PLACE(name=name, said=none)
    said = bounded if bounded and figure[0] is None else said_of(*figure)
    if note:
        return words.PLACE_NOTE(name=name, said=said, note=plain(note))
    return words.PLACE(name=name, said=said)


def _bubbles(
    levels: Mapping[str, float],
    places: pd.DataFrame,
    label: Mapping[str, str],
    domain: str,
    most: float,
) -> dict[str, Any]:
    top = max([most, *levels.values()]) or 1
    codes = sorted(
        (code for code, level in levels.items() if level > 0), key=lambda code: -levels[code]
    )
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": places.loc[codes, "lon"].tolist(),
        "lat": places.loc[codes, "lat"].tolist(),
        "customdata": codes,
        "text": [label[code] for code in codes],
        "hovertemplate": "%{text}<extra></extra>",
        "name": (words.CIRCLES_EVER if most else words.CIRCLES)(amount=amount(top)),
        "showlegend": False,
        "marker": {
            "size": [max(4.5, round(46 * math.sqrt(levels[code] / top), 1)) for code in codes],
            "color": theme.accent(domain),
            "opacity": 0.62,
            "line": {"color": "$background", "width": 0.8},
        },
    }
