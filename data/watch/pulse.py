"""Notices within a moment that something was written, by this process or another, without a
question per reader.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from data.watch import database, holding
from data.watch.ledger import Watch

EVERY = 0.2  # seconds between two looks at SQLite, which cannot call
PATIENCE = 5.0  # seconds after which PostgreSQL is asked all the same


class Pulse:
    """Follows one store in a thread of its own; `heads` are the last event it knows of and the last
    object of intelligence that reached anybody.
    """

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.heads = watch.heads()
        self.followers: set[Callable[[], None]] = set()
        self._wake = threading.Event()
        watch.listeners.add(self._wake.set)
        holding.of(watch)
        threading.Thread(target=self._follow, name="watch", daemon=True).start()

    @property
    def head(self) -> int:
        """The last event."""
        return self.heads[0]

    @property
    def shared(self) -> int:
        """The last object of intelligence that reached anybody."""
        return self.heads[1]

    def _follow(self) -> None:
        postgres = self.watch.engine.dialect.name == "postgresql"
        silent = False
        while not self.watch.over.is_set():
            try:
                if postgres:
                    self._listen()
                else:
                    self._wake.wait(EVERY)
                    self._wake.clear()
                    self._look()
                silent = False
            except (SQLAlchemyError, OSError) as fault:
                if not silent and not self.watch.over.is_set():
                    logging.getLogger(__name__).warning(
                        "The store of proposals does not answer: %s", database.plain(fault)
                    )
                silent = True
                threading.Event().wait(2)

    def _look(self) -> None:
        heads = self.watch.heads()
        if heads != self.heads:
            self.heads = heads
            self.told()

    def told(self) -> None:
        """Tells those who follow."""
        for follower in tuple(self.followers):
            follower()

    def _listen(self) -> None:
        """Waits for PostgreSQL's word on a connection of its own, until that breaks."""
        with self.watch.engine.connect().execution_options(
            isolation_level="AUTOCOMMIT"
        ) as connection:
            connection.exec_driver_sql(f"LISTEN {database.CHANNEL}")
            self._look()
            driver: Any = connection.connection.driver_connection
            broken: Any = self.watch.engine.dialect.dbapi
            try:
                while True:
                    for _ in driver.notifies(timeout=PATIENCE, stop_after=1):
                        pass
                    self._look()
            except broken.Error as fault:
                connection.invalidate()
                raise OSError(database.plain(fault)) from fault


@cache
def of(watch: Watch) -> Pulse:
    """The pulse of a store, begun at the first asking."""
    return Pulse(watch)
