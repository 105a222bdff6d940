"""One file that holds a whole store, made while servers read it and proposals come in.

A tar: the manifests in force and before, their versions, the database of proposals as it stood at
one moment, everything else in the folder; and last `manifest.json` with the size and SHA-256 of
each, so that a file that was cut short is none.
"""

from __future__ import annotations

import hashlib
import io
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from data import integrity, manifests, store
from data.watch import database, sqlite_file
from errors import ThreatsError
from languages.english import keeping as words
from security import audit, in_force

FORMAT = 1  # of a backup
LIST = "manifest.json"
WATCH = "watch.sqlite"
BEFORE = "before-"  # what the folders begin with in which a restore keeps what was there
_SQLITE = b"SQLite format 3\x00"


class BackupError(ThreatsError):
    """A backup cannot be made, or is not what was written; says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: its files, the events of its proposals, and in words what is not in it."""

    files: int
    events: int
    left_out: tuple[str, ...]


def write(root: Path, target: Path) -> Made:
    """Writes a backup of the store in a folder, whole or not at all; BackupError or StoreError say
    why not.
    """
    if root.resolve() in target.resolve().parents:
        raise BackupError(words.INSIDE(file=target))
    if not root.is_dir():
        raise BackupError(words.NO_STORE(folder=root))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file, tempfile.TemporaryDirectory() as scratch:
                made = _fill(root, file, Path(scratch))
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as fault:
        raise BackupError(words.NOT_MADE(file=target, fault=fault.strerror or fault)) from fault
    _remember(made)
    audit.note(audit.Action.BACKUP, "store")
    return made


def _fill(root: Path, file: IO[bytes], scratch: Path) -> Made:
    held: dict[str, dict[str, Any]] = {}
    left_out: list[str] = []
    events = 0
    with tarfile.open(fileobj=file, mode="w") as tar:

        def add(name: str, content: IO[bytes], size: int) -> str:
            read = _Hashed(content)
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            tar.addfile(entry, read)
            held[name] = {"size": size, "sha256": read.sum.hexdigest()}
            return str(held[name]["sha256"])

        for name, raw, content in _versions(root, left_out):
            for each in manifests.named(raw):
                if each not in held:
                    with (root / each).open("rb") as opened:
                        found = add(each, opened, os.fstat(opened.fileno()).st_size)
                    if found != raw.get("sha256", {}).get(each, found):
                        raise BackupError(words.CHANGED_MEANWHILE(file=each))
            add(name, io.BytesIO(content), len(content))
        watch = watch_file()
        if watch and watch.exists():
            copy = scratch / WATCH
            copied(watch, copy)
            events = _events(copy)
            with copy.open("rb") as opened:
                add(WATCH, opened, copy.stat().st_size)
        elif watch is None and database.address() is not None:
            left_out.append(words.SERVER_LEFT_OUT())
        for path in _others(root, watch):
            source = path
            if _is_database(path):
                source = scratch / "other"
                copied(path, source)
            with source.open("rb") as opened:
                add(path.relative_to(root).as_posix(), opened, os.fstat(opened.fileno()).st_size)
            (scratch / "other").unlink(missing_ok=True)
        said = integrity.sealed(
            {
                "backup": FORMAT,
                "made": datetime.now(UTC).isoformat(timespec="seconds"),
                "events": events,
                "files": held,
            }
        )
        add(LIST, io.BytesIO(said), len(said))
    return Made(len(held) - 1, events, tuple(left_out))


def _versions(root: Path, left_out: list[str]) -> Iterator[tuple[str, Mapping[str, Any], bytes]]:
    """The name, content and bytes of each manifest, in force and before, whose files are whole."""
    for name, content in manifests.written(root).items():
        if f"{name}.json" == in_force.NAME:  # which settings this machine has: no figures
            continue
        try:
            yield f"{name}.json", *manifests.whole_now(root, name, content)
        except manifests.ManifestError as fault:
            left_out.append(words.DAMAGED_LEFT_OUT(fault=fault))
    for path in sorted((root / manifests.EARLIER).glob("*-??????????.json")):
        try:
            content, name = path.read_bytes(), path.stem.rpartition("-")[0]
            raw = manifests.whole(root, path, content, name)
        except (manifests.ManifestError, OSError):
            continue  # its files have gone since
        yield f"{manifests.EARLIER}/{path.name}", raw, content


def _others(root: Path, watch: Path | None) -> Iterator[Path]:
    """What else is in the folder, but for what is being written, locks, and what restores kept."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if (
            path.is_symlink()
            or not path.is_file()
            or any(each.startswith((".", BEFORE)) for each in parts)
            or parts[0] in (manifests.EARLIER, manifests.RESTORING)
            or (len(parts) == 1 and path.suffix in (".json", ".parquet"))
            or path.name.endswith(("-wal", "-shm", "-journal"))
            or (watch is not None and path.name.startswith(watch.name))
        ):
            continue
        yield path


class DamagedError(BackupError):
    """A database is not whole; says which."""


def watch_file() -> Path | None:
    """The SQLite file of the proposals; None where they are kept on a server, or nowhere."""
    url = database.address()
    if url is None or url.get_backend_name() != "sqlite":
        return None
    return Path(str(url.database))


def copied(path: Path, copy: Path) -> None:
    """Copies a database as it stands at one moment, while others write; BackupError where it is
    damaged.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.execute("PRAGMA busy_timeout = 30000")
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            said = [str(each) for (each,) in target.execute("PRAGMA integrity_check")]
    except sqlite3.Error as fault:
        damaged = getattr(fault, "sqlite_errorcode", 0) & 0xFF in sqlite_file.DAMAGE
        kind = DamagedError if damaged else BackupError
        raise kind(words.DATABASE_DAMAGED(file=path, fault=fault)) from fault
    if said != ["ok"]:
        raise DamagedError(words.DATABASE_DAMAGED(file=path, fault=said[0]))
    copy.chmod(0o600)


def _events(copy: Path) -> int:
    with closing(sqlite3.connect(copy)) as connection:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])


def _is_database(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _remember(made: Made) -> None:
    """Notes beside the database what is safe, for the day it is damaged."""
    watch = watch_file()
    if watch and watch.exists():
        moment = datetime.now(UTC).isoformat(timespec="minutes")
        noted = sqlite_file.beside(watch, sqlite_file.BACKED_UP)
        store.write(noted, f"{moment} {made.events}\n".encode())


class _Hashed:
    """A file that is hashed as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.sum = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        content = self.file.read(size)
        self.sum.update(content)
        return content
