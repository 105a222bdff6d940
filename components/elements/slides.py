"""A briefing's slides in their order: moved by mouse, finger or keys, worded in place, duplicated
and removed. What the presenter does comes back as one event, `told`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from components.elements import assets
from components.elements.told import answer, fits
from languages.english import slides as words

_mount = assets.element(
    "slides",
    '<div class="slides"></div>',
    "elements/slides.js",
    "slides",
    "draw",
    {
        "title": words.TITLE,
        "subtitle": words.SUBTITLE,
        "slides": words.SLIDES,
        "ownTitle": words.OWN_TITLE,
        "caption": words.CAPTION,
        "notes": words.NOTES,
        "drawn": words.DRAWN,
        "usual": words.USUAL,
        "move": words.MOVE,
        "moved": words.MOVED,
        "up": words.UP,
        "down": words.DOWN,
        "duplicate": words.DUPLICATE,
        "remove": words.REMOVE,
        "open": words.OPEN,
        "working": words.WORKING,
        "empty": words.EMPTY,
        "import": words.IMPORT,
        "undo": words.UNDO,
        "more": words.MORE,
        "tooLarge": words.NO_FILE,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One slide. `finding` is its title as a room reads it, empty while it is worked out; `picture`
    a PNG as a data address; `offered` the ways it can be drawn, pairs of a value and its label.
    """

    id: str
    finding: str
    title: str
    caption: str
    notes: str
    drawing: str
    offered: Sequence[tuple[str, str]]
    opens: str
    picture: str = ""
    marking: str = ""
    points: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorter:
    """The briefing that is open, or none: then `name` is empty. `said` is what became of the last
    step, which can be taken back where `undo` is true; `turn` is that step's, which the browser
    tells again until it is answered.
    """

    name: str
    title: str
    subtitle: str
    rows: Sequence[Row]
    said: str = ""
    undo: bool = False
    turn: int = 0
    most: int = 1_000_000  # bytes of a file that is imported


_SENDS: Mapping[str, Mapping[str, type]] = {  # by what is done, what a message says besides
    "import": {"text": str},
    "undo": {},
    "move": {"id": str, "to": int},
    "edit": {"id": str, "part": str, "text": str},
    "copy": {"id": str},
    "remove": {"id": str},
    "name": {"part": str, "text": str},
}


def show(sorter: Sorter, told: Callable[[Mapping[str, Any]], None]) -> None:
    """Draws it; `told` hears what is done: `do` says what, `id` to which slide."""
    _mount(
        key="slides",
        data=asdict(sorter),
        height="content",
        on_told_change=lambda: answer(
            "slides", "told", lambda said: _hear(said, told), do=str, turn=int
        ),
    )


def _hear(said: Mapping[str, Any], told: Callable[[Mapping[str, Any]], None]) -> None:
    """Hands on what an element of ours can have sent."""
    shape = _SENDS.get(said["do"])
    if shape is not None and fits(said, shape):
        told(said)
