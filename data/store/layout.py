"""The files of a store: a folder with a pointer file for each source.

`NAME-<hash>.parquet` is one version of a source, named by its content and never changed;
`NAME.json` names the version in force with its import report and is replaced in one step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

import settings
from data import catalog, files, manifests
from data.records import Version
from errors import ThreatsError
from languages.english import ingest as words
from security import reader
from security.tlp import Tlp

BUNDLED = Path(__file__).parents[1] / "bundled"
ALONE = "alone"  # a file in a store beside which no bundled figures stand


class StoreError(ThreatsError):
    """A store cannot be read or written; says which file."""


def folder() -> Path:
    """The store in use: THREATS_STORE; without one, that in the user's data folder once a table
    was brought into it, else the bundled figures.
    """
    return settings.figures() or BUNDLED


def write(path: Path, content: bytes | Path) -> None:
    """Writes a file, of these bytes or those of another file, whole or not at all; StoreError where
    the disk does not take it.
    """
    try:
        files.write(path, content, 0o644 if path.parent == BUNDLED else 0o600)
    except OSError as fault:
        raise StoreError(words.CANNOT_WRITE(path=path, fault=fault.strerror)) from fault


def writable(root: Path) -> None:
    """StoreError where the store is one of a later format, into which nothing is written."""
    try:
        manifests.refuse_later(root)
    except manifests.ManifestError as fault:
        raise StoreError(str(fault)) from fault
    settle(root)


def settle(root: Path) -> None:
    """Writes down each manifest of those that came into force in one step, where that was cut
    short.
    """
    said = manifests.journal(root)
    if said is None:
        return
    for path in root.glob("*.json"):
        if path.name not in said:
            path.unlink(missing_ok=True)
    for name, text in said.items():
        write(root / Path(name).name, text.encode())
    (root / manifests.RESTORING).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Found:
    """The versions in force by source, and by source what is wrong with its newest one."""

    versions: Mapping[str, Version]
    faults: Mapping[str, str]


def look_up(root: Path) -> Found:
    """The versions in force whose files are what was written: the store's own, and bundled figures
    where it has none; a bad one gives way to the one before it, then to the bundled one.
    """
    known = {*catalog.everything(), catalog.own().name}
    found: dict[str, Version] = {}
    faults: dict[str, str] = {}
    for folder_ in (root,) if (root / ALONE).exists() else dict.fromkeys((BUNDLED, root)):
        chosen = manifests.choose(folder_)
        found |= {
            name: _version(folder_, raw) for name, raw in chosen.found.items() if name in known
        }
        faults |= {name: said for name, said in chosen.faults.items() if name in known}
        faults = {
            name: said
            for name, said in faults.items()
            if name in chosen.faults or name not in chosen.found
        }
    return Found(found, faults)


def kept(root: Path, source: str, name: str) -> Version | None:
    """The version of a source that has this name, or holds what of it bears a lower mark, as long
    as its files are there: in force, bundled, or one of the last before; None where it is gone.
    """
    for folder_ in dict.fromkeys((root, BUNDLED)):
        for raw in manifests.kept(folder_, source):
            found = _version(folder_, raw)
            if any(part.version == name for part in found.all()):
                return found
    return None


def earlier(source: str) -> list[Version]:
    """The versions of a source whose files are still there, that in force first, the bundled one
    last.
    """
    root = folder()
    folders = (root,) if (root / ALONE).exists() else dict.fromkeys((root, BUNDLED))
    return [_version(each, raw) for each in folders for raw in manifests.kept(each, source)]


def _version(root: Path, raw: Mapping[str, Any]) -> Version:
    """The version a pointer names, and the narrower ones."""
    whole = Version(
        raw["source"],
        raw["version"],
        root / raw["file"],
        raw["edition"],
        date.fromisoformat(raw["as_of"]),
        raw["records"],
        MappingProxyType(raw["report"]),
        root == BUNDLED,
        root / raw["cube"] if "cube" in raw else None,
        Tlp.spelt(raw["tlp"]) if "tlp" in raw else _strictest(root / raw["file"]),
        _marks(raw),
    )
    return replace(
        whole, narrower=tuple(_narrower(root, whole, raw, each) for each in raw.get("narrower", ()))
    )


def _narrower(
    root: Path, whole: Version, raw: Mapping[str, Any], part: Mapping[str, Any]
) -> Version:
    """What of a version bears a lower mark; it knows nothing of the rest, nor of the import."""
    mark = Tlp.spelt(part["tlp"])
    edition, as_of = whole.edition, whole.as_of
    if "described" in raw and (seen := catalog.up_to(catalog.in_edition(catalog.own(), raw), mark)):
        edition, as_of = seen.edition, seen.as_of
    return replace(
        whole,
        version=part["version"],
        file=root / part["file"],
        edition=edition,
        as_of=as_of,
        records=part["records"],
        report=MappingProxyType({}),
        cube=root / part["cube"],
        tlp=mark,
        marks=_marks(part),
        whole=False,
    )


def _marks(raw: Mapping[str, Any]) -> Mapping[str, Tlp]:
    return MappingProxyType({key: Tlp.spelt(each) for key, each in raw.get("marks", {}).items()})


@lru_cache(maxsize=256)
def _strictest(file: Path) -> Tlp:
    """The strictest mark in a file of before versions named theirs; of one that is gone TLP:RED."""
    try:
        found = pc.unique(pq.read_table(file, columns=["tlp"])["tlp"]).to_pylist()
        return max(map(Tlp.spelt, found), default=Tlp.CLEAR)
    except (OSError, ValueError, KeyError, TypeError):
        return Tlp.RED


def seen(root: Path) -> dict[str, Version]:
    """As `versions`, what of them the reader may see."""
    ceiling = reader.current().ceiling
    return {name: part for name, each in versions(root).items() if (part := each.seen(ceiling))}


def versions(root: Path) -> dict[str, Version]:
    """The versions in force by source, whole, as far as they are what was written."""
    return dict(look_up(root).versions)
