"""The cube of a version: every figure by country, partner, category and period, added up when the version is published.

An answer costs the same however many records stand behind it, and is the one the records would give. A record counts once in
a group, so a cuboid that leaves a dimension out is added up apart where a record has several values in that dimension; where
each has one, the cuboid that keeps it is added over instead. For several values of a dimension records overlap in, what was
counted twice is taken off again. A period finer than the indicator's grain, a day no stock was added up for, and a record
that is dated twice are left to the records themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from data.cuboids import ADDED, OVERLAP, PLACES, UNDATED, name_of
from data.spec import MEASURES, QuerySpec

LARGEST = 60_000_000  # cells of a matrix held in memory; larger cuboids are left to the records


@dataclass(frozen=True, slots=True)
class Cuboid:
    """Sums by row (a combination of the dimensions' values) and column (a period), and of what overlaps by cell.

    Rows are in the order of their country. `codes` number each row's values in `values`, which are in order and end with None;
    `cells` are the cell of each row of what overlaps, whose sums have a row a cell and whose `at` says in which column.
    """

    codes: Mapping[str, np.ndarray]
    values: Mapping[str, pd.api.extensions.ExtensionArray]
    periods: np.ndarray
    sums: Mapping[str, np.ndarray]
    cells: np.ndarray | None = None
    at: np.ndarray | None = None


@lru_cache(maxsize=256)
def described(file: Path) -> Mapping[str, Any]:
    """What the cube in a file holds, by indicator; nothing where there is none."""
    try:
        return json.loads(pq.read_metadata(file).metadata[b"cube"])
    except (OSError, KeyError, TypeError, ValueError):
        return {}


@lru_cache(maxsize=512)
def cuboid(file: Path, group: int, overlap: bool = False) -> Cuboid | None:
    """One cuboid of a file; None where it is too large to hold, or gone."""
    try:
        with pq.ParquetFile(file) as opened:
            table = opened.read_row_group(group)
    except OSError:
        return None
    codes, values = {}, {}
    for name in (*PLACES, "world"):
        found, known = pd.factorize(table[name].to_pandas(), sort=True)
        values[name] = pd.array([*known.tolist(), None], dtype="str" if name in PLACES else "boolean")
        codes[name] = np.where(found < 0, len(known), found).astype(np.int32)
    periods, column = np.unique(table["period"].to_numpy(), return_inverse=True)
    raw = {name: table[name].to_numpy() for name in ADDED}
    if overlap:
        cells = table["cell"].to_numpy()
        first = np.unique(cells, return_index=True)[1]
        order = np.argsort(codes["country"], kind="stable")
        codes = {name: each[order] for name, each in codes.items()}
        return Cuboid(codes, values, periods, _shared({name: raw[name][first].astype(np.float64) for name in ADDED}), cells[order], column[first])
    shape = [len(values[name]) for name in codes]
    rows, row = np.unique(np.ravel_multi_index(list(codes.values()), shape), return_inverse=True)
    if len(rows) * len(periods) > LARGEST:
        return None
    codes = dict(zip(codes, (each.astype(np.int32) for each in np.unravel_index(rows, shape)), strict=True))

    def matrix(column_of: np.ndarray) -> np.ndarray:
        made = np.zeros((len(rows), len(periods)))
        made[row, column] = column_of
        return made

    same = _shared(raw)
    made = {id(each): matrix(each) for each in same.values()}
    return Cuboid(codes, values, periods, {name: made[id(each)] for name, each in same.items()})


def _shared(sums: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The sums, those that are equal held once."""
    kept: list[np.ndarray] = []
    for name, each in sums.items():
        like = next((other for other in kept if np.array_equal(other, each)), None)
        sums[name] = each if like is None else like
        kept += [each] if like is None else []
    return sums


def dated(file: Path, indicator: str) -> list[str] | None:
    """The first and the last day an indicator has a record on, nothing where it has none; None where the cube does not say."""
    return described(file).get(indicator.partition(".")[2], {}).get("dated")


def answer(file: Path, asked: QuerySpec) -> pd.DataFrame | None:
    """Columns of the question's keys and MEASURES, in the order of the keys; None where only the records can tell."""
    held = described(file).get(asked.indicator.partition(".")[2])
    if not held or not held["groups"] or asked.statements:
        return None
    wanted = {name: values for name, values in (("country", asked.countries), ("partner", asked.partners), ("category", asked.categories)) if values}
    places = [key for key in asked.keys if key in PLACES]
    needed = {name for name in (*places, *wanted) if name in held["used"]}
    mixed = {name for name, values in wanted.items() if len(values) > 1 and name not in places and name not in held["single"]}
    beside = "partner" in needed
    grain = "year" if beside and held["grain"] == "month" else held["grain"]  # pairs of countries are added up by year
    span = _span(asked, grain, held["days"])
    if not span:
        return None
    kept = held["used"] if mixed else held["single"]
    dims = [name for name in PLACES if name in needed or name in kept and name != "partner"]
    if any(name not in held["used"] for name in wanted):
        return _table(asked, {}, np.zeros(0), {})
    found = cuboid(file, held["groups"][name_of(dims)])
    if found is None:
        return None
    chosen = np.flatnonzero(span(found.periods))
    months = grain == "month"
    names, times = np.unique(_periods(found.periods, asked, months)[chosen], return_inverse=True)
    rows, begins, keys = _rows(found, asked, wanted, places)
    made = {id(each): _added(each, rows, begins, chosen, times) for each in {id(each): each for each in found.sums.values()}.values()}
    sums = {name: made[id(each)] for name, each in found.sums.items()}
    if mixed and len(keys) and len(names):
        over = cuboid(file, held["groups"][name_of([OVERLAP, *["partner"] * beside])], True)
        if over is None:
            return None
        sums = {name: each.copy() for name, each in sums.items()}
        _take_off(over, sums, asked, wanted, places, _values(found, places, keys), span, names, months)
    return _table(asked, {name: found.values[name].take(keys[:, at]) for at, name in enumerate(places)}, names, sums)


def _span(asked: QuerySpec, grain: str, known: list[int]) -> Callable[[np.ndarray], np.ndarray] | None:
    """Which periods are asked for, as a test of them; None where the cube does not tell them apart."""
    if asked.days:
        days = [int(f"{day:%Y%m%d}") for day in asked.days]
        apart = "day" in asked.keys or len(days) == 1
        return (lambda periods: np.isin(periods, days)) if apart and set(days) <= set(known) else None
    if grain == "day" or grain == "year" and "month" in asked.keys:
        return None
    first, last = 0, UNDATED if asked.start is None and asked.end is None else UNDATED - 1
    if asked.start:
        if asked.start.day != 1 or grain == "year" and asked.start.month != 1:
            return None
        first = asked.start.year if grain == "year" else asked.start.year * 100 + asked.start.month
    if asked.end:
        after = asked.end + timedelta(days=1)
        if after.day != 1 or grain == "year" and after.month != 1:
            return None
        last = asked.end.year if grain == "year" else asked.end.year * 100 + asked.end.month
    return lambda periods: (periods >= first) & (periods <= last)


def _periods(periods: np.ndarray, asked: QuerySpec, months: bool) -> np.ndarray:
    """The periods as they are grouped: all alike where no key is a period, months as their year where that is asked for."""
    if not any(key not in PLACES for key in asked.keys):
        return np.zeros(len(periods), dtype=np.int64)
    return np.where(periods == UNDATED, periods, periods // 100) if months and "year" in asked.keys else periods


def _rows(found: Cuboid, asked: QuerySpec, wanted: Mapping[str, tuple[str, ...]], places: list[str]) -> tuple[np.ndarray | slice, np.ndarray, np.ndarray]:
    """The rows asked for in the order of their group, where each group begins, and the groups' values as codes."""
    count = len(next(iter(found.codes.values())))
    chosen: np.ndarray | None = None
    tests = dict(wanted) | ({"world": (asked.world,)} if asked.world is not None else {})
    if "country" in tests:  # the rows of a few countries are found without looking at those of the others
        known = np.flatnonzero(found.values["country"].isin(tests.pop("country")))
        ends = zip(*(np.searchsorted(found.codes["country"], known, side) for side in ("left", "right")), strict=True)
        chosen = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(first, last) for first, last in ends)])
    for name, values in tests.items():
        codes = found.codes[name] if chosen is None else found.codes[name][chosen]
        fits = np.flatnonzero(found.values[name].isin(values)[codes])
        chosen = fits if chosen is None else chosen[fits]
    rows: np.ndarray | slice = slice(0, count) if chosen is None else chosen
    size = count if chosen is None else len(chosen)
    if not places:
        return rows, np.zeros(min(size, 1), dtype=np.int64), np.zeros((min(size, 1), 0), dtype=np.int64)
    shape = [len(found.values[name]) for name in places]
    code = np.ravel_multi_index([found.codes[name][rows] for name in places], shape) if size else np.zeros(0, dtype=np.int64)
    if np.any(code[1:] < code[:-1]):
        order = np.argsort(code, kind="stable")
        code, rows = code[order], order if chosen is None else chosen[order]
    begins = np.flatnonzero(np.r_[True, code[1:] != code[:-1]]) if size else np.zeros(0, dtype=np.int64)
    return rows, begins, np.stack(np.unravel_index(code[begins], shape), axis=1) if size else np.zeros((0, len(places)), dtype=np.int64)


def _added(each: np.ndarray, rows: np.ndarray | slice, begins: np.ndarray, columns: np.ndarray, times: np.ndarray) -> np.ndarray:
    """The sums by group of rows and group of columns, both in the order of their groups."""
    periods = np.flatnonzero(np.r_[True, times[1:] != times[:-1]]) if len(times) else times
    if not len(begins) or not len(periods):
        return np.zeros((len(begins), len(periods)))
    run = columns[-1] - columns[0] + 1 == len(columns)
    part = each[rows][:, columns[0] : columns[-1] + 1] if run else each[rows][:, columns]
    part = part.sum(axis=1, keepdims=True) if len(periods) == 1 else np.add.reduceat(part, periods, axis=1)
    return part.sum(axis=0, keepdims=True) if len(begins) == 1 else np.add.reduceat(part, begins, axis=0)


def _take_off(
    over: Cuboid, sums: dict[str, np.ndarray], asked: QuerySpec, wanted: Mapping[str, tuple[str, ...]], places: list[str],
    groups: list[tuple], span: Callable[[np.ndarray], np.ndarray], names: np.ndarray, months: bool,
) -> None:  # fmt: skip
    """Takes off the sums what stands in them more than once: the cells met again in a group that has them already."""
    rows, begins, keys = _rows(over, asked, wanted, places)
    members = np.arange(len(over.cells))[rows]
    columns = _periods(over.periods, asked, months)
    inside = span(over.periods)
    met = np.empty(len(over.at), dtype=np.int64)
    where = {key: at for at, key in enumerate(groups)}
    for at, key in enumerate(_values(over, places, keys)):
        mine = members[begins[at] : begins[at + 1] if at + 1 < len(begins) else None]
        cells = over.cells[mine]
        met[cells] = np.arange(len(cells))  # the last meeting stays
        again = cells[met[cells] != np.arange(len(cells))]
        again = again[inside[over.at[again]]]
        column = np.searchsorted(names, columns[over.at[again]])
        for name, each in sums.items():
            each[where[key]] -= np.bincount(column, over.sums[name][again], len(names))


def _values(found: Cuboid, places: list[str], keys: np.ndarray) -> list[tuple]:
    """The groups' values."""
    return list(zip(*(found.values[name].take(keys[:, at]).tolist() for at, name in enumerate(places)), strict=True)) if places else [()] * len(keys)


def _table(asked: QuerySpec, groups: Mapping[str, Any], names: np.ndarray, sums: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """The groups that have records, as the engine would give them."""
    timed = [key for key in asked.keys if key not in PLACES]
    if not sums:
        return pd.DataFrame({**{key: pd.Series(dtype="object") for key in asked.keys}, **{name: pd.Series(dtype=kind) for name, kind in MEASURES.items()}})
    first = bool(timed) and asked.keys[0] == timed[0]
    counted = sums["n"].T if first else sums["n"]
    one, other = np.nonzero(counted > 0)
    group, period = (other, one) if first else (one, other)
    columns: dict[str, Any] = {}
    for key in asked.keys:
        if key in PLACES:
            columns[key] = groups[key].take(group)
        else:
            columns[key] = pd.Series(np.array([_period(each, key) for each in names], dtype=object)[period], dtype="object")
    n, masked, value, low, high = (sums[name][group, period] for name in ADDED)
    columns["value"] = np.where(masked < n, value, np.nan)
    columns["low"] = np.where((masked > 0) & (masked < n), value, low)
    return pd.DataFrame({**columns, "high": high, "masked": masked.astype(np.int64)})


def _period(at: int, key: str) -> Any:
    """A period as the engine would give it."""
    if at == UNDATED:
        return None
    return date(at // 10000, at // 100 % 100, at % 100) if key == "day" else int(at)
