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


def show(number: int, path: str, page: str, every: int) -> None:
    """Shows how many are new, and leads to the page of this path; nothing where it is 0. The
    window's title says how many there are on `every` page.
    """
    data = {"n": number, "path": path, "page": page, "every": every}
    _mount(key="ringing", data=data, height="content")
