"""A briefing sealed: the versions of its sources kept for as long as the seal is, the deck worked
out from them kept with it, and a short code that names both.

`briefings/seals/CODE/` in the store holds `figures/`, a store of its own, `seal.json` with what
the code is the hash of, `deck.json`, and each presenter's notes, which are no part of what is
sealed. The code is 60 bits of SHA-256 over versions, views and deck in Crockford's base32.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import languages
from briefing import canonical, keeping, views, working
from briefing.content import Deck
from briefing.keeping import Briefing
from briefing.views import View
from data import catalog, files, integrity, store, today
from errors import ThreatsError
from languages.english import seal as words
from security import audit, reader
from security.roles import Right
from security.tlp import Tlp

FORMAT = 1
FOLDER = "seals"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LENGTH = 12
HASHED = ("versions", "views", "deck")  # what the code is the hash of
EARLIER = "earlier.json"  # beside them: what newer figures revised of the seals before
_MEANT = str.maketrans("OIL", "011")


class SealError(ThreatsError):
    """A briefing cannot be sealed, or a seal not opened; says why."""


class BrokenSealError(SealError):
    """What a seal names is not what was sealed."""


class UnknownSealError(SealError):
    """There is no such seal here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What a seal names: the deck as it was worked out, from which versions (by source), of which
    views. `code` is as it is shown, in groups of four.
    """

    code: str
    deck: Deck
    versions: Mapping[str, str]
    views: tuple[View, ...]
    folder: Path

    def of(self, briefing: Briefing) -> bool:
        """Whether it is this briefing as it is now: nothing was changed in it since."""
        same = (self.deck.title, self.deck.subtitle) == (briefing.title, briefing.subtitle)
        return same and self.views == briefing.views

    @contextlib.contextmanager
    def figures(self) -> Iterator[store.Store]:
        """The figures it pinned, and the day of its sealing, for all that is asked within the
        block; StoreError where a file of them is not what was sealed.
        """
        day = date.fromisoformat(self.deck.made)
        spoken = languages.spoken(self.deck.language)
        with store.alone(self.folder / "figures") as opened, today.using(day), spoken:
            yield opened


def seal(briefing: Briefing) -> Sealed:
    """Pins what is in force, works the deck out from that alone, as the reader may see it, and
    names it. The same views, words, figures and day have the same code. The briefing is not saved:
    `earlier.sealed` does that too. SealError or StoreError where it cannot be.
    """
    reader.require(Right.PRESENT)
    if not briefing.views:
        raise SealError(words.EMPTY())
    root = keeping.root() / FOLDER
    try:
        files.private(root)
        part = Path(tempfile.mkdtemp(dir=root, prefix=".", suffix=".part"))
    except OSError as fault:
        raise SealError(words.CANNOT_SEAL(fault=fault.strerror or "")) from fault
    try:
        return _sealed(briefing, root, part)
    except OSError as fault:
        raise SealError(words.CANNOT_SEAL(fault=fault.strerror or "")) from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sealed(briefing: Briefing, root: Path, part: Path) -> Sealed:
    made = today.current()
    with store.held(), today.using(made), contextlib.ExitStack() as inside:
        asked = sources(briefing.views)
        pinned = store.pin(part / "figures", asked)
        if asked is None and {*pinned} != {*store.whole().versions}:
            inside.enter_context(store.alone(part / "figures"))
        seen = store.current().versions
        versions = {name: seen[name].version for name in pinned if name in seen}
        plain = working.deck(
            briefing.views,
            name=briefing.name,
            title=briefing.title,
            subtitle=briefing.subtitle,
            made=made.isoformat(),
        )
    said = _said(versions, briefing.views, canonical.digest(plain))
    code = code_of(said)
    folder = root / plain_code(code)
    audit.note(audit.Action.EXPORT, f"briefing {code}", mark=Tlp(plain.marking))
    _write(part / "seal.json", {"format": FORMAT, "code": code, **said})
    _write(part / "deck.json", canonical.document(_without_notes(plain)))
    with contextlib.suppress(OSError):  # one that says the same is there already
        part.rename(folder)
    if not (folder / "seal.json").is_file():
        raise SealError(words.CANNOT_SEAL(fault=folder.name))
    notes = {each.id: each.notes for each in plain.slides if each.notes}
    _write(folder / f"notes-{keeping.whose()}.json", notes)
    return sealed(code)


def _said(versions: Mapping[str, str], kept: Sequence[View], deck: str) -> dict[str, Any]:
    """What a code is the hash of."""
    plain = [{**each.document(), "notes": ""} for each in kept]
    return {"versions": dict(versions), "views": plain, "deck": deck}


def code_of(said: Mapping[str, Any]) -> str:
    """The code of versions, views and the hash of a deck, as it is shown."""
    whole = canonical.written({name: said[name] for name in HASHED})
    number = int.from_bytes(hashlib.sha256(whole.encode("ascii")).digest()) >> (256 - 5 * LENGTH)
    found = "".join(ALPHABET[number >> 5 * at & 31] for at in reversed(range(LENGTH)))
    return "-".join(found[at : at + 4] for at in range(0, LENGTH, 4))


def plain_code(code: str) -> str:
    """A code without its hyphens, however somebody wrote it; SealError where it is none."""
    found = re.sub(r"[\s-]", "", code.upper()).translate(_MEANT)
    if len(found) != LENGTH or not {*found} <= {*ALPHABET}:
        raise SealError(words.NO_CODE(code=repr(code[:40])))
    return found


def sources(kept: Sequence[View]) -> frozenset[str] | None:
    """The sources that views ask; None where one of them asks all."""
    abouts = [views.asked(each.address).about for each in kept]
    found = [each.source for each in abouts if each is not None]
    return frozenset(found) if len(found) == len(abouts) else None


def sealed(code: str) -> Sealed:
    """What a seal names, with the reader's own notes; UnknownSealError where there is none, or none
    for this reader to know of; SealError where it is not what was sealed.
    """
    plain = plain_code(code)
    shown = "-".join(plain[at : at + 4] for at in range(0, LENGTH, 4))
    folder = keeping.root() / FOLDER / plain
    try:
        said, raw = _read(folder / "seal.json"), _read(folder / "deck.json")
        deck = canonical.deck({name: each for name, each in raw.items() if name != integrity.SEAL})
        found = tuple(map(views.read, said["views"]))
        if code_of(said) != shown or canonical.digest(deck) != said["deck"]:
            raise ValueError(folder.name)
        marking = Tlp(deck.marking)
    except FileNotFoundError as fault:
        raise UnknownSealError(words.NO_SEAL(code=shown)) from fault
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BrokenSealError(words.BROKEN(code=shown, fault=fault)) from fault
    if marking > reader.current().ceiling:
        raise SealError(words.NOT_YOURS(code=shown))
    notes = _notes(folder)
    slides = tuple(replace(each, seal=shown, notes=notes.get(each.id, "")) for each in deck.slides)
    evidence = canonical.written({name: said[name] for name in HASHED})
    made = Sealed(
        code=shown,
        deck=replace(deck, slides=slides, seal=shown, evidence=evidence, earlier=_earlier(folder)),
        versions=said["versions"],
        views=tuple(replace(each, notes=notes.get(each.id, "")) for each in found),
        folder=folder,
    )
    _own(made)
    return made


def open_(code: str) -> Deck:
    """The deck as it was sealed; as `sealed`."""
    return sealed(code).deck


def recomputed(made: Sealed) -> Deck:
    """The deck worked out anew from the figures it pinned: the same, in the release it was sealed
    in.
    """
    with made.figures():
        return working.deck(
            made.views,
            name=made.deck.name,
            title=made.deck.title,
            subtitle=made.deck.subtitle,
            seal=made.code,
            made=made.deck.made,
        )


def newer(made: Sealed) -> tuple[str, ...]:
    """The sources cited in the deck of which newer figures are in force."""
    cited = {each.id: each.version for slide in made.deck.slides for each in slide.sources}
    now = store.current().versions
    return tuple(
        name for name, version in cited.items() if name in now and now[name].version != version
    )


def delete(code: str) -> None:
    """Lets go of what a seal pinned; ForbiddenError for one who may not present."""
    reader.require(Right.PRESENT)
    made = sealed(code)
    audit.note(audit.Action.REMOVE, f"briefing {made.code}", mark=Tlp(made.deck.marking))
    shutil.rmtree(made.folder)


def _own(made: Sealed) -> None:
    """UnknownSealError where a view is of a table that the reader may not know of."""
    asked = {
        name
        for each in made.views
        for name in parse_qs(urlsplit(each.address).query).get("indicator", ())
        if name.partition(".")[0] == catalog.own().name
    }
    if asked:
        with made.figures():
            known = asked <= catalog.indicators().keys()
        if not known:
            raise UnknownSealError(words.NO_SEAL(code=made.code))


def _without_notes(deck: Deck) -> Deck:
    return replace(deck, slides=tuple(replace(each, notes="") for each in deck.slides))


def _notes(folder: Path) -> Mapping[str, str]:
    try:
        return _read(folder / f"notes-{keeping.whose()}.json")
    except (OSError, ValueError):
        return {}


def _earlier(folder: Path) -> str:
    """What the briefing was sealed as before, as `briefing.earlier` wrote it."""
    try:
        return canonical.written(_read(folder / EARLIER)["seals"])
    except (OSError, ValueError, KeyError):
        return ""


def _write(path: Path, document: Mapping[str, Any]) -> None:
    files.write(path, integrity.sealed(document))


def _read(path: Path) -> dict[str, Any]:
    return integrity.unsealed(path.read_bytes())
