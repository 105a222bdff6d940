"""The cube of a version: every figure by country, partner, category and period, added up when the
version is published.

An answer costs the same however many records stand behind it, and is the one the records would
give. A record counts once in a group, so a cuboid that leaves a dimension out is added up apart
where a record has several values in that dimension; where each has one, the cuboid that keeps it is
added over instead. Several categories that overlap are asked from a cuboid by the set of them that
a record has; for several values of another dimension records overlap in, what was counted twice is
taken off again. A period finer than the indicator's grain, a day no stock was added up for, and a
record that is dated twice are left to the records themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.cube import results
from data.cube.builder import JOINED, OVERLAP, PLACES, SETS, UNDATED, name_of
from data.cube.loader import Cuboid, Overlap, cuboid, described, heads, overlap, pairs
from data.cube.results import Groups, Sums
from data.records import QuerySpec, Row

Span = Callable[[np.ndarray], np.ndarray]  # which of some periods are asked for


def dated(file: Path, indicator: str) -> list[str] | None:
    """The first and the last day an indicator has a record on, nothing where it has none; None
    where the cube does not say.
    """
    held: Mapping[str, Any] = described(file).get(indicator.partition(".")[2], {})
    return held.get("dated")


def answer(file: Path, asked: QuerySpec) -> pd.DataFrame | None:
    """Columns of the question's keys and MEASURES, in the order of the keys; None where only the
    records can tell.
    """
    found = _summed(file, asked)
    return None if found is None else results.table(asked, *found)


def rows(file: Path, asked: QuerySpec) -> list[Row] | None:
    """The rows of `answer` as plain values: a table of a few rows takes longer than what it is made
    of.
    """
    found = _summed(file, asked)
    return None if found is None else results.plain(asked, *found)


def _summed(file: Path, asked: QuerySpec) -> tuple[Groups, np.ndarray, Sums] | None:
    """The groups, the periods, and the sums by both; None where only the records can tell."""
    held = described(file).get(asked.indicator.partition(".")[2])
    if not held or not held["groups"] or asked.statements:
        return None
    wanted = {
        name: values
        for name, values in (
            ("country", asked.countries),
            ("partner", asked.partners),
            ("category", asked.categories),
        )
        if values
    }
    places = [key for key in asked.keys if key in PLACES]
    needed = {name for name in (*places, *wanted) if name in held["used"]}
    mixed = {
        name
        for name, values in wanted.items()
        if len(values) > 1 and name not in places and name not in held["single"]
    }
    grain = (
        "year" if "partner" in needed and held["grain"] == "month" else held["grain"]
    )  # pairs of countries are added up by year
    timed = replace(
        asked,
        keys=tuple(key for key in asked.keys if key not in PLACES),
        countries=(),
        partners=(),
        categories=(),
        world=None,
    )
    span = _span(timed, grain, tuple(held["days"]))
    if not span:
        return None
    if any(name not in held["used"] for name in wanted):
        return {}, np.zeros(0), {}
    plan = _plan(file, held, needed, mixed)
    found = plan and cuboid(file, plan[0])
    if not plan or not found:
        return None
    group, by_sets, over, shared = plan
    chosen, names, times = _columns(file, group, timed, grain, span)
    inside, begins, keys = _rows(
        found,
        _tests(
            found,
            asked,
            wanted | {"category": _meeting(found, asked.categories)} if by_sets else wanted,
        ),
        places,
    )
    sums = results.once(
        found.sums,
        lambda each: (
            _added(each, inside, begins, chosen, times)
            if each.size
            else np.zeros((len(begins), len(names)))
        ),
    )
    if over and len(keys) and len(names):
        inside, tests = span(over.periods), _tests(over, asked, wanted)
        again = (
            _met_again(over, tests, places)
            if shared is None
            else _in_pairs(over, *shared, tests, inside, by_sets)
        )
        again = again[inside[over.at[over.cells[again]]]]
        column = np.searchsorted(names, _periods(over.periods, timed, grain == "month"))[
            over.at[over.cells[again]]
        ]
        sums = _less(
            sums,
            over,
            over.cells[again],
            _groups(found, places, keys, over, again) * len(names) + column,
        )
    return {name: (found.values[name], keys[:, at]) for at, name in enumerate(places)}, names, sums


def _plan(
    file: Path, held: Mapping[str, Any], needed: set[str], mixed: set[str]
) -> tuple[int, bool, Overlap | None, tuple[np.ndarray, np.ndarray] | None] | None:
    """Which cuboid answers, whether it is by sets of categories, what overlaps where it counts that
    several times, and by which pairs of countries that is found.

    `needed` are the dimensions asked for, `mixed` those of them in which a record may have several
    of the values asked for. None where what overlaps is too much to hold.
    """
    groups = held["groups"]
    alone = [
        name for name in PLACES if name in needed or (name in held["single"] and name != "partner")
    ]
    group, by_sets = groups[name_of(alone)], False
    if mixed in ({"category"}, {"category", "country"}):
        sets = groups.get(name_of([*(name for name in alone if name != "category"), SETS]))
        if sets is not None and cuboid(file, sets):
            group, by_sets, mixed = sets, True, mixed - {"category"}
    if not mixed:
        return group, by_sets, None, None
    again = groups[name_of([OVERLAP, *["partner"] * ("partner" in needed)])]
    over = overlap(file, again)
    if not over:
        return None
    if mixed == {"country"} and (shared := pairs(file, again, "category" in alone and not by_sets)):
        return group, by_sets, over, shared
    return (
        groups[
            name_of(
                [
                    name
                    for name in PLACES
                    if name in needed or (name in held["used"] and name != "partner")
                ]
            )
        ],
        False,
        over,
        None,
    )


@lru_cache(maxsize=1024)
def _columns(
    file: Path, group: int, timed: QuerySpec, grain: str, span: Span
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The columns of a cuboid that are asked for, the periods they are added up to, and where each
    of those begins among them: alike for all places.
    """
    found = cuboid(file, group)
    if found is None:
        raise FileNotFoundError(file)
    periods = found.periods
    chosen = np.flatnonzero(span(periods))
    names, begins = np.unique(_periods(periods, timed, grain == "month")[chosen], return_index=True)
    return chosen, names, begins


@lru_cache(maxsize=1024)
def _span(asked: QuerySpec, grain: str, known: tuple[int, ...]) -> Span | None:
    """Which periods are asked for, as a test; None where the cube cannot tell them apart."""
    if asked.days:
        days = [day.year * 10000 + day.month * 100 + day.day for day in asked.days]
        apart = "day" in asked.keys or len(days) == 1
        return (
            (lambda periods: np.isin(periods, days)) if apart and set(days) <= set(known) else None
        )
    if grain == "day" or (grain == "year" and "month" in asked.keys):
        return None
    first, last = 0, UNDATED if asked.start is None and asked.end is None else UNDATED - 1
    if asked.start:
        if asked.start.day != 1 or (grain == "year" and asked.start.month != 1):
            return None
        first = asked.start.year if grain == "year" else asked.start.year * 100 + asked.start.month
    if asked.end:
        after = asked.end + timedelta(days=1)
        if after.day != 1 or (grain == "year" and after.month != 1):
            return None
        last = asked.end.year if grain == "year" else asked.end.year * 100 + asked.end.month
    return lambda periods: (periods >= first) & (periods <= last)


def _periods(periods: np.ndarray, asked: QuerySpec, months: bool) -> np.ndarray:
    """The periods as they are grouped: all alike where no key is a period, months as their year
    where that is asked for.
    """
    if not any(key not in PLACES for key in asked.keys):
        return np.zeros(len(periods), dtype=np.int64)
    return (
        np.where(periods == UNDATED, periods, periods // 100)
        if months and "year" in asked.keys
        else periods
    )


def _tests(
    found: Cuboid, asked: QuerySpec, wanted: Mapping[str, tuple[str, ...]]
) -> dict[str, list[int]]:
    """The values asked for, by dimension, as they are numbered."""
    tests: dict[str, tuple[Any, ...]] = dict(wanted)
    if asked.world is not None:
        tests["world"] = (asked.world,)
    return {
        name: sorted({found.known[name][each] for each in values if each in found.known[name]})
        for name, values in tests.items()
    }


def _meeting(found: Cuboid, categories: tuple[str, ...]) -> tuple[str, ...]:
    """The sets that have one of these categories."""
    return tuple(
        each
        for each in found.known["category"]
        if not set(categories).isdisjoint(each.split(JOINED))
    )


def _fit(codes: np.ndarray, known: list[int]) -> np.ndarray:
    """Which of the codes are among the known."""
    return codes == known[0] if len(known) == 1 else np.isin(codes, known)


def _rows(
    found: Cuboid, tests: dict[str, list[int]], places: list[str]
) -> tuple[np.ndarray | slice, np.ndarray, np.ndarray]:
    """The rows asked for in the order of their group, where each group begins, and the groups'
    values as codes.
    """
    count = len(found.codes["country"])
    chosen: np.ndarray | None = None
    if "country" in tests:
        # the rows of a few countries are found without looking at those of the others
        runs = [(found.starts[each], found.starts[each + 1]) for each in tests["country"]]
        chosen = np.concatenate(
            [
                np.zeros(0, dtype=np.int64),
                *(
                    np.arange(*run) if found.order is None else found.order[slice(*run)]
                    for run in runs
                ),
            ]
        )
    for name, known in tests.items():
        if name != "country":
            fits = np.flatnonzero(
                _fit(found.codes[name] if chosen is None else found.codes[name][chosen], known)
            )
            chosen = fits if chosen is None else chosen[fits]
    rows: np.ndarray | slice = slice(0, count) if chosen is None else chosen
    size = count if chosen is None else len(chosen)
    if not places:
        return (
            rows,
            np.zeros(min(size, 1), dtype=np.int64),
            np.zeros((min(size, 1), 0), dtype=np.int64),
        )
    shape = [len(found.values[name]) for name in places]
    code = (
        np.ravel_multi_index([found.codes[name][rows] for name in places], shape)
        if size
        else np.zeros(0, dtype=np.int64)
    )
    if np.any(code[1:] < code[:-1]):
        order = np.argsort(code, kind="stable")
        code, rows = code[order], order if chosen is None else chosen[order]
    begins = np.flatnonzero(heads(code)) if size else np.zeros(0, dtype=np.int64)
    return (
        rows,
        begins,
        (
            np.stack(np.unravel_index(code[begins], shape), axis=1)
            if size
            else np.zeros((0, len(places)), dtype=np.int64)
        ),
    )


def _added(
    each: np.ndarray,
    rows: np.ndarray | slice,
    begins: np.ndarray,
    columns: np.ndarray,
    periods: np.ndarray,
) -> np.ndarray:
    """The sums by group of rows and group of columns, both in the order of their groups, by where
    each group begins.
    """
    if not len(begins) or not len(periods):
        return np.zeros((len(begins), len(periods)))
    run = columns[-1] - columns[0] + 1 == len(columns)
    part = each[:, columns[0] : columns[-1] + 1][rows] if run else each[rows][:, columns]
    part = (
        part.sum(axis=1, keepdims=True)
        if len(periods) == 1
        else np.add.reduceat(part, periods, axis=1)
    )
    return (
        part.sum(axis=0, keepdims=True)
        if len(begins) == 1
        else np.add.reduceat(part, begins, axis=0)
    )


def _in_pairs(
    over: Overlap,
    starts: np.ndarray,
    second: np.ndarray,
    tests: dict[str, list[int]],
    inside: np.ndarray,
    kinds: bool,
) -> np.ndarray:
    """The rows of what overlaps that stand in a cell beside a country that is asked for and before
    theirs.

    With `kinds` both countries have one of the categories asked for in that cell, the same one or
    not.
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
    rows: np.ndarray = np.sort(np.concatenate(found))
    rows = rows[heads(rows)]  # met by two countries before it, it is still one more
    for name, values in tests.items():
        if name != "country" and not (kinds and name == "category"):
            rows = rows[_fit(over.codes[name][rows], values)]
    return rows


def _of_kinds(
    over: Overlap, rows: np.ndarray, pair: tuple[int, int], kinds: list[int]
) -> np.ndarray:
    """Whether in the cell of each row, and with its partner, each of two countries has one of these
    categories.
    """
    if not len(rows):
        return np.zeros(0, dtype=bool)
    cells = over.cells[rows]
    first = np.searchsorted(over.cells, cells)
    size = np.searchsorted(over.cells, cells, "right") - first
    begins = np.cumsum(size) - size
    members = np.repeat(first - begins, size) + np.arange(
        size.sum()
    )  # all rows of each of the cells
    fits = _fit(over.codes["category"][members], kinds) & (
        over.codes["partner"][members] == np.repeat(over.codes["partner"][rows], size)
    )
    country = over.codes["country"][members]
    both: np.ndarray = np.logical_and(
        *(np.logical_or.reduceat(fits & (country == each), begins) for each in pair)
    )
    return both


def _met_again(over: Overlap, tests: dict[str, list[int]], places: list[str]) -> np.ndarray:
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


def _groups(
    found: Cuboid, places: list[str], keys: np.ndarray, over: Cuboid, again: np.ndarray
) -> np.ndarray:
    """In which of the groups each of these rows of what overlaps is."""
    if not places:
        return np.zeros(len(again), dtype=np.int64)
    shape = [len(found.values[name]) for name in places]
    numbers = [
        np.array([*(found.known[name][each] for each in over.known[name]), len(found.known[name])])
        for name in places
    ]
    rows = [number[over.codes[name][again]] for name, number in zip(places, numbers, strict=True)]
    at: np.ndarray = np.searchsorted(
        np.ravel_multi_index(list(keys.T), shape), np.ravel_multi_index(rows, shape)
    )
    return at


def _less(sums: Sums, over: Cuboid, cells: np.ndarray, at: np.ndarray) -> dict[str, np.ndarray]:
    """The sums by group and period without these cells, each taken off at its place."""
    twice = results.once(
        over.sums,
        lambda each: (
            np.bincount(at, each[cells], sums["n"].size) if each.size else np.zeros(sums["n"].size)
        ),
    )
    return {name: each - twice[name].reshape(each.shape) for name, each in sums.items()}
