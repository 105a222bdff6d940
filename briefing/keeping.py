"""A reader's own briefings: their views and words, never a figure; a small file each.

They are kept in the store under `briefings/`, without one in the user's data folder, each reader's
apart from those of others. Whoever sits before the machine, or at its command line, is one reader.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import settings
from briefing import views
from briefing.views import View
from data import files
from errors import ThreatsError
from languages.english import briefing_keeping as words
from security import reader
from security.roles import Right

FORMAT = 1  # of the file; raised when an older dashboard would read it wrongly
FOLDER = "briefings"
VIEWS = 60  # of one briefing
KEPT = 200  # briefings of one reader
TITLE = 200  # letters of a title, and of a subtitle
LARGEST = 1_000_000  # bytes of a file
NAME = re.compile(r"[a-z0-9-]{1,60}")
CODE = re.compile(r"[0-9A-Z-]{0,20}")


class KeepingError(ThreatsError):
    """A briefing cannot be kept or read; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """Views in their order under a title; `name` is its file's name, `seal` the code it was last
    sealed with.
    """

    name: str
    title: str
    subtitle: str = ""
    views: tuple[View, ...] = ()
    seal: str = ""


def root() -> Path:
    """The folder of all readers' briefings and of the seals."""
    return settings.kept() / FOLDER


def folder() -> Path:
    """The folder of this reader's own; ForbiddenError for one who may not make a briefing."""
    reader.require(Right.PRESENT)
    return root() / whose()


def whose() -> str:
    """What the folder of this reader is called: no name, and the same for the same person."""
    who = reader.current()
    here = who.subject in ("", reader.LOCAL.subject, reader.operator().subject)
    return "own" if here else hashlib.sha256(who.subject.encode()).hexdigest()[:32]


def names() -> list[tuple[str, str]]:
    """The name and title of each of the reader's own, by title; of one that is damaged its name
    stands for its title.
    """
    found = []
    for path in folder().glob("*.json"):
        if NAME.fullmatch(path.stem):
            try:
                found.append((path.stem, load(path.stem).title))
            except KeepingError:
                found.append((path.stem, path.stem))
    return sorted(found, key=lambda each: (each[1].casefold(), each[0]))


def load(name: str) -> Briefing:
    """One of the reader's own; KeepingError where there is none, or it is damaged."""
    try:
        with _path(name).open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as fault:
        raise KeepingError(words.NO_BRIEFING(name=name)) from fault
    except OSError as fault:
        raise KeepingError(words.CANNOT_OPEN(fault=fault.strerror or "")) from fault
    return replace(read(content), name=name)


def save(briefing: Briefing) -> None:
    """Keeps it in the place of what had its name; KeepingError where it is too large, or the disk
    does not take it.
    """
    path, content = _path(briefing.name), dump(briefing)
    read(content)  # what would not be read again is not kept
    try:
        files.private(path.parent)
        if not path.exists() and len([*path.parent.glob("*.json")]) >= KEPT:
            raise KeepingError(words.TOO_MANY_KEPT(most=KEPT))
        files.write(path, content)
    except OSError as fault:
        raise KeepingError(words.CANNOT_KEEP(fault=fault.strerror or "")) from fault


def delete(name: str) -> None:
    """Takes one away; nothing where there is none. What it was sealed as stays."""
    try:
        _path(name).unlink(missing_ok=True)
    except OSError as fault:
        raise KeepingError(words.CANNOT_KEEP(fault=fault.strerror or "")) from fault


def duplicate(name: str) -> Briefing:
    """A copy under a name of its own, kept; it is not sealed."""
    old = load(name)
    title = words.COPY(title=old.title)[:TITLE]
    new = replace(old, name=named(title), title=title, seal="")
    save(new)
    return new


def named(title: str) -> str:
    """A name that none of the reader's own has, as near to the title as letters allow."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "briefing"
    taken = {path.stem for path in folder().glob("*.json")}
    tried = (stem if at == 1 else f"{stem}-{at}" for at in range(1, KEPT + 2))
    return next(each for each in tried if each not in taken)


def dump(briefing: Briefing) -> bytes:
    """The briefing as one small JSON file, to be carried away; it holds no figure."""
    said = {
        "format": FORMAT,
        "briefing": briefing.name,
        "title": briefing.title,
        "subtitle": briefing.subtitle,
        "seal": briefing.seal,
        "views": [each.document() for each in briefing.views],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def read(content: bytes) -> Briefing:
    """A briefing out of its file, whoever wrote it; KeepingError says what is wrong with it."""
    if len(content) > LARGEST:
        raise _wrong(words.TOO_LARGE(most=LARGEST // 1000))
    try:
        raw = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as fault:
        raise _wrong(words.NO_JSON()) from fault
    if not isinstance(raw, dict) or not isinstance(raw.get("format"), int):
        raise _wrong(words.NO_JSON())
    if raw["format"] > FORMAT:
        raise _wrong(words.LATER(found=str(raw["format"]), known=str(FORMAT)))
    found = raw.get("views", [])
    if not isinstance(found, list):
        raise _wrong(words.NO_JSON())
    if len(found) > VIEWS:
        raise _wrong(words.TOO_MANY(n=len(found), most=VIEWS))
    title, subtitle = _line(raw, "title"), _line(raw, "subtitle")
    if not title:
        raise _wrong(words.NO_TITLE(most=TITLE))
    name, code = raw.get("briefing"), raw.get("seal", "")
    return Briefing(
        name=name if isinstance(name, str) and NAME.fullmatch(name) else "briefing",
        title=title,
        subtitle=subtitle,
        views=_alone(_view(each, at) for at, each in enumerate(found, 1)),
        seal=code if isinstance(code, str) and CODE.fullmatch(code) else "",
    )


def _line(raw: Mapping[str, Any], part: str) -> str:
    """A text of one line; line ends in it become spaces."""
    said = raw.get(part, "")
    if not isinstance(said, str) or len(said) > TITLE:
        raise _wrong(words.TOO_LONG(part=part, most=TITLE))
    return " ".join(said.split())


def _view(raw: object, at: int) -> View:
    if not isinstance(raw, dict):
        raise _wrong(words.NO_VIEW(at=at, part="form"))
    try:
        return views.read(raw)
    except ValueError as fault:
        raise _wrong(words.NO_VIEW(at=at, part=fault)) from fault


def _alone(found: Iterable[View]) -> tuple[View, ...]:
    """The views, of which no two have one id."""
    seen: dict[str, View] = {}
    for each in found:
        new = views.new() if each.id in seen else each.id
        seen[new] = replace(each, id=new)
    return tuple(seen.values())


def _wrong(why: str) -> KeepingError:
    return KeepingError(words.NO_FILE(why=why))


def _path(name: str) -> Path:
    """The file of this name, which leads nowhere else."""
    if not NAME.fullmatch(name):
        raise KeepingError(words.NO_NAME(name=repr(name[:80])))
    return folder() / f"{name}.json"
