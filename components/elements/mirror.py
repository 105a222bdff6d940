"""The text of a brief as one element: what to know, bars mirrored at one spine, tables, sources.

A source is meant by its number among those of the page, `refs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from components.elements import assets

_mount = assets.element(
    "mirror", '<div class="mirror"></div>', "elements/mirror.js", "mirror", "draw", {}
)

Refs = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """Some words, and the numbers of the sources they are from."""

    text: str
    refs: Refs = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What the brief is about: a heading, a line below it, and a button that prints."""

    heading: str
    line: str
    print: str
    kind: str = "title"


@dataclass(frozen=True, slots=True)
class Point:
    """A thing to know: its headline and the sentences below."""

    headline: str
    details: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """The things to know, numbered; `name` is read aloud."""

    name: str
    points: Sequence[Point]
    kind: str = "points"


@dataclass(frozen=True, slots=True)
class End:
    """One side of a row: its number before and after the decimal mark, the part of a whole bar (0
    to 1), and how it is drawn: as `filled`, `zero`, `ring` (known within bounds) or `hatch` (not
    published).
    """

    whole: str
    fraction: str
    share: float
    drawn: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure of both: what it is, the address it opens, what stands `beside` its name, its
    year, how old that is (`fresh`, `aged` or `old`), and what a longer bar means.
    """

    title: Text
    opens: str
    beside: str
    year: str
    old: str
    age: str
    way: str
    ends: tuple[End, End]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Rows below headings of their own, between two names; `empty` stands where there are none."""

    heading: str
    year: str
    names: tuple[str, str]
    parts: Sequence[tuple[str, Sequence[Row]]]
    note: str
    empty: str
    kind: str = "bars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a heading: its columns' names, rows of cells, a note below, and what stands in
    place of no rows; with `numbers` all but the first column hold them.
    """

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    note: str = ""
    empty: str = ""
    numbers: bool = False
    kind: str = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The sources, numbered as they were first used, each with its date; `code` is an image that
    holds the page's address, as a data address, `means` what it is.
    """

    heading: str
    sources: Sequence[tuple[str, str]]
    code: str
    means: str
    kind: str = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses to open, each by its words."""

    heading: str
    links: Sequence[tuple[str, str]]
    kind: str = "links"


Block = Title | Points | Bars | Table | Sources | Links


def show(blocks: Sequence[Block], *, key: str) -> None:
    """Draws parts of a brief below one another."""
    _mount(key=key, data={"blocks": [asdict(each) for each in blocks]}, height="content")
