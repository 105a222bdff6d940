"""A figure as cards, charts and tables show it: large ones short, a range where it is one."""

from __future__ import annotations

import math

from languages import numbers
from languages.templates import Sentence

SHORT = 1e7  # from here on a number is said in millions or billions
_BILLIONS = Sentence("{n}\u00a0bn")
_MILLIONS = Sentence("{n}\u00a0m")
_RANGE = Sentence("{low}–{high}")


def amount(value: float | None, low: float | None = None, high: float | None = None) -> str:
    """`1,234`, `12.5`, `3.61 bn`, or the range `1–4` where the value itself is not published; an en
    dash where there is none.
    """
    if value is None or math.isnan(value):
        if low is None or high is None or math.isnan(low) or math.isnan(high):
            return numbers.NOTHING
        return _RANGE(low=amount(low), high=amount(high))
    if abs(value) >= 1e9:
        return _BILLIONS(n=numbers.number(value / 1e9, 2))
    if abs(value) >= SHORT:
        return _MILLIONS(n=numbers.number(value / 1e6, 1))
    return numbers.number(value)


def tick(value: float, top: float) -> str:
    """A round number of an axis up to `top`, in the words of its cards: `20 bn`, `500 m`, and below
    what these shorten `5,000`.
    """
    if value and abs(top) >= SHORT and abs(value) >= 1e6:
        return (
            _BILLIONS(n=numbers.number(value / 1e9))
            if abs(value) >= 1e9
            else _MILLIONS(n=numbers.number(value / 1e6))
        )
    return numbers.number(value)


def difference(value: float) -> str:
    """A change of an amount, with its sign: `+3,289`, `−1.20 bn`, `0`."""
    return f"{numbers.sign(value)}{amount(abs(value))}"
