"""ClickHouse: `THREATS_ENGINE=clickhouse://user:password@host:8123/database`,
`clickhouse+https://...`, or `clickhouse+chdb:///folder`.

The last is ClickHouse inside this process, with its tables in that folder, for one process at a
time.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import clickhouse_connect
import pyarrow as pa
from clickhouse_connect.driver.exceptions import ClickHouseError
from sqlglot import exp

from data.engines._servers import LOADING, PREFIX, SECONDS, Faults, Server, Turns, translate
from data.records import COLUMNS

if TYPE_CHECKING:
    from data.records import Version

MISSING = (
    "country",
    "partner",
    "category",
    "start",
    "end",
    "value",
    "low",
    "high",
    "stated",
    "cited",
)  # columns in which a cell may be
TYPES = {
    "str": "String",
    "int64": "Int64",
    "int32": "Int32",
    "int8": "Int8",
    "float64": "Float64",
    "bool": "Bool",
    "datetime64[s]": "Date32",
}
SETTINGS = {
    "prefer_column_name_to_alias": (
        1
    ),  # sum(entries) AS entries means the column, as in the standard
    "input_format_null_as_default": 0,  # a missing cell where there must be none stops the load
    "max_execution_time": SECONDS,
}


@lru_cache(maxsize=2048)
def _sql(sql: str, dates: tuple[bool, ...]) -> str:
    """Each parameter by name and type; a date is Date32, which reaches back to 1900, for Date
    begins in 1970.
    """
    number = iter(range(len(dates)))

    def typed(part: exp.Expression) -> exp.Expression:
        if isinstance(part, exp.Placeholder):
            at = next(number)
            return exp.Placeholder(this=f"p{at}", kind="Date32" if dates[at] else "String")
        if isinstance(part, exp.DataType) and part.this == exp.DataType.Type.DATE:
            return exp.DataType(this=exp.DataType.Type.DATE32)
        return part

    return translate(sql, "clickhouse", typed)


def _column(name: str, kind: str) -> str:
    made = f"Nullable({TYPES[kind]})" if name in MISSING else TYPES[kind]
    return f'"{name}" ' + (f"LowCardinality({made})" if kind == "str" else made)


class ClickHouse(Server):
    """A database that holds a table for each version."""

    title, dialect, port = "ClickHouse", "clickhouse", 8123

    def __init__(self, address: str) -> None:
        super().__init__(address)
        kind = self.where.scheme.partition("+")[2] or "http"
        if kind == "chdb":
            self.place = "ClickHouse in this process (chdb)"
            self.settings: dict[str, Any] = {
                "interface": kind,
                "path": unquote(self.where.path) or None,
            }
        else:
            self.settings = {
                "interface": kind,
                "host": self.where.hostname or "localhost",
                "port": self.where.port or (8443 if kind == "https" else self.port),
                "username": unquote(self.where.username or "") or None,
                "password": unquote(self.where.password or ""),
                "database": self.database or None,
                "connect_timeout": 10,
                "autogenerate_session_id": False,
            }
        self.turns = Turns(self._connect, (ClickHouseError, OSError, RuntimeError))

    def _connect(self, **more: Any) -> Any:
        return clickhouse_connect.get_client(**self.settings, settings=SETTINGS | more)

    def faults(self) -> Faults:
        """All that clickhouse-connect raises, and the network and chdb below it."""
        return (ClickHouseError, OSError, RuntimeError)

    def held(self) -> Mapping[str, float]:
        """By the comments on the tables; 0 where somebody changed one."""
        sql = (
            "SELECT name, toFloat64OrZero(extract(comment, '^loaded ([0-9.]+)$')) AS loaded FROM"
            f" system.tables WHERE database = currentDatabase() AND startsWith(name, '{PREFIX}')"
        )
        return dict(self.turns.run(lambda client: client.query(sql).result_rows))

    def load(self, version: Version) -> None:
        """Into a table that nobody asks, which is then renamed."""
        name = self.named(version)
        scratch = f"{name}{LOADING}{uuid.uuid4().hex[:8]}"
        made = ", ".join(_column(column, kind) for column, kind in COLUMNS.items())
        client = self._connect(max_execution_time=0)
        try:
            with version.file.open("rb") as file:
                client.command(
                    f'CREATE TABLE "{scratch}" ({made}) ENGINE = MergeTree ORDER BY (indicator,'
                    " start, country, category, record) "
                    f"SETTINGS allow_nullable_key = 1 COMMENT 'loaded {time.time():.3f}'"
                )
                try:
                    client.raw_insert(f'"{scratch}"', list(COLUMNS), file, fmt="Parquet")
                    if name not in self.held():
                        client.command(f'RENAME TABLE "{scratch}" TO "{name}"')
                finally:
                    client.command(f'DROP TABLE IF EXISTS "{scratch}"')
        except ClickHouseError:
            if name not in self.held():  # else somebody else was a little faster
                raise
        finally:
            client.close()

    def drop(self, table: str) -> None:
        """What reads it goes on to its end."""
        self.turns.run(lambda client: client.command(f'DROP TABLE IF EXISTS "{table}"'))

    def answer(self, sql: str, params: Sequence[Any]) -> pa.Table:
        """The values travel beside the SQL, each with its type."""
        own = _sql(sql, tuple(not isinstance(each, str) for each in params))
        values = {f"p{at}": each for at, each in enumerate(params)}
        return self.turns.run(
            lambda client: client.query_arrow(own, parameters=values, use_strings=True)
        )


@lru_cache(maxsize=4)
def open(address: str) -> ClickHouse:
    """The database at an address, the same one each time."""
    return ClickHouse(address)
