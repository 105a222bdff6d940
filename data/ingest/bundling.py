"""Rebuilds the bundled figures from the published files: the same files give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data import catalog, store
from data.ingest import importing
from data.records import InputError


def build(folders: list[Path], root: Path = store.BUNDLED) -> Iterator[str]:
    """Brings every source whose file stands in one of the folders into `data/bundled` (or `root`),
    a line of words for each.
    """
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder")
    for source in catalog.everything().values():
        if source.licence.redistribution not in ("rows", "aggregates"):
            yield f"{source.name}: not bundled, {source.licence.name}"
            continue
        path = next(
            (
                hit
                for name in source.files
                for folder in folders
                for hit in sorted(folder.rglob(name), key=_depth)
            ),
            None,
        )
        if path is None:
            yield f"{source.name}: left as it is, none of {', '.join(source.files)} in the folders"
            continue
        version, report = importing.bring(path, source.name, root, for_bundle=True)
        yield (
            f"{source.name}: version {version}, {report['read']:,} rows read, {report['kept']:,}"
            " kept"
        )


def _depth(path: Path) -> tuple[int, Path]:
    """The nearest file comes first: a folder inside may hold another edition under its name."""
    return len(path.parts), path
