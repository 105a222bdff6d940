"""A timeline: columns by period, stacked where categories make a whole; lines of several."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.chart import XL_CHART_TYPE

from briefing.content import Drawing, Figure, Series
from briefing.drawings import key, scale, theme, timeline, type
from briefing.drawings.canvas import Canvas
from briefing.drawings.key import Entry
from briefing.pptx import labels
from briefing.pptx.plan import (
    COLUMN,
    DASHES,
    HEADROOM,
    LINE,
    NOTHING,
    SIZES,
    Line,
    Plan,
    axis_of,
    legend_tall,
    missing,
    ranges,
    top_of,
)
from briefing.pptx.shapes import edge, fill, pale
from briefing.pptx.svg import WIDER
from briefing.pptx.template import Box
from languages.english import briefing_files as words


def plan(drawing: Drawing, box: Box, accents: Sequence[str]) -> Plan:
    """Columns by period, stacked where categories make a whole; lines of several."""
    every = timeline.periods(drawing)
    now = [each for each in drawing.series if not each.earlier]
    several = len(now) > 1
    figures = [one for each in now for one in each.figures]

    def at_size(size: float) -> tuple[timeline.Chart, float]:
        canvas = Canvas(drawing, box.wide, box.tall, size * WIDER)
        legend = legend_tall([each.name for each in now], box.wide) if several else 0.0
        entries = _entries(canvas, drawing, now, figures)
        return timeline.Chart(canvas, every, entries, legend), legend

    sizes = SIZES[2:3] if several else SIZES
    size = next((each for each in sizes if at_size(each)[0].told), 14.0)
    chart, legend = at_size(size)
    canvas = chart.canvas
    codes = [each.code for each in every]
    plot = (chart.left, chart.top, box.wide - chart.left, chart.bottom - chart.top)
    stacked = several and drawing.stacked
    kind = XL_CHART_TYPE.COLUMN_STACKED if stacked else LINE if several else COLUMN
    lines: list[Line] = []
    for place, series in enumerate(now):
        held = {each.code: each for each in series.figures}
        row = [held.get(code) for code in codes]
        if stacked:
            lines.append(_stacked(series, row, place, accents, chart, plot[3], size))
        elif several:
            lines.append(_lined(series, row, place))
        else:
            lines += [_bars(series, row, chart), *ranges(series.name, row)]
    for series in drawing.series:
        if series.earlier:
            held = {each.code: each for each in series.figures}
            values = [held[code].value if code in held else None for code in codes]
            lines.append(Line(series.name, values, fill("none"), edge(theme.INK, 1.75)))
    if not several or stacked:
        _gaps(chart, codes, now)
    top = None if several else top_of(lines, chart.told, bool(chart.notes))
    if top is not None:
        chart.y = scale.Scale(0.0, top, chart.bottom, chart.top - chart.bottom)
        for line in lines[:1]:
            for at in line.formats:
                if (one := line.bounds[at]) is not None:
                    x = chart.at[codes[at]] + chart.step / 2
                    chart.number(one, x, type.BOLD if at in line.bold else type.REGULAR)
    chart.breaks()
    key.drawn(canvas, chart.entries, 0, box.tall - chart.foot + legend, box.wide)
    axis, skip = axis_of([each.name for each in every], chart.step, SIZES[0])
    return Plan(
        kind=kind,
        names=[each.name for each in every],
        lines=lines,
        size=size,
        plot=plot,
        tall=box.tall - chart.foot + legend,
        canvas=canvas,
        told=chart.told,
        legend=legend,
        skip=skip,
        top=top,
        axis=axis,
    )


def _entries(
    canvas: Canvas, drawing: Drawing, now: Sequence[Series], figures: Sequence[Figure]
) -> list[Entry]:
    """The key of a timeline without what the chart's own legend says."""
    found = []
    if len(now) == 1:
        then = [each for each in drawing.series if each.earlier]
        if then:
            found = [Entry(now[0].name, theme.ACCENT)]
        found += [Entry(each.name, "none", theme.INK) for each in then]
        return found + key.textures(canvas, figures)
    if drawing.stacked and any(one.known == "range" for one in figures):
        found.append(Entry(words.RANGE_APART(), theme.PAPER))
    return found + key.textures(
        canvas, [one for one in figures if one.known in ("partial", "missing")]
    )


def _bars(series: Series, row: Sequence[Figure | None], chart: timeline.Chart) -> Line:
    """One bar a period; those beside the chosen ones are paler."""
    chosen = [at for at, one in enumerate(row) if one and one.chosen]
    points = {at: (fill(theme.ACCENT), edge("")) for at in chosen}
    points |= {
        at: (fill("partial"), edge(theme.ACCENT, 1.2))
        for at, one in enumerate(row)
        if one and one.known == "partial"
    }
    held = [at for at, one in enumerate(row) if one and one.value is not None]
    told = held if chart.told else _some(row, held, chosen, chart)
    return Line(
        series.name,
        [one.value if one else None for one in row],
        fill(theme.OTHER if chosen else theme.ACCENT),
        points=points,
        formats={at: labels.written(one) for at in told if (one := row[at])},
        bold=chosen if chart.told else told,
        bounds=row,
    )


def _some(
    row: Sequence[Figure | None], held: Sequence[int], chosen: Sequence[int], chart: timeline.Chart
) -> list[int]:
    """Where not all numbers have room: the chosen, the highest and the newest one."""
    if not held:
        return []
    high = max(held, key=lambda at: (one.value or 0) if (one := row[at]) else 0)
    found: list[int] = []
    for at in [*[each for each in chosen if each in held][:3], high, held[-1]]:
        one = row[at]
        broad = type.width(one.said if one else "", chart.canvas.size, type.BOLD)
        if at not in found and all(abs(at - other) * chart.step > broad for other in found):
            found.append(at)
    return found


def _stacked(
    series: Series, row: Sequence[Figure | None], place: int, accents: Sequence[str],
    chart: timeline.Chart, tall: float, size: float,
) -> Line:  # fmt: skip
    """A category, its number in each part that has room for it."""
    colour = accents[place % len(accents)]
    ground = pale(f"accent{place % len(accents) + 1}", place // len(accents))
    wide = chart.step * timeline.BAR
    per = tall / (chart.y.high * HEADROOM)
    told = {
        at: labels.written(one)
        for at, one in enumerate(row)
        if one
        and one.value
        and one.value * per > 1.15 * size
        and type.width(one.said, size) * WIDER <= wide * 1.1
    }
    return Line(
        series.name,
        [one.value if one else None for one in row],
        ground,
        edge(theme.PAPER),
        {
            at: (fill("partial"), edge(theme.ACCENT))
            for at, one in enumerate(row)
            if one and one.known == "partial" and not place
        },
        told,
        ink=timeline.ink_on(colour),
        place="ctr",
    )


def _lined(series: Series, row: Sequence[Figure | None], place: int) -> Line:
    """A line, told apart by its dashes and marks."""
    slot = f"accent{place % 6 + 1}"
    line = edge(slot, 2.5, DASHES[place % len(DASHES)])
    last = max((at for at, one in enumerate(row) if one and one.value is not None), default=None)
    one = row[last] if last is not None else None
    return Line(
        series.name,
        [each.value if each else None for each in row],
        fill(theme.PAPER if place % 2 else slot),
        line,
        {
            at: (fill(theme.PAPER), edge(slot, 2.5))
            for at, each in enumerate(row)
            if each and each.known == "partial"
        },
        {last: labels.written(one)} if last is not None and one else {},
        place="t",
        bounds=row,
    )


def _gaps(chart: timeline.Chart, codes: Sequence[str], now: Sequence[Series]) -> None:
    """The texture where a period has no figure at all."""
    tall = timeline.BOX * chart.canvas.size
    for code in codes:
        figures = [(each, one) for each in now for one in each.figures if one.code == code]
        if not figures or any(one.value is not None for _, one in figures):
            continue
        series, one = figures[0]
        if one.known in NOTHING:
            wide = chart.step * timeline.BAR
            left = chart.at[code] + (chart.step - wide) / 2
            missing(chart.canvas, one, series.name, left, chart.bottom - tall, wide, tall)
