"""What was in force when a server, a table of roles or a file of tokens was last read; what differs
since is told to the record of actions. Values are kept as keyed hashes: some hold a password.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import settings
from security import audit
from security.audit import Action

NAME = "in-force.json"
SHOWN = (bool, int)  # values that are said; of others only that they changed
_ONE_AT_A_TIME = threading.Lock()


def settings_now() -> None:
    """At a server's start: a line for each setting that is another than at the last start, before
    the first one than where nothing is given.
    """
    given, usual = {}, {}
    for each in settings.ALL.values():
        given[each.variable] = getattr(settings.current(), each.name)
        usual[each.variable] = repr(each.default)
    said = {
        name: f"{name}={int(value)}" if isinstance(value, SHOWN) else name
        for name, value in given.items()
    }
    _told(Action.SETTING, {name: repr(value) for name, value in given.items()}, said, usual)


def table_now(what: str, content: bytes) -> None:
    """Whenever a table of rights was read: a line where it is another than the last time."""
    _told(Action.ROLE, {what: content.decode("latin-1")}, {what: what}, {})


def _told(
    action: Action, values: Mapping[str, str], said: Mapping[str, str], usual: Mapping[str, str]
) -> None:
    root = settings.current().store
    if root is None:
        return
    try:
        with _ONE_AT_A_TIME:
            kept = _read(root / NAME)
            key = kept.setdefault("key", secrets.token_hex(16))
            known = kept.setdefault("known", {})
            before = {name: _mark(key, value) for name, value in usual.items()} | known
            marks = {name: _mark(key, value) for name, value in values.items()}
            changed = [name for name, mark in marks.items() if before.get(name) != mark]
            for name in changed:
                audit.note(action, said[name], by="server")
            if changed:
                known.update(marks)
                _write(root / NAME, kept)
    except (OSError, audit.AuditError) as fault:
        logging.getLogger(__name__).error("What changed is not recorded: %s", fault)


def _mark(key: str, value: str) -> str:
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()


def _read(file: Path) -> dict[str, Any]:
    with suppress(FileNotFoundError, ValueError):
        found = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _write(file: Path, kept: Mapping[str, Any]) -> None:
    part = file.with_name(f"{NAME}.{secrets.token_hex(8)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        json.dump(kept, written)
    part.replace(file)
