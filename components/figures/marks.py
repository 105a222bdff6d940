"""What is marked on a timeline: the period chosen, what is partial, breaks in the collection and
events.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from components.figures.text import plain
from languages.english import figures as words

CHOSEN = "chosen"  # the band of the period, which steps aside while a figure walks
ROW = 14  # pixels of a line of notes
LETTER, PHONE = 5.6, 320  # pixels: a letter of a note, the bars on a phone
Mark = tuple[float, str, str]  # year and its part gone by, words, break or event


def drawn(
    every: Sequence[str],
    chosen: tuple[str, str] | None,
    marks: Sequence[Mark],
    partial_from: int | None,
    partial_note: str,
    partly: Collection[int] = (),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Shapes, notes and the pixels the notes take above a timeline of the years `every`.

    `chosen`, the years from `partial_from` on and each of `partly` are shaded.
    """
    shapes: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    if not every:
        return shapes, notes, 4
    first, last = int(every[0]), int(every[-1])
    band = {
        "type": "rect",
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": {"width": 0},
    }
    if chosen and int(chosen[1][:4]) >= first and int(chosen[0][:4]) <= last:
        shapes.append(
            {
                **band,
                "name": CHOSEN,
                "x0": max(first, int(chosen[0][:4])) - 0.5,
                "x1": min(last, int(chosen[1][:4])) + 0.5,
                "fillcolor": "$muted",
                "opacity": 0.20,
            }
        )
    faint = {**band, "layer": "above", "fillcolor": "$background", "opacity": 0.55}
    shapes += [
        {**faint, "x0": year - 0.5, "x1": year + 0.5}
        for year in partly
        if first <= year <= last and not (partial_from and year >= partial_from)
    ]
    if partial_from and partial_from <= last:
        shapes.append({**faint, "x0": partial_from - 0.5, "x1": last + 0.5})
        notes.append(_note(last + 0.5, partial_note or words.PARTIAL(), "right"))
    for year, text, kind in marks:
        if first - 1 <= year <= last + 1:
            shapes.append(
                {
                    "type": "line",
                    "yref": "paper",
                    "y0": 0,
                    "y1": 1,
                    "x0": year - 0.5,
                    "x1": year - 0.5,
                    "line": {
                        "color": "$muted",
                        "width": 1.5,
                        "dash": "dash" if kind == "break" else "dot",
                    },
                }
            )
            side = "left" if year < (first + last) / 2 + 2 else "right"
            # on a phone the note stands apart from its line and says its year
            notes.append({**_note(year - 0.5, text, side), "name": str(int(year))})
    notes = _in_rows(notes, last - first + 1)
    return shapes, notes, ROW * (1 + max(note["yshift"] // ROW for note in notes)) if notes else 4


def _in_rows(notes: list[dict[str, Any]], years: int) -> list[dict[str, Any]]:
    """The notes above one another where they would meet on a phone."""
    wide = LETTER * years / PHONE
    taken: list[list[tuple[float, float]]] = []
    for note in notes:
        length = len(note["text"]) * wide
        start, end = (
            (note["x"], note["x"] + length)
            if note["xanchor"] == "left"
            else (note["x"] - length, note["x"])
        )
        row = next(
            (i for i, spans in enumerate(taken) if all(end < a or start > b for a, b in spans)),
            len(taken),
        )
        if row == len(taken):
            taken.append([])
        taken[row].append((start, end))
        note["yshift"] = ROW * row
    return notes


def _note(x: float, text: str, side: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": side,
        "text": plain(text),
        "showarrow": False,
        "font": {"size": 11, "color": "$muted"},
        "align": side,
        "bgcolor": "rgba(0,0,0,0)",
    }
