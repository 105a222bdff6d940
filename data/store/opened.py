"""The versions in force, opened in the engine that is set, and what this process has open.

A reader opens the files the pointers name, so an import beside it disturbs nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

import settings
from data import catalog, engines, integrity, manifests
from data.caching import remembered, shelf
from data.cube import answers, loader
from data.engines import Engine
from data.records import QuerySpec, Row, Version, masked, record_query
from data.store import layout
from data.store.layout import Found, StoreError, folder, look_up
from languages import paragraph
from languages.english import ingest as words
from languages.english import integrity as says
from security import reader
from security.tlp import Tlp

ALONE = (
    (),
    ("year",),
    ("day",),
)  # what is asked about one country and answered for each of them at once


# records up to which they are added up here, for any countries, where the cube has no answer
FEW = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """An opened state of a store: its versions, the engine that answers questions about their
    records, and by source what is wrong with a newer version that stays closed. What readers of
    different ceilings see are different stores, wherever it differs.
    """

    version: str
    versions: Mapping[str, Version]
    engine: Engine
    faults: Mapping[str, str] = field(default_factory=dict)

    def ask(self, form: Callable[[QuerySpec, str], str], question: QuerySpec) -> pd.DataFrame:
        """What the engine answers to a question put in one of the forms of `record_query`."""
        table = self.engine.table(self.versions.get(question.source))
        return self.engine.ask(form(question, table), question.params())

    @remembered(64, words=False)
    def seen(self, ceiling: Tlp) -> Store:
        """The store as a reader of this ceiling sees it; a source above it is not there."""
        described = catalog.everything()
        marks = {part.tlp for each in self.versions.values() for part in each.all()}
        marks |= {each.tlp for source in described.values() for each in source.indicators.values()}
        if all(mark <= ceiling for mark in marks):
            return self
        reached = max((mark for mark in marks if mark <= ceiling), default=Tlp.CLEAR)
        if reached != ceiling:
            return self.seen(reached)
        shown = {
            name: part
            for name, source in described.items()
            if (part := catalog.up_to(source, ceiling)) is not None
        }
        kept = {
            name: seen
            for name, each in self.versions.items()
            if name in shown and (seen := each.seen(ceiling)) is not None
        }
        names = (key for each in shown.values() for key in each.indicators)
        faults = {name: said for name, said in self.faults.items() if name in shown}
        return Store(
            _name(kept.values(), *names),
            MappingProxyType(kept),
            self.engine,
            MappingProxyType(faults),
        )

    def mark(self, indicator: str) -> Tlp:
        """The strictest mark of an indicator's records; without any TLP:CLEAR."""
        source, _, name = indicator.partition(".")
        version = self.versions.get(source)
        if version is None:
            return Tlp.CLEAR
        return version.marks.get(name, Tlp.CLEAR) if version.marks else version.tlp

    @remembered(1024, words=False)
    def dated(self, indicator: str) -> tuple[date | None, date | None]:
        """The first and the last day an indicator has a record on."""
        version = self.versions.get(indicator.partition(".")[0])
        found = answers.dated(version.cube, indicator) if version and version.cube else None
        if found is None:
            table = self.ask(record_query.last, QuerySpec(indicator))
            found = [str(day)[:10] for day in table.iloc[0] if not pd.isna(day)]
        return (
            (date.fromisoformat(found[0]), date.fromisoformat(found[1])) if found else (None, None)
        )

    @remembered(8192, words=False)
    def grouped(self, question: QuerySpec) -> pd.DataFrame:
        """Columns of the question's keys, value, low, high, masked, in the order of the keys: from
        the cube where that can tell.
        """
        cubed = self._cube(question)
        found = answers.answer(cubed, question) if cubed else None
        return self.scanned(question) if found is None else found

    def _cube(self, question: QuerySpec) -> Path | None:
        version = self.versions.get(question.source)
        return version.cube if version else None

    @remembered(8192, words=False)
    def listed(self, question: QuerySpec) -> tuple[Row, ...]:
        """The rows `grouped` gives, as plain values."""
        apart = None
        if question.keys in ALONE and question.countries and not question.partners:
            apart = replace(question, keys=("country", *question.keys), countries=())
        if apart and len(question.countries) == 1 and (each := self._each(apart)) is not None:
            return tuple(each.get(question.countries[0], ()))
        cubed = self._cube(question)
        found = answers.rows(cubed, question) if cubed else None
        if (
            found is None
            and apart
            and question.source in self.versions
            and self.versions[question.source].records <= FEW
        ):
            members = self._members(apart)
            found = _together([row for code in question.countries for row in members.get(code, ())])
        return tuple(_rows(self.scanned(question)) if found is None else found)

    @remembered(256, words=False)
    def _each(self, question: QuerySpec) -> Mapping[str, list[Row]] | None:
        """The rows of each country without its code, asked for once for all of them; None where
        only the records can tell.
        """
        cubed = self._cube(question)
        found = answers.rows(cubed, question) if cubed else None
        return None if found is None else _by_first(found)

    @remembered(64, words=False)
    def _members(self, question: QuerySpec) -> Mapping[str, list[Row]]:
        """What `grouped` adds up of each country without its code, asked for once for all."""
        found = self.ask(record_query.once, question).astype(
            {"v": "float64", "l": "float64", "h": "float64"}
        )
        return _by_first(
            tuple(math.nan if each is pd.NA or each is pd.NaT else each for each in row)
            for row in _rows(found)
        )

    def scanned(self, question: QuerySpec) -> pd.DataFrame:
        """As `grouped`, from the records themselves."""
        table = self.ask(record_query.grouped, question).astype(record_query.MEASURES)
        return table.sort_values(list(question.keys), ignore_index=True) if question.keys else table


def _of_another(part: Any, now: Store) -> bool:
    """Whether a part of a question is an opened state that is in force no more, or a question put
    to one.
    """
    opened = getattr(part, "opened", part)
    return isinstance(opened, Store) and opened.engine is not now.engine


def _rows(table: pd.DataFrame) -> Iterator[Row]:
    """The rows of a table as plain values."""
    return zip(*(column.tolist() for _, column in table.items()), strict=True)


def _by_first(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """The rows by their first value, without it."""
    found: dict[Any, list[Row]] = {}
    for first, *rest in rows:
        found.setdefault(first, []).append(tuple(rest))
    return found


def _together(members: Iterable[Row]) -> list[Row]:
    """What `grouped` makes of members (at most one key, then record, v, l, h), in which a record
    may stand once for each of several countries.
    """
    groups: dict[Row, dict[Any, tuple[float, ...]]] = {}
    for *keys, record, value, low, high in members:
        once = groups.setdefault(tuple(keys), {})
        once[record] = (
            tuple(map(_greater, once[record], (value, low, high)))
            if record in once
            else (value, low, high)
        )
    ordered = sorted(groups, key=lambda key: [(each != each, each) for each in key])
    members_of = [list(groups[key].values()) for key in ordered]
    value, low, high = (
        np.array([_sum(each[at] for each in cells) for cells in members_of]) for at in range(3)
    )
    n = np.array([len(cells) for cells in members_of], dtype=np.int64)
    unsaid = np.array([sum(v != v for v, *_ in cells) for cells in members_of], dtype=np.int64)
    value, low = masked.added(n, unsaid, value, low)
    sums = zip(*(each.tolist() for each in (value, low, high, unsaid)), strict=True)
    return [(*key, *each) for key, each in zip(ordered, sums, strict=True)]


def _sum(cells: Iterable[float]) -> float:
    """The sum of those known; missing where none is."""
    known = [each for each in cells if each == each]
    return sum(known) if known else math.nan


def _greater(one: float, other: float) -> float:
    return other if one != one or other > one else one


def _name(versions: Iterable[Version], *more: str) -> str:
    """The name of a state: what it holds."""
    said = "".join(f"{each.source}{each.version}" for each in versions)
    return hashlib.sha256((said + "".join(more)).encode()).hexdigest()[:10]


def read(root: Path, where: str | None = None) -> Store:
    """Opens the versions in force whose files are what was written, in the engine that is set, or
    at this address.
    """
    for attempt in range(3):
        found = look_up(root)
        current = found.versions
        try:
            engine = engines.opened(engines.address() if where is None else where)
            engine.prepare([part for each in current.values() for part in each.all()])
        except FileNotFoundError as fault:
            # a version was replaced between the pointer and the file
            if attempt == 2:
                raise StoreError(f"{root}: {fault}") from fault
            continue
        except engines.EngineError as fault:
            raise StoreError(f"{root}: {fault}") from fault
        name = _name(current.values())
        return Store(name, MappingProxyType(dict(current)), engine, found.faults)
    raise StoreError(words.KEEPS_CHANGING(path=root))


def _load(new: Store, old: Store) -> None:
    """Reads the cubes that are new before anybody asks for them."""
    known = {part.cube for each in old.versions.values() for part in each.all()}
    for each in (part for whole in new.versions.values() for part in whole.all()):
        if each.cube and each.cube not in known:
            loader.load(each.cube)


class _Open:
    """The opened store of this process, opened again when a pointer changes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.root: Path | None = None
        self.stamp: tuple[tuple[str, integrity.State | None], ...] = ()
        self.looked = 0.0
        self.store: Store | None = None
        self.fault = ""
        self.faults: Mapping[str, str] = {}

    def current(self) -> Store:
        root = folder()
        now = time.monotonic()
        if self.store is not None and self.root == root and now - self.looked < 1.0:
            return self.store
        # Who finds something new opens it; the others go on with what there is until that is done.
        if not self.lock.acquire(blocking=self.store is None or self.root != root):
            return self.store  # type: ignore[return-value]  # one is open: see above
        try:
            stamp = self._stamped(root)
            if self.store is None or self.root != root or stamp != self.stamp:
                try:
                    self._open(root)
                    after = self._stamped(root)
                    self.stamp = after if set(stamp) <= set(after) else stamp
                    self.fault = ""
                except StoreError as fault:
                    if self.store is None or self.root != root:
                        raise
                    self.fault = str(fault)  # what was opened last still stands
            self.looked = time.monotonic()
            return self.store  # type: ignore[return-value]  # opened above
        finally:
            self.lock.release()

    def _stamped(self, root: Path) -> tuple[tuple[str, integrity.State | None], ...]:
        """The state of every manifest, and of every file that is open."""
        paths = [path for each in {layout.BUNDLED, root} for path in sorted(each.glob("*.json"))]
        paths.append(root / manifests.RESTORING)
        versions = self.store.versions.values() if self.store else ()
        for each in (part for whole in versions for part in whole.all()):
            paths += [each.file, *([each.cube] if each.cube else [])]
        return tuple((str(path), integrity.state(path)) for path in paths)

    def _open(self, root: Path) -> None:
        """Opens what is new; figures in memory outlast their files."""
        if self.store is None or self.root != root:
            self.store, self.root, self.faults = read(root), root, {}
            return
        found = look_up(root)
        if self.faults and not found.faults:
            loader.forget()  # a file was put right
        if _lasting(found, self.store) == self.store.versions:
            self.faults = found.faults
            return
        new = read(root)
        _load(new, self.store)
        self.store, self.faults = new, {}
        shelf().forget(lambda part: _of_another(part, new))

    def wrong(self) -> dict[str, str]:
        """By source, what is wrong with its newest version."""
        return {**(self.store.faults if self.store else {}), **self.faults}

    def said(self) -> dict[str, str]:
        """By source, what is wrong and what is shown, for readers."""
        store, known = self.store, catalog.sources()
        sentences: dict[str, str] = {}
        if store is None:
            return sentences
        for name in sorted(self.wrong()):
            if name not in known and name in catalog.everything():
                continue  # above what this reader may see
            title = known[name].title if name in known else catalog.own().title
            version = store.versions.get(name)
            if version is None:
                sentences[name] = says.NOT_SHOWN(title=title)
            elif name in self.faults and name not in store.faults:
                sentences[name] = says.KEPT_SHOWN(title=title, edition=version.edition)
            else:
                sentences[name] = says.OLDER_SHOWN(title=title, edition=version.edition)
        return sentences


def _lasting(found: Found, old: Store) -> Mapping[str, Version]:
    """What would be open, with those in the place of a bad one that the engine still holds."""
    held = {
        name: old.versions[name]
        for name in found.faults
        if name in old.versions
        and name not in old.faults
        and all(map(old.engine.keeps, old.versions[name].all()))
    }
    return {**found.versions, **held}


_held: ContextVar[Store | None] = ContextVar("held", default=None)


@cache
def _opened() -> _Open:
    return _Open()


def look() -> None:
    """Makes this process look for new versions at the next question, not a second later."""
    _opened().looked = -math.inf


def fault() -> str:
    """What is wrong with the newest versions and what is shown in their place, in sentences for
    readers; empty where nothing is.
    """
    opened = _opened()
    whole = says.LAST_GOOD(fault=opened.fault) if opened.fault else ""
    return paragraph(whole, *opened.said().values())


def sentences() -> Mapping[str, str]:
    """By source, what is wrong with its newest figures and what is shown instead, for readers."""
    return _opened().said()


def faults() -> Mapping[str, str]:
    """By source, what is wrong with its newest version, for the operator: it names files."""
    opened = _opened()
    return opened.wrong() if opened.root == folder() else {}


def recheck() -> None:
    """Lets this process read every file anew at the next question, whatever its state says."""
    integrity.forget()
    _opened().stamp = ()
    look()


def forget() -> None:
    """Closes what is open; the next question opens it anew."""
    _opened.cache_clear()


def current() -> Store:
    """The store in use by this process, as the reader may see it; looks for new versions at most
    once a second.

    A store that breaks while it is open stays open as it was; StoreError only where there is
    nothing to keep.
    """
    return whole().seen(reader.current().ceiling)


def whole() -> Store:
    """As `current`, whoever reads: for what keeps versions, never for what shows them."""
    return _held.get() or _opened().current()


@contextlib.contextmanager
def alone(root: Path) -> Iterator[Store]:
    """The store in another folder for all that is asked within the block, its catalogue too; the
    store in use by this process stays open beside it. StoreError where a file of it is not what was
    written.
    """
    with settings.using(store=root), holding(_alone(root, _manifests(root))) as found:
        yield found


@contextlib.contextmanager
def holding(opened: Store) -> Iterator[Store]:
    """An opened store for all that is asked within the block, as the reader may see it, and the
    catalogue as it is now.
    """
    token = _held.set(opened)
    try:
        with catalog.held():
            yield current()
    finally:
        _held.reset(token)


def _manifests(root: Path) -> tuple[integrity.State | None, ...]:
    return tuple(integrity.state(path) for path in sorted(root.glob("*.*")))


@remembered(4, words=False)
def _alone(root: Path, _: tuple[integrity.State | None, ...]) -> Store:
    """In the engine of this process, which is there in a closed room too."""
    found = read(root, engines.EMBEDDED)
    if found.faults:
        raise StoreError(paragraph(*found.faults.values()))
    return found


@contextlib.contextmanager
def pinned(indicator: str, version: str) -> Iterator[Store]:
    """The store with the version of an indicator's source that has this name, for all that is asked
    within the block; StoreError where it is not kept, or not for who reads.
    """
    opened, source = _opened().current(), indicator.partition(".")[0]
    now = opened.versions.get(source)
    if now is not None and any(part.version == version for part in now.all()):
        found: Store | None = opened
    else:
        found = _with(opened, source, version)
    ceiling = reader.current().ceiling
    seen = found.seen(ceiling).versions.get(source) if found else None
    stricter = opened.mark(indicator) > ceiling  # since then: what was open is so no longer
    if found is None or seen is None or seen.version != version or (found != opened and stricter):
        raise StoreError(words.NOT_KEPT(version=version, source=source))
    token = _held.set(found)
    try:
        yield current()
    finally:
        _held.reset(token)


@remembered(16, words=False)
def _with(opened: Store, source: str, version: str) -> Store | None:
    """Another version of a source, in an engine of its own; None where it is not kept."""
    found = layout.kept(folder(), source, version)
    if found is None:
        return None
    try:
        engine = engines.opened(engines.address())
        engine.prepare(found.all())
    except (engines.EngineError, FileNotFoundError):
        return None
    return Store(_name([found], opened.version), MappingProxyType({source: found}), engine)


@contextlib.contextmanager
def held() -> Iterator[Store]:
    """The store as it is now, for all that is asked within the block: an import between two figures
    of one page never mixes versions. Within such a block it is the store of that one.
    """
    with holding(whole()) as found:
        yield found
