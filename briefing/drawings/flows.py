"""Flows: from each origin on the left a band to each target on the right, as wide as its number."""

from __future__ import annotations

from briefing.content import Figure
from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas
from data.geography import countries

COLUMN = 0.3  # of the width, for the names on either side


def drawn(canvas: Canvas) -> None:
    """Draws the bands, the largest origin first, and a row for each flow on the right."""
    drawing, size = canvas.drawing, canvas.size
    if not drawing.series or not drawing.series[0].figures:
        return
    series = drawing.series[0]
    totals: dict[str, float] = {}
    names: dict[str, str] = {}
    for one in series.figures:
        totals[one.code] = totals.get(one.code, 0) + (one.value or 0)
        names[one.code] = one.name
    ordered = sorted(
        series.figures, key=lambda one: (-totals[one.code], one.code, -(one.value or 0), one.to)
    )
    heads = drawing.columns[:2] if len(drawing.columns) >= 2 else ()
    head = 1.7 * size if heads else 0.0
    room = canvas.height - head
    row = min(2.2 * size, room / len(ordered))
    side = canvas.width * COLUMN
    left, right = side, canvas.width - side
    for at, words in enumerate(heads):
        canvas.add(
            canvas.text(
                right if at else left,
                size,
                type.fitted(words, side, size, type.BOLD),
                weight=type.BOLD,
                anchor="start" if at else "end",
            )
        )
    most = max((one.value or 0 for one in canvas.measured), default=0) or 1
    per = 0.86 * row / most  # of one unit
    place: dict[str, float] = {}
    y = head
    for code in dict.fromkeys(one.code for one in ordered):
        mine = [one for one in ordered if one.code == code]
        tall = sum(max(per * (one.value or 0), 0.8 * canvas.unit) for one in mine)
        start = y + (len(mine) * row - tall) / 2
        place[code] = start
        canvas.add(
            canvas.rect(left, start, 0.35 * size, tall, theme.INK),
            canvas.text(
                left - 0.45 * size,
                start + tall / 2 + 0.34 * size,
                type.fitted(names[code], side - 0.5 * size, size, type.BOLD),
                weight=type.BOLD,
                anchor="end",
            ),
        )
        y += len(mine) * row
    begin, end = left + 0.35 * size, right - 0.35 * size
    for at, one in enumerate(ordered):
        tall = max(per * (one.value or 0), 0.8 * canvas.unit)
        top = place[one.code]
        place[one.code] += tall
        middle = head + at * row + row / 2
        target = middle - tall / 2
        bend = (begin + end) / 2
        fill = theme.OTHER if not one.chosen else theme.ACCENT
        if one.known == "range" or one.value is None:
            fill = canvas.texture("range")
        canvas.add(
            canvas.figure(
                one,
                series.name,
                f'<path d="M{begin:.1f} {top:.2f}C{bend:.1f} {top:.2f} {bend:.1f} {target:.2f} '
                f"{end:.1f} {target:.2f}V{target + tall:.2f}C{bend:.1f} {target + tall:.2f} "
                f'{bend:.1f} {top + tall:.2f} {begin:.1f} {top + tall:.2f}Z" fill="{fill}" '
                f'stroke="{theme.PAPER}" stroke-width="{0.8 * canvas.unit:.2f}"/>',
                canvas.rect(end, target, 0.35 * size, tall, theme.ACCENT),
                canvas.text(
                    right + 0.2 * size,
                    middle + 0.34 * size,
                    _said(one, side - 0.3 * size, size),
                ),
            )
        )


def _said(one: Figure, room: float, size: float) -> str:
    """The target and the number, which is never cut."""
    name = countries.name(one.to) if one.to in countries.codes() else one.to
    return f"{type.fitted(name, room - type.width(f' {one.said}', size), size)} {one.said}"
