"""Where records are kept and asked: embedded DuckDB, or a server that `THREATS_ENGINE` names.

An engine is a module of this folder called as the address's scheme: `open(address)` gives a value
with `prepare(versions)`, which makes the records of those versions askable, and `ask(sql, version,
params)`, which answers DuckDB's SQL.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

import settings
from errors import ThreatsError

if TYPE_CHECKING:
    from data.records import Version

EMBEDDED = "embedded"


class EngineError(ThreatsError):
    """An engine cannot be reached or does not hold what is asked; says which, in one sentence."""


class Engine(Protocol):
    """What answers questions about records."""

    def prepare(self, versions: Iterable[Version]) -> None:
        """Makes these versions' records askable; EngineError where that cannot be."""

    def keeps(self, version: Version) -> bool:
        """Whether these records, once prepared, are held apart from the version's file."""

    def table(self, version: Version | None) -> str:
        """The table's name in SQL, of nothing at all for None; its columns are
        `data.records.COLUMNS`.
        """

    def ask(self, sql: str, params: Sequence[Any]) -> pd.DataFrame:
        """What DuckDB's SQL with `?` for the parameters gives; columns in its order."""


def address() -> str:
    """The setting `THREATS_ENGINE`; empty for the embedded engine."""
    return settings.current().engine


def opened(where: str) -> Engine:
    """The engine at an address such as `clickhouse://user@host/database`; the embedded one where
    the address is empty.
    """
    scheme = where.partition("://")[0].partition("+")[0] or EMBEDDED
    scheme = "spark" if scheme == "sc" else scheme  # what Spark calls its Connect
    known = [each.name for each in pkgutil.iter_modules(__path__) if each.name[0] != "_"]
    if scheme not in known:
        raise EngineError(
            f"THREATS_ENGINE: {scheme!r} is not one of"
            f" {', '.join(name for name in known if name != EMBEDDED)}"
        )
    try:
        engine: Engine = importlib.import_module(f"data.engines.{scheme}").open(where)
    except ModuleNotFoundError as fault:
        raise EngineError(
            f"THREATS_ENGINE: {scheme} needs the package {fault.name}; requirements-engines.txt"
            " names it"
        ) from fault
    return engine
