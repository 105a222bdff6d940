"""Lines of several countries on one axis, each named where it ends, behind its own sign."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from typing import Any

import pandas as pd

import legends
from components.figures import marks as noted
from components.figures import theme
from components.figures.text import Reads, plain, reading
from components.figures.theme import Figure
from languages import amount
from languages.english import figures as words

LINE, LETTER, LONGEST = (
    15,
    6.8,
    22,
)  # pixels: a line of names, one of their letters; letters of a name
FOOT = 24  # pixels of the years below the lines
SIGN = 16  # pixels of a line's sign before its name
# A line is known by its dashes and its points, in grey too; fifteen differ.
DASHES = ("solid", "dash", "dot")
SIGNS = (
    ("circle", "●"),
    ("square", "■"),
    ("diamond", "◆"),
    ("triangle-up", "▲"),
    ("triangle-down", "▼"),
)


def build(
    figures: pd.DataFrame,
    names: Mapping[str, str],
    countries: Sequence[str],
    *,
    unit: str,
    reads: Reads | None = None,
    marks: Sequence[noted.Mark] = (),
    partial_from: int | None = None,
    partial_note: str = "",
    partly: Collection[int] = (),
    gaps_are_zero: bool = False,
    chosen: tuple[str, str] | None = None,
    height: int = 240,
    scale: str = "",
    shorter: Mapping[str, str] | None = None,
    behind: Mapping[tuple[str, str], str] | None = None,
    few: Set[tuple[str, str]] = frozenset(),
) -> Figure:
    """From `figures` (period `2016`, country, value, low, high), a line per country of `countries`
    in their order.

    A line breaks where nothing is known, and is named at the right, `shorter` where that is given,
    with its last year where it ends before the others; `chosen`, `marks`, `partial_from` and
    `partly` are as on a timeline. `scale` is `index` (the first year in which all have a figure is
    100; values where there is none), `log` (zero has no place on it) or empty. `behind` says more
    of a line's year where it is pointed at; its point is hollow in the years of `few`.
    """
    said_of = reading(unit, reads)
    gap = said_of(0, None, None) if gaps_are_zero else words.NO_DATA_SHORT()
    periods = figures["period"].tolist()
    every = sorted(set(periods))
    years = [str(year) for year in range(int(every[0]), int(every[-1]) + 1)] if every else []
    data: list[dict[str, Any]] = []
    ends: list[tuple[float, int, str, int]] = []
    cells = dict(
        zip(
            zip(figures["country"].tolist(), periods, strict=True),
            zip(*(figures[name].tolist() for name in ("value", "low", "high")), strict=True),
            strict=True,
        )
    )
    base = base_year(figures, countries) if scale == "index" else None
    for i, code in enumerate(countries):
        mine = [cells.get((code, year), (math.nan, math.nan, math.nan)) for year in years]
        value = [
            (0.0 if gaps_are_zero else None) if math.isnan(each) else each for each, _, _ in mine
        ]
        said = [said_of(*row) if not math.isnan(row[2]) else gap for row in mine]
        if base and (first := cells.get((code, base), (0.0,))[0]) > 0:
            value = [None if each is None else 100 * each / first for each in value]
            said = [
                text if each is None else words.INDEXED(said=text, index=plain(amount(each)))
                for text, each in zip(said, value, strict=True)
            ]
        if scale == "log":
            value = [each if each and each > 0 else None for each in value]
        if behind:
            more = [behind.get((code, year), "") for year in years]
            said = [f"{a}<br>{plain(b)}" if b else a for a, b in zip(said, more, strict=True)]
        hue = legends.CATEGORIES[i % len(legends.CATEGORIES)]
        colour = {
            "$light": legends.mix(hue, "#000000", 0.15),
            "$dark": legends.mix(hue, legends.WHITE, 0.4),
        }
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [int(year) for year in years],
                "y": value,
                "name": plain(names[code]),
                "line": {"color": colour, "width": 2.4, "dash": DASHES[i % len(DASHES)]},
                "marker": {
                    "size": 7,
                    "color": colour,
                    "symbol": _symbols(code, years, i, few),
                },
                "connectgaps": False,
                "customdata": list(zip(years, said, strict=True)),
                "showlegend": False,
                "hovertemplate": theme.hover(
                    words.LINE(
                        name=plain(names[code]),
                        period="%{customdata[0]}",
                        said="%{customdata[1]}",
                    )
                ),
                "unselected": {"marker": {"opacity": 1}},
            }
        )
        known = [
            (level, int(year))
            for level, year in zip(value, years, strict=True)
            if level is not None
        ]
        if known:
            ends.append((*known[-1], plain(_short((shorter or names)[code])), i))
    shapes, notes, above = noted.drawn(years, chosen, marks, partial_from, partial_note, partly)
    every_level = [float(value) for trace in data for value in trace["y"] if value is not None]
    top = (max(every_level, default=1) or 1) * 1.05
    room = height - above - FOOT
    upright, place, over = _scaled(every_level, top, scale == "log" and bool(every_level))
    labels = [
        (
            level,
            (
                name
                if not years or year == int(years[-1])
                else words.ENDS_EARLIER(name=name, year=str(year))
            ),
            i,
        )
        for level, year, name, i in sorted(ends, key=lambda end: end[:3])
    ]
    for (level, name, i), at in zip(
        labels, _apart([over(level) * room for level, _, _ in labels], room), strict=True
    ):
        stands = {
            "x": 1,
            "xref": "paper",
            "y": place(level),
            "xanchor": "left",
            "yshift": round(at - over(level) * room),
            "showarrow": False,
        }
        sign = {"size": 12, "color": data[i]["line"]["color"]}
        notes.append({**stands, "xshift": 4, "text": SIGNS[i % len(SIGNS)][1], "font": sign})
        notes.append({**stands, "xshift": 4 + SIGN, "text": name, "font": {"size": 12}})
    return {
        "data": data,
        "layout": theme.layout(
            height=height,
            dragmode="select",
            selectdirection="h",
            clickmode="event",
            hovermode="closest",
            annotations=notes,
            shapes=shapes,
            margin={
                "autoexpand": False,
                "l": theme.room(top),
                "r": 10
                + SIGN
                + round(LETTER * max((len(name) for _, name, _ in labels), default=0)),
                "t": above,
                "b": FOOT,
            },
            selections=[],
            selectionrevision=f"{chosen} {len(years)}",
            xaxis=theme.axis(
                showgrid=False,
                tickformat="d",
                automargin=False,
                tickangle=0,
                **({"range": [int(years[0]) - 0.5, int(years[-1]) + 0.5]} if years else {}),
                dtick=max(1, len(years) // 14),
            ),
            yaxis=upright,
            showlegend=False,
        ),
    }


def _symbols(
    code: str, years: Sequence[str], place: int, few: Set[tuple[str, str]]
) -> str | list[str]:
    """The sign of a line's points, hollow in the years of `few`."""
    sign = SIGNS[place % len(SIGNS)][0]
    if not any((code, year) in few for year in years):
        return sign
    return [f"{sign}-open" if (code, year) in few else sign for year in years]


def base_year(figures: pd.DataFrame, countries: Sequence[str]) -> str | None:
    """The first year in which every line that has a figure has one above zero; None without one."""
    known = figures[figures["country"].isin(countries) & (figures["value"] > 0)]
    lines = known["country"].nunique()
    years = known.groupby("period")["country"].nunique()
    return next((str(year) for year, n in sorted(years.items()) if n == lines), None)


def _scaled(
    levels: Sequence[float], top: float, log: bool
) -> tuple[dict[str, Any], Callable[[float], float], Callable[[float], float]]:
    """The vertical axis, where a level stands on it, and at which share of its height."""
    if not log:
        return theme.upright(top, range=[0, top]), lambda level: level, lambda level: level / top
    low, high = math.log10(min(levels)) - 0.1, math.log10(top) + 0.02
    axis = theme.upright(
        top,
        range=[low, high],
        type="log",
        dtick=1 if high - low > 2 else "D2",
        tickformat=",~r",
    )
    return axis, math.log10, lambda level: (math.log10(level) - low) / (high - low)


def _apart(wanted: Sequence[float], height: float) -> list[float]:
    """Places from below to above, near those `wanted` (which rise), a line from one another and
    within `height` where there is room.
    """
    at: list[float] = []
    for place in wanted:
        at.append(max(place, at[-1] + LINE) if at else place)
    upper = height
    for i in reversed(range(len(at))):
        at[i] = min(at[i], upper)
        upper = at[i] - LINE
    return at


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
