"""The record of what was done here: a line an action, only ever added to, each with the hash of the
line before it.

A file of JSON lines in the store's folder, one chain for all processes. A line says who (a subject,
never a name), what (an id, never content) and under which mark. Without a store nothing is kept:
the lines go to the log.
"""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from typing import Any

import settings
from errors import ThreatsError
from security import reader
from security.tlp import Tlp

if os.name == "posix":
    import fcntl

NAME = "audit.jsonl"
REFUSALS = 60  # lines a minute and process about what was refused: strangers fill no disk
START = "0" * 64  # what stands before the first line
ID = re.compile(r"[A-Za-z0-9_.:=,-][A-Za-z0-9_.:=, -]{0,149}")  # what is no sentence and no address


class AuditError(ThreatsError):
    """The record cannot be written or does not hold; names the file and the line."""


@unique
class Action(StrEnum):
    """What is recorded."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    REFUSE = "refuse"
    IMPORT = "import"
    REMOVE = "remove"
    SHARE = "share"
    EXPORT = "export"
    PROPOSE = "propose"
    ANSWER = "answer"
    SETTING = "setting"
    ROLE = "role"
    BACKUP = "backup"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: `at` in UTC, `by` a subject, `what` an id, `refused` where it was not allowed."""

    number: int
    at: str
    action: str
    what: str
    by: str
    mark: str
    refused: bool
    previous: str
    hash: str


def path() -> Path | None:
    """Where the record is kept; None without a store."""
    store = settings.current().store
    return None if store is None else store / NAME


def note(
    action: Action,
    what: str,
    *,
    by: str | None = None,
    mark: Tlp = Tlp.CLEAR,
    refused: bool = False,
) -> None:
    """Adds a line. `what` is an id or an address, never what stands in it; `by` is the reader's
    subject where none is given. AuditError where the line cannot be kept.
    """
    if not ID.fullmatch(what):
        raise AuditError("what is recorded is an id, and no content")
    said = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "action": action.value,
        "what": what,
        "by": reader.current().subject if by is None else by,
        "mark": mark.value,
        "refused": refused,
    }
    file = path()
    if file is None:
        logging.getLogger(__name__).info("%s", json.dumps(said, ensure_ascii=True))
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _add(file, said)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "it is no record"  # never where it is
        raise AuditError(f"the record of actions cannot be written: {why}") from fault


def over(action: Action, what: str, *, by: str | None = None, refused: bool = False) -> None:
    """Adds a line about what nothing keeps from being so: somebody is out, or was not let in. One
    that cannot be kept is told in the log.
    """
    try:
        note(action, what, by=by, refused=refused)
    except AuditError as fault:
        logging.getLogger(__name__).error("%s", fault)


def refusal(what: str, *, by: str | None = None) -> None:
    """Adds a line about what was not allowed, as long as they are not too many."""
    if _refusals().one_more():
        over(Action.REFUSE, what, by=by, refused=True)


class _Refusals:
    """How many were told in this minute."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.since, self.told = 0.0, 0

    def one_more(self) -> bool:
        """Whether another may be told."""
        with self.lock:
            now = time.monotonic()
            if now - self.since > 60:
                self.since, self.told = now, 0
            self.told += 1
            return self.told <= REFUSALS


@cache
def _refusals() -> _Refusals:
    return _Refusals()


def entries(file: Path) -> Iterator[Entry]:
    """The lines in order; AuditError at the first that does not follow from the one before it."""
    previous, number = START, 0
    try:
        with file.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                found = json.loads(line)
                digest = found.pop("hash")
                if not line.endswith("\n") or found["number"] != number:
                    raise ValueError("the line is cut off or out of its place")
                if found["previous"] != previous or _hash(found) != digest:
                    raise ValueError("it was changed, or a line before it is missing")
                yield Entry(**found, hash=digest)
                previous = digest
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise AuditError(f"{file.name}, line {max(number, 1)}: {fault}") from fault


def _add(file: Path, said: dict[str, Any]) -> None:
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.name == "posix":
            fcntl.flock(handle, fcntl.LOCK_EX)  # until the handle is closed
        number, previous = _last(handle)
        said = {"number": number + 1, **said, "previous": previous}
        line = (json.dumps({**said, "hash": _hash(said)}, ensure_ascii=True) + "\n").encode()
        begun = os.fstat(handle).st_size
        if os.write(handle, line) < len(line):  # a disk that is all but full takes a part of it
            os.ftruncate(handle, begun)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(handle)
    finally:
        os.close(handle)


def _last(handle: int) -> tuple[int, str]:
    """Number and hash of the last line; a line cut off by a crash is taken away: it was never
    answered for.
    """
    size = os.fstat(handle).st_size
    back = min(size, 65_536)
    tail = os.pread(handle, back, size - back)
    if tail and not tail.endswith(b"\n"):
        whole = tail.rfind(b"\n") + 1
        os.ftruncate(handle, size - back + whole)
        tail = tail[:whole]
    if not tail:
        return 0, START
    found = json.loads(tail.splitlines()[-1])
    return int(found["number"]), str(found["hash"])


def _hash(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
