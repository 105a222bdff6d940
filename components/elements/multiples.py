"""Small bars a year, a panel a category, side by side as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from components.elements import assets
from components.elements.chart import Packed, Switch, Switched, switched
from components.elements.told import answer
from languages.english import chart

_mount = assets.element(
    "multiples",
    '<div class="chart"><div class="multiples"></div></div>',
    "elements/multiples.js",
    "multiples",
    "draw",
    {"picture": chart.PICTURE},
)


def pack(
    told: dict[str, Any],
    *,
    key: str,
    alt: str,
    heading: str,
    note: str = "",
    footer: str = "",
    switches: Sequence[Switch] = (),
) -> Packed:
    """The message that draws what components/figures/multiples.py tells; `heading`, `switches` and
    `note` stand around it, `footer` below its picture.
    """
    around = {
        "key": key,
        "alt": alt,
        "heading": heading,
        "title": heading,
        "note": note,
        "footer": footer,
        "switches": [asdict(each) for each in switches],
    }
    return Packed(key, assets.packed(told | around), tuple(switches))


def show(packed: Packed, on_switch: Switched) -> None:
    """Draws the panels; `on_switch(key, value)` answers a switch, with a value that it offers."""
    _mount(
        key=packed.key,
        data=packed.message,
        height="content",
        on_switched_change=lambda: answer(
            packed.key,
            "switched",
            lambda value: switched(packed.switches, value, on_switch),
            key=str,
        ),
    )
