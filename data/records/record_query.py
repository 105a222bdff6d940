"""A question as the engine sees it, and its SQL by shape; masked cells add up as `masked` says.

The SQL is DuckDB's, kept to what other engines have too (no `any_value`, no `GROUP BY ALL`, no
array); its text depends on the shape of a question alone, so that an engine of another dialect
translates each shape once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from data.records import masked

KEYS = {
    "country": "country",
    "partner": "partner",
    "category": "category",
    "year": "CAST(EXTRACT(year FROM start) AS INTEGER)",
    "month": "CAST(EXTRACT(year FROM start) * 100 + EXTRACT(month FROM start) AS INTEGER)",
    "day": "day",
}  # of the rows, what a group can be made by; `day` is one of the days a stock is asked for
MEASURES = {
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "masked": "int64",
}  # of a group; value is missing where all is masked
Row = tuple[Any, ...]  # plain values: a question's keys in its order, then mostly the MEASURES
ORDER = ", ".join(
    [
        "start DESC NULLS LAST",
        *(
            f"{name} NULLS LAST"
            for name in ("record", "rank", "country", "partner", "category", "row")
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class QuerySpec:
    """Which rows count (those of any of the values named; empty is all) and what they are grouped
    by.

    `start` and `end` bound the day a record is dated; a stock is instead asked for the `days` on
    which it held. `world` picks
    published world figures or leaves them out; None where an indicator has none. `statements` lets
    other publishers' values in.
    """

    indicator: str
    keys: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    days: tuple[date, ...] = ()
    world: bool | None = None
    statements: bool = False

    @property
    def source(self) -> str:
        """The name of the source whose table is asked."""
        return self.indicator.partition(".")[0]

    def shape(self) -> QuerySpec:
        """The question without its values, only with how many there are of each: questions of one
        shape share their SQL.
        """
        one = date.min
        return replace(
            self,
            indicator="",
            countries=("",) * len(self.countries),
            partners=("",) * len(self.partners),
            categories=("",) * len(self.categories),
            start=self.start and one,
            end=self.end and one,
            days=(one,) * len(self.days),
        )

    def params(self) -> list[Any]:
        """The values, in the order in which the SQL asks for them."""
        dated = [day for day in (self.start, self.end) if day]
        return [
            *self.days,
            self.indicator.partition(".")[2],
            *self.countries,
            *self.partners,
            *self.categories,
            *dated,
        ]


@lru_cache(maxsize=1024)
def _from_where(shape: QuerySpec, table: str) -> str:
    parts = ["indicator = ?", "rank >= 1" if shape.statements else "rank = 1"]
    if shape.world is not None:
        parts.append("world" if shape.world else "NOT world")
    for column, values in (
        ("country", shape.countries),
        ("partner", shape.partners),
        ("category", shape.categories),
    ):
        if values:
            parts.append(f"{column} IN ({', '.join('?' * len(values))})")
    parts += [f"start {sign} ?" for sign, day in ((">=", shape.start), ("<=", shape.end)) if day]
    days = ""
    if shape.days:
        days = (
            " CROSS JOIN"
            f" ({' UNION ALL '.join(['SELECT CAST(? AS DATE) AS day'] * len(shape.days))}) AS days"
        )
        parts.append('(start IS NULL OR start <= day) AND ("end" IS NULL OR "end" > day)')
    return f"FROM {table}{days} WHERE {' AND '.join(parts)}"


@lru_cache(maxsize=1024)
def _once(shape: QuerySpec, table: str) -> str:
    chosen = "".join(f"{KEYS[key]} AS {key}, " for key in shape.keys)
    keys = "".join(f"{key}, " for key in shape.keys)
    # Where a record stands in one row no record stands twice, but nobody promises that: each counts
    # once in its group.
    return (
        f"SELECT {keys}record, max(value) AS v, max(low) AS l, max(high) AS h FROM (SELECT"
        f" {chosen}record, value, low, high {_from_where(shape, table)}) AS chosen GROUP BY"
        f" {keys}record"
    )


@lru_cache(maxsize=1024)
def _grouped(shape: QuerySpec, table: str) -> str:
    keys = "".join(f"{key}, " for key in shape.keys)
    end = f"GROUP BY {', '.join(shape.keys)}" if shape.keys else "HAVING count(*) > 0"
    return f"SELECT {keys}{masked.SQL} FROM ({_once(shape, table)}) AS once {end}"


def grouped(spec: QuerySpec, table: str) -> str:
    """Columns of `spec.keys`, value, low, high, masked: each record once per group, no row where
    nothing is found.
    """
    return _grouped(spec.shape(), table)


def once(spec: QuerySpec, table: str) -> str:
    """Columns of `spec.keys`, record, v, l, h: what `grouped` adds up, a record once per group."""
    return _once(spec.shape(), table)


def last(spec: QuerySpec, table: str) -> str:
    """Columns first and last: the first and the last day a record is dated."""
    return f"SELECT min(start) AS first, max(start) AS last {_from_where(spec.shape(), table)}"


def rows(
    spec: QuerySpec, table: str, columns: tuple[str, ...], limit: int | None, offset: int
) -> str:
    """The rows themselves, the newest first."""
    tail = f" LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
    names = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT {names} {_from_where(spec.shape(), table)} ORDER BY {ORDER}{tail}"


def count(spec: QuerySpec, table: str) -> str:
    """Column n: how many rows there are."""
    return f"SELECT count(*) AS n {_from_where(spec.shape(), table)}"


def records(spec: QuerySpec, table: str) -> str:
    """Column n: how many records the rows belong to."""
    return f"SELECT count(DISTINCT record) AS n {_from_where(spec.shape(), table)}"


def moves(spec: QuerySpec, table: str) -> str:
    """Columns period, entries, exits: records by the year they first came and the year they last
    went.
    """
    year = "CAST(EXTRACT(year FROM {}) AS INTEGER)".format
    return (
        "WITH spell AS (SELECT record, min(CASE WHEN value IS NOT NULL AND precision <> 'none'"
        ' THEN start END) AS entered, CASE WHEN count(*) > count("end") THEN NULL ELSE'
        f' max("end") END AS left_on {_from_where(spec.shape(), table)} GROUP BY record) SELECT'
        " period, CAST(sum(entries) AS BIGINT) AS entries, CAST(sum(exits) AS BIGINT) AS exits"
        f" FROM (SELECT {year('entered')} AS period, 1 AS entries, 0 AS exits FROM spell WHERE"
        f" entered IS NOT NULL UNION ALL SELECT {year('left_on')} AS period, 0 AS entries, 1 AS"
        " exits FROM spell WHERE left_on IS NOT NULL) AS moves GROUP BY period"
    )
