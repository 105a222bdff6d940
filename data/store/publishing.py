"""Makes records a source's version in force: whole or not at all.

Old versions stay for a while, so that a reader who is still opening one finds it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import catalog, integrity, manifests
from data.cube import builder
from data.files import private
from data.manifests import FORMAT
from data.records import COLUMNS
from data.store import layout, marking, small
from data.store.layout import StoreError, writable, write
from data.store.opened import look
from languages.english import ingest as words

# versions of a source kept, so that a reader who is still opening an old one finds it
GENERATIONS = 3


# seconds an older version stays besides, for an import beside this one that is about to name it
GRACE = 600


def parquet(records: pd.DataFrame) -> bytes:
    """The records as Parquet; the same records always give the same bytes."""
    types = {
        "str": pa.string(),
        "int64": pa.int64(),
        "int32": pa.int32(),
        "int8": pa.int8(),
        "float64": pa.float64(),
        "bool": pa.bool_(),
    }
    schema = pa.schema([(name, types.get(kind, pa.date32())) for name, kind in COLUMNS.items()])
    table = pa.table(
        {
            name: pa.array(records[name], from_pandas=True).cast(schema.field(name).type)
            for name, kind in COLUMNS.items()
        },
        schema=schema,
    )
    sink = io.BytesIO()
    pq.write_table(
        table,
        sink,
        compression="zstd",
        compression_level=15,
        use_dictionary=True,
        write_statistics=False,
    )
    return sink.getvalue()


def publish(
    root: Path,
    source: catalog.Source,
    records: pd.DataFrame | Path,
    report: Mapping[str, Any],
    *,
    recorded: Callable[[str], None] = lambda _: None,
    **more: Any,
) -> str:
    """Makes these records the source's version in force and returns its name; the old one stays
    until the last step.

    The records may stand in a Parquet file of their own, for tables larger than memory. `recorded`
    is told the version before it is in force, and may still refuse it. `more` are further entries
    of the pointer file, such as the descriptions of a reader's own tables.
    """
    try:
        private(root)
    except OSError as fault:
        raise StoreError(words.NO_STORE(path=root, fault=fault.strerror)) from fault
    writable(root)
    marked = marking.marked(records, source)
    names: frozenset[str] = frozenset()
    if isinstance(marked, pd.DataFrame):
        marked, names = small.hide(marked, source)
    parts = [
        _add(root, catalog.up_to(source, mark) or source, part) | marking.told(part)
        for mark, part in marking.narrower(marked)
    ]
    whole = _add(root, source, marked)
    sums = {name: each for part in (*parts, whole) for name, each in part.pop("sha256").items()}
    pointer = {
        "format": FORMAT,
        "source": source.name,
        **{name: whole[name] for name in ("version", *_FILES)},
        "sha256": sums,
        "edition": source.edition,
        "as_of": source.as_of.isoformat(),
        "records": whole["records"],
        "report": small.told(report, names, whole["records"]),
        **marking.told(marked),
        **({"narrower": parts} if parts else {}),
        **more,
    }
    recorded(whole["version"])
    if root != layout.BUNDLED:
        _keep_earlier(root, source.name, pointer)
    write(root / f"{source.name}.json", integrity.sealed(pointer))
    _tidy(root, source.name, {each[name] for each in (whole, *parts) for name in _FILES})
    look()
    version: str = whole["version"]
    return version


_FILES = ("file", "cube")  # of a version, in its pointer


def _add(root: Path, source: catalog.Source, records: pd.DataFrame | Path) -> dict[str, Any]:
    """Writes records and cube of a version; what its pointer says of them."""
    content = records if isinstance(records, Path) else parquet(records)
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as whole:
        records_sum = hashlib.file_digest(whole, "sha256").hexdigest()
    version = records_sum[:10]
    file = root / f"{source.name}-{version}.parquet"
    _write_once(file, content)
    sums = builder.build(file, source)
    cube_sum = hashlib.sha256(sums).hexdigest()
    cube = root / f"{source.name}-{version}.cube-{cube_sum[:6]}.parquet"
    _write_once(cube, sums)
    return {
        "version": version,
        "file": file.name,
        "cube": cube.name,
        "sha256": {file.name: records_sum, cube.name: cube_sum},
        "records": pq.read_metadata(file).num_rows,
    }


def _keep_earlier(root: Path, name: str, after: Mapping[str, Any]) -> None:
    """Keeps the manifest that another takes the place of, for as long as its files are there; none
    of a table that its owner has taken out.
    """
    before = manifests.written(root).get(name)
    try:
        raw = manifests.whole(root, root / f"{name}.json", before or b"")
    except manifests.ManifestError:
        return
    if raw.get("described", {}).keys() - after.get("described", {}).keys():
        for each in root.joinpath(manifests.EARLIER).glob(f"{name}-??????????.json"):
            each.unlink(missing_ok=True)
    elif before and raw["version"] != after["version"]:
        folder = private(root / manifests.EARLIER)
        write(folder / f"{name}-{raw['version']}.json", before)


def _write_once(path: Path, content: bytes | Path) -> None:
    """Writes a file named by its content, or makes the one there is look new."""
    if not path.exists() or integrity.touched(path):
        write(path, content)
    with contextlib.suppress(OSError):
        os.utime(path)


def _tidy(root: Path, name: str, current: set[str]) -> None:
    """Removes what killed imports left behind and versions older than the last few; the `current`
    files stay.
    """
    for part in root.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > 3600:
                shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink()
    keep, grace = (1, 0) if root == layout.BUNDLED else (GENERATIONS, GRACE)
    old = []
    for each in root.glob(f"{name}-??????????.parquet"):
        with contextlib.suppress(FileNotFoundError):
            if each.name not in current:
                old.append((each.stat().st_mtime, each))
    for written, each in sorted(old, reverse=True)[keep - 1 :]:
        if time.time() - written >= grace:
            each.unlink(missing_ok=True)
    for each in root.glob(f"{name}-??????????.cube-*.parquet"):
        with contextlib.suppress(FileNotFoundError):
            left = not (root / f"{each.name.partition('.')[0]}.parquet").exists()
            replaced = f"{each.name.partition('.')[0]}.parquet" in current
            if each.name not in current and (
                left or (replaced and time.time() - each.stat().st_mtime >= grace)
            ):
                each.unlink()
    for each in root.joinpath(manifests.EARLIER).glob(f"{name}-??????????.json"):
        if not (root / f"{each.stem}.parquet").exists():
            each.unlink(missing_ok=True)
