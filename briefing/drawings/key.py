"""The key below a drawing: what each colour and texture stands for, in as many rows as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.content import Figure
from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas
from languages.english import briefing_files as words

SWATCH, GAP, APART, ROW = 1.0, 0.35, 1.1, 1.45  # of the size


@dataclass(frozen=True, slots=True)
class Entry:
    """A patch and its words; a `round` patch is a circle, a hollow one has no fill."""

    words: str
    fill: str
    line: str = ""
    round: bool = False


def textures(
    canvas: Canvas, figures: Iterable[Figure], missing: str = "", circles: bool = False
) -> list[Entry]:
    """What the textures of these figures stand for; `missing` in other words than the usual."""
    held = list(figures)
    known = {each.known for each in held}
    found = []
    if "partial" in known:
        periods = dict.fromkeys(each.name for each in held if each.known == "partial")
        found.append(
            Entry(words.PARTIAL(period=", ".join(periods)), canvas.texture("partial"), theme.ACCENT)
        )
    if "range" in known:
        found.append(Entry(words.RANGE(), canvas.texture("range"), theme.INK, circles))
    if "missing" in known:
        found.append(Entry(missing or words.NO_FIGURE(), canvas.texture("missing")))
    if "inapplicable" in known:
        found.append(Entry(words.INAPPLICABLE(), canvas.texture("inapplicable")))
    return found


def _rows(canvas: Canvas, entries: Sequence[Entry], room: float) -> list[list[tuple[float, Entry]]]:
    size = canvas.size
    rows: list[list[tuple[float, Entry]]] = []
    at = 0.0
    for entry in entries:
        words = type.fitted(entry.words, room - (SWATCH + GAP) * size, size)
        wide = (SWATCH + GAP) * size + type.width(words, size)
        if not rows or at + wide > room:
            rows.append([])
            at = 0.0
        rows[-1].append((at, Entry(words, entry.fill, entry.line, entry.round)))
        at += wide + APART * size
    return rows


def height(canvas: Canvas, entries: Sequence[Entry], room: float) -> float:
    """How much room the key takes, with the gap above it."""
    rows = len(_rows(canvas, entries, room))
    return (rows * ROW + 0.35) * canvas.size if rows else 0.0


def drawn(canvas: Canvas, entries: Sequence[Entry], x: float, y: float, room: float) -> None:
    """Draws the key; its gap begins at `y`."""
    size = canvas.size
    y += 0.35 * size
    for row, held in enumerate(_rows(canvas, entries, room)):
        base = y + (row * ROW + 1.05) * size
        for at, entry in held:
            side = 0.8 * size
            if entry.round:
                mark = canvas.circle(
                    x + at + 0.5 * size, base - 0.33 * size, side / 2, entry.fill, entry.line
                )
            else:
                mark = canvas.rect(
                    x + at + 0.05 * size,
                    base - 0.75 * size,
                    0.95 * size,
                    side,
                    entry.fill,
                    entry.line or theme.GREY,
                    0.9,
                )
            canvas.add(mark, canvas.text(x + at + (SWATCH + GAP) * size, base, entry.words))
