"""What a briefing says, worked out: all that draws a deck draws this, and asks for nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["map", "timeline", "ranking", "comparison", "flows", "table", "number"]
Known = Literal["figure", "range", "partial", "missing", "inapplicable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of a drawing and how it is said.

    `code` is an ISO alpha-3 code, a period (`2019`, `2019-04`) or a category's id. A `range` has
    bounds and no value; `partial` is a period that is not over or not covered whole; of what is
    `missing` or `inapplicable` there is no number at all. `to` is the other country of a flow;
    `place` that of what it stands for in an order of words (a list), by which a map colours it.
    """

    code: str
    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    said: str = ""
    known: Known = "figure"
    chosen: bool = False
    to: str = ""
    place: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Numbers that belong together: one period, category, country or role; `name` is its label."""

    name: str
    figures: tuple[Figure, ...]
    earlier: bool = False  # the period compared with: drawn hollow beside the one that counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One class of a map's colours: from `low` to `high`, as the legend says it."""

    low: float
    high: float
    colour: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One chart, map, table or number; `alt` says in words what it shows.

    `columns` heads a table, whose rows are the series: the row's name, then a figure a column.
    `breaks` are periods at which counting changed, each with its words. `frames` are a map's
    figures of other periods, for a timeline that plays; its `steps` hold for all of them.
    """

    kind: Kind
    title: str
    unit: str
    series: tuple[Series, ...]
    alt: str
    columns: tuple[str, ...] = ()
    circles: bool = False
    region: str = "world"
    steps: tuple[Step, ...] = ()
    breaks: tuple[tuple[str, str], ...] = ()
    stacked: bool = False
    frames: tuple[Series, ...] = ()
    borders: str = ""  # the boundary policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source of a slide: its id, publisher, title, edition, dates, licence and pinned version."""

    id: str
    publisher: str
    title: str
    edition: str
    as_of: str
    licence: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One view as a room sees it.

    `title` is a sentence that says the finding, `filters` the question in words, `number` what
    leads, as it is said, `change` how it moved and against what. `points` are sentences by rules;
    `notes` are the presenter's own and `how` says how each number was made: neither is ever sent to
    the audience. `address` opens the view in the dashboard.
    """

    id: str
    title: str
    filters: str
    definition: str
    drawings: tuple[Drawing, ...]
    sources: tuple[Cited, ...]
    marking: str
    seal: str
    address: str
    number: str = ""
    unit: str = ""
    change: str = ""
    caveat: str = ""
    boundary: str = ""
    points: tuple[str, ...] = ()
    notes: str = ""
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A whole briefing: `marking` is its strictest slide's, `seal` its code, `made` the day (ISO
    8601) of its sealing, from which every file of it takes its dates. Once sealed it has what a
    file needs to verify by itself: `evidence`, the text that the code is the hash of, and
    `earlier`, as JSON, what it was sealed as before and said otherwise then.
    """

    name: str
    title: str
    slides: tuple[Slide, ...]
    marking: str
    seal: str
    made: str
    language: str = "en"
    subtitle: str = ""
    evidence: str = field(default="", compare=False)
    earlier: str = field(default="", compare=False)
