"""Two countries on a map: the first dark, the other light with an outline, and what passes between
them.
"""

from __future__ import annotations

import math
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
ROOM = 0.28  # of the map's width that words need between the middle of a curve and the map's edge
SMALL = 11  # pixels of a state too small to be seen


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one country to another: how much in words, in which role, and the whole of it
    for who points at it.
    """

    origin: str
    destination: str
    number: str
    role: str
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
    room = (west + (east - west) * ROOM, east - (east - west) * ROOM)
    for way in (pair, pair[::-1]):
        if together := [flow for flow in flows if (flow.origin, flow.destination) == way]:
            data.append(_line(together, places, least, room))
    data += [
        _small(code, colours[kinds[code]], places) for code in pair if places.at[code, "circle"]
    ]
    data.append(_named(pair, places, least if flows else 0))
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


def _line(
    flows: Sequence[Flow], places: pd.DataFrame, least: float, room: tuple[float, float]
) -> dict[str, Any]:
    """What goes one way: a curve with an arrow where it arrives and its words beside its
    middle, on its outer side while there is `room` (its west and its east end) for them.
    """
    start, end = places.loc[flows[0].origin], places.loc[flows[0].destination]
    lon, lat = _curve(start, end, least)
    last, middle = STEPS, STEPS // 2
    east = lon[middle] > (float(start["lon"]) + float(end["lon"])) / 2
    east = lon[middle] < room[1] if east else lon[middle] < room[0]
    said = [f"{plain(each.number)}<br>({plain(each.role)})" for each in flows]
    return {
        "type": "scattergeo",
        "mode": "lines+markers+text",
        "lon": lon,
        "lat": lat,
        "line": {"width": 2, "color": "$text"},
        "marker": {
            "size": [14 if at == last else 0 for at in range(STEPS + 1)],
            "symbol": "arrow",
            "angleref": "previous",
            "opacity": 1,
            "color": "$text",
            "line": {"width": 0},
        },
        "text": ["<br>".join(said) if at == middle else "" for at in range(STEPS + 1)],
        "textposition": "middle right" if east else "middle left",
        "textfont": {"size": 11, "color": "$text", "shadow": theme.HALO},
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


def _named(pair: tuple[str, str], places: pd.DataFrame, clear: float) -> dict[str, Any]:
    """Both names, the northern one above its place, and above the words of curves that are bent
    `clear` degrees aside where both lie nearer to each other than that.
    """
    both = places.loc[list(pair)]
    first, second = both["lat"]
    near = math.hypot(second - first, both["lon"].diff().iloc[-1]) < clear
    ups = (1, -1) if first >= second else (-1, 1)
    return {
        "type": "scattergeo",
        "mode": "text",
        "lon": both["lon"].tolist(),
        "lat": [float(lat) + up * clear * near for lat, up in zip(both["lat"], ups, strict=True)],
        "text": [f"<b>{plain(name)}</b>" for name in both["name"]],
        "textposition": ["top center" if up > 0 else "bottom center" for up in ups],
        "textfont": {"size": 12, "color": "$text", "shadow": theme.HALO},
        "hoverinfo": "skip",
        "showlegend": False,
    }


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
