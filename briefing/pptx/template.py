"""What slides stand on: our own sheet, or a template with a ministry's colours, logo and fonts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pptx
from pptx.oxml import parse_xml
from pptx.util import Emu

from briefing.drawings import theme
from briefing.pptx.shapes import EMU, NAMED, NAMESPACES, emu, fill
from errors import ThreatsError
from languages.english import briefing_files as words

WIDE, TALL = 960.0, 540.0  # of our own sheet, in points
MARGIN = 43.2
TITLE = (43.0, 78.0)  # top and height of a title
FOOT = 46.0  # height of what stands below: sources, seal, marking
_THUMBNAIL, _PRINTER = "thumbnail", "printerSettings"
_CONTENT = "application/vnd.openxmlformats-officedocument.presentationml"
_ACCENTS = ("#0b6e75", "#e8b14f", "#5f84b8", "#d5dde1", "#8f4a35", "#a9cfa2")
_SLOTS = {
    "dk1": theme.INK, "lt1": theme.PAPER, "dk2": theme.GREY, "lt2": theme.SEA,
    **{f"accent{at}": colour for at, colour in enumerate(_ACCENTS, start=1)},
    "hlink": theme.ACCENT, "folHlink": theme.GREY,
}  # fmt: skip


class TemplateError(ThreatsError):
    """A template cannot be used; says which file and why."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a slide, in points."""

    x: float
    y: float
    wide: float
    tall: float

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.tall


@dataclass(frozen=True, slots=True)
class Sheet:
    """A presentation without slides, its layouts, and where what is ours has room; `own` is ours.

    `pictures` are those of the layout, which nothing covers.
    """

    presentation: Any
    cover: Any
    body: Any
    own: bool
    title: Box
    foot: Box
    pictures: tuple[Box, ...]
    accents: tuple[str, ...]  # the six colours of its theme


def opened(given: Path | None) -> Sheet:
    """Our own sheet, or that of a template: TemplateError where it cannot be used."""
    if given is None:
        return _sheet(_own(), own=True)
    try:
        made = pptx.Presentation(io.BytesIO(_as_presentation(given.read_bytes())))
        _emptied(made)
        return _sheet(made, own=False)
    except (OSError, KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:
        raise TemplateError(words.NO_TEMPLATE(file=given, why=str(error)[:200])) from error


def _as_presentation(content: bytes) -> bytes:
    """A template's file as that of a presentation, which says it once in its list of parts."""
    source, sink = io.BytesIO(content), io.BytesIO()
    with zipfile.ZipFile(source) as box, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for each in box.infolist():
            part = box.read(each)
            if each.filename == "[Content_Types].xml":
                part = part.replace(
                    f"{_CONTENT}.template.main+xml".encode(),
                    f"{_CONTENT}.presentation.main+xml".encode(),
                )
            made.writestr(each.filename, part)
    return sink.getvalue()


def _emptied(presentation: Any) -> None:
    """Without the slides that a template shows, and without lists that name them."""
    held = presentation.slides._sldIdLst
    for each in list(held):
        presentation.part.drop_rel(each.rId)
        held.remove(each)
    for name in ("sectionLst", "custShowLst"):
        for each in presentation.element.xpath(f".//*[local-name()='{name}']"):
            gone = each.getparent() if name == "sectionLst" else each  # the extension around it
            gone.getparent().remove(gone)
    for each in presentation.element.xpath("./p:extLst[not(*)]"):
        each.getparent().remove(each)


def _sheet(presentation: Any, own: bool) -> Sheet:
    layouts = list(presentation.slide_layouts)
    titled = [each for each in layouts if _titles(each)]
    if not titled:
        raise ValueError(words.NO_LAYOUT())
    cover = next((each for each in layouts if each._element.get("type") == "title"), titled[0])
    body = next(
        (each for each in titled if each._element.get("type") == "titleOnly"),
        min(titled, key=lambda each: len(list(each.placeholders))),
    )
    wide, tall = presentation.slide_width / EMU, presentation.slide_height / EMU
    title = box(_titles(body)[0])
    below = [
        each.y
        for each in map(box, _placeholders(body, ("dt", "ftr", "sldNum")))
        if each.y > 0.7 * tall
    ]
    bottom = tall - 7 if own else min([tall - 4, *below])
    return Sheet(
        presentation=presentation,
        cover=cover,
        body=body,
        own=own,
        title=title,
        foot=Box(title.x, bottom - FOOT, min(title.wide, wide - 2 * title.x), FOOT),
        pictures=tuple(
            box(each)
            for held in (body, presentation.slide_master)
            for each in held.shapes
            if each.shape_type is not None and "PICTURE" in str(each.shape_type)
        ),
        accents=_accents(presentation.slide_master.part),
    )


def _placeholders(held: Any, kinds: Iterable[str]) -> list[Any]:
    """The placeholders of these kinds: a layout's own, else those of its master."""
    found = []
    for kind in kinds:
        for each in held.placeholders:
            if (each.element.ph.get("type") or "obj") == kind:
                found.append(each)
                break
    return found


def _titles(layout: Any) -> list[Any]:
    return _placeholders(layout, ("title",)) or _placeholders(layout, ("ctrTitle",))


def box(shape: Any) -> Box:
    """Where a shape or placeholder is."""
    return Box(*(each / EMU for each in (shape.left, shape.top, shape.width, shape.height)))


def number(sheet: Sheet) -> Any:
    """The layout's place for the number of a slide; None where it has none."""
    return next(iter(_placeholders(sheet.body, ("sldNum",))), None)


def _own() -> Any:
    """Our own sheet: python-pptx's, made 16:9, with our colours and Arial, which every machine has
    or has the widths of.
    """
    made = pptx.Presentation()
    made.slide_width, made.slide_height = Emu(emu(WIDE)), Emu(emu(TALL))
    for layout in list(made.slide_layouts):
        if layout._element.get("type") not in ("title", "titleOnly"):
            made.slide_layouts.remove(layout)
    for part in (made.part, made.part.package):
        for key, rel in list(part._rels.items()):
            if rel.reltype.endswith((_THUMBNAIL, _PRINTER)):
                part._rels.pop(key)
    master: Any = made.slide_master
    _colours(master.part)
    places = {
        "title": (MARGIN, TITLE[0], WIDE - 2 * MARGIN, TITLE[1]),
        "body": (MARGIN, 128, WIDE - 2 * MARGIN, 350),
        "dt": (MARGIN, 512, 160, 20),
        "ftr": (MARGIN + 180, 512, 400, 20),
        "sldNum": (WIDE - MARGIN - 40, 510, 40, 18),
    }
    for each in master.placeholders:
        place(each, Box(*places[each.element.ph.get("type")]))
    _typed(master)
    cover: Any = next(iter(made.slide_layouts))
    for each in cover.placeholders:
        if each.element.ph.get("type") == "ctrTitle":
            place(each, Box(MARGIN, 96, 470, 150))
            each._element.find(".//a:bodyPr", NAMED).set("anchor", "b")
        elif each.element.ph.get("type") == "subTitle":
            place(each, Box(MARGIN, 256, 470, 96))
            for props in each._element.findall(".//a:lstStyle/a:lvl1pPr", NAMED):
                props.getparent().replace(props, parse_xml(_SUBTITLE))
    return made


_SUBTITLE = (
    f'<a:lvl1pPr {NAMESPACES} marL="0" indent="0" algn="l"><a:buNone/><a:defRPr sz="2400">'
    f"{fill(theme.INK)}</a:defRPr></a:lvl1pPr>"
)


def place(shape: Any, where: Box) -> None:
    """Puts a placeholder elsewhere than its layout does."""
    shape.left, shape.top = Emu(emu(where.x)), Emu(emu(where.y))
    shape.width, shape.height = Emu(emu(where.wide)), Emu(emu(where.tall))


def _typed(master: Any) -> None:
    """Titles to the left and bold, no room around words, a bar of the accent at the top."""
    style = master._element.xpath("./p:txStyles/p:titleStyle/a:lvl1pPr")[0]
    style.set("algn", "l")
    style.insert(0, parse_xml(f'<a:lnSpc {NAMESPACES}><a:spcPct val="90000"/></a:lnSpc>'))
    said = style.find("a:defRPr", NAMED)
    said.set("sz", "3000")
    said.set("b", "1")
    for each in master.placeholders:
        frame = each._element.find(".//a:bodyPr", NAMED)
        for name in ("lIns", "tIns", "rIns", "bIns"):
            frame.set(name, "0")
        if each.element.ph.get("type") == "title":
            frame.set("anchor", "t")
    bar = (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="20" name="Bar"/><p:cNvSpPr/><p:nvPr/>'
        f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{emu(WIDE)}" cy="{emu(8.5)}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill(theme.ACCENT)}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )
    master.shapes._spTree.insert(2, parse_xml(bar))


def _theme(master: Any) -> Any:
    return next(
        each.target_part for each in master.rels.values() if each.reltype.endswith("/theme")
    )


def _accents(master: Any) -> tuple[str, ...]:
    """The six colours of a theme; ours where it says one in a way of its own."""
    text = _theme(master).blob.decode("utf-8", "replace")
    found = []
    for at, ours in enumerate(_ACCENTS, start=1):
        said = re.search(rf'<a:accent{at}>.*?(?:val|lastClr)="([0-9A-Fa-f]{{6}})"', text, re.DOTALL)
        found.append(f"#{said[1].lower()}" if said else ours)
    return tuple(found)


def _colours(master: Any) -> None:
    """Our colours and Arial in the theme's part, which python-pptx keeps as it read it."""
    part = _theme(master)
    text = part.blob.decode("utf-8")
    for slot, colour in _SLOTS.items():
        text = re.sub(
            rf"<a:{slot}>.*?</a:{slot}>",
            f'<a:{slot}><a:srgbClr val="{colour[1:].upper()}"/></a:{slot}>',
            text,
            flags=re.DOTALL,
        )
    text = re.sub(r'(<a:(?:major|minor)Font><a:latin typeface=")[^"]*(")', r"\1Arial\2", text)
    text = text.replace(
        'script="Arab" typeface="Times New Roman"', 'script="Arab" typeface="Arial"'
    )
    part._blob = text.encode("utf-8")
