"""What is wrong here, in sentences: settings, folder, versions, disk, database, tokens, clock."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

import settings
from data import integrity, manifests, store
from data.delivery import entries, stands
from data.geography import countries
from data.operations import backup, readiness
from data.watch import database, ledger, setting, sqlite_file
from errors import ThreatsError
from languages.english import delivery as says
from languages.english import keeping as words
from security import audit, tokens

SKEW = 300  # seconds that a file may be ahead of this machine's clock
EARLIEST = 1_764_000_000  # seconds since 1970: no clock that is right shows less (November 2025)
MOST = 10  # files of one kind named one by one


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and whether it says that something is wrong."""

    wrong: bool
    says: str


def examined() -> Iterator[Finding]:
    """Everything that is looked at, in the order it should be mended."""
    integrity.forget()
    yield from _settings()
    try:
        root = settings.current().store
    except settings.SettingError:
        return  # said already
    if root is not None:
        yield from _folder(root)
    yield from _versions(store.folder())
    yield from _clock(root)
    yield from _proposals()
    yield from _tokens()
    yield from _deliveries()
    yield from _audit()


def _settings() -> Iterator[Finding]:
    wrong = False
    for name in settings.ALL:
        try:
            getattr(settings.current(), name)
        except settings.SettingError as fault:
            wrong = True
            yield Finding(True, str(fault))
    if wrong:
        return
    now = settings.current()
    if now.watch_tokens and not setting.on():
        yield Finding(True, words.TOKENS_FOR_NOTHING())
    if now.watch_open and now.watch_tokens:
        yield Finding(True, words.OPEN_AND_TOKENS())
    if now.groups and not now.groups.is_file():
        yield Finding(True, words.NO_FILE(setting="THREATS_GROUPS", file=now.groups))
    yield Finding(False, words.SETTINGS_READ())


def _folder(root: Path) -> Iterator[Finding]:
    if not root.exists():
        yield Finding(True, words.NO_FOLDER(folder=root))
        return
    if not root.is_dir():
        yield Finding(True, words.IS_NO_FOLDER(folder=root))
        return
    disk = readiness.disk_of(root)
    free = shutil.disk_usage(root).free
    yield Finding(disk.state != "ok", f"{root}: {disk.says or words.FREE(free=free)}")
    loose = [
        each
        for each in (root, *root.rglob("*"))
        if not each.is_symlink() and each.lstat().st_mode & 0o077
    ]
    for each in loose[:MOST]:
        mode = f"{stat.S_IMODE(each.lstat().st_mode):04o}"
        yield Finding(True, words.LOOSE(path=each, mode=mode))
    if len(loose) > MOST:
        yield Finding(True, words.MORE_LOOSE(len(loose) - MOST))
    if manifests.journal(root) is not None or (root / manifests.RESTORING).exists():
        yield Finding(True, words.CUT_SHORT(folder=root))
    for each in sorted(root.glob(f"{backup.BEFORE}*")):
        yield Finding(False, words.KEPT_BEFORE(folder=each))


def _versions(root: Path) -> Iterator[Finding]:
    found = store.look_up(root)
    for name, fault in sorted(found.faults.items()):
        stands = found.versions.get(name)
        shown = words.STANDS_IN(edition=stands.edition) if stands else words.NOTHING_STANDS_IN()
        yield Finding(True, f"{name}: {fault}. {shown}")
    if root != store.BUNDLED and root.is_dir():
        named = {Path(name).stem for name in (p.name for p in root.glob("*.json"))}
        lost = {each.name.rpartition("-")[0] for each in root.glob("*-??????????.parquet")} - named
        for name in sorted(lost - {"own"}):
            yield Finding(True, words.NO_MANIFEST(name=name))
    whole = len(found.versions) - len(found.faults.keys() & found.versions.keys())
    yield Finding(False, words.WHOLE(whole))


def _clock(root: Path | None) -> Iterator[Finding]:
    now = time.time()
    if now < EARLIEST:
        yield Finding(True, words.CLOCK_EARLY())
    ahead = [
        each
        for each in (root.rglob("*") if root is not None and root.is_dir() else ())
        if each.is_file() and each.stat().st_mtime > now + SKEW
    ]
    for each in ahead[:MOST]:
        yield Finding(True, words.FROM_THE_FUTURE(path=each))
    if not ahead and now >= EARLIEST:
        yield Finding(False, words.CLOCK_WELL())


def _proposals() -> Iterator[Finding]:
    try:
        url = database.address()
        if url is None or not database.exists(url):
            return
        path = backup.watch_file()
        if path and (said := _damage(path)):
            yield Finding(True, said)
            return
        watch = ledger.current()
        if watch is None:
            return
        head = watch.head()
        ahead = _ahead(watch)
    except (ThreatsError, ledger.SQLAlchemyError, OSError) as fault:
        yield Finding(True, f"{database.trouble(fault)} ({database.plain(fault)})")
        return
    if ahead:
        yield Finding(True, words.EVENTS_AHEAD(ahead))
    yield Finding(False, words.PROPOSALS_WELL(number=head))
    ledger.close()


def _damage(path: Path) -> str:
    if not path.exists() or not path.stat().st_size:
        return sqlite_file.gone(path)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as opened:
            said = [str(each) for (each,) in opened.execute("PRAGMA integrity_check")]
            loose = opened.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.Error as fault:
        said, loose = [str(fault)], []
    if said == ["ok"] and not loose:
        return ""
    what = said[0] if said != ["ok"] else words.LOOSE_ROWS(len(loose))
    return f"{words.DAMAGED(known=sqlite_file.known(path))} ({path}: {what})"


def _ahead(watch: ledger.Watch) -> int:
    """How many events say that they happened later than now."""
    with watch.engine.connect() as connection:
        asked = sa.text("SELECT count(*) FROM events WHERE at_ms > :now")
        now = ledger.now_ms() + SKEW * 1000
        return int(connection.execute(asked, {"now": now}).scalar() or 0)


def _tokens() -> Iterator[Finding]:
    named = settings.current().watch_tokens
    if named is None:
        return
    try:
        many = len(tokens.tokens(countries.codes()))
    except ThreatsError as fault:
        yield Finding(True, str(fault))
        return
    if named.stat().st_mode & 0o077:
        mode = f"{stat.S_IMODE(named.stat().st_mode):04o}"
        yield Finding(True, words.LOOSE(path=named, mode=mode))
    yield Finding(False, words.TOKENS_READ(many))


def _deliveries() -> Iterator[Finding]:
    if settings.current().deliveries is None:
        return
    told = entries.current()
    yield from (Finding(True, each) for each in told.faults)
    if not setting.on():
        yield Finding(True, says.NOWHERE_KEPT())
    try:
        watch = ledger.current()
        queues = stands.queues(watch) if watch is not None else {}
    except (ThreatsError, ledger.SQLAlchemyError, OSError):
        return  # said already
    for name in told.entries.keys() & queues.keys():
        each = queues[name]
        if each.failures:
            yield Finding(True, says.FAILS(each.failures, entry=name, fault=each.fault))
    yield Finding(False, says.TOLD(len(told.entries)))
    ledger.close()


def _audit() -> Iterator[Finding]:
    file = audit.path()
    if file is None or not file.exists():
        return
    try:
        for _ in audit.entries(file):
            pass
    except ThreatsError as fault:
        yield Finding(True, str(fault))
