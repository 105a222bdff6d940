"""Colours and type of every figure: one accent per domain, legible on a washed-out projector and in
black and white.
"""

from __future__ import annotations

import math
from typing import Any

import legends
from languages import SHORT, tick

SIZE = 13  # of type, pixels
STEPS = 5  # of an axis of long numbers
WIDE = len("500,000")  # the longest number beside millions on a logarithmic axis

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
    Plotly would draw the chart again to find out. Long ones are said as cards say them, which
    Plotly would in its own way.
    """
    exact: dict[str, Any] = {"exponentformat": "none", "automargin": False}
    if 1 <= top <= 4:
        exact |= {"dtick": 1}  # no halves of what is counted
    if top >= SHORT:
        ticks = _powers(*more["range"]) if more.get("type") == "log" else _steps(top)
        exact |= {"tickvals": ticks, "ticktext": [tick(each, top) for each in ticks]}
        more = {name: each for name, each in more.items() if name not in ("dtick", "tickformat")}
    return axis(**{"separatethousands": True, "nticks": 5, **exact, **more})


def _steps(top: float) -> list[float]:
    """Round numbers up to a little over `top`, and as many below zero, which few charts show."""
    power = 10.0 ** math.floor(math.log10(top / STEPS))
    step = next(each * power for each in (1, 2, 5, 10) if each * power >= top / STEPS)
    return [step * at for at in range(-STEPS, STEPS + 2)]


def _powers(low: float, high: float) -> list[float]:
    """Powers of ten between two of them, where they are near each with its double and fivefold."""
    beside = (1,) if high - low > 2 else (1, 2, 5)
    exponents = range(math.floor(low), math.ceil(high))
    return [each * 10.0**at for at in exponents for each in beside]


def room(top: float) -> int:
    """Pixels the numbers up to `top` take left of a chart."""
    if top >= SHORT:
        letters = max(WIDE, *(len(tick(each, top)) for each in _steps(top)))
    else:
        letters = len(f"{1.1 * top:,.0f}" if abs(top) >= 8 else f"{top:.1f}")
    return round(12 + 6.8 * letters)


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
