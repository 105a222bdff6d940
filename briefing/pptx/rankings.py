"""Rows of bars: a ranking with the period before, and flows from one country to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from briefing import frame
from briefing.content import Drawing, Figure, Series
from briefing.drawings import key, scale, theme
from briefing.drawings.canvas import Canvas
from briefing.drawings.key import Entry
from briefing.pptx import labels
from briefing.pptx.plan import (
    BAR,
    HEADROOM,
    NAMES,
    NOTHING,
    ROW,
    Line,
    Plan,
    missing,
    names_wide,
    ranges,
    row_size,
    wide_of,
)
from briefing.pptx.shapes import edge, fill
from briefing.pptx.svg import WIDER
from briefing.pptx.template import Box
from languages.english import briefing_files as words


def plan(drawing: Drawing, box: Box, accents: Sequence[str]) -> Plan:
    """A bar a row, the period compared with as a hollow bar in front."""
    now = next(each for each in drawing.series if not each.earlier)
    then = next((each for each in drawing.series if each.earlier), None)
    flows = drawing.kind == "flows"
    figures = list(now.figures)
    names = [
        words.FLOW(origin=each.name, target=frame.country(each.to)) if flows else each.name
        for each in figures
    ]
    before = {each.code: each for each in then.figures} if then else {}
    earlier = [before.get(each.code) for each in figures]
    size = row_size(len(figures), box.tall - 40)
    canvas = Canvas(drawing, box.wide, box.tall, size * WIDER)
    entries = (
        [Entry(now.name, theme.ACCENT), Entry(then.name, "none", theme.INK)] if then else []
    ) + key.textures(canvas, figures)
    foot = key.height(canvas, entries, box.wide)
    tall = min(box.tall - foot, ROW * size * len(figures))
    left = names_wide(names, size, box.wide, 0.55 if flows else NAMES)
    says = [labels.written(each) for each in figures]
    sides = [wide_of(each.said, size) for each in figures]
    if then:
        sides = [
            side + (wide_of(words.THEN(period=then.name, value=one.said), size) if one else 0)
            for side, one in zip(sides, earlier, strict=True)
        ]
    wide = max(box.wide - left - max(sides) - 0.5 * size, 0.25 * box.wide)
    _, high = scale.ends((*figures, *(each for each in earlier if each)))
    lines = [
        Line(
            now.name,
            [each.value for each in figures],
            fill(theme.ACCENT),
            points={
                at: (fill("partial"), edge(theme.ACCENT, 1.2))
                for at, each in enumerate(figures)
                if each.known == "partial"
            },
            formats={at: how for at, how in enumerate(says) if figures[at].value is not None},
            bold=[at for at, each in enumerate(figures) if each.chosen or then],
        ),
        *ranges(now.name, figures),
    ]
    if then:
        lines = _beside(lines, then, figures, earlier, size, wide / (high * HEADROOM))
    step = tall / len(figures)
    for at, one in enumerate(figures):
        if one.known in NOTHING:
            top, short = (at + 0.3) * step, 0.4 * step
            missing(canvas, one, now.name, left, top, 1.1 * size, short)
    key.drawn(canvas, entries, 0, tall, box.wide)
    return Plan(
        kind=BAR,
        names=names,
        lines=lines,
        size=size,
        plot=(left, 0, wide, tall),
        tall=tall,
        canvas=canvas,
        gap=35,
    )


def _beside(
    lines: Sequence[Line], then: Series, figures: Sequence[Figure],
    earlier: Sequence[Figure | None], size: float, per: float,
) -> list[Line]:  # fmt: skip
    """The hollow bars of the period before; where the two numbers of a row would stand on each
    other the longer bar has both.
    """
    first = lines[0]
    formats, formats_then = dict(first.formats), {}
    for at, (one, was) in enumerate(zip(figures, earlier, strict=True)):
        if was is None or was.value is None:
            continue
        before = words.THEN(period=then.name, value="")
        formats_then[at] = labels.written(was, before)
        if one.value is None:
            continue
        shorter, longer = (one, was) if one.value <= was.value else (was, one)
        said = shorter.said if shorter is one else f"{before}{was.said}"
        if ((longer.value or 0) - (shorter.value or 0)) * per > wide_of(said, size):
            continue
        if longer is one:
            del formats_then[at]
            formats[at] = labels.written(one, after=f"  {before}{was.said}")
        else:
            del formats[at]
            formats_then[at] = labels.written(was, f"{one.said}  {before}")
    hollow = Line(
        then.name,
        [each.value if each else None for each in earlier],
        fill("none"),
        edge(theme.INK, 1.75),
        formats=formats_then,
    )
    return [replace(first, formats=formats), *lines[1:], hollow]
