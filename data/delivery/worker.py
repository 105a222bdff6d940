"""Sends what waits, in a thread of its own; of several processes one at a time sends to each."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

import settings
from data.delivery import digests, entries, filling, mail, stands, webhook
from data.delivery.entries import Entry, Told
from data.delivery.filling import Forms
from data.delivery.outbox import Delivery
from data.watch import database, ledger, pulse
from data.watch.ledger import SQLAlchemyError, Watch, now_ms
from errors import ThreatsError
from languages.english import delivery as says
from security import audit

EVERY = 5.0  # seconds between two looks where nothing rings
SENDERS = 4  # threads: who is slow holds up few
ENDS = 5.0  # seconds that a server which stops waits for it
AT_ONCE = 50  # of one entry, then the others have their turn

_log = logging.getLogger(__name__)


class Round:
    """One look at all who are told: puts in what came, and sends what waits."""

    def __init__(self, watch: Watch, forms: Forms, clock: Callable[[], int] = now_ms) -> None:
        self.watch, self.forms, self.clock = watch, forms, clock
        self.holder = uuid4().hex
        self.failing: dict[str, str] = {}  # by the names of those who are not served, why

    def turn(self, told: Told, over: Callable[[], bool] = lambda: False) -> int:
        """How many were put in or sent; not again until `over`. A demonstration is sent to
        nobody.
        """
        if not told.entries or self.watch.purpose_known() == "demonstration":
            return 0
        with ThreadPoolExecutor(SENDERS, "delivery") as threads:
            asked = {
                name: threads.submit(self.of, entry, told, over)
                for name, entry in told.entries.items()
            }
        return sum(self._result(name, each) for name, each in asked.items())

    def _result(self, name: str, of: Future[int]) -> int:
        """What came of one; a fault of it holds up no other, and is said once."""
        fault = of.exception()
        if fault is None:
            self.failing.pop(name, None)
            return of.result()
        why = f"{type(fault).__name__}: {database.plain(fault)}"
        if self.failing.get(name) != why:
            _log.warning("What is to be delivered to %s: %s", name, why)
        self.failing[name] = why
        return 0

    def of(self, entry: Entry, told: Told, over: Callable[[], bool] = lambda: False) -> int:
        """The same of one entry."""
        stand = stands.begun(self.watch, entry, self.clock())
        if entry.mail:
            moved = digests.fill(self.watch, entry, stand, self.clock())
        else:
            moved = filling.fill(self.watch, entry, stand, self.forms, self.clock())
        if over() or not stands.take(self.watch, entry, self.holder, self.clock()):
            return moved
        try:
            for each in stands.waiting(self.watch, entry, AT_ONCE):
                became, fault = self._sent(entry, told, each)
                at_ms = self.clock()
                kept = stands.dealt(self.watch, entry, self.holder, each, became, fault, at_ms)
                moved += became != stands.FAILED
                if over() or not kept or became == stands.FAILED:
                    break
        finally:
            stands.leave(self.watch, entry, self.holder)
        return moved

    def _sent(self, entry: Entry, told: Told, of: Delivery) -> tuple[str, str]:
        """What became of a try, and why."""
        unsayable = entry.mail and not of.message.title  # put in while it was a webhook
        if unsayable or not of.may_go(entry):
            return stands.WITHHELD, ""
        try:
            what = f"delivery.{entry.name}.{of.number}"
            audit.note(audit.Action.EXPORT, what, by="delivery", mark=of.message.tlp)
        except audit.AuditError:
            return stands.FAILED, says.NOT_RECORDED()
        by_mail = entry.mail
        fault = mail.send(told, entry, of) if by_mail else webhook.post(entry, of, self.clock())
        return (stands.FAILED, fault) if fault else (stands.SENT, "")


class Worker:
    """Turns for as long as the process lives; whatever comes rings it."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._wake, self._over = threading.Event(), threading.Event()
        self._round: Round | None = None
        self._said: tuple[str, ...] = ()
        self._thread = threading.Thread(target=self._follow, name="deliveries", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Sends nothing more, once what goes out just now is answered."""
        self._over.set()
        self._wake.set()
        self._thread.join(ENDS)

    def _follow(self) -> None:
        silent = False
        while not self._over.is_set():
            moved = 0
            try:
                moved = self._turn()
                silent = False
            except (SQLAlchemyError, OSError, ThreatsError) as fault:
                if not silent:
                    _log.warning("What is to be delivered: %s", database.plain(fault))
                silent = True
            if not moved:
                self._wake.wait(EVERY)
            self._wake.clear()

    def _turn(self) -> int:
        told = entries.current()
        for each in told.faults:
            if each not in self._said:
                _log.warning("%s", each)
        self._said = told.faults
        watch = ledger.current()
        if watch is None:
            return 0
        if self._round is None or self._round.watch is not watch:
            self._round = Round(watch, self._forms)
            watch.listeners.add(self._wake.set)  # what is put in here
            pulse.of(watch).followers.add(self._wake.set)  # what comes anywhere
        return self._round.turn(told, self._over.is_set)


class _Here:
    """The worker of this process."""

    worker: Worker | None = None


def begin(forms: Forms) -> None:
    """Begins to send, where a file says to whom."""
    if settings.current().deliveries is not None and _Here.worker is None:
        _Here.worker = Worker(forms)


def end() -> None:
    """Ends it again."""
    if _Here.worker is not None:
        _Here.worker.end()
        _Here.worker = None
