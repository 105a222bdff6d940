"""Steps that cannot be taken back wait a minute outside the history, in the database, so that a
reload, a second officer and a server that was stopped find them.

The rule: a held step enters by itself once its minute is over, whoever looks by then; it is never
dropped because a page was closed or a server stopped, for the officer confirmed it. But nobody can
undo what stands still: where its moment passed LATE_MS ago without a server that looked, it is held
for a whole minute more, and enters then. It is dropped only where it cannot follow any more, such
as *published* after *withdrawn*, and its receipt says so.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from functools import cache

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from data.watch import database, ledger, lifecycle, patience, rows
from data.watch.ledger import ForbiddenError, Watch
from data.watch.lifecycle import Held, ImpossibleError
from data.watch.model import text
from data.watch.schema import HELD
from data.watch.setting import WatchError
from data.watch.sight import now_ms
from errors import ThreatsError
from languages.english import proposals as says
from security import audit
from security.tlp import Tlp

HOLD_MS = 60_000
LATE_MS = 5_000  # later than this nobody was there who could have undone it
EVERY = 1.0  # seconds between two looks


def hold(
    watch: Watch,
    number: int,
    step: str,
    who: str,
    bureau: str,
    country: str = "",
    words: str = "",
    tlp: Tlp | None = None,
) -> Held:
    """Begins to hold a step that could be taken now; raises what `Watch.step` does where it could
    not, and ImpossibleError where the same is held already.
    """
    return _hold(watch, number, step, who, bureau, country, text(words), tlp)


@patience.writes
def _hold(
    watch: Watch,
    number: int,
    step: str,
    who: str,
    bureau: str,
    country: str,
    words: str,
    tlp: Tlp | None,
) -> Held:
    with database.writing(watch.engine) as connection:
        may = watch.allowed(connection, number, step, bureau, country, tlp=tlp)
        same = sa.select(HELD.c.id).where(
            HELD.c.became == "",
            HELD.c.proposal == number,
            HELD.c.step == step,
            HELD.c.country == may.country,
            HELD.c.bureau == bureau,
        )
        if connection.execute(same).first() is not None:
            raise ImpossibleError(says.HELD_ALREADY(step=lifecycle.WORDS[step]))
        now = now_ms()
        waits = Held(0, number, step, may.country, bureau, who, words, may.mark, now, now + HOLD_MS)
        key = connection.execute(
            sa.insert(HELD).values(**rows.held_row(waits))
        ).inserted_primary_key
        kept = replace(waits, id=int(key[0]) if key else 0)
        _noted(kept, "held")
    of(watch)
    return kept


@patience.writes
def undo(watch: Watch, held: int, bureau: str) -> Held:
    """Takes a held step back: it never was in the history. KeyError where there is none,
    ForbiddenError where it is another bureau's, ImpossibleError where it is held no more.
    """
    with database.writing(watch.engine) as connection:
        found = connection.execute(sa.select(HELD).where(HELD.c.id == held)).first()
        if found is None:
            raise KeyError(held)
        waits = rows.held(found)
        if waits.bureau != bureau:
            raise ForbiddenError(says.NOT_BY(bureau=bureau, step=waits.step))
        if waits.became:
            raise ImpossibleError(says.NOT_HELD(became=says.BECAME[waits.became]))
        _became(connection, held, "undone")
        _noted(waits, "undone")
    return replace(waits, became="undone")


def enter(watch: Watch, at_ms: int | None = None) -> int:
    """Enters what is due by the rule of this module, each in a transaction of its own: whole or not
    at all. Returns how many entered.
    """
    now = at_ms or now_ms()
    with watch.engine.connect() as connection:
        due = connection.execute(
            sa.select(HELD.c.id)
            .where(HELD.c.became == "", HELD.c.enters_ms <= now)
            .order_by(HELD.c.enters_ms, HELD.c.id)
        ).all()
    return sum(_enter(watch, number, now) for (number,) in due)


def _enter(watch: Watch, held: int, now: int) -> bool:
    with database.writing(watch.engine) as connection:
        waits = rows.held(connection.execute(sa.select(HELD).where(HELD.c.id == held)).one())
        if waits.became or waits.enters_ms > now:  # another process, or an officer, was quicker
            return False
        if now - waits.enters_ms > LATE_MS:
            again = sa.update(HELD).where(HELD.c.id == held).values(enters_ms=now + HOLD_MS)
            connection.execute(again)
            return False
        try:
            may = watch.allowed(
                connection,
                waits.proposal,
                waits.step,
                waits.bureau,
                waits.country,
                tlp=waits.tlp,
                held=True,
            )
        except (KeyError, ThreatsError) as fault:
            logging.getLogger(__name__).warning("A held step is dropped: %s", fault)
            _became(connection, held, "dropped")
            return False
        event = watch.take(connection, may, waits.who, waits.text, now, by=f"held.{held}")
        _became(connection, held, "entered", event.id)
    watch.ring()
    return True


def _noted(waits: Held, what: str) -> None:
    named = f"notice.{waits.proposal}.{waits.step}.{what}.{waits.id}"
    audit.note(audit.Action.ANSWER, named, mark=waits.tlp)


def _became(connection: Connection, held: int, became: str, event: int = 0) -> None:
    connection.execute(sa.update(HELD).where(HELD.c.id == held).values(became=became, event=event))


class Clock:
    """Enters what is due in a thread of its own, for as long as the process lives."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._silent = watch, False
        threading.Thread(target=self._follow, name="held", daemon=True).start()

    def _follow(self) -> None:
        while not self._watch.over.is_set():
            try:
                enter(self._watch)
                self._silent = False
            except (SQLAlchemyError, OSError, ThreatsError) as fault:
                if not self._silent and not self._watch.over.is_set():
                    logging.getLogger(__name__).warning("What is held: %s", database.plain(fault))
                self._silent = True
            threading.Event().wait(EVERY)


@cache
def of(watch: Watch) -> Clock:
    """The clock of a store, begun at the first asking."""
    return Clock(watch)


def begin() -> None:
    """Begins the clock of the store in use, where there is one: what was held when a server stopped
    needs nobody who opens a page.
    """
    try:
        watch = ledger.current()
    except (SQLAlchemyError, WatchError) as fault:
        logging.getLogger(__name__).warning("What is held: %s", database.plain(fault))
        return
    if watch is not None:
        of(watch)
