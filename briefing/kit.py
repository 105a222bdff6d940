"""A kit for a closed room: a folder with a briefing in every format, its figures as CSV, and a
signed manifest by which anybody can tell, without a network, that nobody touched it.

`manifest.json` has the seal, marking and day of the briefing and of each file its length and
SHA-256; the signature (Ed25519) is of that as canonical JSON. A kit is written whole or not at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefing import canonical, html, pdf, pptx, signing, tables
from briefing.content import Deck
from briefing.progress import Progress, quiet
from data import files
from errors import ThreatsError
from languages.english import briefing_kit as words
from security import audit, reader
from security.roles import Right
from security.tlp import Tlp

FORMAT = 1
MANIFEST = "manifest.json"
SIGNATURE = "signature"
FIGURES = "figures"
LARGEST = 8_000_000  # bytes of a manifest that is read
SAID = 5  # faults that a refusal names


class KitError(ThreatsError):
    """A kit cannot be written, or was touched since; says why, and which file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit as its manifest says; `fingerprint` is that of the key it is signed with."""

    folder: Path
    title: str
    seal: str
    marking: str
    made: str
    fingerprint: str
    files: tuple[str, ...]


def write(
    deck: Deck,
    folder: Path,
    *,
    template: Path | None = None,
    notes: bool = True,
    progress: Progress = quiet,
) -> Kit:
    """Writes the kit of a deck as a new folder; without `notes` it holds none.

    KitError where that cannot be: the folder is there, the disk does not take it, or the deck bears
    a mark above the reader's. ForbiddenError for one who may not present.
    """
    reader.require(Right.PRESENT)
    if Tlp(deck.marking) > reader.current().ceiling:
        raise KitError(words.NOT_SHOWN())
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise KitError(words.THERE(folder=folder))
    try:
        key = signing.own()
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".part"))
        try:
            made = _filled(part, deck, template, notes, progress)
            public = key.public_key().public_bytes_raw()
            manifest = _manifest(deck, made, public)
            signature = key.sign(_signed(manifest))
            manifest[SIGNATURE] = base64.b64encode(signature).decode("ascii")
            text = json.dumps(manifest, ensure_ascii=False, indent=1)
            files.write(part / MANIFEST, f"{text}\n".encode())
            audit.note(audit.Action.EXPORT, f"kit {deck.seal}", mark=Tlp(deck.marking))
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as fault:
        raise KitError(words.CANNOT_WRITE(fault=fault.strerror or fault)) from fault
    return _kit(folder, manifest)


def _filled(
    part: Path, deck: Deck, template: Path | None, notes: bool, progress: Progress
) -> Mapping[str, tuple[int, str]]:
    """Writes every file but the manifest; the length and SHA-256 of each."""
    steps: dict[str, Callable[[Progress], bytes]] = {
        html.AUDIENCE: lambda more: html.dump(deck, progress=more).encode(),
        "slides.pptx": lambda more: pptx.dump(deck, template=template, notes=notes, progress=more),
        "slides.pdf": lambda more: pdf.slides(deck, progress=more),
        "brief.pdf": lambda more: pdf.brief(deck, progress=more),
    }
    if notes:
        steps[html.PRESENTER] = lambda more: html.dump(deck, notes=True, progress=more).encode()
    made = {}
    for at, (name, work) in enumerate(steps.items()):
        made[name] = _written(part / name, work(_within(progress, at, len(steps) + 1, name)))
    (part / FIGURES).mkdir(mode=0o700)
    progress(100 * len(steps), 100 * (len(steps) + 1), words.WORKING(what=FIGURES))
    for name, content in tables.files(deck).items():
        made[f"{FIGURES}/{name}"] = _written(part / FIGURES / name, content)
    progress(100 * (len(steps) + 1), 100 * (len(steps) + 1), words.WORKING(what=MANIFEST))
    return made


def _within(progress: Progress, at: int, steps: int, name: str) -> Progress:
    """The progress of one of several steps as a part of the whole, in hundredths of a step."""
    said = words.WORKING(what=name)

    def tell(done: int, total: int, _: str) -> None:
        progress(100 * at + 100 * done // max(1, total), 100 * steps, said)

    tell(0, 1, name)
    return tell


def _written(path: Path, content: bytes) -> tuple[int, str]:
    files.write(path, content)
    return len(content), hashlib.sha256(content).hexdigest()


def _manifest(deck: Deck, made: Mapping[str, tuple[int, str]], public: bytes) -> dict[str, Any]:
    cited = {each.id: each for slide in deck.slides for each in slide.sources}
    return {
        "format": FORMAT,
        "title": deck.title,
        "seal": deck.seal,
        "marking": deck.marking,
        "made": deck.made,
        "language": deck.language,
        "sources": [
            {
                "id": each.id,
                "publisher": each.publisher,
                "title": each.title,
                "version": each.version,
                "licence": each.licence,
                "redistribution": tables.redistribution(each.id),
            }
            for each in cited.values()
        ],
        "files": [
            {"path": name, "bytes": size, "sha256": sum_}
            for name, (size, sum_) in sorted(made.items())
        ],
        "public_key": base64.b64encode(public).decode("ascii"),
    }


def _signed(manifest: Mapping[str, Any]) -> bytes:
    """What the signature is of."""
    rest = {name: value for name, value in manifest.items() if name != SIGNATURE}
    return canonical.written(rest).encode("ascii")


def _kit(folder: Path, manifest: Mapping[str, Any]) -> Kit:
    return Kit(
        folder=folder,
        fingerprint=signing.fingerprint(base64.b64decode(manifest["public_key"])),
        files=tuple(each["path"] for each in manifest["files"]),
        **{name: str(manifest[name]) for name in ("title", "seal", "marking", "made")},
    )


def verify(folder: Path, *, trusted: Iterable[str] = (), progress: Progress = quiet) -> Kit:
    """The kit in a folder, every file of it as it was written; else KitError, which says what was
    touched. The key is ours, one of THREATS_TRUSTED_KEYS, or one whose fingerprint is in `trusted`.
    """
    try:
        if (folder / MANIFEST).stat().st_size > LARGEST:
            raise ValueError(MANIFEST)
        manifest = json.loads((folder / MANIFEST).read_bytes().decode("utf-8"))
        public = base64.b64decode(manifest["public_key"], validate=True)
        signature = base64.b64decode(manifest[SIGNATURE], validate=True)
        listed = {
            str(each["path"]): (int(each["bytes"]), str(each["sha256"]))
            for each in manifest["files"]
        }
        kit = _kit(folder, manifest)
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise KitError(words.NO_MANIFEST(folder=folder)) from fault
    if not signing.holds(public, signature, _signed(manifest)):
        raise KitError(words.ALTERED())
    try:
        known = signing.trusted(trusted)
    except OSError as fault:
        raise KitError(words.UNREADABLE(file=fault.filename, fault=fault.strerror or "")) from fault
    if kit.fingerprint not in known:
        raise KitError(words.UNTRUSTED(fingerprint=signing.shown(kit.fingerprint)))
    faults = _faults(folder, listed, progress)
    if faults:
        raise KitError(words.TOUCHED(len(faults), said=" ".join(faults[:SAID])))
    return kit


def _faults(folder: Path, listed: Mapping[str, tuple[int, str]], progress: Progress) -> list[str]:
    """What differs from the manifest, a sentence each."""
    faults, held = [], {}
    there = sorted(each for each in _walked(folder) if each != MANIFEST)
    for at, name in enumerate(there):
        progress(at, len(there), words.READING(file=name))
        path = folder / name
        if path.is_symlink():
            faults.append(words.LINKED(file=name))
            held[name] = ""
            continue
        try:
            if path.is_dir():  # an empty one, which no kit has
                faults.append(words.ADDED(file=name))
                continue
            with path.open("rb") as file:
                held[name] = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as fault:
            faults.append(words.UNREADABLE(file=name, fault=fault.strerror or ""))
            held[name] = ""
    added = {name: sum_ for name, sum_ in held.items() if name not in listed}
    for name, (_, sum_) in listed.items():
        if name not in held:
            moved = next((each for each, other in added.items() if other == sum_), "")
            added.pop(moved, None)
            faults.append(
                words.RENAMED(file=name, now=moved) if moved else words.MISSING(file=name)
            )
        elif held[name] and held[name] != sum_:
            faults.append(words.CHANGED(file=name))
    faults += [words.ADDED(file=name) for name, sum_ in added.items() if sum_]
    progress(len(there), len(there), words.READING(file=MANIFEST))
    return faults


def _walked(folder: Path) -> Iterable[str]:
    """Every file, link and empty folder in a folder, by its path from there."""
    for around, below, names in os.walk(folder):
        for name in names + [each for each in below if (Path(around) / each).is_symlink()]:
            yield (Path(around) / name).relative_to(folder).as_posix()
        if not below and not names:
            yield Path(around).relative_to(folder).as_posix()
