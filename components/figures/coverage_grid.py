"""A heat map of what is known: years across, countries or indicators down, hatched where nothing
is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

import legends
from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount
from languages.english import figures as words

ROW, HEAD, FOOT = 17, 58, 6  # pixels: a row, legend and years above, the edge below


def height(rows: int) -> int:
    """The height of a figure of so many rows, in pixels."""
    return HEAD + FOOT + max(rows, 2) * ROW


def build(
    cells: pd.DataFrame,
    rows: Mapping[str, str],
    years: tuple[int, int],
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str = "own",
    zero_within: tuple[int, int] | None = None,
    scale: tuple[float, float] | None = None,
    edges: Sequence[float] = (),
) -> Figure:
    """From `cells` (row, year, value, low, high); `rows` names each row in their order, `years` are
    the first and the last shown.

    `edges` are the lower bounds of the classes where they are not to follow the figures.
    Within the years `zero_within` an absent cell means that nothing was recorded; anywhere else
    that nothing is known.
    """
    order = {key: at for at, key in enumerate(rows)}
    first, last = years
    cells = cells[cells["row"].isin(order) & cells["year"].between(first, last)]
    shown: dict[tuple[int, int], tuple[float | None, float, float]] = {
        (order[cell.row], int(cell.year)): (
            None if pd.isna(cell.value) else float(cell.value),
            float(cell.low),
            float(cell.high),
        )
        for cell in cells.itertuples()
    }
    levels = {at: high if value is None else value for at, (value, _, high) in shown.items()}
    edges = list(edges) or legends.bounds(list(levels.values()), scale)
    colours = legends.ramp(legends.ACCENTS[domain], len(edges))
    zero = {"$light": "#f0f1ee", "$dark": "#262c33"}
    span = list(range(first, last + 1))
    none, said_of = words.NONE_RECORDED_HERE(), reading(unit, reads)
    z: list[list[float | None]] = []
    text: list[list[str]] = []
    empty: list[tuple[int, int]] = []
    for at, name in enumerate(rows.values()):
        line: list[float | None] = []
        said: list[str] = []
        for year in span:
            figure = shown.get((at, year))
            if figure is None and zero_within and zero_within[0] <= year <= zero_within[1]:
                line.append(0.5)
                said.append(words.PLACE_YEAR(name=plain(name), year=str(year), said=none))
            elif figure is None:
                line.append(None)
                said.append("")
                empty.append((at, year))
            else:
                level = levels[at, year]
                line.append(
                    0.5
                    if level <= 0
                    else 1.5 + max((i for i, edge in enumerate(edges) if level >= edge), default=0)
                )
                said.append(
                    words.PLACE_YEAR(name=plain(name), year=str(year), said=said_of(*figure))
                )
        z.append(line)
        text.append(said)
    steps = [zero, *colours]
    stops: list[list[Any]] = []
    for i, colour in enumerate(steps):
        stops += [[i / len(steps), colour], [(i + 1) / len(steps), colour]]
    whole = all(level.is_integer() for level in levels.values())
    data: list[dict[str, Any]] = [
        {
            "type": "heatmap",
            "x": span,
            "y": list(range(len(rows))),
            "z": z,
            "text": text,
            "hovertemplate": "%{text}<extra></extra>",
            "hoverongaps": False,
            "colorscale": stops,
            "zmin": 0,
            "zmax": len(steps),
            "zauto": False,
            "showscale": False,
            "xgap": 1,
            "ygap": 1,
        }
    ]
    if empty:
        data += [_hatched(empty), _key(words.NOTHING_KNOWN(), "$hatch")]
    if zero_within or any(level <= 0 for level in levels.values()):
        data.append(_key(words.NONE_RECORDED() if zero_within else amount(0), zero))
    if levels:
        data += [
            _key(words.WITH_UNIT(amounts=name, unit=unit) if i == 0 else name, colour)
            for i, (name, colour) in enumerate(
                zip(
                    legends.labels(
                        edges,
                        max(levels.values()),
                        whole and all(float(edge).is_integer() for edge in edges),
                    ),
                    colours,
                    strict=True,
                )
            )
        ]
    return {
        "data": data,
        "layout": theme.layout(
            height=height(len(rows)),
            dragmode=False,
            clickmode="none",
            hovermode="closest",
            margin={"l": 4, "r": 8, "t": HEAD, "b": FOOT},
            xaxis=theme.axis(
                side="top",
                showgrid=False,
                tickformat="d",
                range=[first - 0.5, last + 0.5],
                nticks=12,
                ticks="",
            ),
            yaxis=theme.axis(
                showgrid=False,
                autorange=False,
                range=[len(rows) - 0.5, -0.5],
                tickmode="array",
                tickvals=list(range(len(rows))),
                ticktext=[_short(name) for name in rows.values()],
            ),
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1 + 22 / (max(len(rows), 2) * ROW),
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "left",
                "font": {"size": 12, "color": "$text"},
                "itemclick": False,
                "itemdoubleclick": False,
                "bgcolor": "rgba(0,0,0,0)",
            },
        ),
    }


def _short(name: str) -> str:
    return plain(name if len(name) <= 44 else f"{name[:42].rstrip()}…")


def _hatched(empty: list[tuple[int, int]]) -> dict[str, Any]:
    """The empty cells as one hatched area, neighbours in a row joined."""
    x: list[float | None] = []
    y: list[float | None] = []
    runs: list[list[int]] = []
    for at, year in empty:
        if runs and runs[-1][0] == at and runs[-1][2] == year - 1:
            runs[-1][2] = year
        else:
            runs.append([at, year, year])
    for at, start, end in runs:
        left, right, top, bottom = start - 0.5, end + 0.5, at - 0.47, at + 0.47
        x += [left, right, right, left, left, None]
        y += [top, top, bottom, bottom, top, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "line": {"width": 0},
        "fillcolor": "$hatch",
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _key(name: str, colour: Any) -> dict[str, Any]:
    """A swatch of the legend."""
    return {
        "type": "scatter",
        "x": [None],
        "y": [None],
        "mode": "markers",
        "name": plain(name),
        "hoverinfo": "skip",
        "marker": {
            "size": 12,
            "symbol": "square",
            "color": colour,
            "line": {"width": 0.5, "color": "$muted"},
        },
        "showlegend": True,
    }
