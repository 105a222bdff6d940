"""From where to where: lines on a map, as wide as what flows."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from components.figures import classed_map, theme, words
from components.figures.theme import Figure


def build(flows: pd.DataFrame, places: pd.DataFrame, *, unit: str, domain: str) -> Figure:
    """From `flows` (partner = where from, country = where to, value, low, high), largest first, and `places` (iso3, name, lon, lat)."""
    unit = words.plain(unit)
    places = places.set_index("iso3")
    land = [code for code in places.index if code != "ATA"]
    data: list[dict[str, Any]] = [
        {
            "type": "choropleth", "locations": land, "z": [0] * len(land), "colorscale": [[0, classed_map.ZERO], [1, classed_map.ZERO]], "showscale": False, "hoverinfo": "skip",
            "marker": {"line": {"width": 0.5, "color": "$border"}},
        }
    ]  # fmt: skip
    top = flows["level"].max() if len(flows) else 1
    for row in flows.iloc[::-1].itertuples():
        a, b = places.loc[row.partner], places.loc[row.country]
        data.append(
            {
                "type": "scattergeo", "mode": "lines", "lon": [a["lon"], b["lon"]], "lat": [a["lat"], b["lat"]], "hoverinfo": "skip", "showlegend": False,
                "line": {"width": round(1 + 8 * math.sqrt(row.level / top), 1), "color": theme.accent(domain)}, "opacity": 0.45,
            }
        )  # fmt: skip
    arrivals = flows.groupby("country")["level"].sum()
    departures = flows.groupby("partner")["level"].sum()
    for codes, symbol, word in ((departures, "circle-open", "from"), (arrivals, "circle", "to")):
        listed = list(codes.index)
        data.append(
            {
                "type": "scattergeo", "mode": "markers", "lon": places.loc[listed, "lon"].tolist(), "lat": places.loc[listed, "lat"].tolist(), "customdata": listed,
                "text": [f"<b>{words.plain(places.at[code, 'name'])}</b><br>{word}: {words.number(codes[code])} {unit} in the flows drawn" for code in listed],
                "hovertemplate": "%{text}<extra></extra>", "marker": {"size": 9, "symbol": symbol, "color": theme.accent(domain), "line": {"width": 1.6, "color": theme.accent(domain)}},
                "name": {"from": "○ where from", "to": "● where to"}[word], "showlegend": True,
            }
        )  # fmt: skip
    return {
        "data": data,
        "layout": classed_map.layout(),
    }
