"""What the General Secretariat looks at first as one element: counts that reconcile, one unit a
panel, and the countries that are late, each with a reminder to send.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from components.elements.desk import Receipt
from components.elements.told import answer
from languages.english import desk as desk_words
from languages.english import headquarters as words

_mount = assets.element(
    "secretariat",
    '<div class="desk secretariat"></div>',
    "elements/secretariat.js",
    "secretariat",
    "draw",
    {
        "stuck": words.STUCK,
        "country": words.COUNTRY,
        "overdue": words.OVERDUE,
        "open": words.OPEN,
        "longest": words.LONGEST,
        "median": words.MEDIAN_OF,
        "reminded": words.REMINDED,
        "remind": words.REMIND,
        "remindOne": words.REMIND_ONE,
        "remindOf": words.REMIND_OF,
        "again": words.AGAIN,
        "againOf": words.AGAIN_OF,
        "remindAll": words.REMIND_ALL,
        "notNow": desk_words.NOT_NOW,
        "close": desk_words.CLOSE,
        "undo": desk_words.UNDO,
        "receipts": desk_words.RECEIPTS,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a count, `said` as its language writes it; `kind` is one, two, three, four or
    late: how it is painted.
    """

    kind: str
    label: str
    n: int
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A count of one unit, and its parts, which sum to it."""

    title: str
    total: str
    unit: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A country that is late: how many are overdue (a number and as it is said), open, how long
    the longest, the median of its first answers, when it was reminded last, if ever, and whom a
    reminder would reach.
    """

    code: str
    name: str
    overdue: int
    said: str
    open: str
    longest: str
    median: str
    reminded: str
    preview: str


def counts(panels: Sequence[Panel], sums: str, *, key: str) -> None:
    """Draws the panels, and below them each sum written out."""
    _mount(
        key=key,
        data={"part": "counts", "panels": [asdict(each) for each in panels], "sums": sums},
        height="content",
    )


def late(
    rows: Sequence[Late],
    receipts: Sequence[Receipt],
    says: Mapping[str, str],
    *,
    as_: str,
    key: str,
    told: Callable[[Mapping[str, Any]], None],
) -> None:
    """Draws who is late, for who acts `as_`; `says` holds `note`, `empty`, `all` and its
    `preview`, and `more`. `told` hears what is done: `do` is remind (with `countries`), more or
    close (with `key`).
    """
    _mount(
        key=key,
        data={
            "part": "late",
            "panels": [],
            "rows": [asdict(each) for each in rows],
            "receipts": [asdict(each) for each in receipts],
            "as": as_,
            **says,
        },
        height="content",
        on_told_change=lambda: answer(key, "told", told, do=str),
    )
