"""All years of a figure at once, for a browser that walks through them by itself: what the server
would answer for each, made ready so that a step is colours, lengths and words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.elements import assets

_mount = assets.element(
    "steps", '<div class="steps" hidden></div>', "elements/time.js", "steps", "take", {}
)


def show(packed: bytes) -> None:
    """Hands packed steps to the browser."""
    _mount(key="steps", data=packed, height="content")


def pack(steps: Mapping[str, Any]) -> bytes:
    """Steps as they are sent; see components/indicator/moving.py for what they hold."""
    return assets.packed(steps)
