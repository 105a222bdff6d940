"""A comparison: the countries of each period side by side."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.content import Drawing, Figure
from briefing.drawings import key, theme, timeline, type
from briefing.drawings.canvas import Canvas
from briefing.pptx import labels
from briefing.pptx.plan import (
    APART,
    BAR,
    COLUMN,
    NAMES,
    NOTHING,
    SIZES,
    Line,
    Plan,
    axis_of,
    legend_tall,
    missing,
    names_wide,
    top_of,
)
from briefing.pptx.shapes import edge, fill
from briefing.pptx.svg import WIDER
from briefing.pptx.template import Box


def plan(drawing: Drawing, box: Box, accents: Sequence[str]) -> Plan:
    """The countries of each period side by side: upright where their numbers have room, else in
    rows.
    """
    every = timeline.periods(drawing)
    count, per = len(every), len(drawing.series)
    share = 100 / (100 * per + APART)  # of a period's room that a bar has
    figures = tuple(one for each in drawing.series for one in each.figures)
    widest = max(
        (type.width(one.said, 1) for one in figures if one.known not in NOTHING), default=1
    )
    widest *= WIDER
    upright = next((size for size in SIZES if widest * size <= box.wide / count * share * 1.1), 0)
    rows = next(
        (each for each in SIZES if (box.tall - 40) / (count * per) * per * share > each * 0.95), 0
    )
    size = upright or rows or 14.0
    told, bars = bool(upright or rows), bool(rows and not upright)
    canvas = Canvas(drawing, box.wide, box.tall, size * WIDER)
    entries = key.textures(canvas, figures)
    legend = legend_tall([each.name for each in drawing.series], box.wide)
    foot = key.height(canvas, entries, box.wide)
    tall = box.tall - foot
    if bars:
        left = names_wide([each.name for each in every], size, box.wide, NAMES)
        plot = (left, 0.0, box.wide - left - widest * size - size, tall - legend)
    else:
        left = 0.0 if told else widest * size + 0.5 * size
        top = 1.4 * size
        plot = (left, top, box.wide - left, tall - legend - 1.6 * SIZES[0] - top)
    lines = []
    for place, series in enumerate(drawing.series):
        held = {each.code: each for each in series.figures}
        row = [held.get(each.code) for each in every]
        values = [_reach(one) for one in row]
        lines.append(
            Line(
                series.name,
                values,
                fill(f"accent{place % 6 + 1}"),
                points={
                    at: (fill(one.known, of=f"accent{place % 6 + 1}"), edge(theme.INK, 1.2))
                    for at, one in enumerate(row)
                    if one and one.known in ("partial", "range")
                },
                formats={
                    at: labels.written(one)
                    for at, one in enumerate(row)
                    if told and one and values[at] is not None
                },
                bounds=row if upright else (),
            )
        )
        for at, one in enumerate(row):
            if one and one.known in NOTHING:
                _absent(canvas, one, series.name, plot, at / count, (place, share, count), bars)
    key.drawn(canvas, entries, 0, tall, box.wide)
    axis, skip = (
        (0.0, 1) if bars else axis_of([each.name for each in every], plot[2] / count, SIZES[0])
    )
    return Plan(
        kind=BAR if bars else COLUMN,
        names=[each.name for each in every],
        lines=lines,
        size=size,
        plot=plot,
        tall=tall,
        canvas=canvas,
        overlap=0,
        gap=APART,
        told=told,
        legend=legend,
        skip=skip,
        top=top_of(lines, told),
        axis=axis,
    )


def _reach(one: Figure | None) -> float | None:
    """How far a bar goes: to its number, or the upper bound where bounds alone are published."""
    return (one.high if one.known == "range" else one.value) if one else None


def _absent(
    canvas: Canvas, one: Figure, series: str, plot: tuple[float, float, float, float],
    start: float, place: tuple[int, float, int], bars: bool,
) -> None:  # fmt: skip
    """The texture where one of several countries has no figure of a period."""
    left, top, wide, tall = plot
    at, share, count = place
    begin = start + (APART / 200 + at) * share / count
    size = canvas.size / WIDER
    if bars:
        high = tall * share / count
        missing(canvas, one, series, left, top + begin * tall, 1.1 * size, high * 0.8)
    else:
        high = 0.6 * size
        missing(
            canvas, one, series, left + begin * wide, top + tall - high, wide * share / count, high
        )
