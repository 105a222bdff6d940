"""Stores for the tests of the watch: SQLite in a folder, and PostgreSQL where its server program is
installed.
"""

import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ABSENT = (
    "PostgreSQL's server (initdb, postgres) or its driver (psycopg) is not installed here, so only"
    " SQLite was tried"
)


@functools.cache
def programs() -> Path | None:
    """The folder of initdb and postgres; None where they or the driver are not installed."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return None
    places = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (each for each in places if (each / "initdb").is_file() and (each / "postgres").is_file()),
        None,
    )


def _other() -> dict[str, int]:
    """PostgreSQL refuses to run as the superuser: then as the user it was installed with, or
    nobody.
    """
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    return {}


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Address of an empty PostgreSQL server on the loopback, without its database's name; it waits
    for no disk, since nobody cuts its power.
    """
    where, other = programs(), _other()
    folder = Path(tempfile.mkdtemp(prefix="watch"))
    try:
        if other:
            os.chown(folder, other["user"], other["group"])
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "cwd": folder,
            "env": {"LC_ALL": "C", "PATH": os.environ["PATH"]},
            **other,
        }
        subprocess.run(
            [
                where / "initdb",
                "-N",
                "-D",
                folder / "data",
                "-U",
                "watch",
                "-A",
                "trust",
                "-E",
                "UTF8",
            ],
            check=True,
            **quiet,
        )
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [
                where / "postgres",
                "-D",
                folder / "data",
                "-p",
                str(port),
                "-h",
                "127.0.0.1",
                "-k",
                str(folder),
                "-F",
            ],
            **quiet,
        )
        try:
            address = f"postgresql+psycopg://watch@127.0.0.1:{port}"
            _answers(f"host=127.0.0.1 port={port} user=watch dbname=postgres")
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # does not wait for those who listen
            server.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answers(address: str) -> None:
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < until
            time.sleep(0.1)


def database(address: str) -> str:
    """A fresh database on that server."""
    import psycopg

    name = f"w{time.time_ns()}"
    with psycopg.connect(
        address.replace("+psycopg", "") + "/postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{address}/{name}"
