"""A deck as PDF, by typst: slides for a room, or a brief on A4. Vectors and words, tagged as
PDF/UA-1 asks, and byte for byte the same whenever it is made of the same deck.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from briefing import drawings, frame
from briefing.content import Cited, Deck, Drawing, Slide
from briefing.drawings import type
from languages import codes, language, spoken
from languages.english import briefing_files as words

HERE = Path(__file__).parent
LEFT, WIDE = 43.2, 873.6  # of a slide's body, in points
TOPS = (98.0, 128.0)  # of the body below a title of one line and of two
BOTTOM, CAVEAT = 482.0, 452.0
SIDE, GAP = 638.0, 22.0  # where the column beside a drawing begins
TYPE, ROW = 18.0, 26.3
TITLE = (30.0, 27.0, 24.0, 20.0)
PAPER = 515.0  # points between the margins of A4
LONG = 4  # slides from which on a report has contents
Data = dict[str, Any]


def slides(deck: Deck) -> bytes:
    """The deck as slides of 960 x 540 points: a cover, the slides, the sources."""
    with spoken(_spoken(deck)):
        pages = [_cover(deck), *(page for each in deck.slides for page in _pages(deck, each))]
        pages += _ending(deck)
        for at, page in enumerate(pages, start=1):
            page["number"] = words.PAGE(page=str(at), pages=str(len(pages)))
        return _compiled("slides.typ", deck, {"pages": pages})


def brief(deck: Deck) -> bytes:
    """The deck as a brief on A4, from `LONG` slides on with its contents."""
    with spoken(_spoken(deck)):
        every = [each for slide in deck.slides for each in slide.drawings]
        boundary = dict.fromkeys(each.boundary for each in deck.slides if each.boundary)
        return _compiled(
            "brief.typ",
            deck,
            {
                "product": words.PRODUCT(),
                "subtitle": deck.subtitle,
                "boundary": " ".join(boundary),
                "check": words.CHECK(day=date.fromisoformat(deck.made)),
                "seal": words.SEAL(seal=deck.seal),
                "contents": words.CONTENTS() if len(deck.slides) >= LONG else "",
                "said": words.POINTS(),
                "parts": [_part(each) for each in deck.slides],
                "annex": words.FIGURES(),
                "figures": [_listed(each) for each in every if not _written(each)],
                "sources": {"title": words.SOURCES(), **_sources(frame.cited(deck), 8.5)},
            },
        )


def _spoken(deck: Deck) -> str:
    return deck.language if deck.language in codes() else "en"


def _compiled(template: str, deck: Deck, more: Data) -> bytes:
    """The file that typst makes of a template and its data; it refuses what is no PDF/UA-1."""
    import typst  # a page that exports nothing does without it

    made = date.fromisoformat(deck.made)
    data = {
        "title": deck.title,
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "fonts": list(frame.FAMILIES),
        "lang": deck.language.partition("-")[0],
        "rtl": language().direction == "rtl",
        "mark": frame.mark(deck.marking),
        **more,
    }
    midnight = datetime(made.year, made.month, made.day, tzinfo=UTC)
    return typst.compile(
        (HERE / template).read_bytes(),
        format="pdf",
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(type.FONTS)]
        ),
        sys_inputs={"deck": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(midnight.timestamp()),
    )


def _around(deck: Deck, slide: Slide | None, filters: str) -> Data:
    """What stands on every slide: the question above, sources, seal and marking below."""
    cited = slide.sources if slide else frame.cited(deck)
    lines = type.wrapped(frame.sources(cited), 650, 12, lines=2) if slide else []
    if slide and slide.boundary:
        lines += type.wrapped(slide.boundary, 650, 12, lines=3 - len(lines))
    versions = ", ".join(dict.fromkeys(each.version for each in cited))
    return {
        "filters": type.fitted(filters, 760, TYPE, type.SEMI_BOLD),
        "sources": lines,
        "data": type.fitted(words.DATA(version=versions), 130, 12) if slide else "",
        "seal": words.SEAL(seal=slide.seal if slide else deck.seal),
        "mark": frame.mark(slide.marking if slide else deck.marking),
    }


def _cover(deck: Deck) -> Data:
    beside = _silhouette(deck)
    room = 470 if beside else 870
    size = next(
        (each for each in (48, 40, 32) if len(type.wrapped(deck.title, room, each, 700)) <= 3), 24
    )
    return {
        "kind": "cover",
        **_around(deck, None, ""),
        "title": deck.title,
        "size": size,
        "subtitle": deck.subtitle,
        "product": words.BRIEFING(),
        "sealed": words.SEALED(day=date.fromisoformat(deck.made)),
        "drawing": beside,
    }


def _silhouette(deck: Deck) -> Data | None:
    """The countries of the first map, beside the title; not the whole world."""
    every = (each for slide in deck.slides for each in slide.drawings)
    first = next((each for each in every if each.kind == "map"), None)
    if first is None or not 0 < len(first.series[0].figures) < 60:
        return None
    wide, tall = 372.0, 400.0
    svg = drawings.silhouette(first, wide, tall)
    return {"svg": svg, "width": wide, "height": tall, "alt": ""}


def _pages(deck: Deck, slide: Slide) -> Iterable[Data]:
    """A slide, or several where its drawings have more rows than one holds."""
    size, lines = _title(slide.title)
    top = TOPS[min(lines, 2) - 1]
    found = list(_laid_out(slide, top))
    if len(found) > 1:  # what tells the parts apart may take another line
        size, lines = _title(_continued(slide.title, len(found), len(found)))
        top = TOPS[min(lines, 2) - 1]
        found = list(_laid_out(slide, top))
    for at, (placed, side) in enumerate(found, start=1):
        title = _continued(slide.title, at, len(found))
        beside = _beside(slide, top) if side else None
        yield {
            "kind": "slide",
            **_around(deck, slide, slide.filters),
            "title": title,
            "size": size,
            "top": top,
            "side": beside,
            "drawings": placed,
            "caveat": "" if beside else type.fitted(slide.caveat, WIDE, TYPE),
        }


def _title(title: str) -> tuple[float, int]:
    """The size of a title and in how many lines it stands."""
    for size in TITLE:
        lines = len(type.wrapped(title, WIDE, size, type.BOLD))
        if lines <= 2:
            return size, lines
    return 14.0, 2


def _continued(title: str, at: int, parts: int) -> str:
    """A title that goes on over several slides."""
    return title if parts < 2 else words.CONTINUED(title=title, part=str(at), parts=str(parts))


def _laid_out(slide: Slide, top: float) -> Iterable[tuple[list[Data], bool]]:
    """The drawings of each page, and whether the number stands beside them."""
    bottom = CAVEAT if slide.caveat and not slide.number else BOTTOM
    every = list(slide.drawings)
    if not every:
        yield [], bool(slide.number)
        return
    side = bool(slide.number) and every[0].kind not in ("table", "number")
    wide = SIDE - GAP - LEFT if side else WIDE
    bottom = BOTTOM if side or not slide.caveat else CAVEAT
    tall = bottom - top
    if len(every) == 2 and all(each.kind == "timeline" for each in every):
        most = tall * 0.66
        yield (
            [
                _placed(every[0], LEFT, top, wide, most - 10),
                _placed(every[1], LEFT, top + most, wide, tall - most),
            ],
            side,
        )
        return
    for each in every:
        for part in drawings.split(each, tall, TYPE):
            yield [_placed(part, LEFT, top, wide, tall, each)], side


def _placed(
    drawing: Drawing,
    x: float,
    y: float,
    wide: float,
    tall: float,
    whole: Drawing | None = None,
) -> Data:
    place = {"x": x, "y": y, "width": wide, "height": tall, "kind": drawing.kind}
    if drawing.kind == "table":
        return {**place, **_table(drawing, TYPE), "pad": (ROW - TYPE * 0.67) / 2}
    svg = drawings.draw(drawing, wide, tall, TYPE, whole)
    return {**place, "svg": svg, "alt": drawing.alt}


def _table(drawing: Drawing, size: float) -> Data:
    wide = max([len(drawing.columns), *(1 + len(each.figures) for each in drawing.series)])
    heads = [*drawing.columns, *([""] * (wide - len(drawing.columns)))]
    return {
        "size": size,
        "columns": heads,
        "widths": [],
        "left": [0],
        "rows": [
            {
                "cells": [
                    series.name,
                    *(one.said for one in series.figures),
                    *([""] * (wide - 1 - len(series.figures))),
                ],
                "strong": any(one.chosen for one in series.figures),
                "none": bool(series.figures)
                and all(one.known == "missing" for one in series.figures),
            }
            for series in drawing.series
        ],
    }


def _beside(slide: Slide, top: float) -> Data:
    """The column beside a drawing; as many points as there is room for."""
    room = BOTTOM - top
    wide = 279.0
    size = next(
        (each for each in (60.0, 48.0, 36.0) if type.width(slide.number, each, 700) <= wide), 28.0
    )
    room -= size * 1.2 + 24 * len(type.wrapped(slide.unit, wide, 20))
    room -= 27 * len(type.wrapped(slide.change, wide, 22, type.SEMI_BOLD)) + 4
    caveat = 23 * len(type.wrapped(slide.caveat, wide, TYPE)) + 10 if slide.caveat else 0
    points = []
    for each in slide.points:
        tall = 23 * len(type.wrapped(each, wide - 14, TYPE)) + 7
        if tall + caveat > room:
            break
        points.append(each)
        room -= tall
    return {
        "number": slide.number,
        "size": size,
        "unit": slide.unit,
        "change": slide.change,
        "points": points,
        "caveat": slide.caveat if caveat <= room else "",
    }


def _ending(deck: Deck) -> list[Data]:
    """The sources, on as many slides as they take."""
    cited = frame.cited(deck)
    fit = 10
    parts = [cited[at : at + fit] for at in range(0, len(cited), fit)]
    found = []
    for at, part in enumerate(parts, start=1):
        title = words.SOURCES()
        if len(parts) > 1:
            title = words.CONTINUED(title=title, part=str(at), parts=str(len(parts)))
        found.append(
            {
                "kind": "sources",
                **_around(deck, None, deck.title),
                "title": title,
                "drawings": [
                    {
                        "x": LEFT, "y": 100.0, "width": WIDE, "pad": 6.0,
                        **_sources(part, 15.0),
                    }
                ],
                "check": words.CHECK(day=date.fromisoformat(deck.made)),
            }
        )  # fmt: skip
    return found


def _sources(cited: Sequence[Cited], size: float) -> Data:
    """The table of sources."""
    return {
        "size": size,
        "columns": [
            words.COLUMN_SOURCE(), words.COLUMN_AS_OF(), words.COLUMN_TERMS(),
            words.COLUMN_VERSION(),
        ],
        "widths": [5, 1.3, 3, 1.4],
        "left": [0, 1, 2, 3],
        "rows": [
            {
                "cells": [
                    words.CITED(publisher=each.publisher, title=each.title), each.as_of,
                    each.licence, each.version,
                ],
                "strong": False,
                "none": False,
            }
            for each in cited
        ],
    }  # fmt: skip


def _part(slide: Slide) -> Data:
    """A slide as a section of the brief."""
    made = []
    for each in slide.drawings:
        if each.kind == "table":
            made.append({"kind": "table", **_table(each, 9.0)})
            continue
        size = 10.0
        for part in drawings.split(each, 560, size):
            tall = frame.tall(part, PAPER, size)
            made.append(
                {
                    "kind": each.kind,
                    "svg": drawings.draw(part, PAPER, tall, size, each),
                    "alt": part.alt,
                    "width": PAPER,
                    "height": tall,
                }
            )
    return {
        "title": slide.title,
        "filters": slide.filters,
        "number": slide.number,
        "unit": slide.unit,
        "change": slide.change,
        "drawings": made,
        "caveat": " ".join(each for each in (slide.definition, slide.caveat) if each),
        "points": list(slide.points),
        "sources": frame.sources(slide.sources),
    }


def _written(drawing: Drawing) -> bool:
    """Whether every number of a drawing is written in it, so that it needs no table beside it."""
    if drawing.kind == "table":
        return True
    said = frame.texts(drawings.draw(drawing, PAPER, frame.tall(drawing, PAPER, 10), 10))
    return all(
        any(one.said in text for text in said)
        for series in drawing.series
        for one in series.figures
        if one.value is not None or one.known == "range"
    )


def _listed(drawing: Drawing) -> Data:
    """The figures of a drawing as a table: a row a country or period, a column a series."""
    names: dict[str, str] = {}
    for series in drawing.series:
        for one in series.figures:
            names.setdefault(one.code, one.name)
    held = [{one.code: one.said for one in series.figures} for series in drawing.series]
    rows = [[name, *(each.get(code, "") for each in held)] for code, name in names.items()]
    beside = max(1, min(3, 6 // (1 + len(held)))) if len(rows) > 12 else 1
    tall = -(-len(rows) // beside)
    blank = [""] * (1 + len(held))
    columns = ["", *(each.name for each in drawing.series)] * beside
    made = [
        [
            cell
            for part in range(beside)
            for cell in (rows[part * tall + at] if part * tall + at < len(rows) else blank)
        ]
        for at in range(tall)
    ]
    return {
        "title": drawing.title,
        "size": 8.0,
        "columns": columns,
        "widths": [2.2 if not at % (1 + len(held)) else 1 for at in range(len(columns))],
        "left": [at for at in range(len(columns)) if not at % (1 + len(held))],
        "rows": [{"cells": each, "strong": False, "none": False} for each in made],
    }
