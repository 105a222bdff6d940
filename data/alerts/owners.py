"""Whose the rules of a folder are, and what their owner may read at this moment, nobody being
there to ask.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from data import files, today
from data.geography import countries
from security import claims, reader, tokens
from security.reader import LOCAL, Reader
from security.roles import Right
from security.tlp import Role

FILE = "owner.json"
SESSION = "session-"  # what the subject of who is known for one session begins with
TRUSTED = timedelta(days=30)  # for which what a sign-in said of a person holds


@dataclass(frozen=True, slots=True)
class Owner:
    """`table` names the table of roles by which somebody who signed in had these; `seen` is the day
    they were here last.
    """

    subject: str
    roles: tuple[str, ...]
    country: str
    table: str
    seen: str


def may() -> bool:
    """Whether rules can be kept for who reads: they have the right, and come back as the same."""
    who = reader.current()
    return who.may(Right.ALERTS) and bool(who.subject) and not who.subject.startswith(SESSION)


def remember(folder: Path) -> None:
    """Notes in their folder who reads, and what they are now."""
    who = reader.current()
    said = Owner(
        LOCAL.subject if _here(who.subject) else who.subject,
        tuple(sorted(each.value for each in who.roles)),
        who.country,
        claims.edition(),
        today.current().isoformat(),
    )
    if _read(folder) != said:
        document = {name: getattr(said, name) for name in Owner.__slots__}
        files.write(files.private(folder) / FILE, json.dumps(document).encode())


def of(folder: Path) -> Reader | None:
    """Who the owner of a folder is at this moment; None where that cannot be told until they come
    again: their token is gone, the roles were changed, or they have not been here for long.
    """
    said = _read(folder)
    if said is None:
        return None
    if said.subject == LOCAL.subject:
        return LOCAL
    if said.subject.startswith(tokens.SUBJECT):
        return tokens.named(said.subject, countries.codes())
    if said.table != claims.edition():
        return None
    if today.current() - date.fromisoformat(said.seen) > TRUSTED:
        return None
    return Reader(said.subject, frozenset(map(Role, said.roles)), said.country)


def _here(subject: str) -> bool:
    return subject in (LOCAL.subject, reader.operator().subject)


def _read(folder: Path) -> Owner | None:
    try:
        raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Owner(**{**raw, "roles": tuple(raw["roles"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
