"""The desk of an officer as one element: a queue by its clocks or its urgency, what is open with
its answer in place, and receipts that stay. What the officer does comes back as one event, `told`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from components.elements.told import answer
from languages.english import desk as words

_mount = assets.element(
    "desk",
    '<div class="desk"></div>',
    "elements/desk.js",
    "desk",
    "draw",
    {
        "asked": words.ASKED_BY,
        "back": words.BACK,
        "close": words.CLOSE,
        "keys": words.KEYS,
        "keysOn": words.KEYS_ON,
        "left": words.LEFT,
        "late": words.LATE,
        "ago": words.AGO,
        "days": words.DAYS,
        "daysHours": words.DAYS_HOURS,
        "hours": words.HOURS,
        "minutes": words.MINUTES,
        "message": words.MESSAGE,
        "mark": words.MARK,
        "more": words.MORE,
        "next": words.NEXT,
        "open": words.OPEN,
        "send": words.SEND,
        "sendThis": words.SEND_THIS,
        "choose": words.CHOOSE,
        "undo": words.UNDO,
        "seconds": words.SECONDS,
        "notNow": words.NOT_NOW,
        "unopened": words.UNOPENED,
        "receipts": words.RECEIPTS,
        "history": words.HISTORY,
    },
    {"groups": lambda: words.GROUPS, "hints": lambda: words.HINTS},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the queue. `chip` is a notice's colour in a word, or what it is, on `ground` in
    `ink`; the clock runs from `arrived` to `due` (milliseconds since 1970), stands where `said` is
    not empty, and tells the age where nothing is due; `fresh` where nobody opened it yet.
    """

    id: int
    chip: str
    ground: str
    ink: str
    title: str
    asks: str
    why: str
    reference: str
    tlp: str
    arrived: int
    due: int
    said: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows of one kind, and how many there are in all."""

    id: str
    n: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that can be taken, by a `key` where it has one; where it cannot be taken back `asks`
    says what it does, once more, and `heading` what it is.
    """

    step: str
    label: str
    heading: str = ""
    asks: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What is open, under its `title`, or as asked by whom. `choices` are the answers that can be
    given, a value, its label and its key each; `marks` those an answer may bear, the usual one
    first.
    """

    id: int
    row: Row
    notes: Sequence[str]
    facts: Sequence[tuple[str, str]]
    history: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str, str]] = ()
    marks: Sequence[str] = ()
    heading: str = ""
    reaches: str = ""
    steps: Sequence[Step] = ()
    steps_note: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What came of a step: `kind` is sent, held (until `ends`, as the number `held`), undone or
    fault.
    """

    key: str
    kind: str
    head: str
    text: str
    ends: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """All of it at the moment `now`, for who acts `as_`, a bureau in a store, or empty; of a `kind`
    by which it is laid out. `empty` stands where no group has rows, and the text that was typed for
    the request `sent[0]` is forgotten once `sent[1]` grows. Groups are counted up to `most`, where
    that is not 0.
    """

    now: int
    as_: str
    label: str
    empty: str
    groups: Sequence[Group]
    sums: bool
    detail: Detail | None
    receipts: Sequence[Receipt]
    sent: tuple[int, int] = (0, 0)
    kind: str = "watch"
    most: int = 0


def show(desk: Desk, *, key: str, told: Callable[[Mapping[str, Any]], None]) -> None:
    """Draws the desk; `told` hears what the officer does: `do` says what, `id` to which."""
    _mount(
        key=key,
        data={name.rstrip("_"): value for name, value in asdict(desk).items()},
        height="content",
        on_told_change=lambda: answer(key, "told", told, do=str),
    )
