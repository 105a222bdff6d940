"""A comparison: two series mirrored at one spine, or the bars of several below each other."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.content import Series
from briefing.drawings import key, rows, scale, theme, type
from briefing.drawings.canvas import Canvas
from briefing.drawings.key import Entry
from briefing.drawings.timeline import category


def drawn(canvas: Canvas) -> None:
    """Draws both sides, or the groups."""
    if not any(each.figures for each in canvas.drawing.series):
        return
    if len(canvas.drawing.series) == 2:
        _mirrored(canvas, *canvas.drawing.series)
    else:
        _grouped(canvas, canvas.drawing.series)


def _codes(every: Sequence[Series]) -> dict[str, str]:
    """Each code once and its name, in the order in which they stand."""
    return {one.code: one.name for each in every for one in each.figures}


def _mirrored(canvas: Canvas, left: Series, right: Series) -> None:
    size = canvas.size
    codes = _codes((left, right))
    figures = (*left.figures, *right.figures)
    entries = key.textures(canvas, figures)
    foot = key.height(canvas, entries, canvas.width)
    head = 1.6 * size
    step = min(rows.MOST * size, (canvas.height - foot - head) / max(1, len(codes)))
    spine = min(
        max(type.width(name, size, type.BOLD) for name in codes.values()) + size,
        canvas.width * rows.NAME,
    )
    _, high = scale.ends(canvas.measured)
    said = max(type.width(one.said, size, type.BOLD) for one in figures) + 0.5 * size
    reach = (canvas.width - spine) / 2 - said
    middle = canvas.width / 2
    sides = (
        (left, scale.Scale(0, high, middle - spine / 2, -reach), "end", theme.ACCENT, type.BOLD),
        (right, scale.Scale(0, high, middle + spine / 2, reach), "start", theme.OTHER, type.BOLD),
    )
    for series, across, anchor, colour, weight in sides:
        canvas.add(
            canvas.text(
                across.start,
                size,
                type.fitted(series.name, reach + said, size * 1.1, weight),
                size=size * 1.1,
                weight=weight,
                anchor=anchor,
            )
        )
        held = {one.code: one for one in series.figures}
        for place, code in enumerate(codes):
            one = held.get(code)
            if one is None:
                continue
            top, tall = head + place * step + 0.12 * step, 0.76 * step
            mark, end = rows.bar(canvas, one, across, top, tall, colour)
            away = -0.35 * size if anchor == "end" else 0.35 * size
            canvas.add(
                canvas.figure(
                    one,
                    series.name,
                    mark,
                    canvas.text(
                        end + away, top + tall / 2 + 0.34 * size, one.said, anchor=anchor,
                        weight=type.BOLD if one.chosen else type.REGULAR,
                    ),
                )
            )  # fmt: skip
        canvas.add(
            canvas.line(across.start, head, across.start, head + len(codes) * step, theme.INK, 1.0)
        )
    for place, name in enumerate(codes.values()):
        canvas.add(
            canvas.text(
                middle,
                head + place * step + step / 2 + 0.34 * size,
                type.fitted(name, spine - 0.6 * size, size),
                anchor="middle",
            )
        )
    key.drawn(canvas, entries, 0, head + len(codes) * step, canvas.width)


def _grouped(canvas: Canvas, every: Sequence[Series]) -> None:
    size = canvas.size
    codes = _codes(every)
    figures = tuple(one for each in every for one in each.figures)
    entries = [
        Entry(each.name, category(place)) for place, each in enumerate(every)
    ] + key.textures(canvas, figures)
    foot = key.height(canvas, entries, canvas.width)
    step = min((0.6 + 1.3 * len(every)) * size, (canvas.height - foot) / max(1, len(codes)))
    name = rows.names(canvas, figures)
    low, high = scale.ends(canvas.measured)
    said = max(type.width(one.said, size) for one in figures) + 0.5 * size
    across = scale.Scale(low, high, name, canvas.width - name - said)
    tall = 0.88 * step / len(every)
    small = min(size, tall * 0.95)
    for row, (code, words_of) in enumerate(codes.items()):
        canvas.add(
            canvas.text(
                name - 0.4 * size, row * step + step / 2 + 0.34 * size,
                type.fitted(words_of, name - 0.5 * size, size), anchor="end",
            )
        )  # fmt: skip
        for place, series in enumerate(every):
            one = next((each for each in series.figures if each.code == code), None)
            if one is None:
                continue
            top = row * step + 0.06 * step + place * tall
            mark, end = rows.bar(canvas, one, across, top, tall, category(place))
            canvas.add(
                canvas.figure(
                    one,
                    series.name,
                    mark,
                    canvas.text(
                        end + 0.35 * size, top + tall / 2 + 0.34 * small, one.said, size=small
                    ),
                )
            )
    zero = across.at(0)
    canvas.add(canvas.line(zero, 0, zero, len(codes) * step, theme.INK, 1.0))
    key.drawn(canvas, entries, 0, len(codes) * step, canvas.width)
