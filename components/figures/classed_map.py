"""World maps with named classes: what each country is, what none is known for, what was chosen;
shared by all maps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import legends
from components.figures import theme
from components.figures.theme import Figure
from languages.english import figures as words

_CLEAR = "rgba(0,0,0,0)"
FULL, HOLLOW = 9, 5  # pixels of a state too small to be seen


def build(
    classes: Mapping[str, int],
    named: Sequence[tuple[str, Any]],
    label: Mapping[str, str],
    places: pd.DataFrame,
    over: Sequence[dict[str, Any]] = (),
    missing: str = "",
) -> Figure:
    """Countries of `classes` (country -> place in `named`, pairs of words and colour) filled; all
    others hatched as `missing`, where nothing is said as without data.

    `places` is indexed by iso3 with lon, lat and circle. With `over`, traces drawn on top instead
    of small states' circles and of
    the legend, the fill is only a ground. Every map has the same areas in the same order, so that
    Plotly finds each where it was and projects none anew. Its `legend` is written by
    static/elements/chart.js, without Plotly.
    """
    shown = [code for code in places.index if code != "ATA"]
    small = set(places.index[places["circle"].astype(bool)])
    colours = ["$hatch", *(colour for _, colour in named)]
    at = {code: classes[code] + 1 if code in classes else 0 for code in shown}
    legend = [] if all(at.values()) else [key(missing or words.NO_DATA(), "$hatch")]
    if over:
        legend += [
            key(name, colour)
            for i, (name, colour) in enumerate(named)
            if name and i in {*classes.values()}
        ]
    legend += (
        [
            key(trace["name"], trace["marker"]["color"], "circle", trace["marker"]["opacity"])
            for trace in over
        ]
        if over
        else [key(name, colour) for name, colour in named]
    )
    circles = (
        []
        if over
        else [_small_states([code for code in shown if code in small], at, colours, places, label)]
    )
    names = [missing or words.NO_DATA(), *(name for name, _ in named)]
    rings = {
        names[at[code]]: None
        for each in circles
        for code, size in zip(each["customdata"], each["marker"]["size"], strict=True)
        if size == HOLLOW
    }
    if rings:
        legend.append(key(words.SMALL_STATE(said=" / ".join(rings)), "$muted", "ring"))
    return {
        "data": [filled(at, colours, label), *over, *circles],
        "layout": layout(),
        "legend": legend,
    }


def layout() -> dict[str, Any]:
    """An own outline file, a compromise projection without Antarctica."""
    return theme.layout(
        geo={
            "projection": {"type": "natural earth"},
            "resolution": 110,
            "fitbounds": False,
            "bgcolor": _CLEAR,
            "showframe": False,
            "showcoastlines": False,
            "showland": False,
            "showlakes": False,
            "showcountries": False,
            "lataxis": {"range": [-57, 84]},
            "lonaxis": {"range": [-169, 191]},
        },
        showlegend=False,
        clickmode="event",
        dragmode="pan",
    )


def steps(colours: Sequence[Any]) -> list[list[Any]]:
    """A scale of Plotly's on which each colour has an equal part, without shades between."""
    return [
        stop
        for i, colour in enumerate(colours)
        for stop in ([i / len(colours), colour], [(i + 1) / len(colours), colour])
    ]


def filled(
    at: Mapping[str, int],
    colours: Sequence[Any],
    label: Mapping[str, str],
    borders: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Countries filled: `at`, in its order, says which of the `colours` each has, and `label` what
    is said of it; lines between them as `borders` says, else thin.
    """
    return {
        "type": "choropleth",
        "locations": [*at],
        "z": [place + 0.5 for place in at.values()],
        "zmin": 0,
        "zmax": len(colours),
        "zauto": False,
        "colorscale": steps(colours),
        "showscale": False,
        "text": [label[code] for code in at],
        "hovertemplate": theme.hover("%{text}"),
        "marker": {"line": borders or {"width": 0.5, "color": "$border"}},
        "showlegend": False,
    }


def _small_states(
    codes: list[str],
    at: Mapping[str, int],
    colours: Sequence[Any],
    places: pd.DataFrame,
    label: Mapping[str, str],
) -> dict[str, Any]:
    """Circles of constant size: filled where there is a figure, below them small and hollow where
    there is none.
    """
    full = {code: at[code] > 0 and colours[at[code]] != legends.ZERO for code in codes}
    codes = sorted(codes, key=full.__getitem__)
    return {
        "type": "scattergeo",
        "mode": "markers",
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
        "lon": places.loc[codes, "lon"].tolist(),
        "lat": places.loc[codes, "lat"].tolist(),
        "customdata": codes,
        "text": [label[code] for code in codes],
        "marker": {
            "size": [FULL if full[code] else HOLLOW for code in codes],
            "color": [colours[at[code]] if full[code] else "$background" for code in codes],
            "opacity": 1,
            "line": {"color": "$muted", "width": 0.8},
        },
    }


def key(name: str, colour: Any, shape: str = "square", opacity: float = 1) -> dict[str, Any]:
    """A line of the legend: a square, circle or ring and what it stands for."""
    return {"name": name, "color": colour, "shape": shape, "opacity": opacity}
