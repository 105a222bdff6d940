"""World maps with named classes: what each country is, what none is known for, what was chosen; shared by all maps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.figures import theme
from components.figures.theme import Figure

ZERO = {"$light": "#f0f1ee", "$dark": "#262c33"}  # none recorded: a colour, not a gap
_CLEAR = "rgba(0,0,0,0)"


def build(
    classes: Mapping[str, int],
    named: Sequence[tuple[str, Any]],
    label: Mapping[str, str],
    places: pd.DataFrame,
    over: Sequence[dict[str, Any]] = (),
    missing: str = "No data published",
) -> Figure:
    """Countries of `classes` (country -> place in `named`, pairs of words and colour) filled; all others hatched as `missing`.

    `places` is indexed by iso3 with lon, lat and circle. With `over`, traces drawn on top instead of small states' circles and of
    the legend, the fill is only a ground.
    """
    known = list(classes)
    rest = [code for code in places.index if code not in classes and code != "ATA"]
    data: list[dict[str, Any]] = []
    if rest:  # Plotly asks for no outlines at all while its first area trace is empty
        data += [{**_filled(rest, [0] * len(rest), ["$background"], label), "meta": {"hatch": True}}, key(missing, "$background", hatch=True)]
    if known:
        data.append(_filled(known, [classes[code] for code in known], [colour for _, colour in named], label))
    data += over or _small_states([code for code, circle in places["circle"].items() if circle and code != "ATA"], classes, named, places, label)
    if not over:
        data += [key(words, colour) for words, colour in named]
    return {"data": data, "layout": layout()}


def layout() -> dict[str, Any]:
    """An own outline file, a compromise projection without Antarctica, the legend below."""
    return theme.layout(
        geo={
            "projection": {"type": "natural earth"}, "resolution": 110, "fitbounds": False, "bgcolor": _CLEAR, "showframe": False, "showcoastlines": False,
            "showland": False, "showlakes": False, "showcountries": False, "lataxis": {"range": [-57, 84]}, "lonaxis": {"range": [-169, 191]},
        },
        showlegend=True, clickmode="event", dragmode="pan",
        legend={
            "orientation": "h", "x": 0, "y": -0.01, "yanchor": "top", "xanchor": "left", "font": {"size": 12, "color": "$text"}, "itemclick": False,
            "itemdoubleclick": False, "bgcolor": _CLEAR, "traceorder": "normal", "itemsizing": "constant",
        },
    )  # fmt: skip


def _filled(codes: list[str], classes: Sequence[int], colours: Sequence[Any], label: Mapping[str, str]) -> dict[str, Any]:
    stops = [stop for i, colour in enumerate(colours) for stop in ([i / len(colours), colour], [(i + 1) / len(colours), colour])]
    return {
        "type": "choropleth", "locations": codes, "z": [each + 0.5 for each in classes], "zmin": 0, "zmax": len(colours), "zauto": False, "colorscale": stops, "showscale": False,
        "text": [label[code] for code in codes], "hovertemplate": "%{text}<extra></extra>", "marker": {"line": {"width": 0.5, "color": "$border"}}, "showlegend": False,
    }  # fmt: skip


def _small_states(codes: list[str], classes: Mapping[str, int], named: Sequence[tuple[str, Any]], places: pd.DataFrame, label: Mapping[str, str]) -> list[dict[str, Any]]:
    """Circles of constant size: filled where there is a figure, small and hollow where there is none."""
    known = [code for code in codes if code in classes and named[classes[code]][1] != ZERO]
    rest = [code for code in codes if code not in known]
    out = []
    for group, size, colour in ((rest, 5, "$background"), (known, 9, [named[classes[code]][1] for code in known])):
        out.append(
            {
                "type": "scattergeo", "mode": "markers", "hovertemplate": "%{text}<extra></extra>", "showlegend": False, "lon": places.loc[group, "lon"].tolist(),
                "lat": places.loc[group, "lat"].tolist(), "customdata": group, "text": [label[code] for code in group],
                "marker": {"size": size, "color": colour, "opacity": 1, "line": {"color": "$muted", "width": 0.8}},
            }
        )  # fmt: skip
    return out


def key(name: str, colour: Any, hatch: bool = False) -> dict[str, Any]:
    """A swatch of the legend."""
    return {
        **({"meta": {"hatch": True}} if hatch else {}), "type": "scattergeo", "lon": [None], "lat": [None], "mode": "markers", "name": name, "hoverinfo": "skip",
        "marker": {"size": 12, "symbol": "square", "color": colour, "line": {"width": 0.5, "color": "$muted"}}, "showlegend": True,
    }  # fmt: skip
