"""One drawing of a slide as a picture, SVG or PNG, with all that it needs to be understood alone:
title, question, definition, sources, date, marking, seal and boundary note are part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from briefing import drawings, frame
from briefing.content import Deck, Drawing, Slide
from briefing.drawings import theme, type
from briefing.drawings.canvas import Canvas
from languages.english import briefing_files as words


@dataclass(frozen=True, slots=True)
class Size:
    """A picture's width and height and the size of its type, and how many pixels wide it is."""

    width: float
    height: float
    type: float
    pixels: int


SIZES: Mapping[str, Size] = MappingProxyType(
    {
        "social": Size(1200, 675, 22, 1200),
        "square": Size(1080, 1080, 25, 1080),
        "portrait": Size(1080, 1350, 26, 1080),
        "slide": Size(960, 540, 15, 1920),
        "print": Size(842, 595, 11.5, 3508),  # A4 across at 300 dots an inch
        "preview": Size(1200, 675, 24, 384),
        "column": Size(255, 300, 8.5, 1063),  # a column of print, 9 cm
    }
)


def svg(deck: Deck, slide: Slide, at: int = 0, size: str = "social") -> str:
    """A slide's drawing as an SVG that brings its fonts along."""
    return _drawn(deck, slide, at, SIZES[size], fonts=True)


def png(deck: Deck, slide: Slide, at: int = 0, size: str = "social") -> bytes:
    """A slide's drawing as a PNG."""
    import resvg_py  # a page that exports nothing does without it

    made = SIZES[size]
    found = resvg_py.svg_to_bytes(
        svg_string=_drawn(deck, slide, at, made, fonts=False),
        background=theme.PAPER,
        width=made.pixels,
        skip_system_fonts=True,
        font_files=[str(each) for each in frame.fonts()],
        font_family=theme.FAMILY,
        sans_serif_family=theme.FAMILY,
    )
    return bytes(found)


def _drawn(deck: Deck, slide: Slide, at: int, size: Size, fonts: bool) -> str:
    with frame.spoken_in(deck):
        drawing = slide.drawings[at]
        canvas = Canvas(drawing, size.width, size.height, size.type)
        edge = 1.6 * size.type
        wide = size.width - 2 * edge
        canvas.add(
            f'<rect width="{size.width:g}" height="{size.height:g}" fill="{theme.PAPER}"/>',
            f'<rect width="{size.width:g}" height="{0.4 * size.type:.2f}" fill="{theme.ACCENT}"/>',
        )
        top = _heading(canvas, slide, edge, wide)
        bottom = _footing(canvas, slide, edge, wide)
        tall = bottom - top
        part = drawings.draw(drawing, wide, tall, _fitting(drawing, tall, size.type))
        canvas.add(part.replace("<svg ", f'<svg x="{edge:.2f}" y="{top:.2f}" ', 1))
        made = canvas.svg()
    if not fonts:
        return made
    return made.replace("<defs>", f"<defs><style>{frame.faces(made)}</style>", 1)


def _fitting(drawing: Drawing, tall: float, size: float) -> float:
    """The type of a drawing that has many rows: no smaller than half."""
    for share in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6):
        if len(drawings.split(drawing, tall, size * share)) == 1:
            return size * share
    return size * 0.5


def _heading(canvas: Canvas, slide: Slide, edge: float, wide: float) -> float:
    """The question, the title and what is counted; where the drawing may begin."""
    size = canvas.size
    mark = frame.mark(slide.marking)
    broad = type.width(mark["words"], 0.72 * size, type.BOLD) + 0.7 * size
    y = 1.15 * size + 0.72 * size
    canvas.add(*_marked(canvas, slide, edge + wide, y))
    canvas.add(
        canvas.text(
            edge,
            y,
            type.fitted(slide.filters, wide - broad - size, 0.9 * size, type.SEMI_BOLD),
            size=0.9 * size,
            weight=type.SEMI_BOLD,
            fill=theme.ACCENT,
        )
    )
    large = next(
        (
            size * share
            for share in (1.7, 1.5, 1.3, 1.1)
            if len(type.wrapped(slide.title, wide, size * share, type.BOLD)) <= 2
        ),
        size,
    )
    y += 0.35 * size
    for line in type.wrapped(slide.title, wide, large, type.BOLD, lines=4):
        y += 1.12 * large
        canvas.add(canvas.text(edge, y, line, size=large, weight=type.BOLD))
    y += 0.2 * size
    for line in type.wrapped(slide.definition, wide, 0.8 * size, lines=2):
        y += 1.1 * size
        canvas.add(canvas.text(edge, y, line, size=0.8 * size, fill=theme.GREY))
    return y + 0.8 * size


def _footing(canvas: Canvas, slide: Slide, edge: float, wide: float) -> float:
    """Caveat, sources, boundary note, seal and marking; where the drawing has to end."""
    size = canvas.size
    small = 0.62 * size
    lines = [
        *frame.sources_below(slide.sources, wide, small, 4, end=False),
        *type.wrapped(slide.boundary, wide, small, lines=2),
    ]
    right = words.SEAL(seal=slide.seal)
    seal_wide = type.width(right, small, type.SEMI_BOLD) + small
    last = frame.data_below(slide.sources, wide - seal_wide, small)
    caveat = type.wrapped(slide.caveat, wide, 0.8 * size, lines=2)
    step = 1.3 * small
    tall = (len(lines) + 1) * step + len(caveat) * 1.1 * size
    y = canvas.height - 0.8 * size - tall
    top = y - 0.5 * size
    for line in caveat:
        y += 1.1 * size
        canvas.add(canvas.text(edge, y - 0.2 * size, line, size=0.8 * size, fill=theme.GREY))
    for line in [*lines, last]:
        y += step
        canvas.add(canvas.text(edge, y, line, size=small, fill=theme.GREY))
    canvas.add(canvas.text(edge + wide, y, right, size=small, weight=type.SEMI_BOLD, anchor="end"))
    return top


def _marked(canvas: Canvas, slide: Slide, right: float, y: float) -> list[str]:
    """The marking, as TLP 2.0 prints it."""
    mark = frame.mark(slide.marking)
    size = 0.72 * canvas.size
    wide = type.width(mark["words"], size, type.BOLD) + size
    box = (
        f'<rect x="{right - wide:.2f}" y="{y - 1.1 * size:.2f}" width="{wide:.2f}" '
        f'height="{1.5 * size:.2f}" fill="#000000"/>'
    )
    said = canvas.text(
        right - wide / 2,
        y,
        mark["words"],
        size=size,
        weight=type.BOLD,
        fill=mark["colour"],
        anchor="middle",
    )
    return [box, said]
