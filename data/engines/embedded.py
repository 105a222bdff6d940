"""DuckDB inside this process: nothing to set up, and as many questions at a time as there are
cores.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd

from data import integrity
from data.engines import EngineError
from data.records import COLUMNS
from languages.english import integrity as words

if TYPE_CHECKING:
    from data.records import Version

# records of a source up to which they are held in memory; more are read from the file when they are
# asked for
LOADED = 1_000_000
TYPES = {
    "str": "VARCHAR",
    "int64": "BIGINT",
    "int32": "INTEGER",
    "int8": "TINYINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "datetime64[s]": "DATE",
}


class Embedded:
    """An in-memory database with a table of each version's records."""

    def __init__(self) -> None:
        # One thread a question and one question a core: with more of either, many readers at once
        # wait longer.
        self.base = duckdb.connect(":memory:", config={"threads": 1})
        self.base.execute("SET enable_progress_bar = false")
        columns = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind in COLUMNS.items())
        self.base.execute(f"CREATE TABLE nothing ({columns})")
        self.free: queue.SimpleQueue[None] = (
            queue.SimpleQueue()
        )  # a fair one: first come, first served
        for _ in range(os.cpu_count() or 1):
            self.free.put(None)

    def prepare(self, versions: Iterable[Version]) -> None:
        """Loads the versions' records, or opens their files where they are many; FileNotFoundError
        where one was replaced meanwhile.
        """
        columns = ", ".join(
            f'CAST("{name}" AS {TYPES[kind]}) AS "{name}"' for name, kind in COLUMNS.items()
        )
        for version in versions:
            made = "TABLE" if self.keeps(version) else "VIEW"
            file = str(version.file).replace("'", "''")
            try:
                self.base.execute(
                    f"CREATE {made} {self.table(version)} AS SELECT {columns} FROM"
                    f" read_parquet('{file}')"
                )
            except duckdb.IOException as fault:
                raise FileNotFoundError(str(fault).splitlines()[0]) from fault
            except duckdb.Error as fault:
                raise EngineError(str(fault).splitlines()[0]) from fault

    def keeps(self, version: Version) -> bool:
        """Whether its records are held in memory."""
        return version.records <= LOADED

    def table(self, version: Version | None) -> str:
        """Named by the source, of a narrower version by both; `nothing` is empty. EngineError where
        its records are read from a file that is no longer what was written.
        """
        if version and not self.keeps(version) and integrity.touched(version.file):
            raise EngineError(words.TOUCHED(path=version.file.name))
        if version is None:
            return "nothing"
        return f'"{version.source}"' if version.whole else f'"{version.source}_{version.version}"'

    def ask(self, sql: str, params: Sequence[Any]) -> pd.DataFrame:
        """The answer, when one of the cores is free; a cursor of its own, for threads that share
        one mix up answers.
        """
        turn = self.free.get()
        try:
            return self.base.cursor().execute(sql, list(params)).df()
        except duckdb.Error as fault:  # a file of many records that is gone or damaged
            raise EngineError(str(fault).splitlines()[0]) from fault
        finally:
            self.free.put(turn)


def open(address: str) -> Embedded:
    """A new, empty database; the address says nothing."""
    return Embedded()
