"""Tables as tables, as many on further slides as their rows take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pptx.util import Emu

from briefing.drawings import table as tabular
from briefing.drawings import theme, type
from briefing.drawings.canvas import sayable
from briefing.layout import Data, spans
from briefing.pptx.shapes import NAMED, Shapes, Words, colour, element, emu, fill
from briefing.pptx.svg import WIDER
from briefing.pptx.template import Box

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
LARGER = (24.0, 21.0)  # of a table that has few rows
SIZES = (18.0, 16.0, 14.0)  # of a table on one slide; of one that goes on, the second or less
LEAST = 12.0
BESIDE, ABOVE = 5.0, 3.0  # room around the words of a cell


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table that stand on one slide, each with its height."""

    data: Data
    rows: Sequence[Data]
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]


def sheets(data: Data, wide: float, tall: float, size: float = 0.0) -> list[Sheet]:
    """A table (as `layout.table` gives it) in as many parts as it takes, as even as can be; its
    type as large as there is room for, without a `size` of its own.
    """
    whole = (each for each in (*LARGER, *SIZES) if _reads(data, wide, tall, each))
    size = size or next(whole, 0.0) or _fewest(data, wide, tall)
    widths = _widths(data, wide, size)
    heights = [_tall(row["cells"], widths, size) for row in data["rows"]]
    head = _tall(data["columns"], widths, size)
    return [
        Sheet(
            data,
            data["rows"][start:end],
            size,
            tuple(widths),
            (head, *heights[start:end]),
        )
        for start, end in spans(heights, tall - head)
    ]


def _fewest(data: Data, wide: float, tall: float) -> float:
    """The size of a table that goes on: the largest that takes the fewest slides."""
    sizes = [each for each in SIZES[1:] if _whole(data, _widths(data, wide, each), each, 3)]

    def parts(size: float) -> int:
        widths = _widths(data, wide, size)
        head, *rows = [_tall(each, widths, size) for each in _cells(data)]
        return len(spans(rows, tall - head))

    return min(sizes, key=parts, default=LEAST)


def _cells(data: Data) -> list[list[str]]:
    return [list(data["columns"]), *(list(row["cells"]) for row in data["rows"])]


def _widths(data: Data, wide: float, size: float) -> list[float]:
    """How wide each column is, in fonts that are wider than those measured."""
    columns = list(zip(*_cells(data), strict=True))
    found = tabular.widths(columns, wide / WIDER, size, (2 * BESIDE + 1) / WIDER)
    return [each * WIDER for each in found]


def _lines(text: str, wide: float, size: float) -> int:
    room = (wide - 2 * BESIDE) / WIDER
    return max(1, len(type.wrapped(text, room, size)))


def _whole(data: Data, widths: Sequence[float], size: float, lines: int) -> bool:
    """Whether no word is broken, and no cell takes more lines."""
    return all(
        _lines(text, wide, size) <= lines
        and all(
            type.width(word, size, type.BOLD) * WIDER <= wide - 2 * BESIDE for word in text.split()
        )
        for row in _cells(data)
        for text, wide in zip(row, widths, strict=True)
    )


def _reads(data: Data, wide: float, tall: float, size: float) -> bool:
    """Whether all rows stand on one slide at this size, with two lines a cell at most, four in a
    usual size.
    """
    widths = _widths(data, wide, size)
    return (
        _whole(data, widths, size, 2 if size in LARGER else 4)
        and sum(_tall(row, widths, size) for row in _cells(data)) <= tall
    )


def _tall(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    lines = max(_lines(text, wide, size) for text, wide in zip(cells, widths, strict=True))
    return lines * size * 1.2 + 2 * ABOVE


def add(shapes: Shapes, sheet: Sheet, box: Box, name: str, alt: str) -> None:
    """Puts a part of a table on a slide."""
    frame = shapes.slide.shapes.add_table(
        len(sheet.rows) + 1,
        len(sheet.widths),
        *(Emu(emu(each)) for each in (box.x, box.y, box.wide, sum(sheet.heights))),
    )
    shapes.take(frame, sayable(name), sayable(alt))
    table = frame.table
    props = table._tbl.tblPr
    props.set("bandRow", "0")
    if shapes.right:
        props.set("rtl", "1")
    style = props.findall("a:tableStyleId", NAMED)
    for each in style:
        each.text = PLAIN
    for at, wide in enumerate(sheet.widths):
        table.columns[at].width = Emu(emu(wide))
    for at, tall in enumerate(sheet.heights):
        table.rows[at].height = Emu(emu(tall))
    left = set(sheet.data["left"])
    cells = [each for row in table._tbl.tr_lst for each in row.tc_lst]
    texts: list[tuple[str, int, bool, bool, bool]] = [
        (text, at, True, True, False) for at, text in enumerate(sheet.data["columns"])
    ]
    for row in sheet.rows:
        texts += [
            (text, at, False, row["strong"], row["none"]) for at, text in enumerate(row["cells"])
        ]
    for cell, (text, at, head, strong, none) in zip(cells, texts, strict=True):
        ink = theme.PAPER if head else theme.GREY if none else theme.INK
        align = "l" if at in left else "r"
        said = shapes.paragraph(Words(text, sheet.size, strong, ink, align))
        for each in list(cell):
            cell.remove(each)
        cell.append(element(f"<a:txBody><a:bodyPr/><a:lstStyle/>{said}</a:txBody>"))
        cell.append(element(_properties(head, none)))


def _properties(head: bool, none: bool) -> str:
    """Margins, a thin line below, and the ground of a cell."""
    ground = fill(theme.ACCENT) if head else "<a:noFill/>"
    if none:
        ground = (
            f'<a:pattFill prst="ltUpDiag"><a:fgClr>{colour(theme.RULE)}</a:fgClr>'
            f"<a:bgClr>{colour(theme.PAPER)}</a:bgClr></a:pattFill>"
        )
    return (
        f'<a:tcPr marL="{emu(BESIDE)}" marR="{emu(BESIDE)}" marT="{emu(ABOVE - 1)}" '
        f'marB="{emu(ABOVE - 1)}" anchor="ctr"><a:lnB w="7620">{fill(theme.RULE)}</a:lnB>'
        f"{ground}</a:tcPr>"
    )
