"""What the sums of a cube become: a table as an engine would give it, or plain rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from data.cube.builder import ADDED, PLACES, UNDATED
from data.records import masked
from data.records.record_query import MEASURES, QuerySpec, Row

Sums = Mapping[str, np.ndarray]  # by group and period; as ADDED
Groups = Mapping[
    str, tuple[pd.api.extensions.ExtensionArray, np.ndarray]
]  # of each key, the values there are and the number of each group's


def table(asked: QuerySpec, groups: Groups, names: np.ndarray, sums: Sums) -> pd.DataFrame:
    """The groups that have records, as the engine would give them."""
    if not sums:
        return pd.DataFrame(
            {
                **{key: pd.Series(dtype="object") for key in asked.keys},
                **{name: pd.Series(dtype=kind) for name, kind in MEASURES.items()},
            }
        )
    group, period, measures = _picked(asked, sums)
    columns: list[Any] = []
    for key in asked.keys:
        if key in PLACES:
            values, numbers = groups[key]
            columns.append(values.take(numbers[group]))
        else:
            columns.append(
                np.array([_period(each, key) for each in names.tolist()], dtype=object)[period]
            )
    return framed((*asked.keys, *MEASURES), [*columns, *measures])


def plain(asked: QuerySpec, groups: Groups, names: np.ndarray, sums: Sums) -> list[Row]:
    """As `table`, as plain rows."""
    if not sums:
        return []
    group, period, measures = _picked(asked, sums)
    columns: list[Sequence[Any]] = []
    for key in asked.keys:
        if key in PLACES:
            values, numbers = groups[key]
            columns.append(values.take(numbers[group]).tolist())
        else:
            known = [_period(each, key) for each in names.tolist()]
            columns.append([known[at] for at in period.tolist()])
    return list(zip(*columns, *(each.tolist() for each in measures), strict=True))


def _picked(asked: QuerySpec, sums: Sums) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Which group and which period have records, in the order of the keys, and their MEASURES."""
    first = bool(asked.keys) and asked.keys[0] not in PLACES
    one, other = np.nonzero((sums["n"].T if first else sums["n"]) > 0)
    group, period = (other, one) if first else (one, other)
    picked = once(sums, lambda each: each[group, period])
    n, unsaid, value, low, high = (picked[name] for name in ADDED)
    value, low = masked.added(n, unsaid, value, low)
    return group, period, [value, low, high, unsaid.astype(np.int64)]


def once(sums: Sums, work: Callable[[np.ndarray], np.ndarray]) -> dict[str, np.ndarray]:
    """What the work makes of the sums, once of those held once."""
    made = {id(each): work(each) for each in {id(each): each for each in sums.values()}.values()}
    return {name: made[id(each)] for name, each in sums.items()}


def framed(names: tuple[str, ...], columns: Sequence[Any]) -> pd.DataFrame:
    """A table of columns that are arrays."""
    table = pd.DataFrame(dict(enumerate(columns)))
    table.columns = _names(names)
    return table


@lru_cache(maxsize=128)
def _names(names: tuple[str, ...]) -> pd.Index:
    """The names of a table's columns, made once: that takes as long as the table."""
    return pd.Index(names)


def _period(at: int, key: str) -> Any:
    """A period as the engine would give it."""
    if at == UNDATED:
        return None
    return date(at // 10000, at // 100 % 100, at % 100) if key == "day" else int(at)
