"""Bars per period, by category where there are any; what changed in the collection is marked."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

import legends
from components.figures import marks as noted
from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import Sentence
from languages.english import figures as words

FOOT = 24  # pixels of the years below the bars


def build(
    figures: pd.DataFrame,
    *,
    unit: str,
    reads: Reads | None = None,
    domain: str,
    categories: Mapping[str, str] | None = None,
    chosen: tuple[str, str] | None = None,
    marks: Sequence[noted.Mark] = (),
    partial_from: int | None = None,
    partial_note: str = "",
    partly: Collection[int] = (),
    lines: bool = False,
    moves: pd.DataFrame | None = None,
    parts: pd.DataFrame | None = None,
    gaps_are_zero: bool = False,
    within: tuple[int, int] | None = None,
    printed: Mapping[tuple[str, str], Sentence] | None = None,
    height: int = 230,
) -> Figure:
    """From `figures` (period `2016` or `2016-01`, value, low, high, and category where `categories`
    names them).

    `chosen` is the first and last period shaded; `marks` are (year, words, break|event); periods
    from `partial_from` on and those of `partly` are shaded as partial; `gaps_are_zero` where a
    period without a row means none, not unknown. `lines` draws a stock, with the band between its
    lowest and highest possible value, and `moves` (period, entries, exits) as bars up and down.
    `parts` (period, category, value) draws categories that overlap as lines over the bars, since
    they cannot be stacked. `within` are the first and last year shown, where `figures` begin later
    or end earlier. A year nothing is known for is hatched.
    `printed` has, by period and category, how a number reads that was not printed exactly.
    """
    said_of, inexact = reading(unit, reads), printed or {}
    gap = said_of(0, None, None) if gaps_are_zero else words.NO_DATA_SHORT()
    categories = (
        {key: plain(name) for key, name in categories.items()} if categories is not None else None
    )
    period, level, high = (figures[name].tolist() for name in ("period", "value", "high"))
    stacked = categories is not None and parts is None
    kind = figures["category"].tolist() if stacked and categories else [None] * len(period)
    rows = list(zip(kind, period, level, figures["low"].tolist(), high, strict=True))
    sums = dict.fromkeys(period, 0.0)
    for each, part in zip(period, level, strict=True):
        sums[each] += 0.0 if math.isnan(part) else part
    months = any(len(each) > 4 for each in period)
    at = (lambda period: f"{period}-15") if months else (lambda period: int(period))
    data: list[dict[str, Any]] = []
    ordered = sorted(sums)
    every = ordered
    if ordered and not months:
        first, last = within or (int(ordered[0]), int(ordered[-1]))
        every = [
            str(year)
            for year in range(min(first, int(ordered[0])), max(last, int(ordered[-1])) + 1)
        ]
    groups: list[tuple[str | None, str, Any]] = [(None, "", theme.accent(domain))]
    if stacked and categories:
        present = set(kind)
        groups = [
            (key, name, legends.CATEGORIES[i % len(legends.CATEGORIES)])
            for i, (key, name) in enumerate(categories.items())
            if key in present
        ]
        if "" in present:
            groups.append(("", words.NOT_STATED(), "#9a9a9a"))
    for key, name, colour in groups:
        cells = {each[1]: each[2:] for each in rows if key is None or each[0] == key}
        held = [cells.get(period, (math.nan, math.nan, math.nan)) for period in every]
        said = [said_of(*row) if not math.isnan(row[2]) else gap for row in held]
        said = [
            inexact[period, key or ""](amount=text) if (period, key or "") in inexact else text
            for period, text in zip(every, said, strict=True)
        ]
        value = [
            (0.0 if gaps_are_zero else None) if math.isnan(each) else each for each, _, _ in held
        ]
        trace: dict[str, Any] = {
            "meta": "whole",
            "x": [at(period) for period in every],
            "y": value,
            "name": name,
            "customdata": [[period, text] for period, text in zip(every, said, strict=True)],
            "hovertemplate": _hover(name),
        }
        if lines:
            trace |= {
                "type": "scatter",
                "mode": "lines+markers",
                "line": {"color": colour, "width": 2.5, "shape": "hv"},
                "marker": {"size": 6, "color": colour},
                "connectgaps": False,
                "name": name or words.LISTED(),
                "showlegend": moves is not None,
            }
        else:
            trace |= {
                "type": "bar",
                "unselected": {"marker": {"opacity": 1}},
                "marker": {"color": colour, "line": {"width": 0}},
                "showlegend": bool(name),
            }
        data.append(trace)
    if lines and not stacked and len(figures) and not months:
        data = [
            *_band(held, every, domain),
            *data,
            *(_moved(moves, every, said_of) if moves is not None else []),
        ]
    if parts is not None and categories:
        for i, (key, name) in enumerate(categories.items()):
            mine = parts[parts["category"] == key].set_index("period")["value"].reindex(every)
            if mine.notna().any():
                data.append(
                    _line(
                        every,
                        at,
                        mine.fillna(0) if gaps_are_zero else mine,
                        name,
                        legends.CATEGORIES[i % len(legends.CATEGORIES)],
                        said_of,
                    )
                )
        whole = next(trace for trace in data if trace.get("meta") == "whole")
        whole |= {"name": words.ALL(), "showlegend": True}
    if not (gaps_are_zero or lines or months):
        published = {
            each for each, upper in zip(period, high, strict=True) if not math.isnan(upper)
        }
        data += _missing([each for each in every if each not in published], sums)
    shapes, notes, above = noted.drawn(
        [] if months else every, chosen, marks, partial_from, partial_note, partly
    )
    named = len(data) > 1 or bool(stacked and categories)
    top = above + (24 if named else 4)
    part = float(parts["value"].max()) if parts is not None and len(parts) else 0.0
    tallest = max(*sums.values(), part) if sums else 1.0
    return {
        "data": data,
        "layout": theme.layout(
            barmode="relative",
            bargap=0.18,
            height=height,
            dragmode="select",
            selectdirection="h",
            clickmode="event",
            # What was dragged becomes the shaded period, so the dragged rectangle itself goes.
            selections=[],
            selectionrevision=f"{chosen} {len(every)}",
            shapes=shapes,
            annotations=notes,
            margin={"l": theme.room(tallest), "r": 8, "t": top, "b": FOOT, "autoexpand": named},
            hovermode="closest",
            xaxis=theme.axis(
                type="date" if months else "linear",
                showgrid=False,
                tickformat="%b %Y" if months else "d",
                automargin=False,
                tickangle=0,
                **({} if months else _ticks(every)),
            ),
            yaxis=theme.upright(tallest, rangemode="normal" if moves is not None else "tozero"),
            showlegend=named,
            legend={
                "orientation": "h",
                "x": 0,
                "y": 1 + above / (height - top - FOOT),
                "yanchor": "bottom",
                "font": {"size": 12},
                "bgcolor": "rgba(0,0,0,0)",
                "itemclick": False,
                "itemdoubleclick": False,
                "traceorder": "normal",
            },
        ),
    }


def _missing(years: Sequence[str], sums: Mapping[str, float]) -> list[dict[str, Any]]:
    """The years nothing is known for, hatched from top to bottom; nothing where there are none."""
    if not years or not sums:
        return []
    top = max(sums.values()) or 1.0
    return [
        {
            "type": "bar",
            "x": [int(year) for year in years],
            "y": [top] * len(years),
            "name": words.NO_DATA(),
            "showlegend": True,
            "opacity": 0.45,
            "marker": {"color": "$hatch", "line": {"width": 0}},
            "customdata": list(years),
            "hovertemplate": theme.hover(words.PERIOD_NO_DATA(period="%{customdata}")),
            "unselected": {"marker": {"opacity": 1}},
        }
    ]


def _band(
    held: Sequence[tuple[float, float, float]], every: Sequence[str], domain: str
) -> list[dict[str, Any]]:
    """Where the value lies between what is certain and what is possible; nothing where they are
    one.
    """
    if not any(high > low for _, low, high in held):
        return []
    lows, highs = ([0.0 if math.isnan(each[at]) else each[at] for each in held] for at in (1, 2))
    x = [int(period) for period in every]
    shared = {"type": "scatter", "mode": "lines", "x": x, "hoverinfo": "skip"}
    line = {"width": 0, "shape": "hv"}
    return [
        {**shared, "y": lows, "line": line, "showlegend": False},
        {
            **shared,
            "y": highs,
            "line": {**line, "color": theme.accent(domain)},
            "fill": "tonexty",
            "opacity": 0.25,
            "fillcolor": {"$light": "rgba(110,120,130,0.28)", "$dark": "rgba(170,180,190,0.28)"},
            "name": words.POSSIBLE(),
            "showlegend": True,
        },
    ]


def _moved(moves: pd.DataFrame, every: Sequence[str], said_of: Reads) -> list[dict[str, Any]]:
    """Entries as bars up, exits as bars down."""
    by_year = moves.set_index("period").reindex(every).fillna(0)
    out = []
    for column, said, sign, colour in (
        ("entries", words.ENTRIES(), 1, legends.RISE),
        ("exits", words.EXITS(), -1, legends.FALL),
    ):
        out.append(
            {
                "type": "bar",
                "x": [int(period) for period in every],
                "y": (sign * by_year[column]).tolist(),
                "name": said,
                "opacity": 0.65,  # of the whole: a legend leaves out that of the marks
                "marker": {"color": colour, "line": {"width": 0}},
                "showlegend": True,
                "customdata": [
                    [period, said_of(moved, None, None)]
                    for period, moved in zip(every, by_year[column], strict=True)
                ],
                "unselected": {"marker": {"opacity": 1}},
                "hovertemplate": _hover(said),
            }
        )
    return out


def _line(
    every: Sequence[str], at: Any, values: pd.Series, name: str, colour: str, said_of: Reads
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [at(period) for period in every],
        "y": [None if pd.isna(value) else value for value in values],
        "name": name,
        "line": {"color": colour, "width": 2.2},
        "marker": {"size": 5, "color": colour},
        "customdata": [
            [period, said_of(None if pd.isna(value) else value, None, None)]
            for period, value in zip(every, values, strict=True)
        ],
        "hovertemplate": _hover(name),
    }


def _hover(name: str) -> str:
    """What a mark says when it is pointed at; Plotly fills in the period and the amount."""
    said = words.PERIOD(period="%{customdata[0]}", name=name, said="%{customdata[1]}")
    return theme.hover(said)


def _ticks(every: Sequence[str]) -> dict[str, Any]:
    if not every:
        return {}
    first, last = int(every[0]), int(every[-1])
    step = 1 if last - first <= 16 else 2 if last - first <= 30 else 5 if last - first <= 60 else 10
    return {"dtick": step, "tick0": first - first % step, "range": [first - 0.6, last + 0.6]}
