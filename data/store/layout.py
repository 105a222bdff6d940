"""The files of a store: a folder with a pointer file for each source.

`NAME-<hash>.parquet` is one version of a source, named by its content and never changed;
`NAME.json` names the version in force with its import report and is replaced in one step.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from types import MappingProxyType

import settings
from data import catalog
from data.records import Version
from errors import ThreatsError
from languages.english import ingest as words

BUNDLED = Path(__file__).parents[1] / "bundled"


FORMAT = 1  # of the files in a store; raised when COLUMNS changes


class StoreError(ThreatsError):
    """A store cannot be read or written; says which file."""


def folder() -> Path:
    """The store in use: THREATS_STORE, or the bundled figures."""
    return settings.current().store or BUNDLED


def write(path: Path, content: bytes | Path) -> None:
    """Writes a file, of these bytes or those of another file, whole or not at all; StoreError where
    the disk does not take it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as fault:
        raise StoreError(words.CANNOT_WRITE(path=path, fault=fault.strerror)) from fault
    try:
        with os.fdopen(handle, "wb") as file:
            if isinstance(content, Path):
                with content.open("rb") as other:
                    shutil.copyfileobj(other, file, 1 << 20)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException as fault:
        Path(name).unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise StoreError(words.CANNOT_WRITE(path=path, fault=fault.strerror)) from fault
        raise


def _pointers(root: Path) -> dict[str, Version]:
    found = {}
    for path in sorted(root.glob("*.json")):
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
            if raw.get("format") != FORMAT or raw["source"] not in catalog.sources():
                continue
            found[raw["source"]] = Version(
                raw["source"],
                raw["version"],
                root / raw["file"],
                raw["edition"],
                date.fromisoformat(raw["as_of"]),
                raw["records"],
                MappingProxyType(raw["report"]),
                root == BUNDLED,
                root / raw["cube"] if "cube" in raw else None,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise StoreError(words.CANNOT_READ(path=path, fault=fault)) from fault
    return found


def versions(root: Path) -> dict[str, Version]:
    """The versions in force by source: the store's own, and bundled figures where it has none."""
    found = _pointers(BUNDLED)
    if root != BUNDLED and root.exists():
        found |= _pointers(root)
    return found
