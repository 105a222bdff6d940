"""Colours and type of every figure: one accent per domain, legible on a washed-out projector and in
black and white.
"""

from __future__ import annotations

from typing import Any

import legends

SIZE = 13  # of type, pixels
LONG = 1e6  # from here on Plotly shortens the numbers of an axis in its own way

HALO = {  # so that words are read on a dark country, too
    "$light": "0 0 2px #fff, 0 0 2px #fff, 0 0 3px #fff",
    "$dark": "0 0 2px #10181e, 0 0 2px #10181e, 0 0 3px #10181e",
}

Figure = dict[str, Any]


def accent(domain: str) -> dict[str, str]:
    """The domain's colour, lightened where the page is dark."""
    return {
        "$light": legends.ACCENTS[domain],
        "$dark": legends.mix(legends.ACCENTS[domain], legends.WHITE, 0.45),
    }


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
    """A quiet axis: no zero line, faint grid, muted numbers.

    Whether its range follows the values is always said: Plotly, which keeps what a reader did,
    otherwise gives a figure without a range the range of none after one that had a range.
    """
    return {
        "autorange": "range" not in more,
        "gridcolor": "$border",
        "zeroline": False,
        "tickfont": {"color": "$muted", "size": 12},
        "fixedrange": True,
        "automargin": True,
        "ticklabeloverflow": "allow",
        **more,
    }
