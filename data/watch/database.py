"""The database under the watch: SQLite in a folder the operator names, or PostgreSQL; opened,
migrated, written one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

import settings
from data.watch import delivery_schema, patience, setting, sqlite_file
from data.watch.schema import SETTINGS
from data.watch.setting import WatchError
from languages.english import keeping as says
from languages.english import proposals as words

HEAD = "0007"  # the newest step in migrations/versions
FILE = "watch.sqlite"
LOCKED = int(sqlite_file.PATIENCE)  # seconds that a writer waits for the one before
# PostgreSQL's advisory lock: writers go one by one, so ids become visible in their order
LOCK = 7_204_161_116
CHANNEL = "threats_watch"
SWITCH_ON = words.SWITCH_ON


def address() -> URL | None:
    """Where proposals are kept: THREATS_WATCH_URL, else a file in THREATS_STORE, else in the
    demonstration that was begun on a page, else nowhere.
    """
    asked, folder = settings.current().watch_url, settings.current().store
    if asked:
        try:
            url = make_url(asked)
        except ArgumentError as fault:
            raise WatchError(words.NO_ADDRESS()) from fault
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise WatchError(words.NO_SUCH_DATABASE(backend=url.get_backend_name()))
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            raise WatchError(words.NEEDS_FILE())
        return url
    folder = folder or setting.scratch()
    return in_folder(folder) if folder else None


def in_folder(folder: Path) -> URL:
    """The store in a folder."""
    return URL.create("sqlite", database=str(folder.absolute() / FILE))


def exists(url: URL) -> bool:
    """Whether there is a store already; a server has to be asked, so it counts as there."""
    if url.get_backend_name() != "sqlite":
        return True
    path = Path(str(url.database))
    return path.is_file() or sqlite_file.was_made(path)


def connect(url: URL) -> Engine:
    """The engine of a store, migrated to the newest step; WatchError where that fails."""
    sqlite = url.get_backend_name() == "sqlite"
    try:
        if sqlite:
            sqlite_file.prepare(Path(str(url.database)))
            engine = sa.create_engine(
                url,
                creator=sqlite_file.connects(Path(str(url.database))),
                pool_size=8,
                max_overflow=24,
            )
            sqlite_file.follow(engine, Path(str(url.database)))
            sa.event.listen(engine, "connect", _sqlite)
            sa.event.listen(engine, "begin", _begin)
        else:
            engine = sa.create_engine(
                url,
                pool_size=8,
                max_overflow=24,
                pool_pre_ping=True,
                connect_args={
                    "connect_timeout": LOCKED,
                    "options": f"-c lock_timeout={LOCKED * 1000}",
                    "keepalives_idle": 10,
                    "keepalives_interval": 5,
                    "keepalives_count": 3,
                    "tcp_user_timeout": 15_000,
                },
            )
        _migrate(engine)
        if sqlite:
            sqlite_file.mark_made(Path(str(url.database)))
    except NoSuchModuleError as fault:
        raise WatchError(words.NO_DRIVER(driver=url.drivername)) from fault
    except ModuleNotFoundError as fault:
        raise WatchError(words.NEEDS_LIBRARY(driver=url.drivername, library=fault.name)) from fault
    except (SQLAlchemyError, OSError) as fault:
        raise WatchError(words.NOT_OPENED(fault=plain(fault))) from fault
    return engine


def trouble(fault: Exception) -> str:
    """What a fault of the store in use means to who reads or proposes, without its place."""
    try:
        url = address()
    except WatchError:
        url = None
    sqlite = url is not None and url.get_backend_name() == "sqlite"
    path = Path(str(url.database)) if url is not None and sqlite else None
    return sqlite_file.trouble(fault, path)


def plain(fault: BaseException) -> str:
    """A database's complaint in one line, without statement and parameters."""
    said = str(getattr(fault, "orig", None) or fault).strip()
    return said.partition("\n")[0][:300]


def _sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {LOCKED * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(
        "BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN"
    )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes, after all others; kept whole at its end or not at all. WatchError
    where the store has become one of a later version.
    """
    with _writing(engine) as connection:
        found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
        if found is not None and found > HEAD:
            raise WatchError(says.LATER_NOW(found=found, known=HEAD))
        yield connection


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        yield connection
        if patience.late():
            raise WatchError(words.SILENT())


def _revision(connection: Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        if _revision(connection) == HEAD:
            return
    with _writing(engine) as connection:
        found = _revision(connection)
        if found == HEAD:  # another process was quicker
            return
        if found is not None and found > HEAD:
            raise WatchError(words.LATER_VERSION(found=found, known=HEAD))
        from alembic import command
        from alembic.config import Config

        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        command.upgrade(config, "head")


def purpose(connection: Connection) -> str:
    """What the store is for: "real", "demonstration", or empty while it holds nothing."""
    return (
        connection.execute(sa.select(SETTINGS.c.value).where(SETTINGS.c.name == "purpose")).scalar()
        or ""
    )


def tables() -> sa.MetaData:
    """The tables as the newest step leaves them."""
    return delivery_schema.META
