"""Whom a proposal of a notice reaches, on a map: who asks, who is named, whom a rule found."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

import legends
from components.figures import classed_map, theme
from components.figures.text import plain
from components.figures.theme import Figure
from languages.english import watch as words

NAMED = {"$light": "#0B5A73", "$dark": "#6DBBD8"}
FOUND = {"$light": "#8FBFCE", "$dark": "#2F6478"}
SMALL = 11  # pixels of a state too small to be seen
WIDTH, HEIGHT = 440, 230  # pixels of a map that is not large
LETTER, LINE = 7, 14  # pixels of a letter and a line of a name


def build(
    asks: str,
    named: Collection[str],
    found: Collection[str],
    places: pd.DataFrame,
    box: tuple[float, float, float, float],
) -> Figure:
    """From the code of who `asks` (or ""), those `named` and those `found` by a rule, `places`
    (iso3, name, lon, lat, circle), and the `box` (west, south, east, north) that is shown. Who
    asks is outlined and never reached.
    """
    places = places.set_index("iso3")
    kinds = {**dict.fromkeys(found, 2), **dict.fromkeys(named, 1)}
    kinds.pop(asks, None)
    colours = (legends.ZERO, NAMED, FOUND)
    said = (words.NOT_REACHED(), words.NAMED_IN_IT(), words.FOUND_BY_A_RULE())
    at = {code: kinds.get(code, 0) for code in places.index if code != "ATA"}
    label = {
        code: f"{plain(places.at[code, 'name'])}<br>"
        f"{plain(words.ASKS() if code == asks else said[kind])}"
        for code, kind in at.items()
    }
    reached = [code for code in places.index if code in kinds]
    data: list[dict[str, Any]] = [
        classed_map.filled(at, colours, label),
        _small([code for code in reached if places.at[code, "circle"]], kinds, colours, places),
    ]
    data.append(
        _names([*filter(None, [asks]), *sorted(reached, key=kinds.__getitem__)], places, box)
    )
    legend = [
        classed_map.key(said[kind], colours[kind]) for kind in (1, 2) if kind in kinds.values()
    ]
    return {"data": data, "layout": classed_map.layout(), "legend": legend}


def _small(
    codes: list[str], kinds: dict[str, int], colours: tuple[Any, ...], places: pd.DataFrame
) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": places.loc[codes, "lon"].tolist(),
        "lat": places.loc[codes, "lat"].tolist(),
        "hoverinfo": "skip",
        "marker": {
            "size": SMALL,
            "color": [colours[kinds[code]] for code in codes],
            "opacity": 1,
            "line": {"color": "$text", "width": 1},
        },
        "showlegend": False,
    }


def _names(
    codes: list[str], places: pd.DataFrame, box: tuple[float, float, float, float]
) -> dict[str, Any]:
    """The names that find room, those before first: above their place, below or beside it."""
    west, south, east, north = box
    scale = min(WIDTH / (east - west), HEIGHT / (north - south))  # pixels of a degree
    taken: list[tuple[float, float, float, float]] = []
    shown, sides = [], []
    for code in codes:
        lon, lat = places.loc[code, ["lon", "lat"]]
        x = ((lon - west) % 360) * scale
        y = (north - lat) * scale
        wide = LETTER * len(places.at[code, "name"])
        for side, left, top in (
            ("top center", x - wide / 2, y - LINE),
            ("bottom center", x - wide / 2, y),
            ("middle right", x, y - LINE / 2),
            ("middle left", x - wide, y - LINE / 2),
        ):
            here = (left, top, left + wide, top + LINE)
            if all(
                here[2] < each[0] or each[2] < here[0] or here[3] < each[1] or each[3] < here[1]
                for each in taken
            ):
                taken.append(here)
                shown.append(code)
                sides.append(side)
                break
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": places.loc[shown, "lon"].tolist(),
        "lat": places.loc[shown, "lat"].tolist(),
        "text": [f"<b>{plain(name)}</b>" for name in places.loc[shown, "name"]],
        "textposition": sides,
        "textfont": {"size": 11, "color": "$text", "shadow": theme.HALO},
        "hoverinfo": "skip",
        "showlegend": False,
    }
