"""Versions kept beside the store for as long as somebody names them: a folder that is a store of
its own, with nothing beside it.

Its files are other names of the same files (hard links), copies where the disk has none.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from data import catalog, files, integrity, manifests
from data.records import Version
from data.store.layout import ALONE, StoreError
from data.store.opened import whole
from languages.english import ingest as words


def pin(target: Path, sources: Collection[str] | None = None) -> Mapping[str, str]:
    """Keeps what is in force of these sources, of all without them but for readers' own tables, in
    a new folder; the name of each version by its source. StoreError where that cannot be.
    """
    found = whole().versions
    wanted = found.keys() - {catalog.own().name} if sources is None else {*sources}
    chosen = {name: found[name] for name in sorted(wanted & found.keys())}
    try:
        files.private(target)
        files.write(target / ALONE, b"")
        for each in chosen.values():
            _keep(each, target)
    except FileNotFoundError as fault:
        raise StoreError(words.KEEPS_CHANGING(path=target)) from fault
    except OSError as fault:
        raise StoreError(words.CANNOT_WRITE(path=target, fault=fault.strerror)) from fault
    return {name: each.version for name, each in chosen.items()}


def _keep(version: Version, target: Path) -> None:
    """A version's files and its manifest; FileNotFoundError where it is gone meanwhile."""
    root = version.file.parent
    raw = _manifest(root, version)
    for name in manifests.named(raw):
        linked(root / name, target / name)
    document = {name: value for name, value in raw.items() if name != integrity.SEAL}
    files.write(target / f"{version.source}.json", integrity.sealed(document))


def _manifest(root: Path, version: Version) -> Mapping[str, Any]:
    for raw in manifests.kept(root, version.source):
        if raw["version"] == version.version:
            return raw
    raise FileNotFoundError(version.file)


def linked(source: Path, target: Path) -> None:
    """A file under another name too; a copy where the disk cannot, or who asks may not."""
    target.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        os.link(source, target)
        return
    files.write(target, source)
