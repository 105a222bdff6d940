"""A chart before it is made, and what all of them are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE

from briefing.content import Figure
from briefing.drawings import scale, theme, type
from briefing.drawings.canvas import Canvas
from briefing.pptx import labels
from briefing.pptx.shapes import edge, fill
from briefing.pptx.svg import WIDER
from languages.english import briefing_files as words

LEGEND = 14.0
SIZES = (18.0, 16.0, 14.0, 12.0)  # of a chart's type, the first at which its numbers have room
GAP, APART = 22, 60  # between bars, in per cent of one: of one series, and of several a period
ROW, LEAST = 2.2, 1.45  # height of a row, of the type's size
NAMES = 0.42  # of the width, at most, for names at the left
HEADROOM = 1.15  # how far beyond the largest number an axis may go by itself
COLUMN, BAR, LINE = (
    XL_CHART_TYPE.COLUMN_CLUSTERED,
    XL_CHART_TYPE.BAR_CLUSTERED,
    XL_CHART_TYPE.LINE_MARKERS,
)
DASHES = ("solid", "sysDash", "sysDot", "lgDashDot")


@dataclass(frozen=True, slots=True)
class Line:
    """A series as it is drawn: a number a row or None, and the format of those that are written."""

    name: str
    values: Sequence[float | None]
    fill: str
    edge: str = ""
    points: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # fill and edge of some
    formats: Mapping[int, str] = field(default_factory=dict)
    bold: Sequence[int] = ()
    ink: str = theme.INK
    place: str = "outEnd"
    bounds: Sequence[Figure | None] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A chart before it is made: what it draws, and where its plot is within its box."""

    kind: Any
    names: Sequence[str]
    lines: Sequence[Line]
    size: float
    plot: tuple[float, float, float, float]  # left, top, width, height
    tall: float  # of the chart; below it stands the key
    canvas: Canvas  # what is no part of the chart
    overlap: int = 100
    gap: int = GAP
    told: bool = True  # every bar has its number, so that no axis is needed
    legend: float = 0.0  # height of the chart's own legend, at its foot
    skip: int = 1  # of the names below the bars one in so many is written
    top: float | None = None  # where the axis ends, where it does not end by itself
    axis: float = 0.0  # the size of those names, where it is another one


def top_of(lines: Sequence[Line], told: bool, known: bool = False) -> float | None:
    """Where an axis ends so that upper bounds are on it, or that it is `known` where numbers stand:
    a round number where it is not `told`; None where it may end by itself.
    """
    highs = [one.high for each in lines for one in each.bounds if one and one.value is not None]
    if not known and not any(one and one.low != one.high for each in lines for one in each.bounds):
        return None
    every = [each for line in lines for each in line.values if each is not None]
    most = max([0.0, *every, *(each for each in highs if each is not None)])
    if most <= 0 or min([0.0, *every]) < 0:
        return None
    step = step_of(most)
    return most if told else step * math.ceil(most / step)


def step_of(most: float) -> float:
    """How far apart the round numbers of an axis are."""
    ticks = scale.ticks(0.0, most)
    return ticks[1] - ticks[0] if len(ticks) > 1 else most


def ranges(name: str, figures: Sequence[Figure | None]) -> list[Line]:
    """Of figures of which bounds alone are published a band from the lower to the upper one."""
    held = [each if each and each.known == "range" else None for each in figures]
    if not any(held):
        return []
    highs = [each.high if each else None for each in held]
    lows = [each.low or None if each else None for each in held]
    said = {at: labels.quoted(each.said) for at, each in enumerate(held) if each}
    found = [
        Line(
            words.HIGHEST(name=name), highs, fill("range"), edge(theme.INK),
            formats={at: how for at, how in said.items() if highs[at] is not None},
        )
    ]  # fmt: skip
    if any(lows):
        found.append(Line(words.LOWEST(name=name), lows, fill(theme.PAPER), edge(theme.INK)))
    return found


def missing(
    canvas: Canvas, one: Figure, series: str, x: float, y: float, wide: float, tall: float
) -> None:
    """The texture where a figure would be."""
    box = canvas.rect(x, y, wide, tall, canvas.texture(one.known), theme.GREY, 0.9)
    canvas.add(canvas.figure(one, series, box))


NOTHING = ("missing", "inapplicable")


def axis_of(names: Sequence[str], step: float, size: float) -> tuple[float, int]:
    """The size of the names below bars at which each has room, and how many are skipped."""
    widest = max(type.width(each, 1) for each in names) * WIDER
    for each in (*SIZES, 11.0, 10.5, 10.0, 9.5, 9.0):  # not every program skips names when told to
        if each <= size and widest * each <= 0.89 * step:
            return each, 1
    return 14.0, -(-int(widest * 14 / 0.95) // max(1, int(step)))


def legend_tall(names: Sequence[str], wide: float) -> float:
    """The height that a chart's own legend takes below it."""
    size = LEGEND
    rows, at = 1, 0.0
    for name in names:
        broad = type.width(name, size) * WIDER + 3 * size
        if at and at + broad > 0.9 * wide:
            rows, at = rows + 1, 0.0
        at += broad
    return (1.45 * rows + 0.4) * size


def row_size(rows: int, tall: float) -> float:
    """The size of the type of so many rows."""
    return next((size for size in SIZES[:-1] if tall / rows >= LEAST * size), SIZES[-1])


def wide_of(text: str, size: float) -> float:
    return type.width(text, size, type.BOLD) * WIDER


def names_wide(names: Sequence[str], size: float, wide: float, share: float) -> float:
    """How wide the column of names at the left is."""
    return min(max(wide_of(each, size) for each in names) + 0.6 * size, share * wide)
