"""A timeline: bars by period, in a stack where categories make a whole; lines where several series
stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.content import Drawing, Figure, Series
from briefing.drawings import key, scale, theme, type
from briefing.drawings.canvas import Canvas, mixed
from briefing.drawings.key import Entry
from languages import tick
from languages.english import briefing_files as words

BAR = 0.82  # of a period's room
APART = 0.3  # between two numbers on bars, of the type's size
NOTES = (1.0, 0.85, 0.72)  # sizes of the words of a break, of the type's
BOX = 0.6  # height of the box where a figure is missing, of the type's size
LINES = ("", "7 4", "2 3", "10 3 2 3")


def periods(drawing: Drawing) -> list[Figure]:
    """Each period once, in order, as the first series that has it says it."""
    found: dict[str, Figure] = {}
    for series in drawing.series:
        for one in series.figures:
            found.setdefault(one.code, one)
    return [found[code] for code in sorted(found)]


def told(drawing: Drawing, wide: float, size: float) -> bool:
    """Whether each bar has room for its number, apart from the next one's."""
    if len([each for each in drawing.series if not each.earlier]) > 1:
        return False
    widest = max(
        type.width(one.said, size, type.BOLD) for each in drawing.series for one in each.figures
    )
    return widest + APART * size <= wide / len(periods(drawing))


def drawn(canvas: Canvas) -> None:
    """Draws breaks' words, bars or lines, the periods and the key."""
    drawing = canvas.drawing
    every = periods(drawing)
    if not every:
        return
    chart = Chart(canvas, every, _entries(canvas))
    chart.axis()
    now = [each for each in drawing.series if not each.earlier]
    if drawing.stacked and len(now) > 1:
        chart.stack(now)
    elif len(now) > 1:
        chart.lines(now)
    else:
        chart.bars(now[0] if now else drawing.series[0])
    for each in drawing.series:
        if each.earlier:
            chart.hollow(each)
    chart.breaks()
    key.drawn(canvas, chart.entries, 0, canvas.height - chart.foot, canvas.width)


class Chart:
    """Where everything is."""

    def __init__(
        self,
        canvas: Canvas,
        every: Sequence[Figure],
        entries: Sequence[Entry],
        below: float = 0.0,
    ) -> None:
        """With `below` so much more room is kept free above the key."""
        drawing, size = canvas.drawing, canvas.size
        self.canvas, self.every = canvas, every
        self.entries = entries
        self.foot = key.height(canvas, entries, canvas.width) + below
        self.notes = self._notes()
        self.told = told(drawing, canvas.width, size)
        low, high = (
            scale.stacks(drawing.series)
            if drawing.stacked
            else scale.ends(one for each in drawing.series for one in each.figures)
        )
        whole = all(
            float(one.value or 0).is_integer() for each in drawing.series for one in each.figures
        )
        self.ticks = [] if self.told else scale.ticks(low, high, whole=whole)
        self.left = (
            max(type.width(tick(each, self.ticks[-1]), size) for each in self.ticks) + 0.5 * size
            if self.ticks
            else 0.0
        )
        top = (len(self.notes) * 1.2 + 1.3) * size  # for numbers on the tallest bar
        bottom = canvas.height - self.foot - 1.5 * size
        self.top, self.bottom = top, bottom
        self.step = (canvas.width - self.left) / len(every)
        below = 1.2 * size if self.told and low < 0 else 0
        self.y = scale.Scale(low, high, bottom - below, -(bottom - below - top))
        self.at = {each.code: self.left + self.step * place for place, each in enumerate(every)}
        self.taken: list[tuple[float, float, float, float]] = []  # by numbers on bars

    def number(self, one: Figure, x: float, bold: int) -> float:
        """The baseline of the number of a bar whose middle is `x`: over the bar and its bounds."""
        size = self.canvas.size
        reach = one.value if one.value is not None else one.high or 0.0
        if reach < 0:
            base = self.y.at(reach) + size
        else:
            base = self.y.at(max(reach, one.high or 0.0)) - 0.35 * size
        half = type.width(one.said, size, bold) / 2 + 0.1 * size
        self.taken.append((x - half, base - 0.95 * size, x + half, base + 0.25 * size))
        return base

    def _notes(self) -> list[tuple[str, str]]:
        """Periods at which counting changed, each with its words."""
        drawing = self.canvas.drawing
        known = {each.code for each in self.every}
        return [
            (when, said if said.startswith(when) else words.BROKEN(period=when, words=said))
            for when, said in drawing.breaks
            if when in known or any(code >= when for code in known)
        ]

    def axis(self) -> None:
        """Faint lines at round numbers, the base, and the periods below it."""
        canvas, size = self.canvas, self.canvas.size
        for each in self.ticks:
            y = self.y.at(each)
            if each:
                canvas.add(canvas.line(self.left, y, canvas.width, y, theme.RULE, 0.8))
            canvas.add(
                canvas.text(
                    self.left - 0.4 * size,
                    y + 0.34 * size,
                    tick(each, self.ticks[-1]),
                    fill=theme.GREY,
                    anchor="end",
                )
            )
        base = self.y.at(0)
        canvas.add(canvas.line(self.left, base, canvas.width, base, theme.INK, 1.0))
        chosen = {one.code for each in canvas.drawing.series for one in each.figures if one.chosen}
        for code in self._said(chosen):
            name = next(each.name for each in self.every if each.code == code)
            bold = type.BOLD if code in chosen else type.REGULAR
            half = type.width(name, size, bold) / 2
            canvas.add(
                canvas.text(
                    min(self.at[code] + self.step / 2, canvas.width - half),
                    self.bottom + 1.15 * size,
                    name,
                    weight=bold,
                    anchor="middle",
                )
            )

    def _said(self, chosen: set[str]) -> list[str]:
        """The periods that are written: all or every few from the last on, and the chosen ones."""
        size = self.canvas.size
        widest = max(type.width(each.name, size, type.BOLD) for each in self.every) + 0.5 * size
        codes = [each.code for each in self.every]
        skip = 1
        while skip * self.step < widest and skip < len(codes):
            skip += 1
        kept = codes[::-1][::skip]
        for code in chosen:
            near = [
                each
                for each in kept
                if abs(codes.index(each) - codes.index(code)) * self.step < widest
            ]
            kept = [each for each in kept if each not in near or each == code]
            kept += [] if code in kept else [code]
        return sorted(kept)

    def _bar(self, code: str, share: float = BAR) -> tuple[float, float]:
        """Left edge and width of a period's bar."""
        wide = self.step * share
        return self.at[code] + (self.step - wide) / 2, wide

    def bars(self, series: Series) -> None:
        """One bar a period; those beside the chosen ones are paler."""
        canvas, size = self.canvas, self.canvas.size
        any_chosen = any(one.chosen for one in series.figures)
        for one in series.figures:
            left, wide = self._bar(one.code)
            base = self.y.at(0)
            bold = type.BOLD if one.chosen else type.REGULAR
            if one.known in ("missing", "inapplicable"):
                tall = BOX * size
                canvas.add(
                    canvas.figure(
                        one,
                        series.name,
                        canvas.rect(
                            left,
                            base - tall,
                            wide,
                            tall,
                            canvas.texture(one.known),
                            theme.GREY,
                            0.9,
                        ),
                    )
                )
                continue
            fill, line = theme.OTHER if any_chosen and not one.chosen else theme.ACCENT, ""
            if one.known == "range":
                fill, line = canvas.texture("range"), theme.INK
            elif one.known == "partial":
                fill, line = canvas.texture("partial"), theme.ACCENT
            reach = one.value if one.value is not None else one.high or 0.0
            y = self.y.at(reach)
            up, down = min(y, base), max(y, base)
            marks = [canvas.rect(left, up, wide, max(down - up, 0.8 * canvas.unit), fill, line)]
            if one.value is not None and one.low is not None and one.high is not None:
                marks += _whisker(canvas, self.y, left + wide / 2, one)
            if self.told:
                x = left + wide / 2
                over = self.number(one, x, bold)
                marks.append(canvas.text(x, over, one.said, weight=bold, anchor="middle"))
            canvas.add(canvas.figure(one, series.name, *marks))
        if not self.told:
            self._some(series)

    def _some(self, series: Series) -> None:
        """Where not all numbers have room: the chosen, the highest and the newest one."""
        canvas, size = self.canvas, self.canvas.size
        held = [one for one in series.figures if one.value is not None]
        if not held:
            return
        wanted = [one for one in held if one.chosen][:3]
        wanted += [max(held, key=lambda one: one.value or 0), held[-1]]
        taken: list[tuple[float, float]] = []
        for one in dict.fromkeys(wanted):
            left, wide = self._bar(one.code)
            broad = type.width(one.said, size, type.BOLD)
            x = min(max(left + wide / 2, self.left + broad / 2), canvas.width - broad / 2)
            if any(x - broad / 2 < end and start < x + broad / 2 for start, end in taken):
                continue
            taken.append((x - broad / 2, x + broad / 2))
            y = self.number(one, x, type.BOLD)
            canvas.add(
                canvas.text(x, y, one.said, weight=type.BOLD, anchor="middle", halo=theme.PAPER)
            )

    def hollow(self, series: Series) -> None:
        """The period compared with: bars without a fill."""
        canvas = self.canvas
        for one in series.figures:
            if one.code not in self.at or one.value is None:
                continue
            left, wide = self._bar(one.code, BAR + 0.1)
            y, base = self.y.at(one.value), self.y.at(0)
            canvas.add(
                canvas.figure(
                    one,
                    series.name,
                    canvas.rect(left, min(y, base), wide, abs(base - y), "none", theme.INK, 1.5),
                    role="mark earlier",
                )
            )

    def stack(self, every: Sequence[Series]) -> None:
        """Categories on top of each other, each number in its part where there is room."""
        canvas, size = self.canvas, self.canvas.size
        heights: dict[str, float] = dict.fromkeys(self.at, 0.0)
        for place, series in enumerate(every):
            colour = category(place)
            for one in series.figures:
                if one.value is None or not one.value:
                    canvas.add(canvas.figure(one, series.name))
                    continue
                left, wide = self._bar(one.code)
                down = self.y.at(heights[one.code])
                heights[one.code] += one.value
                up = self.y.at(heights[one.code])
                marks = [canvas.rect(left, up, wide, down - up, colour, theme.PAPER, 1.0)]
                if one.known == "partial":
                    marks.append(canvas.rect(left, up, wide, down - up, canvas.texture("veil")))
                small = size if type.width(one.said, size) <= wide else 0.8 * size
                if down - up > 1.1 * small and type.width(one.said, small) <= wide:
                    marks.append(
                        canvas.text(
                            left + wide / 2,
                            (up + down) / 2 + 0.35 * small,
                            one.said,
                            size=small,
                            fill=ink_on(colour),
                            anchor="middle",
                        )
                    )
                canvas.add(canvas.figure(one, series.name, *marks))
        for code, total in heights.items():
            figures = [one for each in every for one in each.figures if one.code == code]
            if total or all(one.known != "missing" for one in figures):
                continue
            left, wide = self._bar(code)
            tall = BOX * size
            canvas.add(
                canvas.rect(
                    left,
                    self.y.at(0) - tall,
                    wide,
                    tall,
                    canvas.texture("missing"),
                    theme.GREY,
                    0.9,
                )
            )

    def lines(self, every: Sequence[Series]) -> None:
        """A line a series, told apart by its dashes and marks; gaps where there is no figure."""
        canvas = self.canvas
        for place, series in enumerate(every):
            colour = (theme.ACCENT, theme.INK, "#5f84b8", "#8f4a35")[place % 4]
            before: tuple[str, float, float] | None = None
            for one in series.figures:
                x = self.at[one.code] + self.step / 2
                if one.value is None:
                    if one.known == "range" and one.low is not None and one.high is not None:
                        up, down = self.y.at(one.high), self.y.at(one.low)
                        canvas.add(
                            canvas.figure(
                                one, series.name,
                                canvas.rect(
                                    x - 0.2 * canvas.size, up, 0.4 * canvas.size, down - up,
                                    canvas.texture("range"), colour,
                                ),
                            )
                        )  # fmt: skip
                    else:
                        canvas.add(canvas.figure(one, series.name))
                    before = None
                    continue
                y = self.y.at(one.value)
                if before:
                    canvas.add(
                        canvas.line(before[1], before[2], x, y, colour, 2.4, LINES[place % 4])
                    )
                before = (one.code, x, y)
            for one in series.figures:
                if one.value is None:
                    continue
                x, y = self.at[one.code] + self.step / 2, self.y.at(one.value)
                hollow = place % 2 == 1 or one.known == "partial"
                canvas.add(
                    canvas.figure(
                        one,
                        series.name,
                        canvas.circle(
                            x, y, 0.24 * canvas.size, theme.PAPER if hollow else colour, colour, 1.6
                        ),
                    )
                )

    def breaks(self) -> None:
        """A dashed line before each period at which counting changed, its words above the bars;
        neither crosses a number or words.
        """
        canvas, size = self.canvas, self.canvas.size
        boxes = list(self.taken)
        placed = []
        for row, (when, said) in enumerate(self.notes):
            after = [each.code for each in self.every if each.code >= when]
            x = self.at[after[0]] if after else canvas.width
            top = (row * 1.2 + 0.15) * size
            room = max(x, canvas.width - x) - 0.4 * size
            own = next((each for each in NOTES if type.width(said, each * size) <= room), NOTES[-1])
            text = type.fitted(said, room, own * size)
            wide = type.width(text, own * size)
            before = x >= canvas.width - x and wide <= x
            place = x - 0.4 * size if before else x + 0.4 * size
            left = place - wide if before else place
            boxes.append((left, top - 0.05 * size, left + wide, top + 1.25 * size))
            placed.append((x, top, place, text, own * size, before))
        for x, top, place, text, own_size, before in placed:
            for start, end in _clear(x, top, self.bottom, boxes):
                canvas.add(canvas.line(x, start, x, end, theme.INK, 1.8, "5 4"))
            canvas.add(
                canvas.text(
                    place,
                    top + 0.95 * size,
                    text,
                    size=own_size,
                    fill=theme.GREY,
                    anchor="end" if before else "start",
                )
            )


def _clear(
    x: float, top: float, bottom: float, boxes: Sequence[tuple[float, float, float, float]]
) -> list[tuple[float, float]]:
    """The parts of an upright line that cross none of these boxes."""
    found, at = [], top
    crossed = [each for each in boxes if each[0] < x < each[2]]
    for _, up, _, down in sorted(crossed, key=lambda each: each[1]):
        if up > at:
            found.append((at, min(up, bottom)))
        at = max(at, down)
    return [*found, (at, bottom)] if at < bottom else found


def _whisker(canvas: Canvas, y: scale.Scale, x: float, one: Figure) -> list[str]:
    """A thin line from the lower to the upper bound of a number that has both."""
    if one.low == one.high or one.low is None or one.high is None:
        return []
    wide = 0.22 * canvas.size
    low, high = y.at(one.low), y.at(one.high)
    return [
        canvas.line(x, low, x, high, theme.INK, 1.2),
        canvas.line(x - wide, low, x + wide, low, theme.INK, 1.2),
        canvas.line(x - wide, high, x + wide, high, theme.INK, 1.2),
    ]


def category(place: int) -> str:
    """The colour of a category by its place; from the second round on paler."""
    colour = theme.CATEGORIES[place % len(theme.CATEGORIES)]
    return mixed(colour, 0.35 * (place // len(theme.CATEGORIES))) if place else colour


def ink_on(colour: str) -> str:
    """The colour of words on a fill: black or white, whichever is read."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return theme.INK if 0.3 * red + 0.59 * green + 0.11 * blue > 135 else theme.PAPER


def _entries(canvas: Canvas) -> list[Entry]:
    drawing = canvas.drawing
    now = [each for each in drawing.series if not each.earlier]
    then = [each for each in drawing.series if each.earlier]
    found = []
    if len(now) > 1 and drawing.stacked:
        found += [Entry(each.name, category(place)) for place, each in enumerate(now)]
    elif len(now) > 1:
        colours = (theme.ACCENT, theme.INK, "#5f84b8", "#8f4a35")
        found += [
            Entry(
                each.name,
                theme.PAPER if place % 2 else colours[place % 4],
                colours[place % 4],
                round=True,
            )
            for place, each in enumerate(now)
        ]
    elif then and now:
        found.append(Entry(now[0].name, theme.ACCENT))
    found += [Entry(each.name, "none", theme.INK) for each in then]
    figures = [one for each in now for one in each.figures]
    if not (drawing.stacked and len(now) > 1):
        return found + key.textures(canvas, figures)
    if any(one.known == "range" for one in figures):
        found.append(Entry(words.RANGE_APART(), theme.PAPER))
    return found + key.textures(
        canvas, [one for one in figures if one.known in ("partial", "missing")]
    )
