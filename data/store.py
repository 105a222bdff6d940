"""Keeps each source's records as immutable versions: published whole or not at all, read without a
lock.

A store is a folder. `NAME-<hash>.parquet` is one version of a source, named by its content and
never changed; `NAME.json` names the version in force with its import report and is replaced in one
step. A reader opens the files the pointers name into an embedded DuckDB of its own, so an import
beside it disturbs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import math
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data import catalog, cube, cuboids, engines, held, spec
from data.engines import Engine
from data.records import COLUMNS
from data.remember import remembered
from data.spec import QuerySpec

BUNDLED = Path(__file__).parent / "bundled"
GENERATIONS = (
    3  # versions of a source kept, so that a reader who is still opening an old one finds it
)
# seconds an older version stays besides, for an import beside this one that is about to name it
GRACE = 600
ALONE = (
    (),
    ("year",),
    ("day",),
)  # what is asked about one country and answered for each of them at once
# records up to which they are added up here, for any countries, where the cube has no answer
FEW = 20_000
FORMAT = 1  # of the files in a store; raised when COLUMNS changes


class StoreError(ValueError):
    """A store cannot be read or written; says which file."""


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a source: what the pointer file says."""

    source: str
    version: str
    file: Path
    edition: str
    as_of: date
    records: int
    report: Mapping[str, Any]
    bundled: bool
    cube: Path | None


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """An opened state of a store: its versions, and the engine that answers questions about their
    records.
    """

    version: str
    versions: Mapping[str, Version]
    engine: Engine

    def ask(self, form: Callable[[QuerySpec, str], str], question: QuerySpec) -> pd.DataFrame:
        """What the engine answers to a question put in one of the forms of `data.spec`."""
        table = self.engine.table(self.versions.get(question.source))
        return self.engine.ask(form(question, table), question.params())

    @remembered(1024)
    def dated(self, indicator: str) -> tuple[date | None, date | None]:
        """The first and the last day an indicator has a record on."""
        version = self.versions.get(indicator.partition(".")[0])
        found = cube.dated(version.cube, indicator) if version and version.cube else None
        if found is None:
            table = self.ask(spec.last, QuerySpec(indicator))
            found = [str(day)[:10] for day in table.iloc[0] if not pd.isna(day)]
        return (
            (date.fromisoformat(found[0]), date.fromisoformat(found[1])) if found else (None, None)
        )

    @remembered(8192)
    def grouped(self, question: QuerySpec) -> pd.DataFrame:
        """Columns of the question's keys, value, low, high, masked, in the order of the keys: from
        the cube where that can tell.
        """
        cubed = self._cube(question)
        found = cube.answer(cubed, question) if cubed else None
        return self.scanned(question) if found is None else found

    def _cube(self, question: QuerySpec) -> Path | None:
        version = self.versions.get(question.source)
        return version.cube if version else None

    @remembered(8192)
    def listed(self, question: QuerySpec) -> tuple[tuple[Any, ...], ...]:
        """The rows `grouped` gives, as plain values."""
        apart = None
        if question.keys in ALONE and question.countries and not question.partners:
            apart = replace(question, keys=("country", *question.keys), countries=())
        if apart and len(question.countries) == 1 and (each := self._each(apart)) is not None:
            return tuple(each.get(question.countries[0], ()))
        cubed = self._cube(question)
        found = cube.rows(cubed, question) if cubed else None
        if (
            found is None
            and apart
            and question.source in self.versions
            and self.versions[question.source].records <= FEW
        ):
            members = self._members(apart)
            found = _together([row for code in question.countries for row in members.get(code, ())])
        return tuple(_rows(self.scanned(question)) if found is None else found)

    @remembered(256)
    def _each(self, question: QuerySpec) -> Mapping[str, list[tuple[Any, ...]]] | None:
        """The rows of each country without its code, asked for once for all of them; None where
        only the records can tell.
        """
        cubed = self._cube(question)
        found = cube.rows(cubed, question) if cubed else None
        return None if found is None else _by_first(found)

    @remembered(64)
    def _members(self, question: QuerySpec) -> Mapping[str, list[tuple[Any, ...]]]:
        """What `grouped` adds up of each country without its code, asked for once for all of them."""
        found = self.ask(spec.once, question).astype(
            {"v": "float64", "l": "float64", "h": "float64"}
        )
        return _by_first(
            tuple(math.nan if each is pd.NA or each is pd.NaT else each for each in row)
            for row in _rows(found)
        )

    def scanned(self, question: QuerySpec) -> pd.DataFrame:
        """As `grouped`, from the records themselves."""
        table = self.ask(spec.grouped, question).astype(spec.MEASURES)
        return table.sort_values(list(question.keys), ignore_index=True) if question.keys else table


def _rows(table: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of a table as plain values."""
    return zip(*(column.tolist() for _, column in table.items()), strict=True)


def _by_first(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[tuple[Any, ...]]]:
    """The rows by their first value, without it."""
    found: dict[Any, list[tuple[Any, ...]]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def _together(members: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What `grouped` makes of members (at most one key, then record, v, l, h), in which a record
    may stand once for each of several countries.
    """
    groups: dict[tuple[Any, ...], dict[str, tuple[float, ...]]] = {}
    for *key, record, value, low, high in members:
        once = groups.setdefault(tuple(key), {})
        once[record] = (
            tuple(map(_greater, once[record], (value, low, high)))
            if record in once
            else (value, low, high)
        )
    found = []
    for key in sorted(groups, key=lambda key: [(each != each, each) for each in key]):
        each_once = list(groups[key].values())
        value, low, high = (
            (
                sum(known)
                if (known := [each[at] for each in each_once if each[at] == each[at]])
                else math.nan
            )
            for at in range(3)
        )
        masked = sum(each[0] != each[0] for each in each_once)
        found.append((*key, value, value if 0 < masked < len(each_once) else low, high, masked))
    return found


def _greater(one: float, other: float) -> float:
    return other if one != one or other > one else one


def folder() -> Path:
    """The store in use: THREATS_STORE, or the bundled figures."""
    named = os.environ.get("THREATS_STORE")
    return Path(named) if named else BUNDLED


def _write(path: Path, content: bytes | Path) -> None:
    """Writes a file, of these bytes or those of another file, whole or not at all; StoreError where
    the disk does not take it.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    except OSError as fault:
        raise StoreError(f"{path} cannot be written: {fault.strerror}") from fault
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
            raise StoreError(f"{path} cannot be written: {fault.strerror}") from fault
        raise


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
    **more: Any,
) -> str:
    """Makes these records the source's version in force and returns its name; the old one stays
    until the last step.

    The records may stand in a Parquet file of their own, for tables larger than memory. `more` are
    further entries of the pointer file, such as the descriptions of a reader's own tables.
    """
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(f"{root} cannot be a store: {fault.strerror}") from fault
    content = records if isinstance(records, Path) else parquet(records)
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as whole:
        version = hashlib.file_digest(whole, "sha256").hexdigest()[:10]
    file = root / f"{source.name}-{version}.parquet"
    _write_once(file, content)
    sums = cuboids.build(file, source)
    added = root / f"{source.name}-{version}.cube-{hashlib.sha256(sums).hexdigest()[:6]}.parquet"
    _write_once(added, sums)
    pointer = {
        "format": FORMAT,
        "source": source.name,
        "version": version,
        "file": file.name,
        "cube": added.name,
        "edition": source.edition,
        "as_of": source.as_of.isoformat(),
        "records": pq.read_metadata(file).num_rows,
        "report": dict(report),
        **more,
    }
    _write(
        root / f"{source.name}.json",
        (json.dumps(pointer, indent=1, ensure_ascii=False) + "\n").encode(),
    )
    _tidy(root, source.name, file, added)
    look()
    return version


def _write_once(path: Path, content: bytes | Path) -> None:
    """Writes a file named by its content, or makes the one there is look new."""
    if not path.exists():
        return _write(path, content)
    with contextlib.suppress(OSError):
        os.utime(path)


def _tidy(root: Path, name: str, current: Path, added: Path) -> None:
    """Removes what killed imports left behind and versions older than the last few."""
    for part in root.glob(".*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime > 3600:
                shutil.rmtree(part, ignore_errors=True) if part.is_dir() else part.unlink()
    keep, grace = (1, 0) if root == BUNDLED else (GENERATIONS, GRACE)
    old = []
    for each in root.glob(f"{name}-??????????.parquet"):
        with contextlib.suppress(FileNotFoundError):
            if each != current:
                old.append((each.stat().st_mtime, each))
    for written, each in sorted(old, reverse=True)[keep - 1 :]:
        if time.time() - written >= grace:
            each.unlink(missing_ok=True)
    for each in root.glob(f"{name}-??????????.cube-*.parquet"):
        with contextlib.suppress(FileNotFoundError):
            left = not (root / f"{each.name.partition('.')[0]}.parquet").exists()
            if each != added and (
                left
                or each.name.startswith(current.stem)
                and time.time() - each.stat().st_mtime >= grace
            ):
                each.unlink()


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
            raise StoreError(f"{path} cannot be read: {fault}") from fault
    return found


def versions(root: Path) -> dict[str, Version]:
    """The versions in force by source: the store's own, and the bundled figures where it has none."""
    found = _pointers(BUNDLED)
    if root != BUNDLED and root.exists():
        found |= _pointers(root)
    return found


def read(root: Path) -> Store:
    """Opens the versions in force in the engine that is set."""
    for attempt in range(3):
        current = versions(root)
        try:
            engine = engines.opened(engines.address())
            engine.prepare(current.values())
        except (
            FileNotFoundError
        ) as fault:  # a version was replaced between the pointer and the file
            if attempt == 2:
                raise StoreError(f"{root}: {fault}") from fault
            continue
        except engines.EngineError as fault:
            raise StoreError(f"{root}: {fault}") from fault
        name = hashlib.sha256(
            "".join(f"{v.source}{v.version}" for v in current.values()).encode()
        ).hexdigest()[:10]
        return Store(name, MappingProxyType(current), engine)
    raise StoreError(f"{root} keeps changing")


def _load(new: Store, old: Store) -> None:
    """Reads the cubes that are new before anybody asks for them."""
    known = {each.cube for each in old.versions.values()}
    for each in new.versions.values():
        if each.cube and each.cube not in known:
            held.load(each.cube)


class _Open:
    """The opened store of this process, opened again when a pointer changes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.root: Path | None = None
        self.stamp: tuple[tuple[str, int], ...] = ()
        self.looked = 0.0
        self.store: Store | None = None
        self.fault = ""

    def current(self) -> Store:
        root = folder()
        now = time.monotonic()
        if self.store is not None and self.root == root and now - self.looked < 1.0:
            return self.store
        # Who finds something new opens it; the others go on with what there is until that is done.
        if not self.lock.acquire(blocking=self.store is None or self.root != root):
            return self.store  # type: ignore[return-value]
        try:
            stamp = tuple(
                (str(p), p.stat().st_mtime_ns)
                for each in {BUNDLED, root}
                for p in sorted(each.glob("*.json"))
            )
            if self.store is None or self.root != root or stamp != self.stamp:
                try:
                    found = read(root)
                    if self.store is not None and self.root == root:
                        _load(found, self.store)
                    self.store, self.root, self.stamp, self.fault = found, root, stamp, ""
                except StoreError as fault:
                    if self.store is None or self.root != root:
                        raise
                    self.fault = str(fault)  # what was opened last still stands
            self.looked = time.monotonic()
            return self.store
        finally:
            self.lock.release()


@cache
def _opened() -> _Open:
    return _Open()


def look() -> None:
    """Makes this process look for new versions at the next question, not a second later."""
    _opened().looked = -math.inf


def fault() -> str:
    """Why the newest versions could not be opened, so that older ones are shown; empty where they
    could.
    """
    return _opened().fault


def current() -> Store:
    """The store in use by this process; looks for new versions at most once a second.

    A store that breaks while it is open stays open as it was; StoreError only where there is
    nothing to keep.
    """
    return _opened().current()
