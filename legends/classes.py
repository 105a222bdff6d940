"""The classes of a map's values: at most five, with printed bounds."""

from __future__ import annotations

import math
from collections.abc import Sequence

from languages import amount
from languages.english import figures as words

CLASSES = 5
FAR = 5  # times the lower bound of the last class: what is that much larger has its own
_NICE = (1, 2, 5)


def bounds(values: Sequence[float], scale: tuple[float, float] | None = None) -> list[float]:
    """The lower bounds of at most five classes: the few values a `scale` has or equal steps of it,
    whole ones where all values are, else round numbers near the quantiles.
    """
    distinct = sorted(set(values))
    if scale and 0 < len(distinct) <= CLASSES + 1:
        return distinct
    if scale:
        return _steps(*scale, distinct)
    if any(value < 0 for value in values):
        return _steps(min(values), max(values), distinct)
    known = sorted(value for value in values if value)
    if not known:
        return [1]
    found = [_round_down(known[0])]
    for i in range(1, CLASSES):
        edge = _round_near(known[min(len(known) - 1, int(len(known) * (i / CLASSES) ** 0.8))])
        if found[-1] < edge <= known[-1]:
            found.append(edge)
    while len(found) < CLASSES and known[-1] >= FAR * found[-1]:  # few large among many small
        found.append(_round_near(math.sqrt(known[-1] * found[-1])))
    return found


def _steps(low: float, high: float, values: Sequence[float]) -> list[float]:
    """Equal steps from `low` to `high`. Between whole values each begins at a whole number: the
    classes hold the same values, and in words there is no gap between them.
    """
    step = (high - low) / CLASSES or 1
    edges = [round(low + step * i, 6) for i in range(CLASSES)]
    if not all(float(value).is_integer() for value in values):
        return edges
    return sorted({float(math.ceil(edge)) for edge in edges})


def _round_down(value: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in _NICE if step * power <= value)


def _round_near(value: float) -> float:
    power: float = 10.0 ** math.floor(math.log10(value))
    return min(
        (step * power for step in (*_NICE, 10)), key=lambda edge: abs(math.log(edge / value))
    )


def labels(edges: Sequence[float], top: float, whole: bool, exact: bool = False) -> list[str]:
    """The classes in words: `1–9`, `10–99`, `100 and more`; the values themselves where these are
    all there are (`exact`).
    """
    if exact:
        return [amount(edge) for edge in edges]
    out = []
    for i, edge in enumerate(edges):
        if i < len(edges) - 1:
            upper = edges[i + 1] - 1 if whole else edges[i + 1]
        elif whole and edge != top:
            out.append(words.AND_MORE(amount=amount(edge)))
            continue
        else:
            upper = max(top, edge)
        low, high = amount(edge), amount(upper)
        out.append(low if upper <= edge or low == high else words.BETWEEN(low=low, high=high))
    return out


def at(value: float, edges: Sequence[float]) -> int:
    """Which of the classes a value is in, counted from 0."""
    return max((i for i, edge in enumerate(edges) if value >= edge), default=0)
