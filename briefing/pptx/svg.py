"""A drawing's SVG as shapes of a slide: the very marks, numbers and textures of the other formats.

What is read is what `briefing.drawings` writes: rectangles, circles, lines, paths of straight steps
and words, in groups that name what they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import shapely
from pptx.oxml import parse_xml

from briefing.drawings import theme, type
from briefing.pptx.shapes import Shapes, Words, edge, fill

WIDER = 1.12  # Arial, or what a template has, beside the fonts in which drawings are measured
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_RING = re.compile(r"M([^lMZ]*)l?([^MZ]*)Z?")
_TEXTURE = re.compile(r"url\(#(\w+)-\w+\)")
_MOVED = re.compile(r"translate\((\S+) (\S+)\)")


@dataclass(frozen=True, slots=True)
class _At:
    """Where in a drawing: how far it is moved, the edges beyond which nothing is drawn, and of what
    the marks are.
    """

    x: float
    y: float
    box: tuple[float, float, float, float] | None = None
    name: str = ""
    said: str = ""


@dataclass(slots=True)
class Drawn:
    """Turns SVG into shapes; `plain` is what each is called that stands for nothing."""

    shapes: Shapes
    plain: str

    def parts(self, svg: str, x: float, y: float) -> list[str]:
        """The shapes of an SVG document whose upper left corner is here."""
        return list(self._walked(parse_xml(svg), _At(x, y)))

    def _walked(self, around: Any, at: _At) -> Iterator[str]:
        words: list[tuple[Mapping[str, str], str]] = []
        for each in around:
            kind = str(each.tag).rpartition("}")[2]
            if kind == "text":
                label = each.get("data-label")
                if words and (not label or words[-1][0].get("data-label") != label):
                    yield self._text(words, at)
                    words = []
                words.append((each.attrib, each.text or ""))
                continue
            if words:
                yield self._text(words, at)
                words = []
            if kind == "svg":
                x, y, wide, tall = (float(each.get(name)) for name in ("x", "y", "width", "height"))
                left, top = at.x + x, at.y + y
                inside = replace(at, x=left, y=top, box=(left, top, left + wide, top + tall))
                yield from self._walked(each, inside)
            elif kind == "g":
                yield from self._walked(each, _inside(each, at))
            elif kind in _SHAPES:
                yield getattr(self, _SHAPES[kind])(each.attrib, at)
        if words:
            yield self._text(words, at)

    def _text(self, lines: list[tuple[Mapping[str, str], str]], at: _At) -> str:
        held = lines[0][0]
        size = float(held["font-size"]) / WIDER
        bold = int(held["font-weight"]) > 500
        wide = max(type.width(text, size, type.BOLD) for _, text in lines) * WIDER + 4
        x, y = at.x + float(held["x"]), at.y + float(held["y"]) - 0.96 * size
        anchor = held["text-anchor"]
        x -= {"start": 2.0, "middle": wide / 2, "end": wide - 2}[anchor]
        align = {"start": "l", "middle": "ctr", "end": "r"}[anchor]
        words = [
            Words(text, size, int(one["font-weight"]) > 500, one["fill"], align)
            for one, text in lines
        ]
        tall = 1.2 * size * len(lines)
        ground = theme.PAPER if "stroke" in held else "none"
        name = " ".join(text for _, text in lines)
        if bold and len(lines) == 1 and len(name) > 40:
            name = self.plain
        return self.shapes.text(
            name, x, y, wide, tall, words, ground=ground, seen=0.65, wrap=False, pad=2
        )

    def _rect(self, held: Mapping[str, str], at: _At) -> str:
        x, y, wide, tall = (float(held[name]) for name in ("x", "y", "width", "height"))
        return self._named("rect", at.x + x, at.y + y, wide, tall, held, at)

    def _circle(self, held: Mapping[str, str], at: _At) -> str:
        x, y, radius = (float(held[name]) for name in ("cx", "cy", "r"))
        if not radius:  # of another period
            return ""
        left, top = at.x + x - radius, at.y + y - radius
        return self._named("ellipse", left, top, 2 * radius, 2 * radius, held, at)

    def _named(
        self, kind: str, x: float, y: float, wide: float, tall: float,
        held: Mapping[str, str], at: _At,
    ) -> str:  # fmt: skip
        return self.shapes.shape(
            at.name or self.plain, kind, x, y, wide, tall, _fill(held), _edge(held), at.said,
            not at.name,
        )  # fmt: skip

    def _line(self, held: Mapping[str, str], at: _At) -> str:
        x1, y1, x2, y2 = (float(held[name]) for name in ("x1", "y1", "x2", "y2"))
        return self.shapes.line(self.plain, at.x + x1, at.y + y1, at.x + x2, at.y + y2, _edge(held))

    def _path(self, held: Mapping[str, str], at: _At) -> str:
        closed = "Z" in held["d"]
        rings = _clipped(_rings(held["d"], at), at.box, closed)
        name = at.name or held.get("data-name", "")
        return self.shapes.freeform(
            name or self.plain, rings, _fill(held), _edge(held), at.said, closed, not name
        )


_SHAPES: Mapping[str, str] = MappingProxyType(
    {"rect": "_rect", "circle": "_circle", "line": "_line", "path": "_path"}
)


def _inside(group: Any, at: _At) -> _At:
    """Where the marks of a group are, and of what."""
    if moved := _MOVED.fullmatch(group.get("transform", "")):
        at = replace(at, x=at.x + float(moved[1]), y=at.y + float(moved[2]))
    if group.get("data-name"):
        said = next((each.text for each in group if str(each.tag).endswith("}title")), "")
        at = replace(at, name=group.get("data-name"), said=said)
    return at


def _fill(held: Mapping[str, str]) -> str:
    name = held.get("fill", "none")
    texture = _TEXTURE.fullmatch(name)
    return fill(texture[1] if texture else name)


def _edge(held: Mapping[str, str]) -> str:
    if "stroke" not in held:
        return edge("")
    dash = "sysDash" if "stroke-dasharray" in held else ""
    return edge(held["stroke"], float(held.get("stroke-width", 1)), dash)


def _rings(path: str, at: _At) -> list[np.ndarray]:
    """The rings of a path that goes on by steps from the place each begins at."""
    found = []
    for start, steps in _RING.findall(path):
        numbers = [float(each) for each in _NUMBER.findall(f"{start} {steps}")]
        points = np.array(numbers[: len(numbers) // 2 * 2]).reshape(-1, 2)
        found.append(np.cumsum(points, axis=0) + (at.x, at.y))
    return found


def _clipped(
    rings: list[np.ndarray], box: tuple[float, float, float, float] | None, closed: bool
) -> list[np.ndarray]:
    """What lies within a box."""
    if box is None:
        return rings
    left, top, right, bottom = box
    found = []
    for ring in rings:
        (x, y), (to_x, to_y) = ring.min(axis=0), ring.max(axis=0)
        if x >= left and y >= top and to_x <= right and to_y <= bottom:
            found.append(ring)
            continue
        if closed and len(ring) < 3:
            continue
        made = shapely.Polygon(ring).buffer(0) if closed else shapely.LineString(ring)
        for piece in shapely.get_parts(shapely.clip_by_rect(made, left, top, right, bottom)):
            if isinstance(piece, shapely.Polygon):
                found += [np.array(each.coords) for each in (piece.exterior, *piece.interiors)]
            elif isinstance(piece, shapely.LineString) and not closed:
                found.append(np.array(piece.coords))
    return found
