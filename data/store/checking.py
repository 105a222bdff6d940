"""Looks at the files of the store as long as a server runs."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Mapping

from data import engines
from data.store import layout, opened
from data.store.layout import StoreError

EVERY = 60.0  # seconds between two looks at the files of the store
ROUND = 60  # looks until each file is read whole again
PATIENCE = 10.0  # seconds a look may take to end


class Checking:
    """Looks every minute, and reads every file whole every hour, in a thread of its own until
    `end`: one that is alive when Python ends keeps the database from being closed. After each look
    it does what `then` does.
    """

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self._then = then
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._check, name="store", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Ends the thread; waits until it has ended."""
        self._over.set()
        self._thread.join(PATIENCE)

    def _check(self) -> None:
        told: Mapping[str, str] = {}
        looks = 0
        with contextlib.suppress(StoreError):  # a store that is only read
            layout.settle(layout.folder())
        while not self._over.is_set():
            try:
                opened.current()
                if told != (now := opened.faults()):
                    for said in now.values():
                        logging.getLogger(__name__).warning("%s", said)
                    told = now
                self._then()
            except (StoreError, engines.EngineError) as fault:
                logging.getLogger(__name__).warning("%s", fault)
            self._over.wait(EVERY)
            looks += 1
            if looks % ROUND == 0:
                opened.recheck()
