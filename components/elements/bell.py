"""The bell as one element: how many are new, before the window's title, and, wherever the menu's
entry is not in sight, on a button that leads to it.
"""

from __future__ import annotations

from components.elements import assets
from languages.english import bell as words

_mount = assets.element(
    "bell",
    '<div class="bell"></div>',
    "elements/bell.js",
    "bell",
    "draw",
    {"ring": words.RING, "title": words.TITLE},
)


def show(number: int, path: str) -> None:
    """Shows how many are new of what stands on the page of this path; none where it is 0."""
    _mount(key="ringing", data={"n": number, "path": path}, height="content")
