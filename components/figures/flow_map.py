"""From where to where: lines on a map, as wide as what flows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

import legends
from components.figures import classed_map, theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages.english import figures as words

STEPS = 20  # of a curve


def _curve(start: pd.Series, end: pd.Series) -> tuple[list[float], list[float]]:
    """A curve bent a little to the north that stays on the map: the shortest way over the globe
    would leave it at its edges.
    """
    along = [i / STEPS for i in range(STEPS + 1)]
    bend = min(abs(end["lon"] - start["lon"]) / 8, 78 - max(start["lat"], end["lat"]), 18)
    lon = [float(start["lon"] + (end["lon"] - start["lon"]) * at) for at in along]
    return lon, [
        float(start["lat"] + (end["lat"] - start["lat"]) * at + bend * math.sin(math.pi * at))
        for at in along
    ]


def build(
    flows: pd.DataFrame,
    places: pd.DataFrame,
    *,
    unit: str,
    domain: str,
    reads: Reads | None = None,
) -> Figure:
    """From `flows` (partner = where from, country = where to, value, low, high), largest first, and
    `places` (iso3, name, lon, lat).
    """
    said_of = reading(unit, reads)
    places = places.set_index("iso3")
    land = [code for code in places.index if code != "ATA"]
    data: list[dict[str, Any]] = [
        {
            "type": "choropleth",
            "locations": land,
            "z": [0] * len(land),
            "colorscale": [[0, legends.ZERO], [1, legends.ZERO]],
            "showscale": False,
            "hoverinfo": "skip",
            "marker": {"line": {"width": 0.5, "color": "$border"}},
        }
    ]
    top = flows["level"].max() if len(flows) else 1
    for row in flows.iloc[::-1].itertuples():
        lon, lat = _curve(places.loc[row.partner], places.loc[row.country])
        data.append(
            {
                "type": "scattergeo",
                "mode": "lines",
                "lon": lon,
                "lat": lat,
                "hoverinfo": "skip",
                "showlegend": False,
                "line": {
                    "width": round(1 + 8 * math.sqrt(row.level / top), 1),
                    "color": theme.accent(domain),
                },
                "opacity": 0.45,
            }
        )
    arrivals = flows.groupby("country")["level"].sum()
    departures = flows.groupby("partner")["level"].sum()
    for codes, symbol, said in (
        (departures, "circle-open", words.PLACE_FROM),
        (arrivals, "circle", words.PLACE_TO),
    ):
        listed = list(codes.index)
        data.append(
            {
                "type": "scattergeo",
                "mode": "markers",
                "lon": places.loc[listed, "lon"].tolist(),
                "lat": places.loc[listed, "lat"].tolist(),
                "customdata": listed,
                "text": [
                    said(
                        name=plain(places.at[code, "name"]),
                        said=said_of(float(codes[code]), None, None),
                    )
                    for code in listed
                ],
                "hovertemplate": "%{text}<extra></extra>",
                "marker": {
                    "size": 9,
                    "symbol": symbol,
                    "color": theme.accent(domain),
                    "line": {"width": 1.6, "color": theme.accent(domain)},
                },
                "showlegend": False,
            }
        )
    legend = [
        classed_map.key(str(name), theme.accent(domain), shape)
        for name, shape in ((words.WHERE_FROM, "ring"), (words.WHERE_TO, "circle"))
    ]
    return {"data": data, "layout": classed_map.layout(), "legend": legend}
