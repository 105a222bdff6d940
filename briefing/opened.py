"""Decks that a reader opened to present: their two files, for a day, at an address nobody guesses.

The audience's file never holds a note; the presenter's lies beside it. Any process of a server
finds them.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from briefing import html, keeping
from briefing.content import Deck
from data import files

FOLDER = "opened"
LASTS = 86_400.0  # seconds
KEY = re.compile(r"[A-Za-z0-9_-]{43}")


def put(deck: Deck) -> str:
    """The key of a deck's two files, which are written; those of yesterday go."""
    here = _folder()
    files.private(here)
    for old in here.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > LASTS:
                shutil.rmtree(old)
    key = secrets.token_urlsafe(32)
    files.private(here / key)
    files.write(here / key / html.AUDIENCE, html.dump(deck).encode())
    files.write(here / key / html.PRESENTER, html.dump(deck, notes=True).encode())
    return key


def get(key: str, name: str) -> bytes | None:
    """One of the two files; None where there is none, or no longer."""
    if not KEY.fullmatch(key) or name not in (html.AUDIENCE, html.PRESENTER):
        return None
    path = _folder() / key / name
    try:
        return path.read_bytes() if time.time() - path.stat().st_mtime <= LASTS else None
    except OSError:
        return None


def _folder() -> Path:
    return keeping.root() / FOLDER
