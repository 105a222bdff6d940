"""A map: areas in the colours of their classes, or circles whose area is the number.

Countries that no figure names are no part of the question: grey. Every country named is drawn, as
a circle where its outline is too small to see.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from briefing.content import Figure, Series, Step
from briefing.drawings import key, labels, outlines, theme, type
from briefing.drawings.canvas import Canvas, escaped
from briefing.drawings.key import Entry
from data.geography import boundaries, countries, regions
from languages import listed
from languages.english import briefing_files as words
from languages.english import figures as legend

LARGEST = 0.085  # the radius of the largest circle as a share of the map's shorter side
OVER = 0.045  # room above the world for the largest circle, where Russia's is; as a share as above
SMALL = 0.36  # radius of a small state's circle, of the type's size
NAMED = 4  # countries without a figure that the key names; of more it gives the number
FULL = 14  # countries that are all labelled where there is room; of more only the largest
MANY = 8  # labels on a map with more
LAND = 60  # points of outlines from which on land has a shape that is known


def drawn(canvas: Canvas) -> None:
    """Draws the map, its labels and its key."""
    drawing = canvas.drawing
    now = next((each for each in drawing.series if not each.earlier), None)
    if now is None:
        return
    then = next((each for each in drawing.series if each.earlier), None)
    entries = _entries(canvas, now, then)
    world = drawing.region == regions.WORLD
    top = OVER * min(canvas.width, canvas.height) if world and drawing.circles else 0.0
    room = canvas.height - key.height(canvas, entries, canvas.width) - top
    figures = {each.code: each for each in now.figures}
    sheet = outlines.sheet(
        drawing.region,
        drawing.borders or boundaries.UN,
        tuple(sorted(figures)) if drawing.region == regions.CHOSEN else (),
        round(room / canvas.width, 3),
    )
    wide = min(canvas.width, room * 1000 / sheet.tall)
    tall = wide * sheet.tall / 1000
    area = _Area(canvas, sheet, wide / 1000, (canvas.width - wide) / 2, figures, then)
    canvas.add(
        f'<svg class="map" x="{area.left:.2f}" y="{top:.2f}" width="{wide:.2f}" '
        f'height="{tall:.2f}" '
        f'viewBox="0 0 {wide:.2f} {tall:.2f}" overflow="{"visible" if world else "hidden"}">',
        "" if world else canvas.rect(0, 0, wide, tall, theme.SEA),
    )
    area.land()
    if drawing.circles:
        area.circles()
    else:
        area.dots()
    area.words(wide, tall)
    canvas.add("</svg>")
    key.drawn(canvas, entries, 0, top + tall, canvas.width)


def silhouette(canvas: Canvas) -> None:
    """The land of the countries that are asked about, within the region; nothing where the outlines
    have hardly any of it.
    """
    drawing = canvas.drawing
    codes = tuple(sorted({one.code for each in drawing.series for one in each.figures}))
    sheet = outlines.sheet(drawing.region, drawing.borders or boundaries.UN, codes)
    rings = [ring for code in codes for ring in sheet.shapes.get(code, ())]
    if sum(map(len, rings)) < LAND:
        return
    low, high = outlines.bounds(rings)
    scale = min(canvas.width / (high[0] - low[0]), canvas.height / (high[1] - low[1]))
    left = canvas.width - high[0] * scale
    top = (canvas.height - (high[1] - low[1]) * scale) / 2 - low[1] * scale
    canvas.add(f'<g transform="translate({left:.1f} {top:.1f})">')
    for code in codes:
        shape = outlines.path(sheet.shapes.get(code, ()), scale)
        if shape:
            canvas.add(
                f'<path d="{shape}" fill="{theme.MEMBER}" fill-rule="evenodd" '
                f'stroke="{theme.PAPER}" stroke-width="0.8"/>'
            )
    canvas.add("</g>")


class _Area:
    """The map itself."""

    def __init__(
        self,
        canvas: Canvas,
        sheet: outlines.Sheet,
        scale: float,
        left: float,
        figures: Mapping[str, Figure],
        then: Series | None,
    ) -> None:
        self.canvas, self.sheet, self.scale, self.left = canvas, sheet, scale, left
        self.figures = figures
        self.name = next(each.name for each in canvas.drawing.series if not each.earlier)
        self.then = {each.code: each for each in then.figures} if then else {}
        self.then_name = then.name if then else ""
        self.radii: dict[str, float] = {}
        self.anchors = {code: (x * scale, y * scale) for code, (x, y) in sheet.anchors.items()}

    def land(self) -> None:
        """All countries: outside the question, or filled as their figure is."""
        canvas, unit = self.canvas, self.canvas.unit
        around = [code for code in self.sheet.shapes if code not in self.figures]
        edge = f'stroke="{theme.PAPER}" stroke-width="{0.6 * unit:.2f}" stroke-linejoin="round"'
        for code in around:
            if shape := outlines.path(self.sheet.shapes[code], self.scale):
                canvas.add(
                    f'<path class="outside" data-name="{escaped(countries.name(code))}" '
                    f'd="{shape}" fill="{theme.OUTSIDE}" fill-rule="evenodd" {edge}/>'
                )
        for code in self.sheet.shapes:
            if code not in self.figures:
                continue
            one = self.figures[code]
            fill, line, thick = self._look(one)
            shape = outlines.path(self.sheet.shapes[code], self.scale)
            if not shape:
                continue
            canvas.add(
                canvas.figure(
                    one,
                    self.name,
                    f'<path d="{shape}" fill="{fill}" fill-rule="evenodd" stroke="{line}" '
                    f'stroke-width="{thick * unit:.2f}" stroke-linejoin="round"/>',
                    role="country",
                )
            )
        if self.sheet.nobodys:
            canvas.add(
                f'<path class="nobodys" d="{outlines.path(self.sheet.nobodys, self.scale)}" '
                f'fill="{theme.PAPER}" stroke="{theme.GREY}" stroke-width="{0.5 * unit:.2f}"/>'
            )
        for held, colour, dash in (
            (self.sheet.dashed, theme.PAPER, ""),
            (self.sheet.dashed, theme.GREY, f"{2.4 * unit:.1f} {1.8 * unit:.1f}"),
        ):
            canvas.add(
                f'<path class="disputed" d="{outlines.path(held, self.scale, closed=False)}" '
                f'fill="none" stroke="{colour}" stroke-width="{0.9 * unit:.2f}"'
                + (f' stroke-dasharray="{dash}"/>' if dash else "/>")
            )
        for code, one in self.figures.items():  # the chosen ones over their neighbours
            if one.chosen and code in self.sheet.shapes:
                shape = outlines.path(self.sheet.shapes[code], self.scale)
                canvas.add(
                    f'<path class="chosen" d="{shape}" '
                    f'fill="none" stroke="{theme.INK}" stroke-width="{1.8 * unit:.2f}" '
                    'stroke-linejoin="round"/>'
                )

    def _look(self, one: Figure) -> tuple[str, str, float]:
        """Fill, line and the line's width of a country."""
        if one.known in ("missing", "inapplicable"):
            return self.canvas.texture(one.known), theme.GREY, 0.6
        if self.canvas.drawing.circles:
            return (theme.PAPER if one.value == 0 else theme.MEMBER), theme.ACCENT, 0.7
        if one.known == "range" or one.value is None:
            return self.canvas.texture("range"), theme.GREY, 0.6
        level = one.value if one.place is None else one.place
        colour = classed(level, self.canvas.drawing.steps)
        return colour, theme.GREY if _pale(colour) else theme.PAPER, 0.6

    def dots(self) -> None:
        """Circles of one size for countries too small to see."""
        canvas = self.canvas
        radius = SMALL * canvas.size
        for code, one in self.figures.items():
            at = self.anchors.get(code)
            if at is None or (code in self.sheet.shapes and code not in self.sheet.small):
                continue
            if code in self.sheet.shapes and self._seen(code):
                continue
            fill, _, _ = self._look(one)
            missing = one.known in ("missing", "inapplicable")
            mine = radius * (0.7 if missing else 1)
            self.radii[code] = mine
            canvas.add(
                canvas.figure(
                    one,
                    self.name,
                    canvas.circle(*at, mine, fill, theme.INK if one.chosen else theme.GREY, 0.8),
                    role="country small",
                )
            )

    def _seen(self, code: str) -> bool:
        """Whether a small state is large enough on this map to be seen as it is."""
        rings = self.sheet.shapes[code]
        return outlines.extent(rings) * self.scale > 1.1 * self.canvas.size

    def circles(self) -> None:
        """Circles whose area is the number, the largest below, and rings for the earlier period."""
        canvas = self.canvas
        scale = self._scale()
        least = SMALL * canvas.size
        canvas.add(f'<g class="circles" data-scale="{scale:.6g}" data-least="{least:.2f}">')
        every = {**self.then, **self.figures}
        for code in sorted(every, key=lambda each: -self._largest(each)):
            at = self.anchors.get(code)
            if at is None:
                continue
            marks = []
            one, before = self.figures.get(code), self.then.get(code)
            if one is not None and one.known == "range":
                self.radii[code] = least
                marks.append(
                    canvas.figure(
                        one,
                        self.name,
                        canvas.circle(*at, least, canvas.texture("range"), theme.INK, 1.1),
                    )
                )
            elif one is not None and one.value:  # none is land without a circle, or a hollow dot
                radius = max(0.12 * canvas.size, scale * math.sqrt(abs(one.value)))
                self.radii[code] = radius
                fill = canvas.texture("partial") if one.known == "partial" else theme.ACCENT
                marks.append(
                    canvas.figure(
                        one, self.name, canvas.circle(*at, radius, fill, theme.PAPER, 0.8)
                    )
                )
            elif one is not None and one.value == 0 and code not in self.sheet.shapes:
                ring = canvas.circle(*at, 0.12 * canvas.size, theme.PAPER, theme.ACCENT, 0.7)
                self.radii[code] = 0.12 * canvas.size
                marks.append(canvas.figure(one, self.name, ring))
            if before is not None and before.value:
                radius = max(0.12 * canvas.size, scale * math.sqrt(abs(before.value)))
                self.radii[code] = max(self.radii.get(code, 0), radius)
                marks.append(
                    canvas.figure(
                        before,
                        self.then_name,
                        canvas.circle(*at, radius, "none", theme.INK, 1.5),
                        role="mark earlier",
                    )
                )
            canvas.add(*marks)
        for series in canvas.drawing.frames:  # countries that have a circle in another period
            for one in series.figures:
                at = self.anchors.get(one.code)
                if at is not None and one.code not in self.radii:
                    self.radii[one.code] = 0.0
                    now = self.figures.get(one.code) or replace(one, value=None, said="")
                    canvas.add(
                        canvas.figure(
                            now, self.name, canvas.circle(*at, 0, canvas.texture("missing"))
                        )
                    )
        canvas.add("</g>")

    def _largest(self, code: str) -> float:
        held = (self.figures.get(code), self.then.get(code))
        return max((abs(each.value) for each in held if each and each.value is not None), default=0)

    def _scale(self) -> float:
        """Radius by the root of a number: one for all periods that are drawn or played."""
        drawing = self.canvas.drawing
        every = [
            abs(each.value)
            for series in (*drawing.series, *drawing.frames)
            for each in series.figures
            if each.value is not None
        ]
        shorter = min(self.canvas.width, self.canvas.height)
        return LARGEST * shorter * 1.25 / math.sqrt(max(every, default=1) or 1)

    def words(self, wide: float, tall: float) -> None:
        """Names and numbers beside the marks, as many as there is room for."""
        canvas, size = self.canvas, self.canvas.size
        seen = [
            one
            for code, one in self.figures.items()
            if code in self.anchors and one.known not in ("missing", "inapplicable")
        ]
        seen.sort(key=lambda one: (not one.chosen, -self._largest(one.code)))
        if len(seen) > FULL:
            seen = [one for at, one in enumerate(seen) if one.chosen or at < MANY]
        if len(seen) > FULL or (
            canvas.drawing.region == regions.WORLD and not canvas.drawing.circles
        ):
            seen = seen[:FULL]
        size = size if len(seen) <= FULL else size * 0.85
        spare = 0.25 * size
        wishes, said = [], {}
        for one in seen:
            x, y = self.anchors[one.code]
            before = self.then.get(one.code)
            first = one.name if one.place is not None else f"{one.name} {one.said}".strip()
            lines = [(first, type.BOLD)]
            if before is not None and before.said and before.value is not None:
                lines.append((words.THEN(period=self.then_name, value=before.said), type.REGULAR))
            broad = max(type.width(text, size, weight) for text, weight in lines) + 2 * spare
            high = len(lines) * 1.12 * size + spare
            said[one.code] = lines
            wishes.append(
                labels.Wish(one.code, x, y, self.radii.get(one.code, 0), broad, high, one.chosen)
            )
        marks = [
            (x - radius, y - radius, x + radius, y + radius)
            for code, radius in self.radii.items()
            for x, y in (self.anchors[code],)
        ]
        for place in labels.placed(wishes, marks, wide, tall, 0.28 * size):
            left, top, right, _ = place.box
            x = {"start": left + spare, "end": right - spare, "middle": (left + right) / 2}[
                place.anchor
            ]
            if place.far:
                canvas.add(self._leader(place))
            for at, (text, weight) in enumerate(said[place.name]):
                canvas.add(
                    canvas.text(
                        x,
                        top + (0.92 + at * 1.12) * size,
                        text,
                        size=size,
                        weight=weight,
                        anchor=place.anchor,
                        halo=theme.PAPER,
                        data=f' class="label" data-label="{escaped(place.name)}" data-line="{at}"',
                    )
                )

    def _leader(self, place: labels.Place) -> str:
        """A thin line from a mark to words that stand apart from it."""
        x, y = self.anchors[place.name]
        left, top, right, bottom = place.box
        to_x, to_y = min(max(x, left), right), min(max(y, top), bottom)
        long = math.hypot(to_x - x, to_y - y) or 1
        share = min(1.0, self.radii.get(place.name, 0) / long)
        return self.canvas.line(
            x + (to_x - x) * share, y + (to_y - y) * share, to_x, to_y, theme.INK, 0.8
        )


def _pale(colour: str) -> bool:
    """Whether an area of this colour is not told from paper without its outline."""
    return min(int(colour[at : at + 2], 16) for at in (1, 3, 5)) > 225


def classed(value: float, steps: tuple[Step, ...]) -> str:
    """The colour of the class a number is in: the last one that begins at or below it."""
    colour = steps[0].colour if steps else theme.OTHER
    for step in steps:
        if value >= step.low:
            colour = step.colour
    return colour


def _entries(canvas: Canvas, now: Series, then: Series | None) -> list[Entry]:
    """The key: classes or circles, the earlier period, then what textures stand for."""
    drawing = canvas.drawing
    found = []
    if drawing.circles:
        found.append(Entry(words.AREA(period=now.name), theme.ACCENT, round=True))
        if then is not None:
            found.append(Entry(then.name, "none", theme.INK, round=True))
        if any(each.value == 0 for each in now.figures):
            found.append(Entry(legend.NONE_RECORDED(), theme.PAPER, theme.ACCENT))
    else:
        found += [Entry(step.said, step.colour) for step in drawing.steps]
    missing = [each.name for each in now.figures if each.known == "missing"]
    said = words.NO_FIGURE_IN(len(missing))
    if 0 < len(missing) <= NAMED:
        said = words.NO_FIGURE_OF(names=listed(missing))
    return found + key.textures(canvas, now.figures, said, drawing.circles)
