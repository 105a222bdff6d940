"""Builds the cube of a version when it is published: the cuboids that answers.py answers from."""

from __future__ import annotations

import calendar
import io
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.catalog import Indicator, Source

PLACES = ("country", "partner", "category")
ADDED = (
    "n",
    "masked",
    "value",
    "low",
    "high",
)  # records, those without an exact value, sums of exact values and of bounds
UNDATED = np.iinfo(np.int32).max  # the period of what has no date: after all others
OVERLAP = "overlap"
SETS, JOINED = (
    "sets",
    "|",
    # in the place of the category all that a record has, joined: who asks for several finds each
    # record once
)
MANY = 100_000  # more than there are values of a dimension
SCHEMA = pa.schema(
    [(name, pa.string()) for name in PLACES]
    + [("world", pa.bool_()), ("period", pa.int32()), ("cell", pa.int32())]
    + [(name, pa.int64() if name in ("n", "masked") else pa.float64()) for name in ADDED]
)


def stock_days(source: Source) -> list[date]:
    """The days a stock is added up for: the last of each year, the day of publication, and that day
    a year before.
    """
    ends = [date(year, 12, 31) for year in range(source.first.year, source.as_of.year)]
    return sorted({*ends, source.as_of, year_before(source.as_of)})


def year_before(day: date) -> date:
    """The same day a year before; the last of February for a leap day."""
    return day.replace(
        year=day.year - 1, day=min(day.day, calendar.monthrange(day.year - 1, day.month)[1])
    )


def build(records: Path, source: Source) -> bytes:
    """The cube of the records in a Parquet file, as Parquet with a row group per cuboid; the same
    records give the same bytes.
    """
    with duckdb.connect(":memory:") as base:
        base.execute("SET enable_progress_bar = false")
        base.execute("SET preserve_insertion_order = false")
        base.execute(
            f"SET threads = {max(1, (os.cpu_count() or 2) // 2)}"
        )  # the other cores are the readers'
        base.execute(
            "SET memory_limit = '50%'"
        )  # of this machine's; what is more is written beside the records, and gone at the end
        file, beside = (
            str(path).replace("'", "''")
            for path in (records, records.with_name(f".{records.name}.part"))
        )
        base.execute(f"SET temp_directory = '{beside}'")
        base.execute(f"CREATE VIEW records AS SELECT * FROM read_parquet('{file}') WHERE rank = 1")
        for kind, columns in {
            "place": ("country", "partner"),
            "kind": ("category",),
        }.items():  # in order; numbers of a byte or two, where texts take sixteen
            known = " UNION ".join(
                [
                    "SELECT '' AS value",
                    *(f"SELECT {name} FROM records WHERE {name} IS NOT NULL" for name in columns),
                ]
            )
            base.execute(f"CREATE TYPE {kind} AS ENUM (SELECT value FROM ({known}) ORDER BY value)")
        sink, written = io.BytesIO(), 0
        about: dict[str, dict[str, Any]] = {}
        with pq.ParquetWriter(
            sink,
            SCHEMA,
            compression="zstd",
            compression_level=9,
            write_statistics=False,
            store_schema=False,
        ) as writer:
            for each in source.indicators.values():
                name = each.id.partition(".")[2]
                base.execute(f"CREATE OR REPLACE VIEW chosen AS {_chosen(each, source)}")
                dated = base.execute(
                    "SELECT min(start), max(start) FROM records WHERE indicator = ?", [name]
                ).fetchall()[0]
                about[name] = {"dated": [str(day) for day in dated if day], "groups": {}}
                kept = _shape(base, each.aggregation == "stock")
                if kept is None:
                    continue
                groups = {}
                for cuboid, table in _cuboids(base, kept, each.grain):
                    groups[cuboid] = written
                    whole = pa.table(
                        [
                            table[column.name].cast(column.type).combine_chunks()
                            for column in SCHEMA
                        ],
                        SCHEMA,
                    )
                    writer.write_table(whole, row_group_size=max(len(whole), 1))
                    written += 1
                    del table, whole
                stock = (
                    [int(f"{day:%Y%m%d}") for day in stock_days(source)]
                    if each.aggregation == "stock"
                    else []
                )
                about[name] |= {
                    **kept,
                    "grain": "day" if stock else each.grain,
                    "days": stock,
                    "groups": groups,
                }
            writer.add_key_value_metadata({"cube": json.dumps(about, sort_keys=True)})
    return sink.getvalue()


def _chosen(about: Indicator, source: Source) -> str:
    """The rows of an indicator with their period: a year, a month (201603), or for a stock each day
    (20161231) they hold on.
    """
    columns = (
        "record, country::place AS country, partner::place AS partner, category::kind AS category,"
        f" {'world' if about.world else 'false AS world'}, value, low, high"
    )
    only = f"indicator = '{about.id.partition('.')[2]}'"
    if about.aggregation == "stock":
        days = ", ".join(f"(DATE '{day}')" for day in stock_days(source))
        return (
            f"SELECT {columns}, CAST(strftime(day, '%Y%m%d') AS INTEGER) AS period FROM records,"
            f" (VALUES {days}) AS days(day) "
            f'WHERE {only} AND (start IS NULL OR start <= day) AND ("end" IS NULL OR "end" > day)'
        )
    period = "year(start)" if about.grain == "year" else "year(start) * 100 + month(start)"
    return (
        f"SELECT {columns}, CAST(coalesce({period}, {UNDATED}) AS INTEGER) AS period FROM records"
        f" WHERE {only}"
    )


def _shape(base: duckdb.DuckDBPyConnection, stock: bool) -> dict[str, Any] | None:
    """Which dimensions the rows have, in which a record has one value only; None where a record has
    several dates or values.

    Parts the rows chosen into `lone`, those of records that have but one, and `several`, those of
    the others.
    """
    rows, records, *filled = base.execute(
        f"SELECT count(*), count(DISTINCT record), {', '.join(f'count({name})' for name in PLACES)}"
        " FROM chosen"
    ).fetchall()[0]
    used = [name for name, count in zip(PLACES, filled, strict=True) if count]
    more = (
        "SELECT record, period, count(*) AS rows FROM chosen GROUP BY record, period HAVING"
        " count(*) > 1"
    )
    base.execute(
        f"CREATE OR REPLACE TABLE repeated AS {more if rows > records else f'{more} LIMIT 0'}"
    )
    twice = base.execute("SELECT coalesce(sum(rows - 1), 0) FROM repeated").fetchall()[0][0]
    if rows - twice > records and not stock:
        return None
    for table, join in (("lone", "ANTI"), ("several", "SEMI")):
        base.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT chosen.* FROM chosen {join} JOIN repeated"
            " USING (record, period)"
        )
    if rows == records:
        return {"used": used, "single": used, "alone": True}
    differs = [f"min({column}) <> max({column})" for column in ("value", "low", "high")] + [
        "count(value) NOT IN (0, count(*))"
    ]
    differs += [f"min(coalesce({name}, '')) <> max(coalesce({name}, ''))" for name in used]
    found = base.execute(
        f"SELECT {', '.join(f'bool_or(d{at})' for at in range(len(differs)))} FROM (SELECT"
        f" {', '.join(f'{each} AS d{at}' for at, each in enumerate(differs))} FROM several GROUP BY"
        " record, period)"
    ).fetchall()[0]
    if any(found[:4]):
        return None
    return {
        "used": used,
        "single": [name for name, more in zip(used, found[4:], strict=True) if not more],
        "alone": False,
    }


def _cuboids(
    base: duckdb.DuckDBPyConnection, kept: Mapping[str, Any], grain: str
) -> Iterator[tuple[str, pa.Table]]:
    """Each cuboid by the name of its dimensions, then what overlaps."""
    shared = [
        name
        for name in ("country", "category")
        if name in kept["used"] and name not in kept["single"]
    ]
    always = [name for name in ("country", "category") if name in kept["single"]]
    sums = (
        "count(*) AS n, count(*) - count(value) AS masked, coalesce(sum(value), 0) AS value,"
        " sum(low) AS low, sum(high) AS high"
    )
    measures = "max(value) AS value, max(low) AS low, max(high) AS high"
    for partner in _partner(kept):
        lone, several = (
            _coarse(rows, grain if partner else "year") for rows in ("lone", "several")
        )
        for size in range(len(shared) + 1):
            for more in combinations(shared, size):
                dims = [name for name in PLACES if name in (*always, *more, *partner)]
                keys = ", ".join([*dims, "world", "period"])
                once = (
                    f"(SELECT {keys}, value, low, high FROM {lone} UNION ALL SELECT {keys}, value,"
                    f" low, high FROM (SELECT {keys}, record, {measures} FROM {several} GROUP BY"
                    f" {keys}, record))"
                )
                yield name_of(dims), _grouped(base, once, dims, sums)
                if "category" in shared and "category" not in more:
                    joined = (
                        "nullif(array_to_string(list_sort(list_distinct(list(category)))::VARCHAR[],"
                        f" '{JOINED}'), '') AS category"
                    )
                    once = (
                        f"(SELECT {keys}, category::VARCHAR AS category, value, low, high FROM"
                        f" {lone} UNION ALL SELECT {keys}, category, value, low, high FROM (SELECT"
                        f" {keys}, record, {joined}, {measures} FROM {several} GROUP BY {keys},"
                        " record))"
                    )
                    yield name_of([*dims, SETS]), _grouped(base, once, [*dims, "category"], sums)
    for partner in _partner(kept):
        if shared or (partner and "partner" not in kept["single"]):
            yield (
                name_of([OVERLAP, *partner]),
                _overlap(
                    base,
                    sums,
                    ["country", *partner, "category"],
                    _coarse("several", grain if partner else "year"),
                ),
            )


def _grouped(base: duckdb.DuckDBPyConnection, rows: str, dims: list[str], sums: str) -> pa.Table:
    """The sums of rows by dimensions, in their order."""
    keys = [*dims, "world", "period"]
    missing = ", ".join(
        f"NULL AS {name}" for name in (*(name for name in PLACES if name not in dims), "cell")
    )
    return base.sql(
        f"SELECT {', '.join(keys)}, {missing}, {sums} FROM {rows} GROUP BY {', '.join(keys)} ORDER"
        f" BY {', '.join(f'{name} NULLS LAST' for name in keys)}"
    ).to_arrow_table()


def _coarse(rows: str, grain: str) -> str:
    """The rows with their year as period where their grain is finer: pairs of countries are many,
    and months of each would be too many.
    """
    return (
        rows
        if grain == "year"
        else (
            f"(SELECT * REPLACE (CASE WHEN period < {UNDATED} AND period < 9999999 THEN period //"
            f" 100 ELSE period END AS period) FROM {rows})"
        )
    )


def _partner(kept: Mapping[str, Any]) -> tuple[list[str], ...]:
    """Without the partner and, where there is one, with it."""
    return ([], ["partner"]) if "partner" in kept["used"] else ([],)


def _overlap(base: duckdb.DuckDBPyConnection, sums: str, dims: list[str], rows: str) -> pa.Table:
    """The records that have several values: those alike in period and in all their values are one
    cell, with a row for each of the values.

    Cells are in the order of their period, a cell's rows in the order of their values.
    """
    numbers = {name: f"coalesce(enum_code({name})::BIGINT, {MANY - 1})" for name in dims}
    member = " + ".join(
        f"{number} * {MANY ** (len(dims) - 1 - at)}" for at, number in enumerate(numbers.values())
    )
    base.execute(
        "CREATE OR REPLACE TABLE cells AS SELECT row_number() OVER (ORDER BY period, world, shape)"
        f" - 1 AS cell, * FROM (SELECT period, world, shape, {sums} FROM (SELECT period,"
        " any_value(world) AS world, max(value) AS value, max(low) AS low, max(high) AS high,"
        f" list_sort(list_distinct(list({member}))) AS shape FROM {rows} GROUP BY record, period)"
        " WHERE len(shape) > 1 GROUP BY period, world, shape)"
    )
    value = "enum_range(NULL::{})[1 + member // {} % {}] AS {}".format
    values = ", ".join(
        (
            value(
                "kind" if name == "category" else "place",
                MANY ** (len(dims) - 1 - dims.index(name)),
                MANY,
                name,
            )
            if name in dims
            else f"NULL AS {name}"
        )
        for name in PLACES
    )
    return base.sql(
        f"SELECT {values}, world, period, cell, {', '.join(ADDED)} FROM (SELECT * EXCLUDE (shape),"
        " unnest(shape) AS member FROM cells) ORDER BY cell, member"
    ).to_arrow_table()


def name_of(dims: list[str]) -> str:
    """A cuboid's name: its dimensions."""
    return "+".join(dims) or "all"
