"""Groups of countries, such as ASEAN or Western Africa, and who belonged to them on a day.

Members of organisations come from `groups.csv`, regions of the United Nations from the table of
countries, and a reader's own from the file that THREATS_GROUPS names, a line each:
`NEIGHBOURS, Our neighbours, MYS SGP TLS`.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

import settings
from data import today
from data.geography import countries
from errors import ThreatsError
from languages import current, translated
from languages.english import geography as words

NAMES = Path(__file__).parent / "group_names.csv"
MEMBERS = Path(__file__).parent / "groups.csv"
M49 = "United Nations Statistics Division, Standard country or area codes (M49) (grade B)"
KINDS = ("organisation", "list", "region", "subregion", "own")


class GroupError(ThreatsError):
    """The file of own groups says something that makes no sense; names file, line and value."""


@dataclass(frozen=True, slots=True)
class Member:
    """One stay of a country in a group. Dates stay as exact as they are known (`1984`, `2018-09`);
    blank: not known when it came, or still in it.
    """

    country: str
    since: str = ""
    until: str = ""
    cited: str = ""

    def on(self, day: date) -> bool:
        """Whether it was in the group on this day, as far as the dates tell: from the first day
        they can mean to the last.
        """
        begun = not self.since or _first(self.since) <= day
        return begun and (not self.until or day < _last(self.until))


@dataclass(frozen=True, slots=True)
class Group:
    """A group of countries: its id as in the address (`ASEAN`), kind, name, what to know of it."""

    id: str
    kind: str
    name: str
    note: str
    stays: tuple[Member, ...]

    def members(self, on: date | None = None) -> frozenset[str]:
        """The codes of its members on a day, today without one."""
        return _members(self.stays, on or today.current())

    @property
    def short(self) -> str:
        """How it is called where room is short: `ASEAN`, else its name."""
        spelt = (
            self.id.isalnum() and len(self.id) <= 7 and not self.name.upper().startswith(self.id)
        )
        return self.id if spelt and self.kind in ("organisation", "list") else self.name

    @property
    def dated(self) -> bool:
        """True where it is known of every member since when."""
        return self.kind not in ("organisation", "list") or all(each.since for each in self.stays)


@lru_cache(maxsize=1024)
def _members(stays: tuple[Member, ...], day: date) -> frozenset[str]:
    return frozenset(each.country for each in stays if each.on(day))


def groups() -> Mapping[str, Group]:
    """Every group by its id, with names and notes in the language spoken."""
    path = settings.current().groups
    if path is None:
        return _spoken(current(), None, 0)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as fault:
        said = words.GROUPS_UNREADABLE(file=path.name, fault=fault.__class__.__name__)
        raise GroupError(said) from fault
    return _spoken(current(), path, changed)


@lru_cache(maxsize=16)
def _spoken(_language: str, path: Path | None, changed: int) -> Mapping[str, Group]:
    """As `groups`, worked out once for a language and a state of a reader's own file."""
    known = _shipped() if path is None else _shipped() | _own(path, changed)
    return MappingProxyType(
        {
            key: (
                each
                if each.kind == "own"
                else Group(key, each.kind, translated(each.name), translated(each.note), each.stays)
            )
            for key, each in known.items()
        }
    )


def members(group: str, on: date | None = None) -> frozenset[str]:
    """The codes of a group's members on a day, today without one; KeyError without such a group."""
    return groups()[group].members(on)


def of_country(iso3: str, on: date | None = None) -> tuple[Group, ...]:
    """The groups a country belongs to on a day."""
    return tuple(each for each in groups().values() if iso3 in each.members(on))


def _first(text: str) -> date:
    """The first day a date can mean."""
    return date.fromisoformat(f"{text}-01-01"[:10])


def _last(text: str) -> date:
    """The last day a date can mean."""
    first = _first(text)
    if len(text) == 4:
        return date(first.year, 12, 31)
    last = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=last) if len(text) == 7 else first


@cache
def _shipped() -> dict[str, Group]:
    stays: dict[str, list[Member]] = {}
    for row in _rows(MEMBERS):
        stays.setdefault(row["group"], []).append(
            Member(row["iso3"], row["from"], row["to"], row["cited"])
        )
    found = {
        row["group"]: Group(
            row["group"], row["kind"], row["name"], row["note"], tuple(stays[row["group"]])
        )
        for row in _rows(NAMES)
    }
    listed = countries.table()
    for kind in ("region", "subregion"):
        for name, part in sorted(listed.groupby(kind)["iso3"]):
            if name:
                key = re.sub(r"[^A-Z]+", "_", name.upper())
                codes = tuple(Member(code, cited=M49) for code in sorted(part))
                found.setdefault(key, Group(key, kind, name, "", codes))
    return found


@lru_cache(maxsize=4)
def _own(path: Path, _changed: int) -> dict[str, Group]:
    """The groups of a reader's own file: id, name, codes, parted by commas; `#` begins a remark."""
    found: dict[str, Group] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as fault:
        raise GroupError(words.GROUPS_NOT_TEXT(file=path.name)) from fault
    for number, line in enumerate(lines, 1):
        where = {"file": path.name, "row": str(number)}
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        parts = [part.strip() for part in line.split(",", 2)]
        if len(parts) != 3 or not all(parts):
            raise GroupError(words.GROUP_NOT_WHOLE(**where, value=repr(line[:60])))
        key, name, codes = parts
        if not re.fullmatch(r"[A-Z][A-Z0-9_]{1,39}", key) or key in found or key in _shipped():
            raise GroupError(words.GROUP_NO_ID(**where, value=repr(key[:40])))
        stays = []
        for word in codes.replace(",", " ").split():
            if word not in countries.codes():
                raise GroupError(words.GROUP_NO_COUNTRY(**where, value=repr(word[:40])))
            stays.append(Member(word))
        found[key] = Group(key, "own", name, "", tuple(dict.fromkeys(stays)))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
