"""Spark: `THREATS_ENGINE=spark://host:7077` (standalone), `spark://local` (in this process), or
`sc://host:15002` (Spark Connect).

Workers read the store's files themselves, so the store must be a folder that all of them see under
the same path. Settings of Spark's own may follow: `spark://host:7077?spark.executor.memory=4g`.
"""

from __future__ import annotations

import socket
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import pyarrow as pa
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from data.engines import EngineError
from data.engines._servers import SECONDS, Faults, Server, Turns, translated
from data.records import COLUMNS

if TYPE_CHECKING:
    from data.records import Version

SETTINGS = {
    "spark.app.name": "threats",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "16",
    "spark.scheduler.mode": "FAIR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
PART = 500_000  # records that one task reads
KINDS = {
    "str": "string",
    "int64": "bigint",
    "int32": "int",
    "int8": "tinyint",
    "float64": "double",
    "bool": "boolean",
    "datetime64[s]": "date",
}
SCHEMA = ", ".join(f"`{column}` {KINDS[kind]}" for column, kind in COLUMNS.items())


def _faults() -> Faults:
    try:
        from py4j.protocol import Py4JError

        return (PySparkException, Py4JError, OSError, RuntimeError)
    except ImportError:  # only the client of Spark Connect is installed
        return (PySparkException, OSError, RuntimeError)


class Spark(Server):
    """A session with a cached view for each version."""

    title, dialect = "Spark", "spark"

    def __init__(self, address: str) -> None:
        self.port = 15002 if address.startswith("sc:") else 7077
        super().__init__(address)
        self.loaded: dict[str, tuple[float, DataFrame]] = {}
        self.lock = threading.Lock()
        self.opened: SparkSession | None = None
        self.turns = Turns(
            lambda: self, ()
        )  # one session for all threads; the turns only bound how many ask it at a time

    def close(self) -> None:
        """Nothing: the session is everybody's."""

    def session(self) -> SparkSession:
        """The session, begun when first needed and begun again where the server ended it."""
        with self.lock:
            if self.where.scheme == "sc":
                self._reach()  # its client tries for ten minutes otherwise
            if self.opened is None or self._ended(self.opened):
                self.loaded.clear()
                self.opened = self._begin()
            return self.opened

    def _ended(self, session: SparkSession) -> bool:
        if self.where.scheme == "sc":
            return bool(session.is_stopped)
        return bool(session.sparkContext._jsc.sc().isStopped())

    def _begin(self) -> SparkSession:
        own = SETTINGS | dict(parse_qsl(self.where.query))
        if self.where.scheme == "sc":
            builder = SparkSession.builder.remote(self.where._replace(query="").geturl())
            own = {name: value for name, value in own.items() if name.startswith("spark.sql.")}
        elif self.where.hostname == "local":
            builder = SparkSession.builder.master("local[*]")
        else:
            self._reach()  # Spark tries for a minute otherwise, and then ends the process
            builder = SparkSession.builder.master(self.where._replace(query="").geturl())
            if self.where.hostname in ("127.0.0.1", "localhost"):
                own = {
                    "spark.driver.host": "127.0.0.1",
                    "spark.driver.bindAddress": "127.0.0.1",
                } | own
        for name, value in own.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()

    def _reach(self) -> None:
        try:
            socket.create_connection(
                (self.where.hostname or "localhost", self.where.port or self.port), timeout=10
            ).close()
        except OSError as fault:
            raise EngineError(f"{self.place}: {fault.strerror or fault}") from None

    def faults(self) -> Faults:
        """All that pyspark raises, and what lies below it."""
        return _faults()

    def held(self) -> Mapping[str, float]:
        """The views of this session."""
        self.session()
        return {name: loaded for name, (loaded, _) in self.loaded.items()}

    def load(self, version: Version) -> None:
        """Large ones are sorted and in the workers' memory before they get their name; small ones
        come there when they are first asked.
        """
        version.file.open("rb").close()
        session, name = self.session(), self.named(version)
        records = session.read.schema(SCHEMA).parquet(str(version.file.absolute()))
        parts = 1 + version.records // PART
        if parts == 1:
            kept = records.coalesce(1).cache()
        else:
            kept = (
                records.repartitionByRange(parts, "indicator", "country", "start")
                .sortWithinPartitions("indicator", "country", "start")
                .cache()
            )
            try:
                kept.count()
            except self.faults():
                kept.unpersist()
                raise
        kept.createOrReplaceTempView(name)
        self.loaded[name] = (time.time(), kept)

    def drop(self, table: str) -> None:
        """Takes the view out of the session and out of the workers' memory."""
        _, kept = self.loaded.pop(table)
        self.session().catalog.dropTempView(table)
        kept.unpersist()

    def answer(self, sql: str, params: Sequence[Any]) -> pa.Table:
        """Given up after SECONDS, for Spark itself waits for workers as long as it takes."""
        own, session, tag = translated(sql, self.dialect), self.session(), uuid.uuid4().hex

        def ask(_: Spark) -> pa.Table:
            limit = threading.Timer(SECONDS, session.interruptTag, [tag])
            limit.start()
            session.addTag(tag)
            try:
                return session.sql(own, list(params)).toArrow()
            finally:
                session.removeTag(tag)
                limit.cancel()

        return self.turns.run(ask)


@lru_cache(maxsize=4)
def open(address: str) -> Spark:
    """The session at an address, the same one each time."""
    return Spark(address)
