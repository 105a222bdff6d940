"""What changed between two versions of a source, record by record: the world apart from the data.

Records have no number that outlives a version: each is known by what it says. One that says the
same in both is the same. Of the others, those alike in countries, categories and day are one that
was revised; those alike in day and figure and in all but a country, partner or category one that
was classified anew. What is left was withdrawn, or is new: about a time that the earlier version
did not reach (the world), or that it did (late).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

DATA = ("withdrawn", "revised", "reclassified", "late")
WORLD = ("record", "period")
KINDS = (*DATA, *WORLD)  # in this order each is applied to the earlier version
PLACES = ("country", "partner", "category")
SAID = (*PLACES, "start", "precision", "end", "value", "low", "high", "world", "stated")
Row = tuple[Any, ...]
Record = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the earlier version of an indicator reached: the last day it could have known of,
    and its last period, `2019` or `2019-04` where it is monthly.
    """

    day: date
    period: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One record that is another: its kind, indicator, and what it says before and after as rows
    of SAID; empty where there is none.
    """

    kind: str
    indicator: str
    before: Record = ()
    after: Record = ()


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """All of them, and the records as they are once each of KINDS was applied in turn."""

    found: tuple[Changed, ...]
    stages: Mapping[str, pd.DataFrame]


def between(old: pd.DataFrame, new: pd.DataFrame, reach: Mapping[str, Reach]) -> Changes:
    """What changed between two tables of records, of those that are counted, by what `reach` says
    of each indicator; of one it does not name all that is new is the world's.
    """
    old, new = (_counted(each, reach) for each in (old, new))
    left, right = _apart(old, new)
    found: list[tuple[Changed, int | None, int | None]] = []
    for name in sorted({*left, *right}):
        found += _matched(name, left.get(name, {}), right.get(name, {}), reach.get(name))
    return Changes(tuple(each for each, _, _ in found), _stages(old, new, found))


def _counted(records: pd.DataFrame, reach: Mapping[str, Reach]) -> pd.DataFrame:
    mine = records["rank"].eq(1) & records["indicator"].isin(list(reach))
    kept = records[mine].reset_index(drop=True)
    return kept.assign(of=kept.groupby(["indicator", "record"], sort=False).ngroup())


Apart = dict[str, dict[int, Record]]


def _apart(old: pd.DataFrame, new: pd.DataFrame) -> tuple[Apart, Apart]:
    """The records of each indicator that say something else, by their number in their table."""
    both = [_hashed(each) for each in (old, new)]
    twins = [each.groupby(each).cumcount() for each in both]
    keys = [pd.MultiIndex.from_arrays([h, t]) for h, t in zip(both, twins, strict=True)]
    alone = [
        each.index[~mine.isin(other)]
        for each, mine, other in zip(both, keys, reversed(keys), strict=True)
    ]
    return _records(old, alone[0]), _records(new, alone[1])


def _hashed(records: pd.DataFrame) -> pd.Series:
    """A number for what each record says, whatever the order of its rows."""
    rows = pd.util.hash_pandas_object(
        records[["indicator", *SAID]].astype("object").fillna("").astype("str"), index=False
    )
    return rows.groupby(records["of"].to_numpy()).agg(lambda each: np.uint64(each.sum()))


def _records(records: pd.DataFrame, wanted: pd.Index) -> Apart:
    found: Apart = defaultdict(dict)
    mine = records[records["of"].isin(wanted)]
    plain = mine[list(SAID)].astype("object").where(mine[list(SAID)].notna(), None)
    rows: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for name, of, *said in zip(
        mine["indicator"], mine["of"], *(plain[each] for each in SAID), strict=True
    ):
        rows[name, of].append(tuple(said))
    for (name, of), several in rows.items():
        found[name][of] = tuple(sorted(several, key=str))
    return found


def _key(*names: str) -> Callable[[Record], Hashable]:
    at = [SAID.index(each) for each in names]
    return lambda record: frozenset(Counter(tuple(row[i] for i in at) for row in record).items())


REVISED = _key(*PLACES, "start", "world")
RECLASSIFIED = [
    _key(*(each for each in PLACES if each != other), "start", "end", "value", "low", "high")
    for other in reversed(PLACES)
]


def _matched(
    name: str, left: dict[int, Record], right: dict[int, Record], reach: Reach | None
) -> list[tuple[Changed, int | None, int | None]]:
    left, right = dict(left), dict(right)
    found: list[tuple[Changed, int | None, int | None]] = []
    for key in (REVISED, *RECLASSIFIED):
        by: dict[Hashable, list[int]] = defaultdict(list)
        for of, record in right.items():
            by[key(record)].append(of)
        for of, record in list(left.items()):
            if others := by.get(key(record)):
                other = others.pop(0)
                kind = "reclassified" if key is not REVISED else _ended(record, right[other], reach)
                found.append((Changed(kind, name, left.pop(of), right.pop(other)), of, other))
    found += [(Changed("withdrawn", name, each, ()), of, None) for of, each in left.items()]
    found += [(Changed(_new(each, reach), name, (), each), None, of) for of, each in right.items()]
    return found


def _ended(before: Record, after: Record, reach: Reach | None) -> str:
    """Whether something ended after the earlier version was made, and no more; else it was
    revised.
    """
    at = SAID.index("end")
    rest = [tuple(v for i, v in enumerate(row) if i != at) for row in before]
    same = sorted(rest, key=str) == sorted(
        (tuple(v for i, v in enumerate(row) if i != at) for row in after), key=str
    )
    ends = {row[at] for row in after} - {row[at] for row in before}
    later = reach is None or all(each is not None and each.date() > reach.day for each in ends)
    was = {row[at] for row in before} - {row[at] for row in after}
    return "record" if same and later and was <= {None} else "revised"


def _new(record: Record, reach: Reach | None) -> str:
    day = next((row[SAID.index("start")] for row in record), None)
    if reach is None:
        return "period"
    if day is None:
        return "late"
    if f"{day:%Y-%m}"[: len(reach.period)] > reach.period:
        return "period"
    return "record" if day.date() > reach.day else "late"


def _stages(
    old: pd.DataFrame,
    new: pd.DataFrame,
    found: Sequence[tuple[Changed, int | None, int | None]],
) -> Mapping[str, pd.DataFrame]:
    """The earlier records with each kind of change applied in turn; the last is the newer table but
    for its numbers.
    """
    new = new.assign(record=new["of"] + 1 + max(old["of"].max(), 0) if len(old) else new["of"])
    old = old.assign(record=old["of"])
    gone: set[int] = set()
    come: set[int] = set()
    stages = {}
    for kind in KINDS:
        gone |= {of for each, of, _ in found if each.kind == kind and of is not None}
        come |= {of for each, _, of in found if each.kind == kind and of is not None}
        both = [old[~old["of"].isin(list(gone))], new[new["of"].isin(list(come))]]
        stages[kind] = pd.concat(both, ignore_index=True).drop(columns="of")
    return stages
