"""A ranking: a bar a row in the order given, the period compared with as a hollow bar in front."""

from __future__ import annotations

from briefing.content import Figure
from briefing.drawings import key, rows, scale, theme, type
from briefing.drawings.canvas import Canvas
from briefing.drawings.key import Entry
from languages.english import briefing_files as words


def drawn(canvas: Canvas) -> None:
    """Draws the key, then the rows."""
    drawing, size = canvas.drawing, canvas.size
    now = next((each for each in drawing.series if not each.earlier), None)
    if now is None or not now.figures:
        return
    then = next((each for each in drawing.series if each.earlier), None)
    before = {each.code: each for each in then.figures} if then else {}
    entries = (
        [Entry(now.name, theme.ACCENT), Entry(then.name, "none", theme.INK)] if then else []
    ) + key.textures(canvas, now.figures)
    foot = key.height(canvas, entries, canvas.width)
    name = rows.names(canvas, now.figures)
    room = canvas.height - foot
    step = min(rows.MOST * size, room / len(now.figures))
    low, high = scale.ends(canvas.measured)
    beside = max(
        _beside(canvas, each, before.get(each.code), then.name if then else "")
        for each in now.figures
    )
    wide = max(canvas.width - name - beside, 0.25 * canvas.width)
    across = scale.Scale(low, high, name, wide)
    zero = across.at(0)
    for place, one in enumerate(now.figures):
        top = place * step + 0.14 * step
        tall = 0.72 * step
        mark, end = rows.bar(canvas, one, across, top, tall)
        base = top + tall / 2 + 0.34 * size
        canvas.add(
            canvas.text(
                min(zero, name) - 0.4 * size,
                base,
                type.fitted(one.name, name - 0.5 * size, size, _bold(one)),
                weight=_bold(one),
                anchor="end",
            )
        )
        earlier = before.get(one.code)
        known = one.known in ("figure", "partial")
        marks, after = [mark], [(one.said, type.BOLD if known else type.REGULAR)]
        x = max(end, zero) + 0.35 * size
        if earlier is not None and earlier.value is not None and then is not None:
            ring = across.at(earlier.value)
            hollow = canvas.rect(
                min(zero, ring), top, abs(ring - zero), tall, "none", theme.INK, 1.6
            )
            canvas.add(canvas.figure(one, now.name, *marks))
            canvas.add(canvas.figure(earlier, then.name, hollow, role="mark earlier"))
            said = words.THEN(period=then.name, value=earlier.said)
            inside = x + type.width(one.said, size, type.BOLD) + 0.3 * size <= ring
            if inside:
                canvas.add(canvas.text(x, base, one.said, weight=type.BOLD))
                x = ring + 0.35 * size
                after = [(said, type.REGULAR)]
            else:
                x = max(x, ring + 0.35 * size)
                after.append((said, type.REGULAR))
        else:
            canvas.add(canvas.figure(one, now.name, *marks))
            if earlier is not None and then is not None:
                canvas.add(canvas.figure(earlier, then.name, role="mark earlier"))
            if (
                earlier is not None
                and earlier.said
                and then is not None
                and earlier.said != one.said
            ):
                after.append((words.THEN(period=then.name, value=earlier.said), type.REGULAR))
        for text, weight in after:
            canvas.add(canvas.text(x, base, text, weight=weight))
            x += type.width(text, size, weight) + 0.5 * size
    canvas.add(
        canvas.line(zero, 0, zero, len(now.figures) * step, theme.INK, 1.0),
    )
    key.drawn(canvas, entries, 0, min(room, len(now.figures) * step), canvas.width)


def _bold(one: Figure) -> int:
    return type.BOLD if one.chosen else type.REGULAR


def _beside(canvas: Canvas, one: Figure, before: Figure | None, then: str) -> float:
    """Room for the numbers after the longest bar."""
    wide = type.width(one.said, canvas.size, type.BOLD) + 0.5 * canvas.size
    if before is not None and before.said:
        said = words.THEN(period=then, value=before.said)
        wide += type.width(said, canvas.size) + 0.8 * canvas.size
    return wide
