"""A button that copies the whole address of something below this server's own address, as the
browser sees it.
"""

from __future__ import annotations

from components.elements import assets
from languages.english import exchange as words

_mount = assets.element(
    "copying",
    '<div class="copying"></div>',
    "elements/copying.js",
    "copying",
    "draw",
    {"copy": words.COPY_ADDRESS, "copied": words.ADDRESS_COPIED, "not_copied": words.NOT_COPIED},
)


def button(path: str, key: str) -> None:
    """Draws the button for the address `path`, which has no slash before it."""
    _mount(key=key, data={"path": path}, width="content", height="content")
