"""Brings a backup back, while servers read the store and proposals come in.

Everything is unpacked and verified beside the store first. Then the proposals change places in one
transaction, and the figures in one step; what was there stays in a folder `before-...`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tarfile
import tempfile
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from sqlalchemy.engine import URL

from data import files, integrity, manifests, store
from data.operations import backup
from data.operations.backup import BEFORE, LIST, WATCH, BackupError, DamagedError
from data.watch import database, sqlite_file
from languages.english import keeping as words
from security import audit

KEPT_ALONE = "audit.jsonl"  # the record of what was done is only ever added to


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: files and events, when the backup was made, where that is which was there,
    and in words what stays as it is.
    """

    files: int
    events: int
    made: str
    before: Path
    left_out: tuple[str, ...] = ()


def restore(archive: Path, root: Path) -> Restored:
    """Makes a store what a backup holds; BackupError or StoreError say why not, and then nothing is
    changed.
    """
    try:
        store.private(root)
        store.writable(root)
        stage = Path(tempfile.mkdtemp(prefix=".restore-", suffix=".part", dir=root))
        try:
            said = unpacked(archive, stage)
            _verified(stage)
            before = store.private(root / f"{BEFORE}{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
            _put(stage, root, before)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as fault:
        reason = fault.strerror or fault
        raise BackupError(words.NOT_RESTORED(file=archive, fault=reason)) from fault
    store.look()
    audit.note(audit.Action.RESTORE, "store")
    elsewhere = backup.watch_file() is None and database.address() is not None
    left_out = (words.SERVER_NOT_RESTORED(),) if elsewhere else ()
    return Restored(len(said["files"]), said["events"], said["made"], before, left_out)


def unpacked(archive: Path, stage: Path) -> dict[str, Any]:
    """Unpacks a backup and returns its list, when every file is what the list says."""
    found: dict[str, tuple[int, str]] = {}
    content = b""
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                place = PurePosixPath(member.name)
                odd = place.is_absolute() or any(part.startswith(".") for part in place.parts)
                if odd or not member.isfile() or member.name in found or not place.parts:
                    raise BackupError(words.STRANGE(file=archive.name, name=member.name))
                if member.size > shutil.disk_usage(stage).free:
                    raise BackupError(words.NO_ROOM(file=archive.name))
                source = tar.extractfile(member)
                assert source is not None  # noqa: S101  # it is a file
                if member.name == LIST:
                    content = source.read()
                    continue
                path = stage / place
                store.private(path.parent)
                total = hashlib.sha256()
                with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "wb") as file:
                    while block := source.read(1 << 20):
                        total.update(block)
                        file.write(block)
                    file.flush()
                    os.fsync(file.fileno())
                found[member.name] = (member.size, total.hexdigest())
        said = integrity.unsealed(content)
        later = said["backup"] > backup.FORMAT
        wanted = {name: (each["size"], each["sha256"]) for name, each in said["files"].items()}
        str(said["made"]), int(said["events"])
    except BackupError:
        raise
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise BackupError(words.NO_BACKUP_FILE(file=archive.name)) from fault
    if later:
        raise BackupError(words.LATER_BACKUP(file=archive.name))
    touched = sorted(
        name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)
    )
    if touched:
        raise BackupError(words.TOUCHED(file=archive.name, name=touched[0]))
    return said


def _verified(stage: Path) -> None:
    """Refuses what is whole as a file and yet no store that this dashboard reads."""
    for fault in manifests.choose(stage).faults.values():
        raise BackupError(words.NOT_READ(fault=fault))
    watch = stage / WATCH
    if watch.exists():
        engine = database.connect(URL.create("sqlite", database=str(watch)))  # as of today
        sqlite_file.written_back(engine)
        backup.copied(watch, stage / ".checked")
        (stage / ".checked").replace(watch)


def _put(stage: Path, root: Path, before: Path) -> None:
    """Puts all in place: files nobody looks at yet, the proposals, the manifests in one step."""
    now = {
        f"{name}.json": content.decode("utf-8", "replace")
        for name, content in manifests.written(stage).items()
    }
    for path in root.glob("*.json"):
        _keep(root, path, before)
    for content in manifests.written(root).values():
        with suppress(ValueError, KeyError, TypeError):
            raw = integrity.unsealed(content)
            for each in manifests.named(raw):
                _keep(root, root / Path(each).name, before)
    made = {"restoring": backup.FORMAT, "manifests": now}
    journal = stage / ".journal"
    store.write(journal, integrity.sealed(made))
    for path in sorted(stage.rglob("*")):
        place = root / path.relative_to(stage)
        alone = path.name == KEPT_ALONE and place.exists()
        if not path.is_file() or path in (journal, stage / WATCH) or alone:
            continue
        if (path.parent == stage and path.suffix == ".json") or path.name.startswith(WATCH):
            continue
        store.private(place.parent)
        if path.suffix == ".parquet" and place.exists() and not integrity.touched(place):
            os.utime(place)
            continue
        _keep(root, place, before)
        path.replace(place)
    watch = backup.watch_file()
    if watch and (stage / WATCH).exists():
        _put_proposals(stage / WATCH, watch, before)
    journal.replace(root / manifests.RESTORING)
    store.settle(root)


def _keep(root: Path, path: Path, before: Path) -> None:
    """A second name for a file, or a copy where the disk knows none."""
    kept = before / path.relative_to(root)
    if not path.is_file() or kept.exists():
        return
    store.private(kept.parent)
    try:
        os.link(path, kept)
    except OSError:
        shutil.copy2(path, kept)


def _put_proposals(new: Path, watch: Path, before: Path) -> None:
    """Gives the database this content in one transaction; one that is damaged or gone is replaced
    as a file, which open servers notice.
    """
    if watch.exists() and watch.stat().st_size:
        try:
            _in_place(new, watch, before / WATCH)
            return
        except DamagedError:
            (before / WATCH).unlink(missing_ok=True)
        except sqlite3.Error as fault:
            if getattr(fault, "sqlite_errorcode", 0) & 0xFF not in sqlite_file.DAMAGE:
                raise BackupError(words.PROPOSALS_BUSY(fault=fault)) from fault
    for each in ("", "-wal", "-shm"):
        path = sqlite_file.beside(watch, each)
        if path.exists():
            path.replace(before / f"damaged-{path.name}")
    store.private(watch.parent)
    files.write(watch, new)
    sqlite_file.mark_made(watch)


def _in_place(new: Path, watch: Path, kept: Path) -> None:
    with closing(sqlite_file.connects(watch)()) as live:
        live.isolation_level = None
        live.execute("PRAGMA foreign_keys = OFF")
        live.execute("PRAGMA synchronous = FULL")
        live.execute("ATTACH ? AS new", (str(new),))
        live.execute("PRAGMA busy_timeout = 30000")  # many may be writing
        live.execute("BEGIN IMMEDIATE")  # nothing is accepted until all is done
        try:
            backup.copied(watch, kept)
            issued = dict(live.execute("SELECT name, seq FROM main.sqlite_sequence"))
            for kind in ("trigger", "view", "table"):
                for (name,) in live.execute(_NAMED.format("main", kind)).fetchall():
                    live.execute(f'DROP {kind} main."{name}"')
            for kind in ("table", "index", "view", "trigger"):
                for name, sql in live.execute(_MADE.format(kind)).fetchall():
                    live.execute(sql)
                    if kind == "table":
                        live.execute(f'INSERT INTO main."{name}" SELECT * FROM new."{name}"')
            live.execute("DELETE FROM main.sqlite_sequence")
            live.execute("INSERT INTO main.sqlite_sequence SELECT * FROM new.sqlite_sequence")
            for name, number in issued.items():  # who heard of an event hears of all after it
                live.execute(
                    "UPDATE main.sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
                    (number, name),
                )
            live.execute("COMMIT")
        except BaseException:
            if live.in_transaction:
                live.execute("ROLLBACK")
            raise


_OURS = "substr(name, 1, 7) <> 'sqlite_'"
_NAMED = "SELECT name FROM {}.sqlite_master WHERE type = '{}' AND " + _OURS
_MADE = "SELECT name, sql FROM new.sqlite_master WHERE type = '{}' AND sql IS NOT NULL AND " + _OURS
