"""How masked cells add up, changed here alone: SQL for engines, `added` for cubes and for rows.

A masked cell has bounds and no value. The value of a group is the sum of its exact cells, missing
where all are masked; where exact and masked stand together that sum is `low` too, and `high` adds
the masked cells' upper bounds.
"""

from __future__ import annotations

import numpy as np

# of members v, l, h: columns value, low, high, masked
SQL = (
    "sum(v) AS value, CASE WHEN count(v) > 0 AND count(*) > count(v) THEN sum(v) ELSE sum(l) END AS"
    " low, sum(h) AS high, count(*) - count(v) AS masked"
)


def added(
    n: np.ndarray, masked: np.ndarray, value: np.ndarray, low: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What value and low become of groups of `n` members, of which so many masked, and the sums of
    their exact values and of their lower bounds; that of the upper bounds stays.
    """
    if not masked.any():
        return value, low
    some = masked < n
    return np.where(some, value, np.nan), np.where((masked > 0) & some, value, low)
