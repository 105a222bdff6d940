"""The SQLite file under the watch: for its owner alone, never begun anew in silence, its journal
written back when all is closed, and what is wrong with it in words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DisconnectionError

from data import files
from data.watch.setting import WatchError
from languages.english import keeping as words

MADE = "-made"  # what follows the name of the file that says a database was begun here
JOURNAL = "-wal"
BACKED_UP = "-backup"  # says when the last backup was made, and of how many events
PATIENCE = 5.0  # seconds a writer waits for another
DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def beside(path: Path, what: str) -> Path:
    """The file beside the database whose name ends so."""
    return path.with_name(path.name + what)


def prepare(path: Path) -> None:
    """Makes an empty file for its owner alone where there never was one; WatchError where there was
    one and it is gone. OSError where it cannot be made.
    """
    files.private(path.parent)
    if not path.exists() or not path.stat().st_size:
        if was_made(path):
            raise WatchError(gone(path))
        files.begin(path)


def was_made(path: Path) -> bool:
    """Whether a database was begun here, whatever became of it."""
    return beside(path, MADE).exists() or (not path.exists() and beside(path, JOURNAL).exists())


def mark_made(path: Path) -> None:
    """Remembers that a database was begun here."""
    made = beside(path, MADE)
    if not made.exists():
        with suppress(OSError):  # a folder that is only read
            files.write(made, f"{datetime.now(UTC):%Y-%m-%d}\n".encode())


def gone(path: Path) -> str:
    """That the file is gone, and what is known to be left."""
    return words.GONE(file=path.name, known=known(path))


def known(path: Path) -> str:
    """What is known to be left of what was accepted: the journal and the last backup."""
    journal, backup = beside(path, JOURNAL), beside(path, BACKED_UP)
    size = journal.stat().st_size if journal.exists() else 0
    left = words.JOURNAL(size=size) if size else words.NO_JOURNAL()
    try:
        moment, events = backup.read_text("utf-8").split()
    except (OSError, ValueError):
        return f"{left} {words.NO_BACKUP()}"
    return f"{left} {words.BACKUP(moment=moment, events=int(events))}"


def connects(path: Path) -> Callable[[], sqlite3.Connection]:
    """What opens the file that is there, and never makes another."""

    def connect() -> sqlite3.Connection:
        if was_made(path) and not (path.exists() and path.stat().st_size):
            raise sqlite3.OperationalError(words.NOT_THERE())
        return sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw", uri=True, timeout=PATIENCE, check_same_thread=False
        )

    return connect


def follow(engine: Engine, path: Path) -> None:
    """Lets no connection go on with a file that was taken away or replaced: what is written there
    would be lost.
    """

    def noted(_: object, record: Any) -> None:
        record.info["file"] = _file(path)

    def same(_: object, record: Any, __: object) -> None:
        if record.info.get("file") != _file(path):
            raise DisconnectionError

    sa.event.listen(engine, "connect", noted)
    sa.event.listen(engine, "checkout", same)


def _file(path: Path) -> tuple[int, int, bool] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size > 0


def written_back(engine: Engine) -> None:
    """Writes the journal back into the file, as far as nobody reads beside, and closes all."""
    with suppress(sa.exc.SQLAlchemyError), engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    engine.dispose()


def _code(fault: BaseException | None) -> int:
    """SQLite's number of the fault that is behind this one."""
    while fault is not None:
        found = getattr(getattr(fault, "orig", fault), "sqlite_errorcode", 0) & 0xFF
        if found:
            return int(found)
        fault = fault.__cause__
    return 0


def trouble(fault: Exception, path: Path | None) -> str:
    """What a fault of the database means for who reads or proposes, without its place."""
    code = _code(fault)
    if path is None:
        return words.SILENT()
    if was_made(path) and (not path.exists() or not path.stat().st_size):
        return gone(path)
    if code == sqlite3.SQLITE_FULL:
        return words.FULL()
    if code == sqlite3.SQLITE_READONLY:
        return words.READ_ONLY()
    return words.DAMAGED(known=known(path)) if code in DAMAGE else words.SILENT()
