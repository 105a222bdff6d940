"""What engines on servers share: DuckDB's SQL in their dialect, a table for each version,
connections in turn, answers as DuckDB gives them.

A version's records stand in the table `threats_<source>_<version>`, loaded whole or not at all and
never changed. Only an engine that a server runs needs this module, and with it the packages of
requirements-engines.txt.
"""

from __future__ import annotations

import contextlib
import queue
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import SplitResult, unquote, urlsplit

import duckdb
import pandas as pd
import pyarrow as pa
import sqlglot
from sqlglot import exp

from data.engines import EngineError
from data.records import COLUMNS

if TYPE_CHECKING:
    from data.records import Version

KEPT = 3  # versions of a source that stay loaded, for readers who still hold an old one
SECONDS = 60  # a question may take; longer, and it is given up
TURNS = 8  # questions at a time: a server has its own queue behind ours
PREFIX = "threats_"
LOADING = "_loading_"  # in the name of a table that is not whole yet
_ARROW = {
    "str": pa.string(),
    "int64": pa.int64(),
    "int32": pa.int32(),
    "int8": pa.int8(),
    "float64": pa.float64(),
    "bool": pa.bool_(),
    "datetime64[s]": pa.date32(),
}
ANSWERED = {name: _ARROW[kind] for name, kind in COLUMNS.items()} | {
    **dict.fromkeys(("year", "month", "period"), pa.int32()),
    **dict.fromkeys(("day", "first", "last"), pa.date32()),
    **dict.fromkeys(("masked", "n", "entries", "exits"), pa.int64()),
}  # the types of the columns that answers have, whatever a server makes of them
Answer = TypeVar("Answer")
Faults = tuple[type[Exception], ...]


def translate(
    sql: str, dialect: str, change: Callable[[exp.Expression], exp.Expression] = lambda part: part
) -> str:
    """DuckDB's SQL in another dialect, every name quoted; `change` is made to each of its parts
    before.
    """
    asked = sqlglot.parse_one(sql, read="duckdb").transform(change)
    own: str = asked.sql(dialect=dialect, identify=True)
    return own


@lru_cache(maxsize=2048)
def translated(sql: str, dialect: str) -> str:
    """As `translate`, once for each text: questions of one shape share theirs."""
    return translate(sql, dialect)


@cache
def _types() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"threads": 1})


def framed(answer: pa.Table) -> pd.DataFrame:
    """The answer with the types that the embedded engine gives it."""
    typed = pa.table(
        {
            name: column.cast(ANSWERED.get(name, column.type))
            for name, column in zip(answer.column_names, answer.columns, strict=True)
        }
    )
    return _types().cursor().from_arrow(typed).df()


class Turns:
    """Connections that threads take in turn, one a question: opened when first needed, dropped
    where one fails.
    """

    def __init__(self, connect: Callable[[], Any], broken: Faults, most: int = TURNS) -> None:
        self.connect = connect
        self.broken = broken
        self.free: queue.SimpleQueue[Any] = (
            queue.SimpleQueue()
        )  # a fair one: first come, first served
        for _ in range(most):
            self.free.put(None)

    def run(self, work: Callable[[Any], Answer]) -> Answer:
        """What `work` makes of a connection, when one is free; once more on a new one where the
        server had dropped it meanwhile.
        """
        held, kept = self.free.get(), None
        try:
            if held is not None:
                try:
                    answer = work(held)
                    kept = held
                    return answer
                except self.broken:
                    with contextlib.suppress(*self.broken):
                        held.close()
            held = self.connect()
            answer = work(held)
            kept = held
            return answer
        finally:
            if kept is None and held is not None:
                with contextlib.suppress(*self.broken):
                    held.close()
            self.free.put(kept)


class Server(ABC):
    """An engine on a server: what is the same for all of them."""

    title: ClassVar[str]
    dialect: ClassVar[str]
    port: int  # where its address names none

    def __init__(self, address: str) -> None:
        try:
            self.where: SplitResult = urlsplit(address)
            port = self.where.port or self.port
        except ValueError as fault:
            raise EngineError(f"THREATS_ENGINE is no address of {self.title}: {fault}") from None
        self.database = unquote(self.where.path.strip("/"))
        self.place = f"{self.title} at {self.where.hostname or 'localhost'}:{port}"

    @abstractmethod
    def faults(self) -> Faults:
        """What its driver raises."""

    @abstractmethod
    def held(self) -> Mapping[str, float]:
        """Its tables whose names begin with PREFIX, with the second since 1970 at which each was
        loaded.
        """

    @abstractmethod
    def load(self, version: Version) -> None:
        """Makes the version's table, whole or not at all; FileNotFoundError where its file was
        replaced meanwhile.
        """

    @abstractmethod
    def drop(self, table: str) -> None:
        """Removes a table; nothing where it is gone already."""

    @abstractmethod
    def answer(self, sql: str, params: Sequence[Any]) -> pa.Table:
        """What DuckDB's SQL gives."""

    def keeps(self, version: Version) -> bool:
        """The server does."""
        return True

    @staticmethod
    def named(version: Version) -> str:
        """The name of the version's table."""
        return f"{PREFIX}{version.source}_{version.version}"

    def table(self, version: Version | None) -> str:
        """The version's table; of nothing at all a table without rows."""
        if version:
            return f'"{self.named(version)}"'
        return f"(SELECT {columns()} WHERE 1 = 0) AS nothing"

    def prepare(self, versions: Iterable[Version]) -> None:
        """Loads those that are missing and drops what is older than the last few of a source."""
        wanted = {self.named(version): version for version in versions}
        with self._said():
            held = self.held()
            for name in wanted.keys() - held.keys():
                self.load(wanted[name])
            for name in old(held, wanted):
                self.drop(name)

    def ask(self, sql: str, params: Sequence[Any]) -> pd.DataFrame:
        """The answer, in the types of the embedded engine."""
        with self._said():
            return framed(self.answer(sql, params))

    @contextlib.contextmanager
    def _said(self) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, EngineError):
            raise
        except self.faults() as fault:
            lines = [
                line.strip(" :.")
                for line in str(fault).splitlines()
                if not line.startswith("An error occurred while calling")
            ]  # what Py4J says first
            first = next(filter(None, lines), type(fault).__name__)[:300]
            secret = self.where.password
            for each in {secret, unquote(secret)} if secret else ():
                first = first.replace(each, "***")
            raise EngineError(
                f"{self.place}: {first}"
            ) from None  # the driver's own words may name more than should be read


def columns() -> str:
    """The columns of a records table, all missing, in DuckDB's SQL."""
    kinds = {
        "str": "VARCHAR",
        "int64": "BIGINT",
        "int32": "INTEGER",
        "int8": "TINYINT",
        "float64": "DOUBLE",
        "bool": "BOOLEAN",
        "datetime64[s]": "DATE",
    }
    return ", ".join(f'CAST(NULL AS {kinds[kind]}) AS "{name}"' for name, kind in COLUMNS.items())


def old(held: Mapping[str, float], wanted: Iterable[str]) -> list[str]:
    """Which tables go: of each source in question all but the wanted and the last few, and what a
    load left half done an hour ago.
    """
    gone = [
        name for name, loaded in held.items() if LOADING in name and time.time() - loaded > 3600
    ]
    for source in {name.rpartition("_")[0] for name in wanted}:
        mine = [name for name in held if name.rpartition("_")[0] == source and name not in wanted]
        gone += sorted(mine, key=lambda name: held[name], reverse=True)[KEPT - 1 :]
    return gone
