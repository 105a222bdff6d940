"""The figures of a deck as CSV, each table with what its columns mean and where it comes from (CSV
on the Web). They are those that are drawn, which are all added up: no record of a source is there.
"""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from briefing.content import Deck, Drawing, Slide
from data import catalog
from data.analysis import exports

ENDING = "-metadata.json"
TEXT, DECIMAL = "string", "decimal"
COLUMNS = {
    "part": TEXT,  # drawn, or a period of the timeline that a map plays
    "series": TEXT,
    "code": TEXT,
    "name": TEXT,
    "to": TEXT,
    "value": DECIMAL,
    "low": DECIMAL,
    "high": DECIMAL,
    "said": TEXT,
    "known": TEXT,
    "unit": TEXT,
}


def figures(drawing: Drawing) -> pd.DataFrame:
    """A row a figure, columns as COLUMNS: numbers in the drawing's unit."""
    rows = [
        (part, series.name, one.code, one.name, one.to, one.value, one.low, one.high, one.said,
         one.known, drawing.unit)
        for part, several in (("drawn", drawing.series), ("played", drawing.frames))
        for series in several
        for one in series.figures
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    numbers = [name for name, kind in COLUMNS.items() if kind == DECIMAL]
    return made.astype(dict.fromkeys(numbers, "float64"))


def files(deck: Deck) -> dict[str, bytes]:
    """Every drawing's table and its metadata, by the name of the file."""
    made = {}
    for at, slide in enumerate(deck.slides, start=1):
        for place, drawing in enumerate(slide.drawings, start=1):
            name = f"{at:02}-{place}-{drawing.kind}.csv"
            made[name] = exports.csv(figures(drawing)).encode("utf-8-sig")
            told = metadata(name, deck, slide, drawing)
            text = json.dumps(told, ensure_ascii=False, indent=1)
            made[f"{name}{ENDING}"] = f"{text}\n".encode()
    return made


def metadata(name: str, deck: Deck, slide: Slide, drawing: Drawing) -> dict[str, Any]:
    """What a table that is taken away must carry beside it."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": deck.language}],
        "url": name,
        "dc:title": drawing.title,
        "dc:description": slide.definition,
        "dc:publisher": [each.publisher for each in slide.sources],
        "dc:source": [each.title for each in slide.sources],
        "dc:license": [each.licence for each in slide.sources],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"], "header": True},
        "tableSchema": {
            "columns": [{"name": each, "datatype": kind} for each, kind in COLUMNS.items()]
        },
        "notes": [
            {
                "finding": slide.title,
                "filters": slide.filters,
                "unit": drawing.unit,
                "caveat": slide.caveat,
                "boundaries": slide.boundary,
                "marking": slide.marking,
                "seal": slide.seal,
                "sources": [
                    {
                        "id": each.id,
                        "publisher": each.publisher,
                        "title": each.title,
                        "edition": each.edition,
                        "as_of": each.as_of,
                        "version": each.version,
                        "licence": each.licence,
                        "redistribution": redistribution(each.id),
                    }
                    for each in slide.sources
                ],
            }
        ],
    }


def redistribution(source: str) -> str:
    """What may be passed on of a source: rows, aggregates or none."""
    known = catalog.sources().get(source)
    return known.licence.redistribution if known else "none"
