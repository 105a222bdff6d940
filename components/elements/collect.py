"""One control for all that a page shows: it stands beside what is pointed at, and a button of the
frame lists all of it. What is to be kept in a briefing comes back as one event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from components.elements import assets
from components.elements.told import answer
from languages.english import collect as words

_mount = assets.element(
    "collect",
    '<div class="collect"></div>',
    "elements/collect.js",
    "collect",
    "draw",
    {
        "add": words.ADD,
        "addThis": words.ADD_THIS,
        "what": words.WHAT,
        "whole": words.WHOLE,
        "tellMe": words.TELL_ME,
        "tell": words.TELL,
        "close": words.CLOSE,
        "open": words.OPEN,
    },
    {"drawn": lambda: words.DRAWN},
)


def show(
    page: str,
    into: str,
    said: str,
    turn: int,
    opens: str,
    told: Callable[[Mapping[str, Any]], None],
) -> None:
    """Draws the button for a page; `into` names the briefing that the browser remembers, `said` is
    what became of what was added in the turn `turn`, and `opens` the address of the briefing.
    `told` hears `drawing`, `opens` (the address that a card or sentence opens) and `into`.
    """
    _mount(
        key="collect",
        data={"page": page, "into": into, "said": said, "turn": turn, "opens": opens},
        height="content",
        on_kept_change=lambda: answer("collect", "kept", told, turn=int),
    )


def tell() -> None:
    """Draws in its place what leads to the rules of who is told, for the view that is open."""
    _mount(key="collect", data={"tells": True}, height="content")
