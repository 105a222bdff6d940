"""The cuboids of a version as they are held in memory: read from the file builder.py wrote, each
once, for answers.py.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import integrity
from data.caching import remembered
from data.cube import results
from data.cube.builder import ADDED, OVERLAP, PLACES

LARGEST = 60_000_000  # cells of a matrix held in memory; larger cuboids are left to the records


@dataclass(frozen=True, slots=True)
class Cuboid:
    """Sums by row (a combination of the dimensions' values) and column (a period).

    `codes` number each row's values in `values`, which are in order and end with None; `known`
    gives a value's number. `starts` says
    where each country begins in `order`, the rows in the order of their country; without it they
    stand in it.
    """

    codes: Mapping[str, np.ndarray]
    values: Mapping[str, pd.api.extensions.ExtensionArray]
    known: Mapping[str, Mapping[Any, int]]
    periods: np.ndarray
    sums: results.Sums
    starts: np.ndarray
    order: np.ndarray | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap(Cuboid):
    """What overlaps: its rows stand in the order of their `cells`; the sums have a row a cell, and
    `at` says in which column, first the earliest.
    """

    cells: np.ndarray
    at: np.ndarray


class _Read(NamedTuple):
    table: pa.Table
    codes: dict[str, np.ndarray]
    values: dict[str, pd.api.extensions.ExtensionArray]
    known: dict[str, dict[Any, int]]
    column: np.ndarray
    periods: np.ndarray
    raw: dict[str, np.ndarray]
    countries: np.ndarray


@lru_cache(maxsize=256)
def described(file: Path) -> Mapping[str, Any]:
    """What the cube in a file holds, by indicator; nothing where there is none."""
    try:
        held: Mapping[str, Any] = json.loads(pq.read_metadata(file).metadata[b"cube"])
    except (OSError, KeyError, TypeError, ValueError):
        return {}
    return {} if integrity.touched(file) else held


def _read(file: Path, group: int) -> _Read | None:
    try:
        with pq.ParquetFile(file, read_dictionary=list(PLACES)) as opened:
            table = opened.read_row_group(group)
    except (OSError, pa.ArrowException):
        return None
    if integrity.touched(file):
        return None
    codes: dict[str, np.ndarray] = {}
    values: dict[str, pd.api.extensions.ExtensionArray] = {}
    known: dict[str, dict[Any, int]] = {}
    for name in (*PLACES, "world"):
        codes[name], found = _coded(table[name])
        values[name] = pd.array([*found, None], dtype="str" if name in PLACES else "boolean")
        known[name] = {each: at for at, each in enumerate(found)}
    column, periods = pd.factorize(table["period"].to_numpy(), sort=True)
    raw = {name: table[name].to_numpy() for name in ADDED}
    countries = np.arange(len(values["country"]) + 1, dtype=codes["country"].dtype)
    return _Read(table, codes, values, known, column, periods, raw, countries)


@remembered(512, words=False)
def overlap(file: Path, group: int) -> Overlap | None:
    """What overlaps in a file; None where it is gone."""
    read = _read(file, group)
    if read is None:
        return None
    table, codes, values, known, column, periods, raw, countries = read
    cells = table["cell"].to_numpy()
    if np.any(cells[1:] < cells[:-1]):  # as versions of before stand
        order = np.argsort(cells, kind="stable")
        cells, column, codes, raw = (
            cells[order],
            column[order],
            {name: each[order] for name, each in codes.items()},
            {name: each[order] for name, each in raw.items()},
        )
    first = heads(cells)
    order = np.argsort(codes["country"], kind="stable").astype(np.int32)
    return Overlap(
        codes,
        values,
        known,
        periods,
        results.once(
            _shared({name: each[first] for name, each in raw.items()}),
            lambda each: each.astype(np.float64),
        ),
        np.searchsorted(codes["country"][order], countries),
        order,
        cells=cells,
        at=column[first].astype(np.int32),
    )


@remembered(512, words=False)
def cuboid(file: Path, group: int) -> Cuboid | None:
    """One cuboid of a file; None where it is too large to hold, or gone."""
    read = _read(file, group)
    if read is None:
        return None
    _, codes, values, known, column, periods, raw, countries = read
    first = heads(*codes.values())
    row, rows = np.cumsum(first) - 1, int(first.sum())
    if rows * len(periods) > LARGEST:
        return None
    codes = {name: each[first] for name, each in codes.items()}

    def matrix(column_of: np.ndarray) -> np.ndarray:
        made = np.zeros((rows, len(periods)))
        made[row, column] = column_of
        return made

    sums = results.once(_shared(raw), lambda each: matrix(each) if each.size else each)
    starts = np.searchsorted(codes["country"], countries)
    return Cuboid(codes, values, known, periods, sums, starts)


def _coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[Any]]:
    """The number of each value among the values there are, in order; what has none comes after all
    others.
    """
    whole = pc.dictionary_encode(column).combine_chunks()
    found = whole.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    number = np.empty(len(found) + 1, dtype=np.min_scalar_type(len(found) + 1))
    number[[*order, len(found)]] = np.arange(len(found) + 1)
    return number[whole.indices.fill_null(len(found)).to_numpy()], [found[each] for each in order]


def heads(*columns: np.ndarray) -> np.ndarray:
    """At which rows one of the columns has another value than the row before."""
    begins = np.ones(len(columns[0]), dtype=bool)
    begins[1:] = columns[0][1:] != columns[0][:-1]
    for each in columns[1:]:
        begins[1:] |= each[1:] != each[:-1]
    return begins


def _shared(sums: results.Sums) -> dict[str, np.ndarray]:
    """The sums, those that are equal held once and those that are nought everywhere without a
    value.
    """
    kept: list[np.ndarray] = [np.zeros(0)]
    found = {}
    for name, each in sums.items():
        like = (
            next((other for other in kept if np.array_equal(other, each)), each)
            if each.any()
            else kept[0]
        )
        kept += [each] if like is each else []
        found[name] = like
    return found


@remembered(128, words=False)
def pairs(file: Path, group: int, apart: bool) -> tuple[np.ndarray, np.ndarray] | None:
    """Where each pair of countries begins, and in its place the rows of the second one in the cells
    both are in; None where that is too many.

    Pairs are in the order of the second country, then the first. With `apart` only members of the
    same category are a pair.
    """
    over = overlap(file, group)
    if over is None:
        return None
    size = (
        np.bincount(over.cells).astype(np.int64) if len(over.cells) else np.zeros(0, dtype=np.int64)
    )
    if (size * (size - 1)).sum() // 2 > LARGEST:
        return None
    country, partner, category = (over.codes[name] for name in PLACES)
    members = (
        np.arange(len(country)) if apart else np.flatnonzero(heads(over.cells, country, partner))
    )
    many = len(over.values["country"])
    found, at, step = [np.zeros(0, dtype=np.int64)], np.arange(len(members)), 1
    while len(
        at := at[: np.searchsorted(at, len(members) - step)]
    ):  # each with the next of its cell, then with the one after that
        at = at[over.cells[members[at]] == over.cells[members[at + step]]]
        one, other = members[at], members[at + step]
        meet = (partner[one] == partner[other]) & (country[other] < many - 1)
        if apart:
            meet &= category[one] == category[other]
        one, other = one[meet], other[meet]
        found.append((country[other].astype(np.int64) * many + country[one]) * len(country) + other)
        step += 1
    inside = np.sort(np.concatenate(found))
    return np.searchsorted(inside, np.arange(many * many + 1) * len(country)), (
        inside % max(len(country), 1)
    ).astype(np.int32)


def forget() -> None:
    """Lets every cube be read anew, such as one whose file was put right."""
    kept: tuple[Any, ...] = (described, overlap, cuboid, pairs)
    for each in kept:
        each.cache_clear()


def load(file: Path) -> None:
    """Reads all a file holds, so that no question waits for it."""
    for held in described(file).values():
        for name, group in held["groups"].items():
            if name.partition("+")[0] != OVERLAP:
                cuboid(file, group)
            elif "country" not in held["single"]:
                for apart in {"category" in held["used"], "category" in held["single"]}:
                    pairs(file, group, apart)
