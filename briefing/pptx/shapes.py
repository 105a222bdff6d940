"""Shapes of a slide as DrawingML, in points: words, boxes, circles, lines and freeforms.

A freeform is written as it stands in the file: python-pptx's builder looks at every point for every
other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from pptx.oxml import parse_xml

from briefing.drawings import theme
from briefing.drawings.canvas import escaped

EMU = 12700  # in a point
FINE = 10  # parts of a point in which a freeform's points are written
_OOXML = "http://schemas.openxmlformats.org"
NAMED = {
    "a": f"{_OOXML}/drawingml/2006/main",
    "c": f"{_OOXML}/drawingml/2006/chart",
    "p": f"{_OOXML}/presentationml/2006/main",
}
NAMESPACES = " ".join(f'xmlns:{short}="{whole}"' for short, whole in NAMED.items())
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
    "</a:extLst>"
)
# colours that a template may have otherwise
SCHEME: Mapping[str, str] = MappingProxyType(
    {
        theme.ACCENT: '<a:schemeClr val="accent1"/>',
        theme.OTHER: '<a:schemeClr val="accent1"><a:satMod val="34000"/><a:lumMod val="50000"/>'
        '<a:lumOff val="48000"/></a:schemeClr>',
        theme.MEMBER: '<a:schemeClr val="accent1"><a:satMod val="34000"/><a:lumMod val="20000"/>'
        '<a:lumOff val="80000"/></a:schemeClr>',
        theme.INK: '<a:schemeClr val="tx1"/>',
        theme.GREY: '<a:schemeClr val="tx2"/>',
        theme.PAPER: '<a:schemeClr val="bg1"/>',
    }
)
# what is known of a number, as texture: preset, its colour, the ground
TEXTURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "missing": ("wdUpDiag", theme.GREY),
        "partial": ("dkUpDiag", theme.ACCENT),
        "range": ("openDmnd", theme.INK),
        "inapplicable": ("ltHorz", theme.GREY),
    }
)
Points = Sequence[tuple[float, float]] | np.ndarray


def element(xml: str) -> Any:
    """A part of a slide or chart that was written as text."""
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {NAMESPACES}", xml, count=1))


def emu(points: float) -> int:
    """Points as the file's own measure."""
    return round(points * EMU)


def colour(name: str) -> str:
    """A colour: one of the theme's where it has a part there, else as it is."""
    if name.startswith("accent"):
        return f'<a:schemeClr val="{name}"/>'
    return SCHEME.get(name.lower()) or f'<a:srgbClr val="{name.lstrip("#").upper()}"/>'


def pale(slot: str, times: int) -> str:
    """A fill of one of the theme's colours, paler with each time it is used again."""
    share = 0.35 * times
    more = (
        f'<a:lumMod val="{round(100000 * (1 - share))}"/><a:lumOff val="{round(100000 * share)}"/>'
    )
    inside = more if times else ""
    return f'<a:solidFill><a:schemeClr val="{slot}">{inside}</a:schemeClr></a:solidFill>'


def fill(name: str, seen: float = 1.0, of: str = "") -> str:
    """A fill: a colour, a texture by its name, or none; `seen` is how much of it covers, `of` the
    colour of a texture in place of its own.
    """
    if name in ("", "none"):
        return "<a:noFill/>"
    if name in TEXTURES:
        preset, ink = TEXTURES[name]
        return (
            f'<a:pattFill prst="{preset}"><a:fgClr>{colour(of or ink)}</a:fgClr>'
            f"<a:bgClr>{colour(theme.PAPER)}</a:bgClr></a:pattFill>"
        )
    made = colour(name)
    if seen < 1:
        tag = made[1 : made.index(" ")]
        alpha = f'<a:alpha val="{round(seen * 100000)}"/></{tag}>'
        end = f"</{tag}>"
        made = made.replace(end, alpha) if end in made else f"{made[:-2]}>{alpha}"
    return f"<a:solidFill>{made}</a:solidFill>"


def edge(name: str, wide: float = 1.0, dash: str = "") -> str:
    """A line around a shape or of its own."""
    if name in ("", "none"):
        return "<a:ln><a:noFill/></a:ln>"
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{emu(wide)}">{fill(name)}{dashes}<a:round/></a:ln>'


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; `size` in points, `before` the room above it."""

    text: str
    size: float
    bold: bool = False
    colour: str = theme.INK
    align: str = "l"
    before: float = 0.0
    listed: bool = False


@dataclass(slots=True)
class Shapes:
    """The shapes of one slide while they are written, each with an id of its own; `code` is the
    language of its words, `right` whether they run from the right.
    """

    slide: Any
    code: str
    right: bool
    last: int = 1
    parts: list[str] = field(default_factory=list)

    def named(self, name: str, alt: str = "", decorative: bool = False) -> str:
        """The name of a shape, what it shows in words, or that it shows nothing."""
        self.last += 1
        said = f' descr="{escaped(alt)}"' if alt else ""
        more = f">{DECORATIVE}</p:cNvPr>" if decorative else "/>"
        return f'<p:cNvPr id="{self.last}" name="{escaped(name)}"{said}{more}'

    def add(self, shape: str) -> None:
        """Puts a shape on top of what is there; nothing where there is none."""
        if shape:
            self.slide.shapes._spTree.append(element(shape))

    def take(self, shape: Any, name: str, alt: str = "") -> None:
        """Gives a shape that python-pptx made a name, words for what it shows and an id of ours."""
        self.last += 1
        held = shape._element.find(".//p:cNvPr", NAMED)
        held.set("id", str(self.last))
        held.set("name", name)
        if alt:
            held.set("descr", alt)

    def paragraph(self, words: Words) -> str:
        """A paragraph."""
        align = {"l": "r", "r": "l"}.get(words.align, words.align) if self.right else words.align
        turned = ' rtl="1"' if self.right else ""
        indent = (
            f' marL="{emu(14)}" indent="{-emu(14)}"' if words.listed else ' marL="0" indent="0"'
        )
        bullet = (
            '<a:buFont typeface="Arial"/><a:buChar char="•"/>' if words.listed else "<a:buNone/>"
        )
        before = f'<a:spcBef><a:spcPts val="{round(words.before * 100)}"/></a:spcBef>'
        return (
            f'<a:p><a:pPr{indent} algn="{align}"{turned}>{before}{bullet}</a:pPr>'
            f"{self.run(words)}</a:p>"
        )

    def run(self, words: Words) -> str:
        """The words of a paragraph."""
        return (
            f'<a:r><a:rPr lang="{self.code}" sz="{round(words.size * 100)}" b="{int(words.bold)}">'
            f"{fill(words.colour)}</a:rPr><a:t>{escaped(words.text)}</a:t></a:r>"
        )

    def text(
        self,
        name: str,
        x: float,
        y: float,
        wide: float,
        tall: float,
        words: Iterable[Words],
        *,
        ground: str = "none",
        seen: float = 1.0,
        anchor: str = "t",
        wrap: bool = True,
        pad: float = 0.0,
    ) -> str:
        """A box of words; none where there are no words and no ground: PowerPoint repairs a box
        without a paragraph.
        """
        said = "".join(map(self.paragraph, words))
        if not said and ground == "none":
            return ""
        return (
            f'<p:sp><p:nvSpPr>{self.named(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{_placed(x, y, wide, tall)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            f"{fill(ground, seen)}</p:spPr><p:txBody>"
            f'<a:bodyPr wrap="{"square" if wrap else "none"}" lIns="{emu(pad)}" tIns="0" '
            f'rIns="{emu(pad)}" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
            f"{said or '<a:p/>'}</p:txBody></p:sp>"
        )

    def shape(
        self,
        name: str,
        kind: str,
        x: float,
        y: float,
        wide: float,
        tall: float,
        ground: str,
        line: str = "",
        alt: str = "",
        decorative: bool = False,
    ) -> str:
        """A rectangle (`rect`) or a circle (`ellipse`)."""
        return (
            f"<p:sp><p:nvSpPr>{self.named(name, alt, decorative)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f'<p:spPr>{_placed(x, y, wide, tall)}<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
            f"{ground}{line or edge('')}</p:spPr></p:sp>"
        )

    def line(self, name: str, x1: float, y1: float, x2: float, y2: float, line: str) -> str:
        """A straight line, which says nothing by itself."""
        flip = ' flipV="1"' if (x2 - x1) * (y2 - y1) < 0 else ""
        place = _placed(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
        return (
            f"<p:cxnSp><p:nvCxnSpPr>{self.named(name, decorative=True)}<p:cNvCxnSpPr/><p:nvPr/>"
            f"</p:nvCxnSpPr><p:spPr>{place.replace('<a:xfrm', f'<a:xfrm{flip}', 1)}"
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{line}</p:spPr></p:cxnSp>'
        )

    def freeform(
        self,
        name: str,
        rings: Sequence[np.ndarray],
        ground: str,
        line: str,
        alt: str = "",
        closed: bool = True,
        decorative: bool = False,
    ) -> str:
        """One shape of all rings, holes where one lies in another; nothing of what is too small."""
        held = [np.rint(ring * FINE).astype(int) for ring in rings]
        held = [_plain(ring, closed) for ring in held]
        held = [ring for ring in held if len(ring) >= (3 if closed else 2)]
        if not held:
            return ""
        every = np.vstack(held)
        low, high = every.min(axis=0), every.max(axis=0)
        wide, tall = (int(each) for each in np.maximum(high - low, 1))
        path = "".join(_path(ring - low, closed) for ring in held)
        unit = EMU // FINE
        return (
            f"<p:sp><p:nvSpPr>{self.named(name, alt, decorative)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f'<p:spPr><a:xfrm><a:off x="{low[0] * unit}" y="{low[1] * unit}"/>'
            f'<a:ext cx="{wide * unit}" cy="{tall * unit}"/></a:xfrm><a:custGeom><a:avLst/>'
            '<a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
            f'<a:path w="{wide}" h="{tall}">{path}</a:path></a:pathLst></a:custGeom>'
            f"{ground}{line}</p:spPr></p:sp>"
        )

    def group(
        self,
        name: str,
        x: float,
        y: float,
        wide: float,
        tall: float,
        parts: Iterable[str],
        alt: str = "",
        decorative: bool = False,
    ) -> str:
        """Several shapes as one, in the slide's own measure."""
        off = f'x="{emu(x)}" y="{emu(y)}"'
        ext = f'cx="{emu(wide)}" cy="{emu(tall)}"'
        return (
            f"<p:grpSp><p:nvGrpSpPr>{self.named(name, alt, decorative)}<p:cNvGrpSpPr/><p:nvPr/>"
            f"</p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off {off}/><a:ext {ext}/><a:chOff {off}/>"
            f"<a:chExt {ext}/></a:xfrm></p:grpSpPr>{''.join(parts)}</p:grpSp>"
        )


def _placed(x: float, y: float, wide: float, tall: float) -> str:
    return (
        f'<a:xfrm><a:off x="{emu(x)}" y="{emu(y)}"/>'
        f'<a:ext cx="{emu(wide)}" cy="{emu(tall)}"/></a:xfrm>'
    )


def _plain(ring: np.ndarray, closed: bool) -> np.ndarray:
    """A ring without points that fall on the one before."""
    ring = ring[np.append(True, (np.diff(ring, axis=0) != 0).any(axis=1))]
    if closed and len(ring) > 1 and (ring[0] == ring[-1]).all():
        ring = ring[:-1]
    return ring


def _path(ring: np.ndarray, closed: bool) -> str:
    (x, y), *rest = ring.tolist()
    points = "".join(f'<a:lnTo><a:pt x="{a}" y="{b}"/></a:lnTo>' for a, b in rest)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{points}' + "<a:close/>" * closed
