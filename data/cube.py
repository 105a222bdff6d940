"""The cube of a version: every figure by country, partner, category and period, added up when the version is published.

An answer costs the same however many records stand behind it, and is the one the records would give. A record counts once in
a group, so a cuboid that leaves a dimension out is added up apart where a record has several values in that dimension; where
each has one, the cuboid that keeps it is added over instead. Several categories that overlap are asked from a cuboid by the
set of them that a record has; for several values of another dimension records overlap in, what was counted twice is taken off
again. A period finer than the indicator's grain, a day no stock was added up for, and a record
that is dated twice are left to the records themselves.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data import answers
from data.answers import Groups, Sums
from data.cuboids import ADDED, JOINED, OVERLAP, PLACES, SETS, UNDATED, name_of
from data.remember import remembered
from data.spec import MEASURES, QuerySpec

LARGEST = 60_000_000  # cells of a matrix held in memory; larger cuboids are left to the records


@dataclass(frozen=True, slots=True)
class Cuboid:
    """Sums by row (a combination of the dimensions' values) and column (a period), and of what overlaps by cell.

    `codes` number each row's values in `values`, which are in order and end with None; `known` gives a value's number. `starts` says
    where each country begins in `order`, the rows in the order of their country; without it they stand in it. What overlaps stands in
    the order of its `cells`, one of each row, whose sums have a row a cell and whose `at` says in which column, first the earliest.
    """

    codes: Mapping[str, np.ndarray]
    values: Mapping[str, pd.api.extensions.ExtensionArray]
    known: Mapping[str, Mapping[Any, int]]
    periods: np.ndarray
    sums: Mapping[str, np.ndarray]
    starts: np.ndarray
    order: np.ndarray | None = None
    cells: np.ndarray | None = None
    at: np.ndarray | None = None


@lru_cache(maxsize=256)
def described(file: Path) -> Mapping[str, Any]:
    """What the cube in a file holds, by indicator; nothing where there is none."""
    try:
        return json.loads(pq.read_metadata(file).metadata[b"cube"])
    except (OSError, KeyError, TypeError, ValueError):
        return {}


@remembered(512)
def cuboid(file: Path, group: int, overlap: bool = False) -> Cuboid | None:
    """One cuboid of a file; None where it is too large to hold, or gone."""
    try:
        with pq.ParquetFile(file, read_dictionary=list(PLACES)) as opened:
            table = opened.read_row_group(group)
    except OSError:
        return None
    codes, values, known = {}, {}, {}
    for name in (*PLACES, "world"):
        codes[name], found = _coded(table[name])
        values[name] = pd.array([*found, None], dtype="str" if name in PLACES else "boolean")
        known[name] = {each: at for at, each in enumerate(found)}
    column, periods = pd.factorize(table["period"].to_numpy(), sort=True)
    raw = {name: table[name].to_numpy() for name in ADDED}
    countries = np.arange(len(values["country"]) + 1, dtype=codes["country"].dtype)
    if overlap:
        cells = table["cell"].to_numpy()
        if np.any(cells[1:] < cells[:-1]):  # as versions of before stand
            order = np.argsort(cells, kind="stable")
            cells, column, codes, raw = cells[order], column[order], {name: each[order] for name, each in codes.items()}, {name: each[order] for name, each in raw.items()}
        first = _begins(cells)
        order = np.argsort(codes["country"], kind="stable").astype(np.int32)
        starts = np.searchsorted(codes["country"][order], countries)
        sums = answers.once(_shared({name: each[first] for name, each in raw.items()}), lambda each: each.astype(np.float64))
        return Cuboid(codes, values, known, periods, sums, starts, order, cells, column[first].astype(np.int32))
    begins = _begins(*codes.values())
    row, rows = np.cumsum(begins) - 1, int(begins.sum())
    if rows * len(periods) > LARGEST:
        return None
    codes = {name: each[begins] for name, each in codes.items()}

    def matrix(column_of: np.ndarray) -> np.ndarray:
        made = np.zeros((rows, len(periods)))
        made[row, column] = column_of
        return made

    sums = answers.once(_shared(raw), lambda each: matrix(each) if each.size else each)
    starts = np.searchsorted(codes["country"], countries)
    return Cuboid(codes, values, known, periods, sums, starts)


def _coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[Any]]:
    """The number of each value among the values there are, in order; what has none comes after all others."""
    whole = pc.dictionary_encode(column).combine_chunks()
    found = whole.dictionary.to_pylist()
    order = sorted(range(len(found)), key=found.__getitem__)
    number = np.empty(len(found) + 1, dtype=np.min_scalar_type(len(found) + 1))
    number[[*order, len(found)]] = np.arange(len(found) + 1)
    return number[whole.indices.fill_null(len(found)).to_numpy()], [found[each] for each in order]


def _begins(*columns: np.ndarray) -> np.ndarray:
    """At which rows one of the columns has another value than the row before."""
    begins = np.ones(len(columns[0]), dtype=bool)
    begins[1:] = columns[0][1:] != columns[0][:-1]
    for each in columns[1:]:
        begins[1:] |= each[1:] != each[:-1]
    return begins


def _shared(sums: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The sums, those that are equal held once and those that are nought everywhere without a value."""
    kept: list[np.ndarray] = [np.zeros(0)]
    found = {}
    for name, each in sums.items():
        like = next((other for other in kept if np.array_equal(other, each)), each) if each.any() else kept[0]
        kept += [each] if like is each else []
        found[name] = like
    return found


@remembered(128)
def pairs(file: Path, group: int, apart: bool) -> tuple[np.ndarray, np.ndarray] | None:
    """Where each pair of countries begins, and in its place the rows of the second one in the cells both are in; None where that is too many.

    Pairs are in the order of the second country, then the first. With `apart` only members of the same category are a pair.
    """
    over = cuboid(file, group, True)
    if over is None:
        return None
    size = np.bincount(over.cells).astype(np.int64) if len(over.cells) else np.zeros(0, dtype=np.int64)
    if (size * (size - 1)).sum() // 2 > LARGEST:
        return None
    country, partner, category = (over.codes[name] for name in PLACES)
    members = np.arange(len(country)) if apart else np.flatnonzero(_begins(over.cells, country, partner))
    many = len(over.values["country"])
    found, at, step = [np.zeros(0, dtype=np.int64)], np.arange(len(members)), 1
    while len(at := at[: np.searchsorted(at, len(members) - step)]):  # each with the next of its cell, then with the one after that
        at = at[over.cells[members[at]] == over.cells[members[at + step]]]
        one, other = members[at], members[at + step]
        meet = (partner[one] == partner[other]) & (country[other] < many - 1)
        if apart:
            meet &= category[one] == category[other]
        one, other = one[meet], other[meet]
        found.append((country[other].astype(np.int64) * many + country[one]) * len(country) + other)
        step += 1
    inside = np.sort(np.concatenate(found))
    return np.searchsorted(inside, np.arange(many * many + 1) * len(country)), (inside % max(len(country), 1)).astype(np.int32)


def load(file: Path) -> None:
    """Reads all a file holds, so that no question waits for it."""
    for held in described(file).values():
        for name, group in held["groups"].items():
            if name.partition("+")[0] != OVERLAP:
                cuboid(file, group)
            elif "country" not in held["single"]:
                for apart in {"category" in held["used"], "category" in held["single"]}:
                    pairs(file, group, apart)


def dated(file: Path, indicator: str) -> list[str] | None:
    """The first and the last day an indicator has a record on, nothing where it has none; None where the cube does not say."""
    return described(file).get(indicator.partition(".")[2], {}).get("dated")


def answer(file: Path, asked: QuerySpec) -> pd.DataFrame | None:
    """Columns of the question's keys and MEASURES, in the order of the keys; None where only the records can tell."""
    found = _summed(file, asked)
    return None if found is None else answers.table(asked, *found)


def rows(file: Path, asked: QuerySpec) -> list[tuple[Any, ...]] | None:
    """The rows of `answer` as plain values: a table of a few rows takes longer than what it is made of."""
    found = _summed(file, asked)
    return None if found is None else answers.plain(asked, *found)


def _summed(file: Path, asked: QuerySpec) -> tuple[Groups, np.ndarray, Sums] | None:
    """What the groups are, the periods, and the sums by both; None where only the records can tell."""
    held = described(file).get(asked.indicator.partition(".")[2])
    if not held or not held["groups"] or asked.statements:
        return None
    wanted = {name: values for name, values in (("country", asked.countries), ("partner", asked.partners), ("category", asked.categories)) if values}
    places = [key for key in asked.keys if key in PLACES]
    needed = {name for name in (*places, *wanted) if name in held["used"]}
    mixed = {name for name, values in wanted.items() if len(values) > 1 and name not in places and name not in held["single"]}
    beside = "partner" in needed
    grain = "year" if beside and held["grain"] == "month" else held["grain"]  # pairs of countries are added up by year
    timed = replace(asked, keys=tuple(key for key in asked.keys if key not in PLACES), countries=(), partners=(), categories=(), world=None)
    span = _span(timed, grain, tuple(held["days"]))
    if not span:
        return None
    if any(name not in held["used"] for name in wanted):
        return {}, np.zeros(0), {}
    alone = [name for name in PLACES if name in needed or name in held["single"] and name != "partner"]
    over = shared = None
    sets = held["groups"].get(name_of([*(name for name in alone if name != "category"), SETS])) if "category" in mixed <= {"country", "category"} else None
    if sets is not None and cuboid(file, sets) is None:
        sets = None
    if mixed and mixed != {"category"} or mixed and sets is None:
        group = held["groups"][name_of([OVERLAP, *["partner"] * beside])]
        over = cuboid(file, group, True)
        if over is None:
            return None
        if mixed == {"country"} or sets is not None:
            shared = pairs(file, group, "category" in alone and sets is None)
            sets = sets if shared else None
    dims = alone if shared or not mixed else [name for name in PLACES if name in needed or name in held["used"] and name != "partner"]
    group = held["groups"][name_of(dims)] if sets is None else sets
    found = cuboid(file, group)
    if found is None:
        return None
    chosen, names, times = _columns(file, group, timed, grain, span)
    tests = _tests(found, asked, wanted) if sets is None else _tests(found, asked, wanted | {"category": _meeting(found, asked.categories)})
    inside, begins, keys = _rows(found, tests, places)
    sums = answers.once(found.sums, lambda each: _added(each, inside, begins, chosen, times) if each.size else np.zeros((len(begins), len(names))))
    if over and len(keys) and len(names):
        inside, tests = span(over.periods), _tests(over, asked, wanted)
        again = _met_again(over, tests, places) if shared is None else _in_pairs(over, *shared, tests, inside, sets is not None)
        again = again[inside[over.at[over.cells[again]]]]
        column = np.searchsorted(names, _periods(over.periods, timed, grain == "month"))[over.at[over.cells[again]]]
        sums = _less(sums, over, over.cells[again], _groups(found, places, keys, over, again) * len(names) + column)
    return {name: (found.values[name], keys[:, at]) for at, name in enumerate(places)}, names, sums


@lru_cache(maxsize=1024)
def _columns(file: Path, group: int, timed: QuerySpec, grain: str, span: Callable[[np.ndarray], np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns of a cuboid that are asked for, the periods they are added up to, and where each of those begins among them: alike for all places."""
    periods = cuboid(file, group).periods
    chosen = np.flatnonzero(span(periods))
    names, begins = np.unique(_periods(periods, timed, grain == "month")[chosen], return_index=True)
    return chosen, names, begins


@lru_cache(maxsize=1024)
def _span(asked: QuerySpec, grain: str, known: tuple[int, ...]) -> Callable[[np.ndarray], np.ndarray] | None:
    """Which periods are asked for, as a test of them; None where the cube does not tell them apart."""
    if asked.days:
        days = [day.year * 10000 + day.month * 100 + day.day for day in asked.days]
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


def _tests(found: Cuboid, asked: QuerySpec, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, list[int]]:
    """The values asked for, by dimension, as they are numbered."""
    tests = {name: values for name, values in wanted.items()} | ({"world": (asked.world,)} if asked.world is not None else {})
    return {name: sorted({found.known[name][each] for each in values if each in found.known[name]}) for name, values in tests.items()}


def _meeting(found: Cuboid, categories: tuple[str, ...]) -> tuple[str, ...]:
    """The sets that have one of these categories."""
    return tuple(each for each in found.known["category"] if not set(categories).isdisjoint(each.split(JOINED)))


def _fit(codes: np.ndarray, known: list[int]) -> np.ndarray:
    """Which of the codes are among the known."""
    return codes == known[0] if len(known) == 1 else np.isin(codes, known)


def _rows(found: Cuboid, tests: dict[str, list[int]], places: list[str]) -> tuple[np.ndarray | slice, np.ndarray, np.ndarray]:
    """The rows asked for in the order of their group, where each group begins, and the groups' values as codes."""
    count = len(found.codes["country"])
    chosen: np.ndarray | None = None
    if "country" in tests:  # the rows of a few countries are found without looking at those of the others
        runs = [(found.starts[each], found.starts[each + 1]) for each in tests["country"]]
        chosen = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(*run) if found.order is None else found.order[slice(*run)] for run in runs)])
    for name, known in tests.items():
        if name != "country":
            fits = np.flatnonzero(_fit(found.codes[name] if chosen is None else found.codes[name][chosen], known))
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
    begins = np.flatnonzero(_begins(code)) if size else np.zeros(0, dtype=np.int64)
    return rows, begins, np.stack(np.unravel_index(code[begins], shape), axis=1) if size else np.zeros((0, len(places)), dtype=np.int64)


def _added(each: np.ndarray, rows: np.ndarray | slice, begins: np.ndarray, columns: np.ndarray, periods: np.ndarray) -> np.ndarray:
    """The sums by group of rows and group of columns, both in the order of their groups, by where each group begins."""
    if not len(begins) or not len(periods):
        return np.zeros((len(begins), len(periods)))
    run = columns[-1] - columns[0] + 1 == len(columns)
    part = each[:, columns[0] : columns[-1] + 1][rows] if run else each[rows][:, columns]
    part = part.sum(axis=1, keepdims=True) if len(periods) == 1 else np.add.reduceat(part, periods, axis=1)
    return part.sum(axis=0, keepdims=True) if len(begins) == 1 else np.add.reduceat(part, begins, axis=0)


def _in_pairs(over: Cuboid, starts: np.ndarray, second: np.ndarray, tests: dict[str, list[int]], inside: np.ndarray, kinds: bool) -> np.ndarray:
    """The rows of what overlaps that stand in a cell beside a country that is asked for and before theirs.

    With `kinds` both countries have one of the categories asked for in that cell, the same one or not.
    """
    known, many = tests["country"], len(over.values["country"])
    columns = np.flatnonzero(inside)
    if not len(columns):
        return np.zeros(0, dtype=np.int64)
    # What is looked for is of the kind it is looked for in: else numpy copies all there is.
    cells = np.searchsorted(over.at, np.array([columns[0], columns[-1] + 1], dtype=over.at.dtype))
    span = np.searchsorted(over.cells, cells.astype(over.cells.dtype)).astype(second.dtype)
    found = [second[:0]]
    for at, b in enumerate(known):
        for a in known[:at]:
            each = second[starts[b * many + a] : starts[b * many + a + 1]]
            each = each[slice(*np.searchsorted(each, span))]
            found.append(each[_of_kinds(over, each, (a, b), tests["category"])] if kinds else each)
    rows = np.sort(np.concatenate(found))
    rows = rows[_begins(rows)]  # met by two countries before it, it is still one more
    for name, values in tests.items():
        if name != "country" and not (kinds and name == "category"):
            rows = rows[_fit(over.codes[name][rows], values)]
    return rows


def _of_kinds(over: Cuboid, rows: np.ndarray, pair: tuple[int, int], kinds: list[int]) -> np.ndarray:
    """Whether in the cell of each row, and with its partner, each of two countries has one of these categories."""
    if not len(rows):
        return np.zeros(0, dtype=bool)
    cells = over.cells[rows]
    first = np.searchsorted(over.cells, cells)
    size = np.searchsorted(over.cells, cells, "right") - first
    begins = np.cumsum(size) - size
    members = np.repeat(first - begins, size) + np.arange(size.sum())  # all rows of each of the cells
    fits = _fit(over.codes["category"][members], kinds) & (over.codes["partner"][members] == np.repeat(over.codes["partner"][rows], size))
    country = over.codes["country"][members]
    return np.logical_and(*(np.logical_or.reduceat(fits & (country == each), begins) for each in pair))


def _met_again(over: Cuboid, tests: dict[str, list[int]], places: list[str]) -> np.ndarray:
    """The rows of what overlaps whose cell a group has already."""
    rows, begins, _ = _rows(over, tests, places)
    members = np.arange(len(over.cells))[rows]
    met = np.empty(len(over.at), dtype=np.int64)
    again = [np.zeros(0, dtype=np.int64)]
    for mine in np.split(members, begins[1:]):
        cells = over.cells[mine]
        met[cells] = np.arange(len(cells))  # the last meeting stays
        again.append(mine[met[cells] != np.arange(len(cells))])
    return np.concatenate(again)


def _groups(found: Cuboid, places: list[str], keys: np.ndarray, over: Cuboid, again: np.ndarray) -> np.ndarray:
    """In which of the groups each of these rows of what overlaps is."""
    if not places:
        return np.zeros(len(again), dtype=np.int64)
    shape = [len(found.values[name]) for name in places]
    numbers = [np.array([*(found.known[name][each] for each in over.known[name]), len(found.known[name])]) for name in places]
    rows = [number[over.codes[name][again]] for name, number in zip(places, numbers, strict=True)]
    return np.searchsorted(np.ravel_multi_index(list(keys.T), shape), np.ravel_multi_index(rows, shape))


def _less(sums: Mapping[str, np.ndarray], over: Cuboid, cells: np.ndarray, at: np.ndarray) -> dict[str, np.ndarray]:
    """The sums by group and period without these cells, each taken off at its place."""
    twice = answers.once(over.sums, lambda each: np.bincount(at, each[cells], sums["n"].size) if each.size else np.zeros(sums["n"].size))
    return {name: each - twice[name].reshape(each.shape) for name, each in sums.items()}
