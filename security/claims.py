"""Roles from what the provider says of a person: a table in a file, read anew when it changed.

[[role]]
claim = "realm_access.roles"  # a path into the claims; a list where a name holds a dot
value = "threats-analyst"     # what stands there, alone or in a list; "*" for anything
roles = ["viewer", "analyst"]
country = "THA"               # of a bureau
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import settings
from errors import ThreatsError
from security import in_force
from security.reader import Reader
from security.tlp import Role

COUNTRY = re.compile(r"[A-Z]{3}")


class RolesError(ThreatsError):
    """The table of roles cannot be read or makes no sense; names the file and the line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    claim: tuple[str, ...]
    value: str
    roles: frozenset[Role]
    country: str = ""

    def fits(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claims say what this line asks for."""
        found: Any = claims
        for name in self.claim:
            found = found.get(name) if isinstance(found, Mapping) else None
        values = found if isinstance(found, list) else [] if found is None else [found]
        return bool(values) if self.value == "*" else self.value in values


def reader(subject: str, claims: Mapping[str, Any]) -> Reader:
    """Who a person is here, as the table says at this moment; nobody who may read where no line
    fits. RolesError where there is no table, or it makes no sense.
    """
    lines = [each for each in _table() if each.fits(claims)]
    roles = frozenset[Role]().union(*(each.roles for each in lines))
    country = next((each.country for each in lines if each.country), "")
    return Reader(subject, roles, country)


def edition() -> str:
    """A name for the table as it stands, another one once it changed; empty where there is none."""
    file = settings.current().roles
    try:
        return "" if file is None else hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _table() -> tuple[Line, ...]:
    file = settings.current().roles
    if file is None:
        raise RolesError("THREATS_ROLES names no file: nobody has a role")
    try:
        written = file.stat()
        return _read(file, written.st_mtime_ns, written.st_size, written.st_ino)
    except OSError as fault:
        raise RolesError(f"THREATS_ROLES: {file.name}: {fault.strerror}") from fault


@lru_cache(maxsize=2)
def _read(file: Path, _written_ns: int, _size: int, _node: int) -> tuple[Line, ...]:
    try:
        text = file.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise RolesError(f"THREATS_ROLES: {file.name}: {fault}") from fault
    in_force.table_now("roles", text.encode())
    rows = raw.get("role", [])
    if raw.keys() - {"role"} or not isinstance(rows, list):
        raise RolesError(f"THREATS_ROLES: {file.name}: nothing but [[role]] stands in it")
    return tuple(_line(file.name, number, row) for number, row in enumerate(rows, start=1))


def _line(file: str, number: int, row: Any) -> Line:
    try:
        claim, value, country = row.pop("claim"), row.pop("value"), row.pop("country", "")
        path = tuple(claim.split(".")) if isinstance(claim, str) else tuple(claim)
        roles = frozenset(Role(each) for each in row.pop("roles"))
        if row:
            raise ValueError(f"{', '.join(row)} is unknown")
        if not all(isinstance(each, str) and each for each in (*path, value)) or not path:
            raise ValueError("claim and value are words")
        if (Role.BUREAU in roles) != bool(country) or (country and not COUNTRY.fullmatch(country)):
            raise ValueError("a bureau has a country's ISO 3166-1 alpha-3 code, and only a bureau")
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise RolesError(f"THREATS_ROLES: {file}: [[role]] number {number}: {fault}") from fault
    return Line(path, value, roles, country)
