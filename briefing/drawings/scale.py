"""Numbers along an axis: from where to where, and which round ones are written."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from briefing.content import Figure, Series


@dataclass(frozen=True, slots=True)
class Scale:
    """From `low` to `high` in `length` points, from `start` on; a negative length goes up."""

    low: float
    high: float
    start: float
    length: float

    def at(self, value: float) -> float:
        """Where a number is."""
        return self.start + (value - self.low) / (self.high - self.low) * self.length


def ends(figures: Iterable[Figure]) -> tuple[float, float]:
    """The lowest and the highest number, zero among them."""
    held = [
        number
        for each in figures
        for number in (each.value, each.low, each.high)
        if number is not None
    ]
    return min([0.0, *held]), max([0.0, *held]) or 1.0


def stacks(series: Iterable[Series]) -> tuple[float, float]:
    """The lowest and the highest sum of a stack."""
    sums: dict[str, float] = {}
    for each in series:
        for one in each.figures:
            sums[one.code] = sums.get(one.code, 0) + (one.value or 0)
    return 0.0, max(sums.values(), default=0) or 1.0


def ticks(low: float, high: float, most: int = 4, *, whole: bool = False) -> list[float]:
    """Round numbers from the lowest to the highest, no more than `most` steps; none between what
    is counted in `whole` ones.
    """
    rough = max((high - low) / most, 1.0 if whole else 0.0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(
        each * power
        for each in (1, 2, 2.5, 5, 10)
        if each * power >= rough * 0.999 and not (whole and each * power % 1)
    )
    first = math.ceil(low / step - 1e-9)
    return [at * step for at in range(first, math.floor(high / step + 1e-9) + 1)]
