"""SVG as it is written: shapes, words, textures, and marks that carry their numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256

from briefing.content import Drawing, Figure
from briefing.drawings import theme, type

FAMILIES = (
    "'Briefing Sans','Briefing Sans Arabic','Briefing Sans Chinese',sans-serif"  # a name in quotes
)
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not in XML


def sayable(text: str) -> str:
    """A text without the characters that no XML can hold."""
    return _UNSAID.sub("\ufffd", text)


def escaped(text: str) -> str:
    """A text as it stands in XML, within quotes too."""
    return (
        sayable(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
    )


def exact(number: float | None) -> str:
    """A number as data: every digit it has, nothing for none."""
    return "" if number is None else f"{number:.15g}"


def mixed(colour: str, share: float) -> str:
    """A colour with a share of white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * share):02x}" for part in parts)


@dataclass(slots=True)
class Canvas:
    """A drawing while it is made; `size` is that of its type, from which lines and textures have
    theirs.
    """

    drawing: Drawing
    width: float
    height: float
    size: float = 18
    whole: Drawing | None = None  # of which this is a part, on the same scale
    parts: list[str] = field(default_factory=list)
    mark: str = field(init=False)

    def __post_init__(self) -> None:
        name = f"{self.drawing!r} {self.width} {self.height} {self.size}"
        self.mark = sha256(name.encode("utf-8", "replace")).hexdigest()[:8]

    @property
    def measured(self) -> tuple[Figure, ...]:
        """The figures from which scales are made: those of the whole drawing."""
        drawing = self.whole or self.drawing
        return tuple(one for each in drawing.series for one in each.figures)

    @property
    def unit(self) -> float:
        """The width of a line."""
        return self.size / 18

    def texture(self, name: str) -> str:
        """A fill: `missing`, `range`, `partial` or `inapplicable`."""
        return f"url(#{name}-{self.mark})"

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        line: str = "",
        thick: float = 1.2,
    ) -> str:
        """A rectangle; the line is drawn within its bounds."""
        wide = thick * self.unit if line else 0
        edge = f' stroke="{line}" stroke-width="{wide:.2f}"' if line else ""
        return (
            f'<rect x="{x + wide / 2:.2f}" y="{y + wide / 2:.2f}" '
            f'width="{max(0, width - wide):.2f}" height="{max(0, height - wide):.2f}" '
            f'fill="{fill}"{edge}/>'
        )

    def circle(
        self, x: float, y: float, radius: float, fill: str, line: str = "", thick: float = 1.5
    ) -> str:
        """A circle."""
        edge = f' stroke="{line}" stroke-width="{thick * self.unit:.2f}"' if line else ""
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}"{edge}/>'

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str,
        thick: float = 1.0,
        dash: str = "",
    ) -> str:
        """A straight line."""
        lengths = " ".join(f"{float(each) * self.unit:.2f}" for each in dash.split())
        dashes = f' stroke-dasharray="{lengths}"' if dash else ""
        return (
            f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" stroke="{colour}" '
            f'stroke-width="{thick * self.unit:.2f}"{dashes}/>'
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 0,
        weight: int = type.REGULAR,
        fill: str = theme.INK,
        anchor: str = "start",
        halo: str = "",
        data: str = "",
    ) -> str:
        """Words whose baseline is at `y`; a `halo` keeps them legible over what is below."""
        if not words.strip():
            return ""
        size = size or self.size
        ring = (
            f' stroke="{halo}" stroke-width="{size / 5:.2f}" stroke-linejoin="round" '
            'paint-order="stroke"'
            if halo
            else ""
        )
        return (
            f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:.2f}" font-weight="{weight}" '
            f'text-anchor="{anchor}" fill="{fill}"{ring}{data}>{escaped(words)}</text>'
        )

    def figure(self, one: Figure, series: str, *marks: str, role: str = "mark") -> str:
        """Marks that stand for a number, which they carry and say."""
        to = f' data-to="{escaped(one.to)}"' if one.to else ""
        said = f"{one.name}: {one.said}" if one.said else one.name
        return (
            f'<g class="{role}" data-code="{escaped(one.code)}"{to} '
            f'data-name="{escaped(one.name)}" data-series="{escaped(series)}" '
            f'data-value="{exact(one.value)}" data-low="{exact(one.low)}" '
            f'data-high="{exact(one.high)}" data-known="{one.known}">'
            f"<title>{escaped(said)}{escaped(f' ({series})') if series else ''}</title>"
            f"{''.join(marks)}</g>"
        )

    def add(self, *parts: str) -> None:
        """Draws these on top of what is there."""
        self.parts += parts

    def svg(self, attributes: str = "") -> str:
        """The whole document."""
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'viewBox="0 0 {self.width:g} {self.height:g}" width="{self.width:g}" '
            f'height="{self.height:g}" role="img" font-family="{FAMILIES}" '
            f'data-kind="{self.drawing.kind}" data-mark="{self.mark}" '
            f'data-unit="{escaped(self.drawing.unit)}"{attributes}>'
            f"<title>{escaped(self.drawing.alt)}</title>{self._textures()}"
            f"{''.join(self.parts)}</svg>"
        )

    def _textures(self) -> str:
        unit = self.unit
        found = {
            "missing": (8, theme.PAPER, _strokes(8, theme.INK, 0.9)),
            "partial": (8, theme.PAPER, _strokes(8, theme.ACCENT, 2.6)),
            "range": (5, theme.PAPER, f'<circle cx="2.5" cy="2.5" r="1.15" fill="{theme.INK}"/>'),
            "veil": (8, "none", _strokes(8, theme.PAPER, 2.6)),
            "inapplicable": (
                6,
                theme.PAPER,
                f'<path d="M0 3H6" stroke="{theme.GREY}" stroke-width="0.8"/>',
            ),
        }
        drawn = "".join(self.parts)
        return (
            "<defs>"
            + "".join(
                f'<pattern id="{name}-{self.mark}" width="{step}" height="{step}" '
                f'patternUnits="userSpaceOnUse" patternTransform="scale({unit:.3f})">'
                f'<rect width="{step}" height="{step}" fill="{ground}"/>{marks}</pattern>'
                for name, (step, ground, marks) in found.items()
                if self.texture(name) in drawn or self.drawing.frames
            )
            + "</defs>"
        )


def _strokes(step: int, colour: str, thick: float) -> str:
    """Lines from lower left to upper right that meet at the edges of their tile."""
    return (
        f'<path d="M-1 1L1 -1M0 {step}L{step} 0M{step - 1} {step + 1}L{step + 1} {step - 1}" '
        f'stroke="{colour}" stroke-width="{thick}"/>'
    )
