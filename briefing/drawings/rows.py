"""Rows of bars that share an axis: what a ranking and a comparison are made of."""

from __future__ import annotations

from briefing.content import Figure
from briefing.drawings import scale, theme, type
from briefing.drawings.canvas import Canvas

LEAST, MOST = 1.35, 2.6  # height of a row, of the type's size
NAME = 0.3  # of the width, at most, for names


def names(canvas: Canvas, figures: tuple[Figure, ...]) -> float:
    """How wide the column of names is."""
    size = canvas.size
    widest = max((type.width(each.name, size, type.BOLD) for each in figures), default=0)
    return min(widest + 0.5 * size, canvas.width * NAME)


def fill(canvas: Canvas, one: Figure, colour: str) -> tuple[str, str]:
    """The fill and the edge of a bar."""
    if one.known == "range":
        return canvas.texture("range"), theme.INK
    if one.known == "partial":
        return canvas.texture("partial"), theme.ACCENT
    if one.known in ("missing", "inapplicable"):
        return canvas.texture(one.known), theme.GREY
    return colour, ""


def bar(
    canvas: Canvas,
    one: Figure,
    across: scale.Scale,
    top: float,
    tall: float,
    colour: str = theme.ACCENT,
) -> tuple[str, float]:
    """A bar from zero to its number, or a small box where there is none; and where it ends.

    On an axis that goes to the left the bar does too.
    """
    zero = across.at(0)
    back = across.length < 0
    shade, line = fill(canvas, one, colour)
    if one.known in ("missing", "inapplicable"):
        wide = 1.1 * canvas.size
        left = zero - wide if back else zero
        box = 0.6 * tall
        return (
            canvas.rect(left, top + (tall - box) / 2, wide, box, shade, line, 0.9),
            left if back else left + wide,
        )
    reach = one.value if one.value is not None else one.high or 0.0
    end = across.at(reach)
    left, right = min(zero, end), max(zero, end)
    return (
        canvas.rect(left, top, max(right - left, 0.8 * canvas.unit), tall, shade, line),
        end,
    )
