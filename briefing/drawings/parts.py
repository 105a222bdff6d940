"""A drawing with more rows than there is room for, as several: no row is left out."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from briefing.content import Drawing
from briefing.drawings import rows

# of the size: a row, and what stands around the rows
ROWS = {"ranking": 1.45, "flows": 1.5, "comparison": 1.45}
AROUND = {"ranking": 3.2, "flows": 1.7, "comparison": 3.4}


def split(drawing: Drawing, height: float, size: float) -> tuple[Drawing, ...]:
    """The drawing in as many parts as it takes at this height, as even as can be."""
    if drawing.kind not in ROWS:
        return (drawing,)
    tall = ROWS[drawing.kind] * size
    if drawing.kind == "comparison" and len(drawing.series) > 2:
        tall = (0.6 + rows.LEAST * len(drawing.series)) * size
    fit = max(1, int((height - AROUND[drawing.kind] * size) / tall))
    now = next((each for each in drawing.series if not each.earlier), None)
    if now is None:
        return (drawing,)
    codes = list(dict.fromkeys(one.code for each in drawing.series for one in each.figures))
    if drawing.kind == "flows":
        return tuple(
            replace(drawing, series=(replace(now, figures=now.figures[start:end]),))
            for start, end in _spans(len(now.figures), fit)
        )
    if drawing.kind == "ranking":
        codes = [one.code for one in now.figures]
    found = []
    for start, end in _spans(len(codes), fit):
        held = set(codes[start:end])
        found.append(
            replace(
                drawing,
                series=tuple(
                    replace(each, figures=tuple(one for one in each.figures if one.code in held))
                    for each in drawing.series
                ),
            )
        )
    return tuple(found)


def _spans(count: int, fit: int) -> list[tuple[int, int]]:
    """So many rows in parts of at most `fit`, as even as can be."""
    parts = max(1, -(-count // fit))
    edges = [round(count * at / parts) for at in range(parts + 1)]
    return list(pairwise(edges))
