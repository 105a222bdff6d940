"""Every question on seeded records, in each engine that is installed here beside embedded DuckDB,
by hand: equal answers, and how long they take.

python benchmarks/engines.py [RECORDS] [INTERACTIONS] [postgresql chdb spark ...]

One interaction is what a page asks after a filter has changed: the total and that of the period
before, by country, by month and category, by category, by year, by pair of countries, how many
rows, the last day, and the first hundred rows. Its filters are drawn at random; each engine and
DuckDB take turns on the same ones, and every answer is compared. Servers are started for the run
and ended after it. Milliseconds; the results are also written beside this file, where git ignores
them.
"""

from __future__ import annotations

import contextlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
from data import engines
from data.engines import _servers
from data.records import (
    COLUMNS,
    QuerySpec,
    record_query,
)
from data.store import Version
from tools import engines as started

RESULTS = Path(__file__).with_suffix(".json")
KINDS = ("chdb", "clickhouse", "postgresql", "spark")
PLACES, CATEGORIES, FIRST, LAST = 200, 8, date(2005, 1, 1), date(2024, 12, 31)


def place(number: int) -> str:
    """One of PLACES codes of three letters."""
    return "".join(chr(65 + number // 26**at % 26) for at in (2, 1, 0))


def generate(file: Path, records: int) -> int:
    """Writes seeded records in the store's own columns and says in how many rows: a tenth stand in
    two or three countries.
    """
    base = duckdb.connect()
    base.execute(
        "CREATE TABLE places AS SELECT unnest(range(?)) AS at, unnest(?) AS code",
        [PLACES, [place(number) for number in range(PLACES)]],
    )
    base.execute(f"""COPY (
        WITH drawn AS (
            SELECT i, hash(i * 7 + 1) AS a, hash(i * 7 + 2) AS b, hash(i * 7 + 3) AS c,
                hash(i * 7 + 4) AS d, hash(i * 7 + 5) AS e
            FROM range({records}) AS t(i)
        ), spread AS (
            SELECT *, unnest(range(
                CASE WHEN a % 10 = 0 THEN 2 + CAST(a // 10 % 2 AS INTEGER) ELSE 1 END
            )) AS nth FROM drawn
        )
        SELECT 'events' AS indicator, CAST(i AS BIGINT) AS record,
            here.code AS country, there.code AS partner,
            'category_' || d % {CATEGORIES} AS category,
            DATE '{FIRST}' + CAST(e % {(LAST - FIRST).days + 1} AS INTEGER) AS start,
            'day' AS precision, CAST(NULL AS DATE) AS "end",
            CASE WHEN d % 100 = 99 THEN NULL ELSE CAST(1 + d // 100 % 9 AS DOUBLE) END AS value,
            CASE WHEN d % 100 = 99 THEN 1.0 ELSE CAST(1 + d // 100 % 9 AS DOUBLE) END AS low,
            CASE WHEN d % 100 = 99 THEN 4.0 ELSE CAST(1 + d // 100 % 9 AS DOUBLE) END AS high,
            false AS world, CAST(1 AS TINYINT) AS rank, CAST(i % 2000000000 AS INTEGER) AS row,
            CAST(NULL AS VARCHAR) AS stated, CAST(NULL AS VARCHAR) AS cited, 'CLEAR' AS tlp
        FROM spread JOIN places AS here ON here.at = (b + nth * 37) % {PLACES}
            LEFT JOIN places AS there ON there.at = c % {2 * PLACES}
        ORDER BY record, country
        ) TO '{file}' (FORMAT parquet, COMPRESSION zstd)""")
    return int(base.execute("SELECT count(*) FROM read_parquet(?)", [str(file)]).fetchall()[0][0])


def interaction(
    draw: random.Random,
) -> dict[str, tuple[Callable[[QuerySpec, str], str], QuerySpec]]:
    """The questions after a filter has changed."""
    year = draw.randint(FIRST.year + 1, LAST.year)
    length = draw.choice((1, 1, 5, 20))
    start, end = date(max(FIRST.year, year - length + 1), 1, 1), date(year, 12, 31)
    countries, partners = (
        tuple(place(number) for number in draw.sample(range(PLACES), draw.choice(many)))
        for many in ((0, 0, 1, 3), (0, 0, 0, 1))
    )
    categories = tuple(
        f"category_{number}" for number in draw.sample(range(CATEGORIES), draw.choice((0, 0, 1, 2)))
    )

    def asked(*keys: str, start: date | None = start, end: date | None = end) -> QuerySpec:
        return QuerySpec(
            "threats.events", keys, countries, partners, categories, start=start, end=end
        )

    before = {"start": date(start.year - 1, 1, 1), "end": date(start.year - 1, 12, 31)}
    return {
        "total": (record_query.grouped, asked()),
        "before": (record_query.grouped, asked(**before)),
        "country": (record_query.grouped, asked("country")),
        "month, category": (record_query.grouped, asked("month", "category", start=None, end=None)),
        "category": (record_query.grouped, asked("category")),
        "year": (record_query.grouped, asked("year", start=None, end=None)),
        "country, partner": (record_query.grouped, asked("country", "partner")),
        "count": (record_query.count, asked()),
        "last": (record_query.last, asked()),
        "100 rows": (
            lambda each, table: record_query.rows(each, table, tuple(COLUMNS), 100, 0),
            asked(),
        ),
    }


def timed(
    engine: engines.Engine,
    version: Version,
    form: Callable[[QuerySpec, str], str],
    question: QuerySpec,
) -> tuple[pd.DataFrame, float]:
    """An answer in the order of its keys, and the milliseconds it took."""
    begun = time.perf_counter()
    found = engine.ask(form(question, engine.table(version)), question.params())
    took = 1000 * (time.perf_counter() - begun)
    return (
        found.sort_values(list(question.keys), ignore_index=True) if question.keys else found
    ), took


@contextlib.contextmanager
def running(kind: str) -> Iterator[str]:
    """The address of an engine started for this."""
    if kind == "chdb":
        with tempfile.TemporaryDirectory() as folder:
            yield f"clickhouse+chdb://{folder}"
    else:
        with started.ENGINES[kind]() as where:
            yield where + (
                "?spark.executor.memory=2g&spark.driver.memory=2g" if kind == "spark" else ""
            )


def measured(kind: str, version: Version, count: int) -> dict[str, Any]:
    """How long loading and each question took, in the engine and in DuckDB; ends the run where an
    answer differs.
    """
    plain, draw = engines.opened(""), random.Random(5)
    plain.prepare([version])
    took: dict[str, dict[str, list[float]]] = {}
    with running(kind) as where:
        engine = engines.opened(where)
        engine.prepare([])
        begun = time.perf_counter()
        engine.prepare([version])
        loaded = time.perf_counter() - begun
        print(f"{kind}: loaded in {loaded:.0f} s", flush=True)
        for turn in range(count + 1):
            whole = {"DuckDB": 0.0, kind: 0.0}
            for name, (form, question) in interaction(draw).items():
                expected, ours = timed(plain, version, form, question)
                found, theirs = timed(engine, version, form, question)
                pd.testing.assert_frame_equal(expected, found, check_exact=True)
                for who, each in (("DuckDB", ours), (kind, theirs)):
                    whole[who] += each
                    if turn:  # the first interaction wakes both
                        took.setdefault(name, {}).setdefault(who, []).append(each)
            if turn:
                print(
                    f"  {turn}: "
                    + ", ".join(f"{who} {each:.0f} ms" for who, each in whole.items()),
                    file=sys.stderr,
                    flush=True,
                )
                for who, each in whole.items():
                    took.setdefault("interaction", {}).setdefault(who, []).append(each)
    return {"loaded_s": loaded, "rows": version.records, "interactions": count, "ms": took}


def at(values: list[float], part: float) -> float:
    """The value below which that part of them lies."""
    return sorted(values)[min(len(values) - 1, round(part * (len(values) - 1)))]


def table(kind: str, found: dict[str, Any]) -> str:
    """The results as text."""
    lines = [
        (
            f"{kind}: {found['rows']:,} rows loaded in {found['loaded_s']:.0f} s;"
            f" {found['interactions']} interactions, all answers equal to DuckDB's"
        )
    ]
    lines.append(f"{'ms':20}{'p50':>10}{'p95':>10}{'DuckDB p50':>14}{'p95':>10}{'ratio':>8}")
    for name, took in sorted(found["ms"].items(), key=lambda each: each[0] != "interaction"):
        ours, theirs = took["DuckDB"], took[kind]
        ratio = statistics.median(theirs) / statistics.median(ours)
        lines.append(
            f"{name:20}{at(theirs, 0.5):>10.0f}{at(theirs, 0.95):>10.0f}"
            f"{at(ours, 0.5):>14.0f}{at(ours, 0.95):>10.0f}{ratio:>8.2f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Prints the tables and writes the results."""
    numbers = [
        int(each.replace("_", "")) for each in sys.argv[1:] if each.replace("_", "").isdigit()
    ]
    records, count = (*numbers, *(10_000_000, 20)[len(numbers) :])
    kinds = [each for each in sys.argv[1:] if each in KINDS] or [
        kind for kind in KINDS if kind != "clickhouse"
    ]
    # A reader would be told sooner; here even the slowest answer is compared.
    _servers.SECONDS = 900
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with tempfile.TemporaryDirectory(prefix="engines") as folder:
        file = Path(folder) / "threats-0123456789.parquet"
        rows = generate(file, records)
        Path(folder).chmod(0o755)
        version = Version(
            "threats", "0123456789", file, "seeded", LAST, rows, {}, bundled=False, cube=None
        )
        for kind in kinds:
            if missing := started.missing(kind):
                print(f"{kind}: left out, {missing}")
                continue
            results[f"{kind} {records}"] = found = measured(kind, version, count)
            RESULTS.write_text(json.dumps(results, indent=1))
            print(table(kind, found), flush=True)


if __name__ == "__main__":
    main()
