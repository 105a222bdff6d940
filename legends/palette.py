"""Colours of charts: one accent per domain, legible on a washed-out projector and in black and
white.
"""

from __future__ import annotations

from types import MappingProxyType

ACCENTS = MappingProxyType(
    {
        "notices": "#1d5c9a",
        "cybercrime": "#6b4a9e",
        "trafficking": "#0b6e75",
        "illegal_fishing": "#22528a",
        "terrorism": "#9a4d12",
        "money_laundering": "#6f6415",
        "own": "#4a5560",
    }
)
# Okabe and Ito's palette without its red, so that no pair is told apart by red and green alone.
CATEGORIES = (
    "#0072B2",
    "#E69F00",
    "#56B4E9",
    "#CC79A7",
    "#007F5F",
    "#8A8A8A",
    "#7B4FA3",
    "#B8A200",
    "#3B4CC0",
    "#A0522D",
    "#2F9E9E",
    "#5C5C3D",
    "#D1A3E0",
)
RISE, LITTLE, FALL = ("#b35806", "#d9d9d4", "#2166ac")  # diverging, safe for colour-blind readers
WHITE, NIGHT = "#ffffff", "#12161c"
ZERO = {"$light": "#f0f1ee", "$dark": "#262c33"}  # none recorded: a colour, not a gap


def mix(first: str, second: str, share: float) -> str:
    """A colour between two: `share` 0 gives the first, 1 the second."""
    a, b = (tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour in (first, second))
    return "#" + "".join(f"{round(x + (y - x) * share):02x}" for x, y in zip(a, b, strict=True))


def ramp(accent: str, steps: int) -> list[dict[str, str]]:
    """One hue from faint to full, a colour for the light and one for the dark theme each."""
    at = (
        [(i + 1) / steps for i in range(steps)]
        if steps < 3
        else [i / (steps - 1) for i in range(steps)]
    )
    bright = mix(accent, WHITE, 0.55)
    return [
        {
            "$light": mix(mix(accent, WHITE, 0.80), mix(accent, "#000000", 0.18), x),
            "$dark": mix(mix(accent, NIGHT, 0.45), mix(bright, WHITE, 0.25), x),
        }
        for x in at
    ]


def on_paper(colour: str | dict[str, str]) -> str:
    """A colour as slides and paper show it, which are light."""
    return colour if isinstance(colour, str) else colour["$light"]
