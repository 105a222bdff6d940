"""A reader's own rules, what they were told and how much of it they saw: small files in a folder
each, beside their briefings.

They are kept in the store under `alerts/`, without one in the user's data folder. What a rule was
held against last (`known.json`) has figures in it, and no page shows it.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import settings
from briefing import keeping
from data import catalog, files
from data.alerts import owners, rules
from data.alerts.rules import Rule
from data.alerts.states import Line
from errors import ThreatsError
from languages.english import alerts as words
from security import reader
from security.roles import Right
from security.tlp import Tlp

if os.name == "posix":
    import fcntl

FOLDER = "alerts"
RULES, KNOWN, TOLD, SEEN = "rules.json", "known.json", "told.json", "seen.json"
MOST = 50  # rules of one reader
REMEMBERED = 500  # things told to one reader that are kept
LARGEST = 8_000_000  # bytes of a file
_ONE_AT_A_TIME = threading.Lock()


class AlertsError(ThreatsError):
    """Rules cannot be kept or read; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One alert: `key` is the same for the same change, `number` grows, `about` names its
    indicators or its source, `address` opens the view.
    """

    key: str
    number: int
    at: str
    rule: str
    asked: str
    address: str
    about: tuple[str, ...]
    mark: Tlp
    lines: tuple[Line, ...]

    @property
    def subject(self) -> str:
        """What it is about, in a few words."""
        first = self.lines[0].what
        return words.SUBJECT(len(self.lines), what=first if len(self.lines) < 2 else self.asked)

    @property
    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join([*map(str, self.lines), words.RULE(rule=self.asked)])

    def open(self) -> bool:
        """Whether who reads may be shown it now."""
        known = {*catalog.indicators(), *catalog.sources()}
        return self.mark <= reader.current().ceiling and known >= {*self.about}


def root() -> Path:
    """The folder of all readers' rules."""
    return settings.kept() / FOLDER


def folder() -> Path:
    """The folder of this reader's own; ForbiddenError for who may have none, AlertsError for who
    is not known again.
    """
    reader.require(Right.ALERTS)
    if not owners.may():
        raise AlertsError(words.NOT_KEPT_FOR())
    return root() / keeping.whose()


def held(where: Path | None = None) -> list[Rule]:
    """The rules of a folder, else of the reader's own, as they were made."""
    raw = _read((where or folder()) / RULES, [])
    try:
        return [rules.read(each) for each in raw]
    except (ValueError, TypeError) as fault:
        raise AlertsError(words.DAMAGED(fault=fault)) from fault


def add(rule: Rule) -> None:
    """Keeps a rule; AlertsError where there are too many, the same one, or no room."""
    with locked():
        there = held()
        if len(there) >= MOST:
            raise AlertsError(words.TOO_MANY(most=MOST))
        if any(replace(each, id=rule.id, made=rule.made) == rule for each in there):
            raise AlertsError(words.THERE())
        _write(folder() / RULES, [each.document() for each in [*there, rule]])
        owners.remember(folder())


def remove(name: str) -> None:
    """Takes a rule away; what it told stays."""
    with locked():
        there = held()
        _write(folder() / RULES, [each.document() for each in there if each.id != name])


def told(where: Path | None = None) -> list[Told]:
    """What was told of the rules in a folder, else of the reader's own: the newest first."""
    raw = _read((where or folder()) / TOLD, [])
    try:
        return [_told(each) for each in reversed(raw)]
    except (ValueError, TypeError, KeyError) as fault:
        raise AlertsError(words.DAMAGED(fault=fault)) from fault


def shown() -> list[Told]:
    """What the reader was told and may be shown now, the newest first."""
    return [each for each in told() if each.open()]


def seen() -> int:
    """The number of the last one that the reader saw."""
    return int(_read(folder() / SEEN, 0))


def unseen() -> int:
    """How many they did not see yet; 0 for who has no rules."""
    if not owners.may() or not (folder() / TOLD).exists():
        return 0
    last = seen()
    return sum(each.number > last for each in shown())


def see() -> None:
    """The reader saw all there is, unless they show their pages as a lower mark."""
    if not owners.may() or not folder().exists() or reader.current().shown is not None:
        return
    owners.remember(folder())
    last = max((each.number for each in told()), default=0)
    if last > seen():
        _write(folder() / SEEN, last)


def known(where: Path) -> dict[str, Any]:
    """What each rule was held against last, by its id."""
    found: dict[str, Any] = _read(where / KNOWN, {})
    return found


def remember(where: Path, states: Mapping[str, Any]) -> None:
    """Keeps what each rule was held against."""
    _write(where / KNOWN, dict(states))


def tell(where: Path, more: Sequence[Told]) -> None:
    """Adds to what was told; the oldest give way."""
    documents = [_document(each) for each in [*reversed(told(where)), *more]]
    _write(where / TOLD, documents[-REMEMBERED:])


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Within the block no other thread or process changes what is kept here."""
    with _ONE_AT_A_TIME:
        if os.name != "posix":
            yield
            return
        try:
            file = os.open(files.private(root()) / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as fault:
            raise AlertsError(words.CANNOT_KEEP(fault=fault.strerror or "")) from fault
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


def _document(each: Told) -> dict[str, Any]:
    return {**asdict(each), "mark": each.mark.value}


def _told(raw: Mapping[str, Any]) -> Told:
    said = {**raw, "about": tuple(raw["about"]), "mark": Tlp(raw["mark"])}
    return Told(**{**said, "lines": tuple(Line(**each) for each in raw["lines"])})


def _read(path: Path, none: Any) -> Any:
    """What stands in a file; `none` where there is no such file; AlertsError where it is none of
    ours.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ValueError("it is too large")
        found = json.loads(content)
        if type(found) is not type(none):
            raise ValueError("it is no such list")
        return found
    except FileNotFoundError:
        return none
    except (OSError, ValueError) as fault:
        raise AlertsError(words.DAMAGED(fault=fault)) from fault


def _write(path: Path, content: Any) -> None:
    try:
        files.private(path.parent)
        files.write(path, (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as fault:
        raise AlertsError(words.CANNOT_KEEP(fault=fault.strerror or "")) from fault
