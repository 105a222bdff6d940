"""A demonstration that is begun on a page, for a server on which the watch is off: invented
proposals and attacks in a folder of its own, which is gone at the end, or when the server stops.
"""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
import threading
from functools import cache
from pathlib import Path

import settings
from data.intelligence import demo as attacked
from data.watch import database, demo, figures, ledger, pulse, setting
from data.watch.ledger import Watch
from data.watch.setting import WatchError
from languages.english import proposals as words
from security import audit, reader
from security.roles import Right
from security.viewer import operator

PAST, SEED = 60, 2016  # proposals, and attacks, of the last twelve weeks, the same ones each time
MORE, EVERY = 40, 45.0  # and those that come while it lasts, with the seconds between two


@cache
def _one() -> threading.Lock:
    """Held while a demonstration is begun or ended: there is one at a time."""
    return threading.Lock()


def offered() -> bool:
    """Whether who reads may begin or end one here: who keeps the server, of one process, whose
    operator named no store.
    """
    return (
        not setting.configured()
        and settings.current().processes == 1
        and reader.current().may(Right.OPERATE)
    )


def begin() -> None:
    """Fills a new folder and shows it; does nothing where one is shown already. ForbiddenError and
    WatchError say why not.
    """
    reader.require(Right.OPERATE)
    if not offered():
        raise WatchError(words.NO_SCRATCH())
    with _one():
        if setting.scratch() is not None:
            return
        folder = Path(tempfile.mkdtemp(prefix="threats-demonstration-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # where no server stops
        audit.note(audit.Action.SETTING, "demonstration.begun")
        watch = ledger.opened(database.in_folder(folder).render_as_string(hide_password=False))
        demo.past(watch, PAST, SEED)
        attacked.past(watch, PAST, SEED)
        setting.show_scratch(folder)
        threading.Thread(target=_more, args=(watch,), name="demonstration", daemon=True).start()


def holds() -> tuple[int, int]:
    """How many proposals and answered requests the one that is shown holds: they end with it."""
    watch = ledger.current()
    if watch is None:
        return 0, 0
    counted = figures.panels(watch.visible(operator()), watch.head())
    return sum(counted.proposals.values()), sum(counted.answers.values())


def end() -> None:
    """Ends the one that is shown, and removes all of it; ForbiddenError for who may not."""
    reader.require(Right.OPERATE)
    if setting.scratch() is not None:
        close()
        audit.note(audit.Action.SETTING, "demonstration.ended")


def close() -> None:
    """Removes what is shown, if anything is: at the end, or when the server stops."""
    with _one():
        folder = setting.scratch()
        if folder is None:
            return
        watch = ledger.current()
        setting.show_scratch(None)
        if watch is not None:
            watch.over.set()
            pulse.of(watch).told()
            watch.engine.dispose()
            ledger.opened.cache_clear()
        shutil.rmtree(folder, ignore_errors=True)


def _more(watch: Watch) -> None:
    """Sends one of each now and then, until it is over."""
    first = ledger.now_ms() // 1000 % 1_000_000_000
    for each in demo.invented(MORE, SEED, first=first):
        try:
            watch.add([each], "demonstration", demonstration=True)
            attacked.live(watch, ledger.now_ms(), SEED)
        except (ledger.SQLAlchemyError, WatchError, OSError) as fault:
            if not watch.over.is_set():
                logging.getLogger(__name__).warning("The demonstration: %s", fault)
            return
        if watch.over.wait(EVERY):
            return
