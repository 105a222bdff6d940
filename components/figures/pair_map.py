"""Two countries on a map: the first dark, the other light with an outline, and what passes between
them.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import legends
from components.figures import classed_map, theme
from components.figures.text import plain
from components.figures.theme import Figure

FIRST = {"$light": "#0B5A73", "$dark": "#6DBBD8"}
SECOND = {"$light": "#E0A93B", "$dark": "#96660F"}
OUTLINE = {"$light": "#7A5200", "$dark": "#F2CC7A"}
STEPS = 24  # of a curve
BENT = 0.13  # of its length, to its left: so there and back lie apart
SMALL = 11  # pixels of a state too small to be seen
LETTER, WIDE = 7.0, 320  # pixels of a letter of a name, and of the map
LONGEST = 18  # letters of a name in one line
EDGE = 0.24  # of the map's height: two lines of a name beside its place


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one country to another, and what is said of it to who points at it."""

    origin: str
    destination: str
    said: str


def build(
    pair: tuple[str, str],
    flows: Sequence[Flow],
    rings: Sequence[tuple[str, str]],
    places: pd.DataFrame,
    box: tuple[float, float, float, float],
) -> Figure:
    """From `pair`, the `flows` between, `rings` of third countries (code and words), `places`
    (iso3, name, lon, lat, circle), and the `box` that is shown.
    """
    places = places.set_index("iso3").copy()
    west, _, east, _ = box
    for turn in (-360, 360):  # on the side of the antimeridian that the box is seen from
        turned = places["lon"] + turn
        inside = ~places["lon"].between(west, east) & turned.between(west, east)
        places.loc[inside, "lon"] = turned[inside]
    kinds = {pair[0]: 1, pair[1]: 2}
    at = {code: kinds.get(code, 0) for code in places.index if code != "ATA"}
    label = {code: plain(places.at[code, "name"]) for code in at}
    second = [code == pair[1] for code in at]
    borders = {
        "width": [1.2 if each else 0.5 for each in second],
        "color": [OUTLINE if each else "$border" for each in second],
    }
    colours = (legends.ZERO, FIRST, SECOND)
    data: list[dict[str, Any]] = [classed_map.filled(at, colours, label, borders)]
    least = (box[3] - box[1]) / 8
    for way in (pair, pair[::-1]):
        if together := [flow for flow in flows if (flow.origin, flow.destination) == way]:
            data.append(_line(together, places, least))
    data += [
        _small(code, colours[kinds[code]], places) for code in pair if places.at[code, "circle"]
    ]
    data.append(_named(pair, places, box, least if flows else 0))
    if rings:
        data.append(_rings(rings, places))
    legend = [
        classed_map.key(plain(str(places.at[code, "name"])), colour)
        for code, colour in zip(pair, (FIRST, SECOND), strict=True)
    ]
    return {"data": data, "layout": classed_map.layout(), "legend": legend}


def _curve(start: pd.Series, end: pd.Series, least: float) -> tuple[list[float], list[float]]:
    """A curve to the left of the straight way, at least so many degrees, and back before its
    end.
    """
    across, along = float(end["lon"] - start["lon"]), float(end["lat"] - start["lat"])
    far = max(math.hypot(across, along), 0.01)
    bent = max(BENT, least / far)
    lon, lat = [], []
    for step in range(STEPS + 1):
        at = step / STEPS
        aside = bent * math.sin(math.pi * at)
        lon.append(float(start["lon"]) + across * at - along * aside)
        lat.append(max(-80.0, min(84.0, float(start["lat"]) + along * at + across * aside)))
    return lon, lat


def _line(flows: Sequence[Flow], places: pd.DataFrame, least: float) -> dict[str, Any]:
    """What goes one way: a curve with an arrow where it arrives. Its words stand above the map: on
    it they would lie over countries and curves.
    """
    lon, lat = _curve(places.loc[flows[0].origin], places.loc[flows[0].destination], least)
    return {
        "type": "scattergeo",
        "mode": "lines+markers",
        "lon": lon,
        "lat": lat,
        "line": {"width": 2, "color": "$text"},
        "marker": {
            "size": [14 if at == STEPS else 0 for at in range(STEPS + 1)],
            "symbol": "arrow",
            "angleref": "previous",
            "opacity": 1,
            "color": "$text",
            "line": {"width": 0},
        },
        "hovertext": "<br>".join(plain(each.said) for each in flows),
        "hovertemplate": theme.hover("%{hovertext}"),
        "showlegend": False,
    }


def _small(code: str, colour: Any, places: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": [float(places.at[code, "lon"])],
        "lat": [float(places.at[code, "lat"])],
        "hoverinfo": "skip",
        "marker": {
            "size": SMALL,
            "color": colour,
            "opacity": 1,
            "line": {"color": OUTLINE if colour is SECOND else "$text", "width": 1.2},
        },
        "showlegend": False,
    }


def _named(
    pair: tuple[str, str],
    places: pd.DataFrame,
    box: tuple[float, float, float, float],
    least: float,
) -> dict[str, Any]:
    """Both names, each on the side of its place that looks away from the other country: the curves
    between the two, bent at `least` so many degrees aside, run through none.
    """
    both = places.loc[list(pair)]
    (east, north), (other, lower) = both[["lon", "lat"]].itertuples(index=False, name=None)
    far = math.hypot(east - other, north - lower)
    across = abs(east - other) * math.cos(math.radians((north + lower) / 2)) > abs(north - lower)
    bent = max(BENT * far, least) if least and (across or far < least) else 0.0
    edge = EDGE * (box[3] - box[1])
    found: list[tuple[str, str]] = []
    stands: list[float] = []
    for at, partner, lat, up in (
        (east, other, north, north >= lower),
        (other, east, lower, north < lower),
    ):
        name = str(both["name"].iloc[len(found)])
        share = (at - box[0]) / (box[2] - box[0])
        above = lat < box[1] + edge or (up and lat < box[3] - edge)
        found.append(_beside(name, share, across, at > partner, above))
        aside = 0.0 if found[-1][1].startswith("middle") or above != up else bent
        stands.append(
            max(lat, min(lat + aside, box[3] - edge))
            if above
            else min(lat, max(lat - aside, box[1] + edge))
        )
    return {
        "type": "scattergeo",
        "mode": "markers+text",
        "lon": both["lon"].tolist(),
        "lat": [float(lat) for lat in stands],
        "text": [text for text, _ in found],
        "textposition": [place for _, place in found],
        "textfont": {"size": 12, "color": "$text", "shadow": theme.HALO},
        "marker": {"size": SMALL, "opacity": 0},  # room between a name and its place
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _beside(name: str, share: float, across: bool, eastern: bool, up: bool) -> tuple[str, str]:
    """A name and where it stands beside its place, which is at this `share` of the map's width: to
    the side where the two lie `across` and there is room, else above or below and cut by no edge.
    """
    lines = textwrap.wrap(name, LONGEST, break_long_words=False)
    wide = LETTER * max(map(len, lines)) / WIDE
    text = "<br>".join(f"<b>{plain(line)}</b>" for line in lines)
    if across and wide < (1 - share if eastern else share):
        return text, "middle right" if eastern else "middle left"
    side = "right" if share < wide / 2 else "left" if 1 - share < wide / 2 else "center"
    return text, f"{'top' if up else 'bottom'} {side}"


def _rings(rings: Sequence[tuple[str, str]], places: pd.DataFrame) -> dict[str, Any]:
    codes = [code for code, _ in rings]
    return {
        "type": "scattergeo",
        "mode": "markers",
        "lon": places.loc[codes, "lon"].tolist(),
        "lat": places.loc[codes, "lat"].tolist(),
        "customdata": codes,
        "text": [plain(said) for _, said in rings],
        "hovertemplate": theme.hover("%{text}"),
        "marker": {
            "size": 10,
            "symbol": "circle-open",
            "color": "$text",
            "line": {"width": 1.6, "color": "$text"},
        },
        "showlegend": False,
    }
