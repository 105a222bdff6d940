"""Who is signed in: a row a sign-in, in a file of the store that all processes of a server share.

The browser has a random number; the row is found by its hash, and what the provider said of the
person is sealed with a key made of it: who reads the file alone learns neither. A row ends when it
is signed out, from here or by the provider, when nobody used it for a while, or when it is old.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import settings
from errors import ThreatsError

FILE, KEY = "sessions.sqlite", "subjects.key"
TOUCHED = 15.0  # seconds between two notes that a row is in use
AHEAD = 300.0  # seconds by which another machine's clock may be before this one's
HEARD = 3600.0  # seconds for which a provider's word to sign out is known again
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, sid TEXT NOT NULL, said BLOB NOT NULL,
    begun REAL NOT NULL, seen REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_of ON sessions (subject);
CREATE TABLE IF NOT EXISTS heard (id TEXT PRIMARY KEY, at REAL NOT NULL) WITHOUT ROWID;
"""


class SessionError(ThreatsError):
    """Sign-ins cannot be kept; says why."""


@dataclass(frozen=True, slots=True)
class Session:
    """A sign-in that holds: `subject` is the same for the same person and no name; `claims` are
    what the provider said, `id_token` how it said so.
    """

    subject: str
    claims: Mapping[str, Any]
    id_token: str


def begin(claims: Mapping[str, Any], id_token: str = "") -> str:
    """A new row for whom the provider named; the number that their browser shows from now on.
    SessionError where it cannot be kept.
    """
    number, now = secrets.token_urlsafe(32), time.time()
    issuer = str(claims["iss"])
    said = json.dumps({"claims": dict(claims), "id_token": id_token}, default=str)
    row = (
        _found_by(number),
        subject(issuer, str(claims["sub"])),
        subject(issuer, str(claims["sid"])) if claims.get("sid") else "",
        _seal(number).encrypt(said.encode()),
        now,
        now,
    )
    with _Kept() as kept:
        kept.execute("DELETE FROM sessions WHERE begun < ?", (now - _longest(),))
        kept.execute("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)", row)
    return number


def of(number: str, used: bool = True) -> Session | None:
    """The sign-in of this number; None where there is none, or it has ended. `used` notes that it
    is in use. SessionError where nobody can tell.
    """
    if not number:
        return None
    now, row_id = time.time(), _found_by(number)
    with _Kept() as kept:
        row = kept.execute(
            "SELECT said, begun, seen FROM sessions WHERE id = ?", (row_id,)
        ).fetchone()
        if row is None:
            return None
        sealed, begun, seen = row
        idle = settings.current().sign_in_idle * 60
        # a clock that was set back lets nobody stay for longer
        if not -AHEAD < now - begun <= _longest() or not -AHEAD < now - seen <= idle:
            kept.execute("DELETE FROM sessions WHERE id = ?", (row_id,))
            return None
    if used and abs(now - seen) > TOUCHED:
        with suppress(SessionError), _Kept() as kept:  # on a full disk it ends as if not used
            kept.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, row_id))
    return _opened(number, sealed)


def end(number: str) -> None:
    """Ends one sign-in."""
    with _Kept() as kept:
        kept.execute("DELETE FROM sessions WHERE id = ?", (_found_by(number),))


def end_all(issuer: str, sub: str, sid: str = "") -> int:
    """Ends all sign-ins of a person, or the provider's one session of them; how many."""
    column, value = ("sid", sid) if sid else ("subject", sub)
    with _Kept() as kept:
        return kept.execute(
            f"DELETE FROM sessions WHERE {column} = ?", (subject(issuer, value),)
        ).rowcount


def first_time(word: str) -> bool:
    """Whether a word of the provider, by its id, is heard for the first time."""
    now = time.time()
    with _Kept() as kept:
        kept.execute("DELETE FROM heard WHERE at < ?", (now - HEARD,))
        found = kept.execute("INSERT OR IGNORE INTO heard VALUES (?, ?)", (_found_by(word), now))
        return found.rowcount == 1


def subject(issuer: str, sub: str) -> str:
    """What a person is called here: the same each time, and nobody learns from it who they are."""
    word = json.dumps([issuer, sub]).encode()
    return "person-" + hmac.new(_key(), word, hashlib.sha256).hexdigest()[:32]


def _opened(number: str, sealed: bytes) -> Session:
    from cryptography.fernet import InvalidToken

    try:
        said = json.loads(_seal(number).decrypt(sealed))
    except InvalidToken as fault:
        raise SessionError(f"{FILE}: a row was changed") from fault
    claims = said["claims"]
    return Session(subject(str(claims["iss"]), str(claims["sub"])), claims, said["id_token"])


def _longest() -> float:
    return settings.current().sign_in_hours * 3600


def _found_by(number: str) -> str:
    return hashlib.sha256(f"row {number}".encode()).hexdigest()


def _seal(number: str) -> Any:
    from cryptography.fernet import Fernet

    return Fernet(urlsafe_b64encode(hashlib.sha256(f"seal {number}".encode()).digest()))


def _folder() -> Path:
    store = settings.current().store
    if store is None:
        raise SessionError("sign-ins are kept in the store: THREATS_STORE names its folder")
    return store


def _key() -> bytes:
    """The store's own key, made once."""
    file = _folder() / KEY
    with suppress(FileNotFoundError):
        return _read(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        own = file.with_name(f"{KEY}.{secrets.token_hex(8)}")
        handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as written:
            written.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(own, file)  # whole, and the first one wins
        own.unlink()
    except OSError as fault:
        raise SessionError(f"{KEY} cannot be made: {fault.strerror}") from fault
    return _read(file)


def _read(file: Path) -> bytes:
    key = file.read_bytes()
    if len(key) != 32:
        raise SessionError(f"{KEY} is not whole")
    return key


class _Kept:
    """The file, open to one thread: a block is a transaction."""

    _open = threading.local()

    def __enter__(self) -> sqlite3.Connection:
        try:
            self.line = self._line(_folder() / FILE)
        except (sqlite3.Error, OSError) as fault:
            raise SessionError(f"{FILE}: {fault}") from fault
        return self.line

    def __exit__(self, kind: type[BaseException] | None, fault: Any, _: Any) -> None:
        try:
            self.line.rollback() if kind else self.line.commit()
        except sqlite3.Error as late:
            fault = late
        if isinstance(fault, sqlite3.Error):
            self._open.__dict__.clear()
            raise SessionError(f"{FILE}: {fault}") from fault

    def _line(self, file: Path) -> sqlite3.Connection:
        known: tuple[Path, sqlite3.Connection] | None = getattr(self._open, "known", None)
        if known is not None and known[0] == file:
            return known[1]
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
        line = sqlite3.connect(file, timeout=2.0)
        line.execute("PRAGMA journal_mode = WAL")
        line.executescript(_SCHEMA)
        self._open.known = (file, line)
        return line
