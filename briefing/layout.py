"""Where everything stands on a slide of 960 x 540 points: what PDF and HTML have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from briefing import drawings, frame, views
from briefing.content import Cited, Deck, Drawing, Figure, Series, Slide
from briefing.drawings import table as tabular
from briefing.drawings import timeline, type
from briefing.progress import Progress, quiet
from data.geography import boundaries, countries, regions
from languages.english import briefing_files as words

LEFT, WIDE = 43.2, 873.6  # of a slide's body, in points
TOPS = (98.0, 128.0)  # of the body below a title of one line and of two
BOTTOM, CAVEAT = 482.0, 452.0
SIDE, GAP, COLUMN = 638.0, 22.0, 279.0  # where the column beside a drawing begins, and its width
TYPE, ROW = 18.0, 26.3
LARGER = (24.0, 21.0)  # of a table that has few rows
SMALLER = (TYPE, 17.0, 16.0)  # the first that needs the fewest slides
NUMBERS = (TYPE, 16.0, 14.0)  # of a timeline, the first at which each bar has its number
LISTED = 12.5  # of the sources
FEW = 60  # countries of a map that a cover shows by themselves
INSET, LINE = 10.0, 1.17  # of a cell: beside its words, and a further line of the size
ABOVE = 18.0  # what a second drawing of a slide is headed with
PLAYER = 40.0  # below the column, for what plays a map
TITLE = (30.0, 27.0, 24.0, 20.0)
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as data, and of what it is; a slide may go on over several."""

    data: Data
    slide: Slide | None = None
    drawings: tuple[Drawing, ...] = ()
    part: int = 1


def pages(deck: Deck, progress: Progress = quiet) -> list[Page]:
    """A cover, the slides, the sources; each says its number of how many."""
    made = [Page(_cover(deck))]
    for at, slide in enumerate(deck.slides):
        progress(at, len(deck.slides) + 1, slide.title)
        made += _pages(deck, slide)
    progress(len(deck.slides), len(deck.slides) + 1, deck.title)
    made += _ending(deck)
    for at, page in enumerate(made, start=1):
        page.data["number"] = words.PAGE(page=str(at), pages=str(len(made)))
    return made


def _around(deck: Deck, slide: Slide | None, filters: str) -> Data:
    """What stands on every slide: the question above, sources, seal and marking below."""
    cited = slide.sources if slide else frame.cited(deck)
    lines = frame.sources_below(cited, 650, 12, 3 - bool(slide.boundary)) if slide else []
    if slide and slide.boundary:
        lines += type.wrapped(slide.boundary, 650, 12, lines=3 - len(lines))
    large = largest(filters, 760, (TYPE, 16.0, 15.0, 14.0), type.SEMI_BOLD)
    return {
        "filters": type.fitted(filters, 760, large, type.SEMI_BOLD),
        "filters_size": large,
        "sources": lines,
        "data": frame.data_below(cited, 130, 12) if slide else "",
        "seal": words.SEAL(seal=slide.seal if slide else deck.seal),
        "mark": frame.mark(slide.marking if slide else deck.marking),
    }


def _cover(deck: Deck) -> Data:
    beside = silhouette(deck)
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
        "sources": type.wrapped(boundaries.NOTE(), 650, 12) if beside else [],
        "product": words.BRIEFING(),
        "sealed": words.SEALED(day=date.fromisoformat(deck.made)),
        "drawing": beside,
    }


def silhouette(deck: Deck) -> Data | None:
    """The land of what the deck is about, beside its title: of the first map of few countries,
    else of the countries its slides are of, else all of it.
    """
    every = [each for slide in deck.slides for each in slide.drawings if each.kind == "map"]
    mapped = [{one.code for one in each.series[0].figures} for each in every]
    asked = [views.asked(each.address).filters for each in deck.slides]
    named = {code for each in asked for code in (*each.countries, each.partner) if code}
    codes = next((each for each in mapped if 0 < len(each) < FEW), named or {*countries.codes()})
    region = regions.CHOSEN if len(codes) < FEW else regions.WORLD
    land = tuple(Figure(code=each, name="", value=None) for each in sorted(codes - {"ATA"}))
    borders = next((each.borders for each in every), "")
    drawing = Drawing(
        kind="map",
        title="",
        unit="",
        series=(Series(name="", figures=land),),
        alt="",
        region=region,
        borders=borders,
    )
    wide, tall = 372.0, 400.0
    svg = drawings.silhouette(drawing, wide, tall)
    return {"svg": svg, "width": wide, "height": tall, "alt": ""} if "<path" in svg else None


def _pages(deck: Deck, slide: Slide) -> Iterable[Page]:
    """A slide, or several where its drawings have more rows than one holds."""
    size, lines = heading(slide.title)
    top = TOPS[min(lines, 2) - 1]
    found = list(_laid_out(slide, top))
    if len(found) > 1:  # what tells the parts apart may take another line
        size, lines = heading(continued(slide.title, len(found), len(found)))
        top = TOPS[min(lines, 2) - 1]
        found = list(_laid_out(slide, top))
    for at, (parts, placed, side) in enumerate(found, start=1):
        title = continued(slide.title, at, len(found))
        room = BOTTOM - top - PLAYER * any(each.frames for each in slide.drawings)
        column = beside(slide, room) if side else None
        data = {
            "kind": "slide",
            **_around(deck, slide, slide.filters),
            "title": title,
            "size": size,
            "top": top,
            "side": column,
            "drawings": placed,
            **({"caveat": ""} if column else _caveat(slide)),
        }
        yield Page(data, slide, tuple(parts), at)


def largest(text: str, room: float, sizes: Sequence[float], weight: int = type.REGULAR) -> float:
    """The first of these sizes at which a text stands on one line, or the last."""
    return next((each for each in sizes if type.width(text, each, weight) <= room), sizes[-1])


def _caveat(slide: Slide) -> Data:
    """What stands below a drawing: on one line, rather smaller than cut; below a number alone on
    as many as it takes.
    """
    said, size = below(slide), TYPE
    several = [each.kind for each in slide.drawings] == ["number"]
    if not several:
        size = largest(said, WIDE, (TYPE, 16.0, 15.0, 14.0, 13.0, 12.0))
        said = type.fitted(said, WIDE, size)
    lines = len(type.wrapped(said, WIDE, size))
    top = CAVEAT + 7 - max(0, lines - 1) * 23.0
    return {"caveat": said, "caveat_size": size, "caveat_top": top}


def below(slide: Slide) -> str:
    """What stands below a drawing that has no column beside it: the number, then the caveat."""
    number = " ".join(each for each in (slide.number, slide.unit) if each)
    if not slide.number or any(each.kind == "number" for each in slide.drawings):
        return slide.caveat
    said = words.LEADING(number=number, change=slide.change) if slide.change else number
    return " · ".join(each for each in (said, slide.caveat) if each)


def heading(title: str, wide: float = WIDE) -> tuple[float, int]:
    """The size of a title and in how many lines it stands."""
    for size in TITLE:
        lines = len(type.wrapped(title, wide, size, type.BOLD))
        if lines <= 2:
            return size, lines
    return 14.0, 2


def continued(title: str, at: int, parts: int) -> str:
    """A title that goes on over several slides."""
    return title if parts < 2 else words.CONTINUED(title=title, part=str(at), parts=str(parts))


def _laid_out(slide: Slide, top: float) -> Iterable[tuple[list[Drawing], list[Data], bool]]:
    """The drawings of each page, and whether the number stands beside them."""
    every = list(slide.drawings)
    if not every:
        yield [], [], bool(slide.number)
        return
    side = bool(slide.number) and every[0].kind not in ("table", "number")
    wide = SIDE - GAP - LEFT if side else WIDE
    bottom = BOTTOM if side or not below(slide) else CAVEAT
    tall = bottom - top
    if len(every) == 2 and all(each.kind == "timeline" for each in every):
        most = tall * 0.66
        yield (
            every,
            [
                _placed(every[0], LEFT, top, wide, most - 10, size=_size(every[0], wide, most)),
                {
                    **_placed(
                        every[1],
                        LEFT,
                        top + most + ABOVE,
                        wide,
                        tall - most - ABOVE,
                        size=_size(every[1], wide, tall),
                    ),
                    "above": every[1].title,
                },
            ],
            side,
        )
        return
    for each in every:
        size = _size(each, wide, tall)
        for part in _parts(each, tall, size):
            yield [part], [_placed(part, LEFT, top, wide, tall, each, size)], side


def _size(drawing: Drawing, wide: float, tall: float) -> float:
    """The size of a drawing's type: of a table larger where all its rows stand on one slide, of
    what has many rows smaller where that spares a slide.
    """
    if drawing.kind == "timeline":
        told = (size for size in NUMBERS if timeline.told(drawing, wide, size))
        return next(told, TYPE)
    for size in LARGER if drawing.kind == "table" else ():
        made = table(drawing, size)
        cells = [made["columns"], *(each["cells"] for each in made["rows"])]
        rows = [_high([each], made["widths"], size, type.BOLD, _row(size)) for each in cells]
        if sum(rows) <= tall and max(rows) <= 2 * _row(size):
            return size
    return min(SMALLER, key=lambda size: len(list(_parts(drawing, tall, size))))


def _row(size: float) -> float:
    """The height of a row of one line."""
    return ROW * size / TYPE


def _parts(drawing: Drawing, tall: float, size: float) -> Iterable[Drawing]:
    """A drawing in as many parts as it takes; the rows of a table are as tall as their words."""
    if drawing.kind != "table" or not drawing.series:
        return drawings.split(drawing, tall, size)
    made, one = table(drawing, size), _row(size)
    rows = [_high([each["cells"]], made["widths"], size, one=one) for each in made["rows"]]
    room = tall - _high([made["columns"]], made["widths"], size, type.BOLD, one)
    return tuple(
        replace(drawing, series=drawing.series[start:end], columns=drawing.columns)
        for start, end in spans(rows, room)
    )


def spans(rows: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Rows of these heights in as few parts as fit, as even as can be: from where to where."""
    parts = len(_filled(rows, room))
    steps = (sum(rows) / parts + (room - sum(rows) / parts) * at / 20 for at in range(20))
    even = (_filled(rows, each) for each in steps)
    return next((each for each in even if len(each) <= parts), _filled(rows, room))


def _filled(rows: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Rows in parts that are as full as they can be."""
    found, start, held = [], 0, 0.0
    for at, row in enumerate(rows):
        if at > start and held + row > room:
            found.append((start, at))
            start, held = at, 0.0
        held += row
    return [*found, (start, len(rows))]


def _high(
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    size: float,
    weight: int = type.REGULAR,
    one: float = ROW,
) -> float:
    """How tall rows of a table are, each as tall as the words of its cells, `one` with one line."""
    tall = 0.0
    for cells in rows:
        lines = max(
            len(type.wrapped(text, max(wide - INSET, size), size, weight))
            for text, wide in zip(cells, widths, strict=True)
        )
        tall += one + max(lines - 1, 0) * LINE * size
    return tall


def _placed(
    drawing: Drawing,
    x: float,
    y: float,
    wide: float,
    tall: float,
    whole: Drawing | None = None,
    size: float = TYPE,
) -> Data:
    place = {"x": x, "y": y, "width": wide, "height": tall, "kind": drawing.kind}
    if drawing.kind == "table":
        every = table(whole or drawing, size)  # its columns are the same in all parts
        made = {**table(drawing, size), "widths": every["widths"], "left": every["left"]}
        return {**place, **made, "pad": (_row(size) - size * 0.67) / 2}
    svg = drawings.draw(drawing, wide, tall, size, whole)
    return {**place, "svg": svg, "alt": drawing.alt}


def table(drawing: Drawing, size: float, room: float = WIDE) -> Data:
    """A table in so much room: its words, how wide its columns are, and which hold words."""
    wide = max([len(drawing.columns), *(1 + len(each.figures) for each in drawing.series)])
    heads = [*drawing.columns, *([""] * (wide - len(drawing.columns)))]
    cells = [
        [
            series.name,
            *(one.said for one in series.figures),
            *([""] * (wide - 1 - len(series.figures))),
        ]
        for series in drawing.series
    ]
    columns = list(zip(heads, *cells, strict=True))
    return {
        "size": size,
        "columns": heads,
        "widths": tabular.widths(columns, room, size, INSET + 1),
        "left": [at for at, (_, *said) in enumerate(columns) if not at or tabular.wordy(said)],
        "rows": [
            {
                "cells": said,
                "strong": any(one.chosen for one in series.figures),
                "none": bool(series.figures)
                and all(one.known == "missing" for one in series.figures),
            }
            for series, said in zip(drawing.series, cells, strict=True)
        ],
    }


def beside(slide: Slide, room: float, wide: float = COLUMN, wider: float = 1.0) -> Data:
    """The column beside a drawing; as many points as there is room for. Its fonts are so much
    `wider` than those that ship.
    """
    wide /= wider
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


def _ending(deck: Deck) -> list[Page]:
    """The sources, on as many slides as they take."""
    cited = frame.cited(deck)
    made = sources_table(cited, LISTED)
    share = WIDE / sum(made["widths"])
    widths = [each * share for each in made["widths"]]
    one = 2 * 6.0 + 0.67 * LISTED
    rows = [_high([each["cells"]], widths, LISTED, one=one) for each in made["rows"]]
    parts = [cited[start:end] for start, end in spans(rows, 322.0)] if rows else []
    found = []
    for at, part in enumerate(parts, start=1):
        title = words.SOURCES()
        if len(parts) > 1:
            title = words.CONTINUED(title=title, part=str(at), parts=str(len(parts)))
        place = {"x": LEFT, "y": 100.0, "width": WIDE, "pad": 6.0}
        data = {
            "kind": "sources",
            **_around(deck, None, deck.title),
            "title": title,
            "drawings": [{**place, **sources_table(part, LISTED)}],
            "check": words.CHECK(day=date.fromisoformat(deck.made)),
        }
        found.append(Page(data))
    return found


def sources_table(cited: Sequence[Cited], size: float) -> Data:
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
                    words.CITED(publisher=each.publisher, title=each.title), each.as_of or "–",
                    each.licence, each.version or "–",
                ],
                "strong": False,
                "none": False,
            }
            for each in cited
        ],
    }  # fmt: skip
