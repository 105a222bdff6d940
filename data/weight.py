"""How many bytes an answer takes in memory, about; it is quick, for each answer kept is weighed."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import islice
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

DEEPEST = 12  # containers in one another that are looked into
SAMPLED = 16  # members of a long collection that are weighed; the rest are taken to be like them
_ALONE = (str, bytes, bytearray, int, float, complex, bool, type(None), Enum, type)
_PLAIN = frozenset((str, int, float, bool, type(None)))  # most of what there is
_SEVERAL = frozenset((tuple, list, dict))  # and most of what holds it


def of(answer: object) -> int:
    """The bytes of an answer and of what it alone holds; what stands for the whole catalogue, such
    as a read-only mapping, is not the answer's.
    """
    return _of(answer, set(), 0)


def _of(thing: Any, seen: set[int], deep: int) -> int:
    kind = type(thing)
    if kind in _PLAIN:
        return sys.getsizeof(thing)
    if kind in _SEVERAL and deep <= DEEPEST and id(thing) not in seen:
        seen.add(id(thing))
        size = sys.getsizeof(thing)
        if kind is dict:
            size += _members(thing.keys(), seen, deep)
            thing = thing.values()
        return size + _members(thing, seen, deep)
    if isinstance(thing, Enum | type | MappingProxyType) or callable(thing):
        return 8
    if isinstance(thing, _ALONE):
        return sys.getsizeof(thing)
    if id(thing) in seen or deep > DEEPEST:
        return 8
    seen.add(id(thing))
    if isinstance(thing, np.ndarray):
        return _array(thing, seen, deep)
    if isinstance(thing, pd.DataFrame):
        columns = [_series(thing.iloc[:, at], seen, deep) for at in range(thing.shape[1])]
        return 1_000 + _index(thing.index, seen, deep) + sum(columns)
    if isinstance(thing, pd.Series):
        return 500 + _index(thing.index, seen, deep) + _series(thing, seen, deep)
    if isinstance(thing, pd.Index):
        return _index(thing, seen, deep)
    if isinstance(thing, pd.api.extensions.ExtensionArray):
        return int(thing.nbytes)
    if isinstance(thing, Mapping):
        size = sys.getsizeof(thing) if isinstance(thing, dict) else 100
        return size + _members(thing.keys(), seen, deep) + _members(thing.values(), seen, deep)
    if isinstance(thing, list | tuple | set | frozenset):
        return sys.getsizeof(thing) + _members(thing, seen, deep)
    if is_dataclass(thing):
        held = (getattr(thing, each) for each in _names(kind))  # type: ignore[arg-type]  # hashable
        return sys.getsizeof(thing) + sum(_of(each, seen, deep + 1) for each in held)
    return sys.getsizeof(thing) + int(getattr(thing, "nbytes", 0))


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(each.name for each in fields(kind))


def _members(held: Collection[Any], seen: set[int], deep: int) -> int:
    return _like(held, len(held), seen, deep)


def _like(held: Iterable[Any], many: int, seen: set[int], deep: int) -> int:
    """What so many members take, by some of them from beginning to end."""
    step = max(1, many // SAMPLED)
    some = list(islice(held, 0, None, step))
    found = sum(_of(each, seen, deep + 1) for each in some)
    return found * many // len(some) if some else 0


def _array(thing: np.ndarray, seen: set[int], deep: int) -> int:
    if thing.base is not None and isinstance(thing.base, np.ndarray):
        seen.add(id(thing.base))
        thing = thing if thing.size >= thing.base.size else thing.base  # a view holds the whole
    more = _like(thing.ravel(), thing.size, seen, deep) if thing.dtype.hasobject else 0
    return 120 + int(thing.nbytes) + more


def _series(thing: pd.Series, seen: set[int], deep: int) -> int:
    if thing.dtype == object:
        return 8 * len(thing) + _like(thing.array, len(thing), seen, deep)
    return int(thing.array.nbytes)


def _index(thing: pd.Index, seen: set[int], deep: int) -> int:
    if isinstance(thing, pd.RangeIndex):
        return 150
    if thing.dtype == object:
        return 200 + 8 * len(thing) + _like(thing.array, len(thing), seen, deep)
    return 200 + int(thing.memory_usage())
