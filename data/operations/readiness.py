"""Whether this process can serve, part by part, for a load balancer: no path and no content."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import settings
from data import store
from data.watch import setting
from errors import ThreatsError
from languages.english import keeping as words

LEAST = 64_000_000  # bytes free below which nothing more should be taken in
FRESH = 1.0  # seconds an answer of the database stands, however many ask
PATIENCE = 0.5  # seconds it may take


@dataclass(frozen=True, slots=True)
class Part:
    """One part: `state` is ok, off, degraded or failing; `says` a sentence where it is not ok."""

    state: str
    says: str = ""


def document() -> tuple[dict[str, Any], bool]:
    """Every part's state and the whole's, and whether this process can serve: it can where it has
    figures.
    """
    figures, watch, disk = _figures(), _looks().now(), disk_of(settings.current().store)
    states = {each.state for each in (figures, watch, disk)}
    serves = figures.state != "failing"
    whole = "failing" if not serves else "degraded" if states - {"ok", "off"} else "ok"
    return {
        "status": whole,
        "figures": asdict(figures),
        "sources": dict(store.sentences()),
        "watch": asdict(watch),
        "disk": asdict(disk),
    }, serves


def _figures() -> Part:
    try:
        if not store.current().versions:
            return Part("failing", words.NO_FIGURES())
    except ThreatsError:
        return Part("failing", words.NO_FIGURES())
    said = store.fault()
    return Part("degraded", said) if said else Part("ok")


def disk_of(root: Path | None) -> Part:
    """Whether the store's folder can take more in."""
    if root is None:
        return Part("off")
    while not root.exists() and root != root.parent:
        root = root.parent
    if not os.access(root, os.W_OK):
        return Part("degraded", words.DISK_READ_ONLY())
    free = shutil.disk_usage(root).free
    return Part("degraded", words.DISK_FULL(free=free)) if free < LEAST else Part("ok")


class _Looks:
    """Asks the database in a thread of its own, once for all who ask at about the same time."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(1, "readiness")
        self.asked: Future[Part] | None = None
        self.at = 0.0

    def now(self) -> Part:
        """How it stands; one that does not answer in time is not waited for."""
        if not setting.on():
            return Part("off")
        asked = self.asked
        if asked is None or (asked.done() and time.monotonic() - self.at > FRESH):
            asked = self.pool.submit(_watch)
            self.asked, self.at = asked, time.monotonic()
        try:
            return asked.result(PATIENCE)
        except TimeoutError:
            return Part("degraded", words.SILENT())


def _watch() -> Part:
    from data.watch import database, ledger  # bring a database library with them

    try:
        watch = ledger.current()
        if watch is not None:
            watch.head()
    except (ThreatsError, ledger.SQLAlchemyError, OSError) as fault:
        return Part("degraded", database.trouble(fault))
    return Part("ok")


@cache
def _looks() -> _Looks:
    return _Looks()
