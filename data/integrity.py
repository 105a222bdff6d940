"""Whether a file is what was written: its SHA-256, and documents that carry their own."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from data.caching import remembered
from errors import ThreatsError
from languages.english import integrity as words

SEAL = "digest"  # the entry of a document that holds the SHA-256 of all others
# a version's files are called by the beginning of their SHA-256
_NAMED = re.compile(r"(?:\.cube-([0-9a-f]{6})|-([0-9a-f]{10}))\.parquet$")
State = tuple[int, int, int, int]


class TouchedError(ThreatsError):
    """A file is not what was written; says which."""


def state(path: Path) -> State | None:
    """What changes when a file is written to or replaced; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def digest(path: Path) -> str:
    """The SHA-256 of a file, worked out once for each state of it; OSError where it cannot be
    read.
    """
    return _digest(path, state(path))


@remembered(8192, words=False)
def _digest(path: Path, _: State | None) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget() -> None:
    """Lets every file be read anew, whatever its state says."""
    _digest.cache_clear()  # type: ignore[attr-defined]  # as lru_cache's own


def check(path: Path, wanted: str = "") -> None:
    """TouchedError where a file has not the SHA-256 that was written down, or not the one its name
    begins with; OSError where it cannot be read.
    """
    named = _NAMED.search(path.name)
    begins = (named[1] or named[2]) if named else ""
    if not wanted and not begins:
        return
    found = digest(path)
    if not found.startswith(begins) or wanted not in ("", found):
        raise TouchedError(words.TOUCHED(path=path))


def touched(path: Path) -> bool:
    """Whether a file is there and is not what its name says."""
    try:
        check(path)
    except TouchedError:
        return True
    except OSError:
        return False
    return False


def _sum(document: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in document.items() if name != SEAL}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()


def sealed(document: Mapping[str, Any]) -> bytes:
    """The document as JSON, with the SHA-256 of its content."""
    whole = {**document, SEAL: _sum(document)}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def unsealed(content: bytes) -> dict[str, Any]:
    """The document again; ValueError where it is no JSON object or not what was written. One that
    was never sealed is taken as it is.
    """
    document = json.loads(content.decode("utf-8"))
    if not isinstance(document, dict):
        raise ValueError(words.NO_DOCUMENT())  # what is read is wrong, not a call
    if SEAL in document and document[SEAL] != _sum(document):
        raise TouchedError(words.CHANGED())
    return document
