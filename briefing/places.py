"""Where numbers stand in a deck and what they are of: its words and its figures, each by a key that
stays the same when the deck is worked out again.
"""

from __future__ import annotations

from collections.abc import Iterator

from briefing.content import Drawing, Figure, Slide
from languages.english import seal as words

TEXTS = ("title", "number", "change", "points", "caveat", "filters")
Key = tuple[int, str, str, str]


def text(slide: Slide, name: str) -> str:
    """One of its TEXTS."""
    said = getattr(slide, name)
    return said if isinstance(said, str) else "\n".join(said)


def figures(slide: Slide) -> Iterator[tuple[Key, str, Figure]]:
    """Every figure of a slide: where it stands, of what it is, and itself."""
    for at, drawing in enumerate(slide.drawings):
        for series in (*drawing.series, *drawing.frames):
            for figure in series.figures:
                key = (at, series.name, figure.code, figure.to)
                yield key, _of(slide, drawing, series.name, figure), figure


def _of(slide: Slide, drawing: Drawing, series: str, figure: Figure) -> str:
    name = series if drawing.kind == "table" else figure.name
    if drawing.title == slide.title:
        return name
    return words.OF(title=drawing.title or series, name=name)


def alike(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number or range."""
    return (one.value, one.low, one.high) == (other.value, other.low, other.high)
