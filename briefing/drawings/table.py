"""A table as a picture: its heads, then a row a series; rows without a figure are hatched."""

from __future__ import annotations

from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas

PAD = 0.35  # of the size, beside the words of a cell
ROW = 1.75


def columns(canvas: Canvas) -> list[float]:
    """Widths of the columns: as wide as their words, the first one takes what is left."""
    drawing, size = canvas.drawing, canvas.size
    count = max([len(drawing.columns), *(1 + len(each.figures) for each in drawing.series)])
    wide = []
    for at in range(count):
        said = [drawing.columns[at]] if at < len(drawing.columns) else []
        if at:
            said += [
                each.figures[at - 1].said for each in drawing.series if at <= len(each.figures)
            ]
        else:
            said += [each.name for each in drawing.series]
        wide.append(max(type.width(text, size, type.BOLD) for text in said) + 2 * PAD * size)
    over = sum(wide) - canvas.width
    if over > 0:
        wide = [each * canvas.width / sum(wide) for each in wide]
    else:
        more = -over / (count + 1)
        wide = [each + more * (2 if not at else 1) for at, each in enumerate(wide)]
    return wide


def drawn(canvas: Canvas) -> None:
    """Draws the head and the rows."""
    drawing, size = canvas.drawing, canvas.size
    wide = columns(canvas)
    head = bool(drawing.columns)
    row = min(ROW * size, canvas.height / (len(drawing.series) + head or 1))
    lefts = [sum(wide[:at]) for at in range(len(wide))]

    def cell(at: int, y: float, text: str, weight: int, fill: str) -> str:
        room = wide[at] - 2 * PAD * size
        right = at > 0
        return canvas.text(
            lefts[at] + (wide[at] - PAD * size if right else PAD * size),
            y + row / 2 + 0.34 * size,
            type.fitted(text, room + 0.5, size, weight),
            weight=weight,
            fill=fill,
            anchor="end" if right else "start",
        )

    y = 0.0
    if head:
        canvas.add(canvas.rect(0, 0, canvas.width, row, theme.ACCENT))
        canvas.add(
            *(
                cell(at, y, words, type.BOLD, theme.PAPER)
                for at, words in enumerate(drawing.columns)
            )
        )
        y = row
    for series in drawing.series:
        none = series.figures and all(one.known == "missing" for one in series.figures)
        if none:
            ground = canvas.rect(0, y, canvas.width, row, canvas.texture("missing"))
            canvas.add(f'<g opacity="0.25">{ground}</g>')
        strong = any(one.chosen for one in series.figures)
        weight = type.BOLD if strong else type.REGULAR
        canvas.add(cell(0, y, series.name, weight, theme.INK))
        for at, one in enumerate(series.figures, start=1):
            grey = one.known in ("missing", "inapplicable")
            canvas.add(
                canvas.figure(
                    one, series.name,
                    cell(at, y, one.said, weight, theme.GREY if grey else theme.INK),
                )
            )  # fmt: skip
        y += row
        canvas.add(canvas.line(0, y, canvas.width, y, theme.RULE, 0.9))
