"""How each source stands: current, superseded, one-off or unknown as its publisher does; overdue,
broken or not shipped as it is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from data import catalog, store, today
from data.caching import remembered
from data.catalog import Source
from data.ingest import fetch_log
from data.store import Store, Version
from languages.english import ingest as words
from languages.english import integrity
from security import reader

# As they are listed: what needs somebody first.
STATES = ("broken", "overdue", "superseded", "unknown", "not shipped", "one-off", "current")


@dataclass(frozen=True, slots=True)
class Health:
    """A source, the version of it in force (None where there are no figures), its state and the
    state in words.
    """

    source: Source
    version: Version | None
    state: str
    words: str


def of(source: Source, versions: Mapping[str, Version] | None = None) -> Health:
    """How one source stands today."""
    touched = store.faults().get(source.name)
    version = (store.seen(store.folder()) if versions is None else versions).get(source.name)
    if version is not None and source.name == "own":
        version = _of_these(version, source)
    if touched:
        return Health(source, version, "broken", integrity.BROKEN())
    last = fetch_log.remembered(store.folder(), source.name)
    if last.failing_since:
        return Health(
            source,
            version,
            "broken",
            words.BROKEN_SINCE(day=last.failing_since[:10], fault=last.words),
        )
    if version is None and source.optional:
        return Health(source, version, "not shipped", words.NOT_SHIPPED())
    if version is None:
        return Health(source, version, "broken", words.NO_FIGURES())
    if source.overdue(today.current()):
        return Health(source, version, "overdue", words.OVERDUE_SINCE(day=source.next_update))
    newer = source.standing == "superseded" and not version.bundled  # fetched or imported since
    state = "current" if newer else source.standing
    return Health(source, version, state, words.STANDINGS[state])


def _of_these(version: Version, source: Source) -> Version:
    """The version of own tables as it is to who may know of these alone."""
    reports = {
        name: each
        for name, each in version.report.get("tables", {}).items()
        if f"{source.name}.{name}" in source.indicators
    }
    if reports.keys() == version.report.get("tables", {}).keys() and _all_of(source):
        return version
    kept = sum(each["kept"] for each in reports.values())
    latest: Mapping[str, Any] = next(iter(reports.values()), {})
    return replace(version, records=kept, report={**latest, "tables": reports})


def _all_of(source: Source) -> bool:
    """Whether who reads may know of every own table up to their ceiling."""
    whole = catalog.up_to(catalog.everything()[source.name], reader.current().ceiling)
    return whole is not None and len(whole.indicators) == len(source.indicators)


def all_sources() -> list[Health]:
    """Every source, those that need somebody first, then by title."""
    root = store.folder()
    written, journal = (
        each.stat().st_mtime_ns if each.exists() else 0 for each in (root, root / "fetched")
    )
    opened = store.current()
    return list(_all(opened, tuple(store.faults()), written, journal, today.current()))


@remembered(16)
def _all(
    opened: Store, faults: tuple[str, ...], written: int, journal: int, _day: date
) -> tuple[Health, ...]:
    """As `all_sources`, looked up once for a state of the store: when its folders were last written
    to, and what is wrong with it.
    """
    listed = [of(source, opened.versions) for source in catalog.sources().values()]
    return tuple(sorted(listed, key=lambda each: (STATES.index(each.state), each.source.title)))
