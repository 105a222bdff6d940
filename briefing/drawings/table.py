"""A table as a picture: its heads, then a row a series, none of its words cut where there is room
for them; rows without a figure are hatched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.content import Drawing, Series
from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas

PAD = 0.35  # of the size, beside the words of a cell
ROW, LINE = 1.75, 1.17  # of the size: a row of one line, and each further line
SHORT = 6.5  # of the size: words that are narrower stay on one line
WORDY = 8.3  # of the size: a wider cell holds words and no number
SHARES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5)  # of the size, the first at which all rows fit


def widths(columns: Sequence[Sequence[str]], room: float, size: float, inset: float) -> list[float]:
    """Widths of a table's columns: as wide as their words and the `inset`; where that is too wide
    either the widest share what the others leave, or each gives way by as much as it can, as many
    lines as that saves.
    """
    wide = [max(type.width(text, size, type.BOLD) for text in said) + inset for said in columns]
    if sum(wide) <= room:
        more = (room - sum(wide)) / (len(wide) + 1)
        return [each + more * (2 if not at else 1) for at, each in enumerate(wide)]
    found = [_shared(wide, room)]
    least = [
        max(type.width(word, size, type.BOLD) for text in said for word in (text.split() or [""]))
        + inset
        for said in columns
    ]
    least = [
        max(low, min(each, SHORT * size + inset)) for low, each in zip(least, wide, strict=True)
    ]
    spare = room - sum(least)
    if spare > 0:
        part = spare / (sum(wide) - sum(least))
        found.append([low + part * (each - low) for low, each in zip(least, wide, strict=True)])

    def lines(wide: Sequence[float]) -> int:
        return sum(
            max(
                len(type.wrapped(text, each - inset, size))
                for text, each in zip(row, wide, strict=True)
            )
            for row in zip(*columns, strict=True)
        )

    return min(found, key=lines)


def _shared(wide: Sequence[float], room: float) -> list[float]:
    """The narrow as wide as they are, the others alike."""
    found = dict.fromkeys(range(len(wide)), 0.0)
    for left, at in zip(
        range(len(wide), 0, -1), sorted(found, key=lambda each: wide[each]), strict=True
    ):
        found[at] = min(wide[at], (room - sum(found.values())) / left)
    return [found[at] for at in range(len(wide))]


def wordy(said: Sequence[str]) -> bool:
    """Whether what stands in a column is words, which begin at the left: a number among them is
    read from the right, and so is all that stands above and below it.
    """
    letters = [each[0].isalpha() for each in said if each.strip("–")]
    words = bool(letters) and all(letters)
    return words or any(type.width(each, 1) > WORDY for each in said)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table at a size of its type: its cells as lines, row by row, the head first."""

    size: float
    wide: Sequence[float]
    wordy: Sequence[bool]  # columns of words, which begin at the left
    rows: Sequence[Sequence[Sequence[str]]]

    @property
    def tall(self) -> Sequence[float]:
        """The height of each row."""
        return [self.size * (ROW + LINE * (max(map(len, row)) - 1)) for row in self.rows]


def cells(drawing: Drawing) -> list[list[str]]:
    """What stands in a table, row by row, the head first."""
    count = max([len(drawing.columns), *(1 + len(each.figures) for each in drawing.series)])
    rows = [[*drawing.columns]] if drawing.columns else []
    rows += [[each.name, *(one.said for one in each.figures)] for each in drawing.series]
    return [[*row, *[""] * (count - len(row))] for row in rows]


def laid(drawing: Drawing, room: float, size: float, most: int = 99) -> Laid:
    """The table at this size, no cell of more than `most` lines."""
    every = cells(drawing)
    columns = list(zip(*every, strict=True))
    wide = widths(columns, room, size, 2 * PAD * size + 1)
    body = columns if not drawing.columns else [each[1:] for each in columns]
    return Laid(
        size,
        wide,
        [not at or wordy(said) for at, said in enumerate(body)],
        [
            [
                type.wrapped(text, broad - 2 * PAD * size, size, type.BOLD, most) or [""]
                for text, broad in zip(row, wide, strict=True)
            ]
            for row in every
        ],
    )


def drawn(canvas: Canvas) -> None:
    """Draws the head and the rows."""
    drawing, room = canvas.drawing, canvas.width
    every = (laid(drawing, room, canvas.size * share) for share in SHARES)
    made = next((each for each in every if sum(each.tall) <= canvas.height), None)
    made = made or laid(drawing, room, canvas.size * SHARES[-1], most=1)
    squeezed = min(1.0, canvas.height / (sum(made.tall) or 1))
    rows: list[Series | None] = [*([None] if drawing.columns else []), *drawing.series]
    y = 0.0
    for series, lines, tall in zip(rows, made.rows, made.tall, strict=True):
        _row(canvas, made, series, lines, y, tall * squeezed)
        y += tall * squeezed


def _row(
    canvas: Canvas,
    made: Laid,
    series: Series | None,
    lines: Sequence[Sequence[str]],
    y: float,
    tall: float,
) -> None:
    """A row; the head is no series."""
    if series is None:
        canvas.add(canvas.rect(0, y, canvas.width, tall, theme.ACCENT))
        for at, said in enumerate(lines):
            canvas.add(*_cell(canvas, made, at, said, y, tall, type.BOLD, theme.PAPER))
        return
    if series.figures and all(one.known == "missing" for one in series.figures):
        ground = canvas.rect(0, y, canvas.width, tall, canvas.texture("missing"))
        canvas.add(f'<g opacity="0.25">{ground}</g>')
    weight = type.BOLD if any(one.chosen for one in series.figures) else type.REGULAR
    canvas.add(*_cell(canvas, made, 0, lines[0], y, tall, weight, theme.INK))
    for at, one in enumerate(series.figures, start=1):
        grey = one.known in ("missing", "inapplicable")
        ink = theme.GREY if grey else theme.INK
        said = _cell(canvas, made, at, lines[at], y, tall, weight, ink)
        canvas.add(canvas.figure(one, series.name, *said))
    canvas.add(canvas.line(0, y + tall, canvas.width, y + tall, theme.RULE, 0.9))


def _cell(
    canvas: Canvas,
    made: Laid,
    at: int,
    said: Sequence[str],
    y: float,
    tall: float,
    weight: int,
    ink: str,
) -> list[str]:
    """The lines of a cell, in the middle of its row."""
    size, left = made.size, sum(made.wide[:at])
    x = left + (PAD * size if made.wordy[at] else made.wide[at] - PAD * size)
    first = y + tall / 2 + (0.34 - LINE * (len(said) - 1) / 2) * size
    return [
        canvas.text(
            x,
            first + place * LINE * size,
            text,
            size=size,
            weight=weight,
            fill=ink,
            anchor="start" if made.wordy[at] else "end",
        )
        for place, text in enumerate(said)
    ]
