"""A country on one screen, without a chart library: what its figures say, where it stands among
all, facts in words, and a small chart for each domain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from components.elements.told import answer
from languages.english import standing as words

_mount_brief = assets.element(
    "brief-of", '<div class="brief-of"></div>', "elements/profile.js", "brief-of", "brief", {}
)
_mount_facts = assets.element(
    "facts", '<div class="facts"></div>', "elements/profile.js", "facts", "facts", {}
)
_mount_trends = assets.element(
    "trends",
    '<div class="trends"></div>',
    "elements/profile.js",
    "trends",
    "trends",
    {"missing": words.MISSING, "broken": words.BREAK, "origin": words.ORIGIN},
)
_mount_strips = assets.element(
    "strips",
    '<div class="strips"></div>',
    "elements/strips.js",
    "strips",
    "draw",
    {
        "world": words.WORLD,
        "peers": words.PEERS,
        "old": words.OLD_FIGURE,
        "rows": words.ROWS,
        "alone": words.ALONE,
        "onMap": words.ON_MAP,
        "indicator": words.INDICATOR,
        "figure": words.FIGURE,
        "place": words.PLACE,
        "when": words.WHEN,
        "others": words.OTHERS,
        "none": words.NONE_OF_THEM,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One indicator of one country: `measure` stands behind its name where there is no room for
    what is `small` below it; `at` is its place on the axis, 0 to 1 (None without a figure),
    `bins` how many of all countries lie in each of 64 parts, `peers` a place and words for each
    country it is compared with, `others` which of the others that are chosen stands at which place;
    `old` is `aged` or `old`; `colour` one for the light theme and one
    for the dark; `chosen` is true where the map shows it.
    """

    key: str
    label: str
    measure: str
    small: str
    value: str
    place: str
    year: str
    old: str
    at: float | None
    bins: Sequence[tuple[int, int]]
    peers: Sequence[tuple[float, str]]
    others: Sequence[tuple[int, float]]
    colour: Mapping[str, str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Rows whose axis points the same way: what they are, and what its two ends mean."""

    name: str
    low: str
    high: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A small chart with the number it leads to: `bars` is a label, a height (None where nothing
    is known) and the words of each year, `breaks` the places before which the method changes;
    `empty` stands in its place where there is no series; `points` are drawn instead of bars.
    """

    key: str
    name: str
    sign: str
    colour: Mapping[str, str]
    value: str
    unit: str
    what: str
    note: str
    caveat: str
    year: str
    old: str
    bars: Sequence[tuple[str, float | None, str]]
    breaks: Sequence[int]
    points: bool
    empty: str
    alt: str
    opens: str
    origin: str


def brief(
    name: str,
    about: str,
    kinds: Sequence[Mapping[str, Any]],
    trust: Sequence[str],
    *,
    paper: str,
) -> None:
    """Draws the country's name with what it belongs to, a button that prints (`paper`), what its
    figures say in four boxes (`kind`, `name`, `of`, `entries` of `title`, `said` and `opens`,
    `empty`), and how far to trust them.
    """
    _mount_brief(
        key="brief",
        data={
            "name": name,
            "about": about,
            "print": paper,
            "kinds": list(kinds),
            "trust": list(trust),
        },
        height="content",
    )


def facts(rows: Sequence[tuple[str, str, str, str]]) -> None:
    """Draws facts in words: each what it is about, what is the case, what stands beside it, and the
    address it opens.
    """
    _mount_facts(key="facts", data={"rows": list(rows)}, height="content")


def strips(
    heading: str,
    bands: Sequence[Band],
    *,
    country: str,
    others: Sequence[str],
    offered: Sequence[tuple[str, str]],
    chosen: str,
    pick: Callable[[str], None],
    compare: Callable[[str], None],
) -> None:
    """Draws rows on their axes; `pick` hears of a row that is chosen, `compare` of the countries
    that are to stand beside, one of those `offered`; `others` are the names of those with a mark
    of their own.
    """
    keys = {row.key for band in bands for row in band.rows}
    known = {each for each, _ in offered}
    _mount_strips(
        key="strips",
        data=assets.packed(
            {
                "heading": heading,
                "bands": [asdict(each) for each in bands],
                "country": country,
                "others": list(others),
                "offered": list(offered),
                "chosen": chosen,
            }
        ),
        height="content",
        on_row_change=lambda: answer(
            "strips", "row", lambda told: _hear(told, keys, pick), value=str
        ),
        on_peers_change=lambda: answer(
            "strips", "peers", lambda told: _hear(told, known, compare), value=str
        ),
    )


def _hear(told: Mapping[str, Any], offered: set[str], act: Callable[[str], None]) -> None:
    """Hands on what the reader chose; what is not offered is left out."""
    if told["value"] in offered:
        act(told["value"])


def trends(heading: str, charts: Sequence[Chart]) -> str:
    """Draws small charts in a row; the key of the one whose number was asked about just now, if
    any.
    """
    told = _mount_trends(
        key="trends",
        data=assets.packed({"heading": heading, "charts": [asdict(each) for each in charts]}),
        height="content",
        on_origin_change=_nothing,
    )
    return next((each.key for each in charts if each.key == told.origin), "")


def _nothing() -> None:
    """Streamlit hands an answer only to a component that has a callback."""
