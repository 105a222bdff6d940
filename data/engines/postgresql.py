"""PostgreSQL: `THREATS_ENGINE=postgresql://user:password@host:5432/database`."""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import duckdb
import psycopg
import pyarrow as pa
import pyarrow.csv

from data.engines._servers import PREFIX, SECONDS, Faults, Server, Turns, translated
from data.records import COLUMNS

if TYPE_CHECKING:
    from data.records import Version

TYPES = {
    "str": 'text COLLATE "C"',
    "int64": "bigint",
    "int32": "integer",
    "int8": "smallint",
    "float64": "double precision",
    "bool": "boolean",
    "datetime64[s]": "date",
}
INDEXED = (
    "indicator, country, start",
    "indicator, partner, start",
    "indicator, start DESC NULLS LAST, record",
)
# One statement each time, so a plan made for other values never answers; a compiler that starts up
# for 200 ms is not worth it.
SETTINGS = (
    f"-c statement_timeout={SECONDS}s -c jit=off -c work_mem=256MB -c"
    " max_parallel_workers_per_gather=4"
)
ARROW = {
    16: pa.bool_(),
    20: pa.int64(),
    21: pa.int16(),
    23: pa.int32(),
    25: pa.string(),
    701: pa.float64(),
    1082: pa.date32(),
}  # by the type's number


class PostgreSQL(Server):
    """A database that holds a table for each version."""

    title, dialect, port = "PostgreSQL", "postgres", 5432

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.turns = Turns(self._connect, (psycopg.OperationalError, psycopg.InterfaceError))

    def _connect(self, **settings: Any) -> psycopg.Connection:
        usual: dict[str, Any] = {
            "connect_timeout": 10,
            "options": SETTINGS,
            "application_name": "threats",
        }
        return psycopg.connect(
            self.where._replace(scheme="postgresql").geturl(),
            autocommit=True,
            prepare_threshold=None,
            **usual | settings,
        )

    def faults(self) -> Faults:
        """All that psycopg raises, and DuckDB, which reads the file to load."""
        return (psycopg.Error, duckdb.Error)

    def held(self) -> Mapping[str, float]:
        """By the comments on the tables; 0 where somebody changed one."""
        sql = (
            "SELECT relname, coalesce(substring(obj_description(oid, 'pg_class') FROM '^loaded"
            " ([0-9.]+)$')::float8, 0) FROM pg_class WHERE relkind = 'r' AND"
            " pg_table_is_visible(oid) AND starts_with(relname, %s)"
        )
        return dict(self.turns.run(lambda connection: connection.execute(sql, [PREFIX]).fetchall()))

    def load(self, version: Version) -> None:
        """In one transaction; whoever comes second waits for the first and finds the table."""
        name = self.named(version)
        made = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in COLUMNS.items())
        with (
            duckdb.connect(":memory:") as reader,
            self._connect(options="-c maintenance_work_mem=256MB") as connection,
            connection.transaction(),
        ):
            try:
                names = ", ".join(f'"{column}"' for column in COLUMNS)
                records = reader.sql(
                    f"SELECT {names} FROM read_parquet(?) ORDER BY indicator, country, start,"
                    " record",
                    params=[str(version.file)],
                )
                batches = records.to_arrow_reader(100_000)
            except duckdb.IOException as fault:
                raise FileNotFoundError(str(fault).splitlines()[0]) from fault
            connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
            if connection.execute("SELECT to_regclass(%s)", [name]).fetchone() != (None,):
                return
            connection.execute(f'CREATE TABLE "{name}" ({made})')
            with connection.cursor().copy(
                f"COPY \"{name}\" FROM STDIN (FORMAT csv, NULL '', FREEZE)"
            ) as copy:
                for batch in batches:
                    text = io.BytesIO()  # strings in quotes, missing values as nothing at all
                    pa.csv.write_csv(
                        batch,
                        text,
                        pa.csv.WriteOptions(include_header=False, quoting_style="all_valid"),
                    )
                    copy.write(text.getvalue())
            for indexed in INDEXED:
                connection.execute(f'CREATE INDEX ON "{name}" ({indexed})')
            connection.execute(f"COMMENT ON TABLE \"{name}\" IS 'loaded {time.time():.3f}'")
            connection.execute(f'ANALYZE "{name}"')

    def drop(self, table: str) -> None:
        """Waits until nobody reads it."""
        self.turns.run(lambda connection: connection.execute(f'DROP TABLE IF EXISTS "{table}"'))

    def answer(self, sql: str, params: Sequence[Any]) -> pa.Table:
        """On a connection of its own; no text of PostgreSQL's holds a NUL, so neither does what is
        looked for.
        """
        own = translated(sql, self.dialect)
        values = [
            each.replace("\0", "\ufffd") if isinstance(each, str) else each for each in params
        ]

        def ask(connection: psycopg.Connection) -> pa.Table:
            found = connection.cursor(binary=True).execute(own, values)
            columns = found.description or ()
            rows = list(zip(*found.fetchall(), strict=True)) or [()] * len(columns)
            return pa.table(
                {
                    about.name: pa.array(column, ARROW.get(about.type_code))
                    for about, column in zip(columns, rows, strict=True)
                }
            )

        return self.turns.run(ask)


@lru_cache(maxsize=4)
def open(address: str) -> PostgreSQL:
    """The database at an address, the same one each time."""
    return PostgreSQL(address)
