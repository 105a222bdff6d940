"""Lines of several countries on one axis, each named where it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.figures import theme, words
from components.figures.theme import Figure


def build(figures: pd.DataFrame, names: Mapping[str, str], countries: Sequence[str], *, unit: str, partial_from: int | None = None, gaps_are_zero: bool = False, chosen: tuple[str, str] | None = None, height: int = 240) -> Figure:
    """From `figures` (period `2016`, country, value, low, high), a line per country of `countries` in their order.

    A line breaks where nothing is known; `chosen` is the first and last period shaded.
    """
    unit = words.plain(unit)
    every = sorted(figures["period"].unique())
    years = [str(year) for year in range(int(every[0]), int(every[-1]) + 1)] if every else []
    data: list[dict[str, Any]] = []
    ends: list[tuple[float, int, str, dict[str, str]]] = []
    for i, code in enumerate(countries):
        mine = figures[figures["country"] == code].set_index("period").reindex(years)
        value = mine["value"].fillna(0) if gaps_are_zero else mine["value"]
        said = [words.number(*row) if not pd.isna(row[2]) else ("0" if gaps_are_zero else "no data") for row in mine[["value", "low", "high"]].itertuples(index=False, name=None)]
        plain = theme.CATEGORIES[i % len(theme.CATEGORIES)]
        colour = {"$light": theme.mix(plain, "#000000", 0.15), "$dark": theme.mix(plain, theme.WHITE, 0.4)}
        data.append(
            {
                "type": "scatter", "mode": "lines+markers", "x": [int(year) for year in years], "y": [None if pd.isna(each) else each for each in value], "name": words.plain(names[code]),
                "line": {"color": colour, "width": 2.4}, "marker": {"size": 6, "color": colour}, "connectgaps": False, "customdata": list(zip(years, said, strict=True)), "showlegend": False,
                "hovertemplate": f"<b>{words.plain(names[code])}</b> %{{customdata[0]}}<br>%{{customdata[1]}} {unit}<extra></extra>", "unselected": {"marker": {"opacity": 1}},
            }
        )  # fmt: skip
        known = value.dropna()
        if len(known):
            ends.append((float(known.iloc[-1]), int(known.index[-1]), words.plain(names[code]), colour))
    top = max((end[0] for end in ends), default=1) or 1
    notes, last = [], None
    for level, year, name, colour in sorted(ends, key=lambda end: end[:3]):
        shift = 0 if last is None or (level - last) / top > 0.09 else 14
        notes.append({"x": year, "y": level, "xanchor": "left", "xshift": 8, "yshift": shift, "text": name, "showarrow": False, "font": {"size": 12, "color": colour}})
        last = level
    shapes = []
    if chosen and years and int(chosen[1][:4]) >= int(years[0]) and int(chosen[0][:4]) <= int(years[-1]):
        shapes.append({"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": {"width": 0}, "x0": max(int(years[0]), int(chosen[0][:4])) - 0.5, "x1": min(int(years[-1]), int(chosen[1][:4])) + 0.5, "fillcolor": "$muted", "opacity": 0.20})
    if partial_from and years and partial_from <= int(years[-1]):
        shapes.append({"type": "rect", "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 0}, "x0": partial_from - 0.5, "x1": int(years[-1]) + 0.5, "fillcolor": "$background", "opacity": 0.5})
    room = max((len(end[2]) for end in ends), default=4) * 0.011
    span = (int(years[0]) - 0.4, int(years[-1]) + 0.4) if years else (0, 1)
    return {
        "data": data,
        "layout": theme.layout(
            height=height, dragmode="select", selectdirection="h", clickmode="event", hovermode="closest", margin={"l": 8, "r": 8, "t": 12, "b": 24}, annotations=notes, shapes=shapes,
            selections=[], selectionrevision=f"{chosen} {len(years)}",
            xaxis=theme.axis(showgrid=False, tickformat="d", range=[span[0], span[1] + (span[1] - span[0]) * min(room, 0.25)], dtick=max(1, len(years) // 14)),
            yaxis=theme.axis(rangemode="tozero", separatethousands=True, nticks=5), showlegend=False,
        ),
    }  # fmt: skip
