"""A number that stands alone, as large as there is room for, and of what it is."""

from __future__ import annotations

from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas


def drawn(canvas: Canvas) -> None:
    """Draws the number, its unit, and the figures that stand beside it."""
    drawing, size = canvas.drawing, canvas.size
    every = [(one, each.name) for each in drawing.series for one in each.figures]
    if not every:
        return
    first, series = every[0]
    large = min(
        6 * size,
        0.5 * canvas.height,
        size * canvas.width / max(type.width(first.said, size, type.BOLD), 1),
    )
    y = large
    canvas.add(
        canvas.figure(
            first,
            series,
            canvas.text(0, y, first.said, size=large, weight=type.BOLD, fill=theme.ACCENT),
        )
    )
    y += 0.2 * large
    for line in type.wrapped(f"{drawing.unit}, {first.name}", canvas.width, 1.3 * size):
        y += 1.75 * size
        canvas.add(canvas.text(0, y, line, size=1.3 * size))
    for one, name in every[1:]:
        y += 1.75 * size
        if y > canvas.height:
            break
        canvas.add(
            canvas.figure(one, name, canvas.text(0, y, f"{one.name}: {one.said}", size=1.2 * size))
        )
