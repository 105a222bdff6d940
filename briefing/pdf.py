"""A deck as PDF, by typst: slides for a room, or a brief on A4. Vectors and words, tagged as
PDF/UA-1 asks, and byte for byte the same whenever it is made of the same deck.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

from briefing import drawings, frame, layout
from briefing.content import Deck, Drawing, Slide
from briefing.drawings import type
from briefing.progress import Progress, quiet
from languages import language
from languages.english import briefing_files as words

HERE = Path(__file__).parent
PAPER = 515.0  # points between the margins of A4
LONG = 4  # slides from which on a report has contents
Data = layout.Data


def slides(deck: Deck, *, progress: Progress = quiet) -> bytes:
    """The deck as slides of 960 x 540 points: a cover, the slides, the sources."""
    with frame.spoken_in(deck):
        return _compiled(
            "slides.typ", deck, {"pages": [each.data for each in layout.pages(deck, progress)]}
        )


def brief(deck: Deck, *, progress: Progress = quiet) -> bytes:
    """The deck as a brief on A4, from `LONG` slides on with its contents."""
    with frame.spoken_in(deck):
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
                "parts": _parts(deck, progress),
                "annex": words.FIGURES(),
                "figures": [_listed(each) for each in every if not _written(each)],
                "sources": {
                    "title": words.SOURCES(),
                    **layout.sources_table(frame.cited(deck), 8.5),
                },
            },
        )


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


def _parts(deck: Deck, progress: Progress) -> list[Data]:
    made = []
    for at, slide in enumerate(deck.slides):
        progress(at, len(deck.slides) + 1, slide.title)
        made.append(_part(slide))
    progress(len(deck.slides), len(deck.slides) + 1, deck.title)
    return made


def _part(slide: Slide) -> Data:
    """A slide as a section of the brief."""
    made = []
    for each in slide.drawings:
        if each.kind == "table":
            made.append({"kind": "table", **layout.table(each, 9.0, PAPER)})
            continue
        size = 10.0
        for part in drawings.split(each, 560, size):
            tall = frame.tall(part, PAPER, size)
            made.append(
                {
                    "kind": each.kind,
                    "svg": drawings.draw(part, PAPER, tall, size, each),
                    "alt": part.alt,
                    "above": each.title if made else "",
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
        "sources": " ".join(frame.sources_below(slide.sources, PAPER, 9.0, 3)),
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
