"""Adds up what a version's figures are made of when it is published: see data/cube.py, which answers from it."""

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
ADDED = ("n", "masked", "value", "low", "high")  # records, those without an exact value, sums of exact values and of bounds
UNDATED = np.iinfo(np.int32).max  # the period of what has no date: after all others
OVERLAP = "overlap"


def stock_days(source: Source) -> list[date]:
    """The days a stock is added up for: the last of each year, the day of publication, and that day a year before."""
    ends = [date(year, 12, 31) for year in range(source.first.year, source.as_of.year)]
    return sorted({*ends, source.as_of, year_before(source.as_of)})


def year_before(day: date) -> date:
    """The same day a year before; the last of February for a leap day."""
    return day.replace(year=day.year - 1, day=min(day.day, calendar.monthrange(day.year - 1, day.month)[1]))


def build(records: Path, source: Source) -> bytes:
    """The cube of the records in a Parquet file, as Parquet with a row group per cuboid; the same records give the same bytes."""
    with duckdb.connect(":memory:") as base:
        base.execute("SET enable_progress_bar = false")
        base.execute("SET preserve_insertion_order = false")
        base.execute(f"SET threads = {max(1, (os.cpu_count() or 2) // 2)}")  # the other cores are the readers'
        file = str(records).replace("'", "''")
        base.execute(f"CREATE VIEW records AS SELECT * FROM read_parquet('{file}') WHERE rank = 1")
        tables, about = [], {}
        for each in source.indicators.values():
            base.execute(f"CREATE OR REPLACE TABLE chosen AS {_chosen(each, source)}", [each.id.partition(".")[2]])
            name = each.id.partition(".")[2]
            dated = base.execute("SELECT min(start), max(start) FROM records WHERE indicator = ?", [name]).fetchall()[0]
            about[name] = {"dated": [str(day) for day in dated if day], "groups": {}}
            kept = _shape(base, each.aggregation == "stock")
            if kept is None:
                continue
            groups = {}
            for cuboid, table in _cuboids(base, kept, each.grain):
                groups[cuboid] = len(tables)
                tables.append(table)
            stock = [int(f"{day:%Y%m%d}") for day in stock_days(source)] if each.aggregation == "stock" else []
            about[name] |= {**kept, "grain": "day" if stock else each.grain, "days": stock, "groups": groups}
    schema = pa.schema(
        [(name, pa.string()) for name in PLACES] + [("world", pa.bool_()), ("period", pa.int32()), ("cell", pa.int32())]
        + [(name, pa.int64() if name in ("n", "masked") else pa.float64()) for name in ADDED]
    )  # fmt: skip
    sink = io.BytesIO()
    with pq.ParquetWriter(sink, schema, compression="zstd", compression_level=9, write_statistics=False, store_schema=False) as writer:
        for table in tables:
            writer.write_table(table.select(schema.names).cast(schema).combine_chunks(), row_group_size=max(len(table), 1))
        writer.add_key_value_metadata({"cube": json.dumps(about, sort_keys=True)})
    return sink.getvalue()


def _chosen(about: Indicator, source: Source) -> str:
    """The rows of an indicator with their period: a year, a month (201603), or for a stock each day (20161231) they hold on."""
    columns = f"record, country, partner, category, {'world' if about.world else 'false AS world'}, value, low, high"
    if about.aggregation == "stock":
        days = ", ".join(f"(DATE '{day}')" for day in stock_days(source))
        return (
            f"SELECT {columns}, CAST(strftime(day, '%Y%m%d') AS INTEGER) AS period FROM records, (VALUES {days}) AS days(day) "
            'WHERE indicator = ? AND (start IS NULL OR start <= day) AND ("end" IS NULL OR "end" > day)'
        )
    period = "year(start)" if about.grain == "year" else "year(start) * 100 + month(start)"
    return f"SELECT {columns}, CAST(coalesce({period}, {UNDATED}) AS INTEGER) AS period FROM records WHERE indicator = ?"


def _shape(base: duckdb.DuckDBPyConnection, stock: bool) -> dict[str, Any] | None:
    """Which dimensions the rows have, in which a record has one value only; None where a record has several dates or values."""
    used = [name for name in PLACES if base.execute(f"SELECT count({name}) FROM chosen").fetchall()[0][0]]
    rows, records, periods = base.execute("SELECT count(*), count(DISTINCT record), count(DISTINCT (record, period)) FROM chosen").fetchall()[0]
    if rows == records:
        return {"used": used, "single": used, "alone": True}
    if periods > records and not stock:
        return None
    differs = [f"min({column}) <> max({column})" for column in ("value", "low", "high")] + ["count(value) NOT IN (0, count(*))"]
    differs += [f"min(coalesce({name}, '')) <> max(coalesce({name}, ''))" for name in used]
    found = base.execute(f"SELECT {', '.join(f'bool_or(d{at})' for at in range(len(differs)))} FROM (SELECT {', '.join(f'{each} AS d{at}' for at, each in enumerate(differs))} {_several('chosen')})").fetchall()[0]
    if any(found[:4]):
        return None
    return {"used": used, "single": [name for name, more in zip(used, found[4:], strict=True) if not more], "alone": False}


def _several(rows: str) -> str:
    """Groups of the records that stand in several rows."""
    return f"FROM {rows} GROUP BY record, period HAVING count(*) > 1"


def _cuboids(base: duckdb.DuckDBPyConnection, kept: Mapping[str, Any], grain: str) -> Iterator[tuple[str, pa.Table]]:
    """Each cuboid by the name of its dimensions, then what overlaps."""
    shared = [name for name in ("country", "category") if name in kept["used"] and name not in kept["single"]]
    always = [name for name in ("country", "category") if name in kept["single"]]
    sums = "count(*) AS n, count(*) - count(value) AS masked, coalesce(sum(value), 0) AS value, sum(low) AS low, sum(high) AS high"
    for partner in _partner(kept):
        for size in range(len(shared) + 1):
            for more in combinations(shared, size):
                dims = [name for name in PLACES if name in (*always, *more, *partner)]
                keys = ", ".join([*dims, "world", "period"])
                rows = _coarse(grain) if partner else "chosen"
                once = rows if kept["alone"] else f"(SELECT {keys}, record, max(value) AS value, max(low) AS low, max(high) AS high FROM {rows} GROUP BY {keys}, record)"
                order = ", ".join(f"{name} NULLS LAST" for name in [*dims, "world", "period"])
                missing = ", ".join(f"NULL AS {name}" for name in (*(name for name in PLACES if name not in dims), "cell"))
                yield name_of(dims), base.sql(f"SELECT {keys}, {missing}, {sums} FROM {once} GROUP BY {keys} ORDER BY {order}").to_arrow_table()
    for partner in _partner(kept):
        if shared or partner and "partner" not in kept["single"]:
            yield name_of([OVERLAP, *partner]), _overlap(base, sums, ["country", *partner, "category"], _coarse(grain) if partner else "chosen")


def _coarse(grain: str) -> str:
    """The chosen rows with their year as period: pairs of countries are many, and months of each would be too many."""
    return "chosen" if grain == "year" else f"(SELECT * REPLACE (CASE WHEN period < {UNDATED} AND period < 9999999 THEN period // 100 ELSE period END AS period) FROM chosen)"


def _partner(kept: Mapping[str, Any]) -> tuple[list[str], ...]:
    """Without the partner and, where there is one, with it."""
    return ([], ["partner"]) if "partner" in kept["used"] else ([],)


def _overlap(base: duckdb.DuckDBPyConnection, sums: str, dims: list[str], rows: str) -> pa.Table:
    """The records that have several values: those alike in period and in all their values are one cell, with a row for each of the values."""
    parts = ", ".join(f"coalesce({name}, '')" for name in dims)
    member = f"concat_ws(chr(31), {parts})"
    base.execute(f"CREATE OR REPLACE TABLE several AS SELECT record, period {_several(rows)}")
    base.execute(
        "CREATE OR REPLACE TABLE cells AS SELECT row_number() OVER (ORDER BY period, world, shape) - 1 AS cell, * FROM ("
        f"SELECT period, world, shape, {sums} FROM (SELECT period, any_value(world) AS world, max(value) AS value, max(low) AS low, max(high) AS high, "
        "string_agg(member, chr(30) ORDER BY member) AS shape FROM (SELECT record, period, world, max(value) AS value, max(low) AS low, max(high) AS high, "
        f"{member} AS member FROM {rows} SEMI JOIN several USING (record, period) GROUP BY ALL) GROUP BY record, period HAVING count(*) > 1) GROUP BY period, world, shape)"
    )
    values = ", ".join(f"nullif(split_part(member, chr(31), {dims.index(name) + 1}), '') AS {name}" if name in dims else f"NULL AS {name}" for name in PLACES)
    order = ", ".join(f"{name} NULLS LAST" for name in dims)
    return base.sql(f"SELECT {values}, world, period, cell, {', '.join(ADDED)} FROM (SELECT * EXCLUDE (shape), unnest(string_split(shape, chr(30))) AS member FROM cells) ORDER BY {order}, cell").to_arrow_table()


def name_of(dims: list[str]) -> str:
    """A cuboid's name: its dimensions."""
    return "+".join(dims) or "all"
