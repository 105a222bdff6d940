"""Colours and type of every figure: one accent per domain, legible on a washed-out projector and in
black and white.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

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
SIZE = 13  # of type, pixels
LONG = 1e6  # from here on Plotly shortens the numbers of an axis in its own way

Figure = dict[str, Any]


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


def accent(domain: str) -> dict[str, str]:
    """The domain's colour, lightened where the page is dark."""
    return {"$light": ACCENTS[domain], "$dark": mix(ACCENTS[domain], WHITE, 0.45)}


def hover(said: str) -> str:
    """What Plotly shows when a mark is pointed at: `said`, and beside it nothing of its own."""
    return f"{said}<extra></extra>"


def layout(**more: Any) -> dict[str, Any]:
    """What every figure's layout shares: nothing moves by itself, or is white on a dark page."""
    base: dict[str, Any] = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": "$text", "size": SIZE},
        "margin": {"l": 0, "r": 0, "t": 4, "b": 0},
        "hoverlabel": {
            "bgcolor": "$panel",
            "bordercolor": "$border",
            "font": {"color": "$text", "size": SIZE},
            "align": "left",
        },
        "uirevision": "kept",
        "template": {},
    }
    return {**base, **more}


def upright(top: float, **more: Any) -> dict[str, Any]:
    """A vertical axis of numbers up to `top`, beside which `room` leaves the pixels they take:
    Plotly would draw the chart again to find out.
    """
    exact = {} if abs(top) >= LONG else {"exponentformat": "none", "automargin": False}
    exact |= {"dtick": 1} if 1 <= top <= 4 else {}  # no halves of what is counted
    return axis(**{"separatethousands": True, "nticks": 5, **exact, **more})


def room(top: float) -> int:
    """Pixels the numbers up to `top` take left of a chart."""
    return (
        8
        if abs(top) >= LONG
        else round(12 + 6.8 * len(f"{1.1 * top:,.0f}" if abs(top) >= 8 else f"{top:.1f}"))
    )


def axis(**more: Any) -> dict[str, Any]:
    """A quiet axis: no zero line, faint grid, muted numbers."""
    return {
        "gridcolor": "$border",
        "zeroline": False,
        "tickfont": {"color": "$muted", "size": 12},
        "fixedrange": True,
        "automargin": True,
        "ticklabeloverflow": "allow",
        **more,
    }
