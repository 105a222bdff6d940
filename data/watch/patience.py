"""The store asked in threads of its own by whoever cannot wait for it: pages, and the API.

Within `within(seconds)` a question is answered in that time, or WatchError says that the store is
silent. While one that came too late is still unanswered, further ones are told so at once: a store
that stalls holds up one page for that long, and no other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

import settings
from data.watch.setting import WatchError
from languages.english import proposals as words

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 8  # of each lane
WRITTEN = 8.0  # seconds until a step is kept or refused: longer than a lock is waited for

_seconds: ContextVar[float | None] = ContextVar("seconds", default=None)
_until: ContextVar[float] = ContextVar("until", default=float("inf"))


def page() -> float:
    """Seconds that a page of the watch waits for an answer."""
    return float(settings.current().watch_seconds)


def beside() -> float:
    """Seconds that any other page waits for its bell."""
    return page() / 4


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Within the block each question to the store is answered in this time, or WatchError."""
    token = _seconds.set(seconds)
    try:
        yield
    finally:
        _seconds.reset(token)


def late() -> bool:
    """Whether who asked has been told already that there is no answer: nothing may be kept then."""
    return time.monotonic() > _until.get()


class Lane:
    """Threads that ask, and the questions of theirs that came too late."""

    def __init__(self, name: str) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix=name)
        self._late: set[Future[Any]] = set()

    def ask(self, work: Callable[[], T], seconds: float, keeps: bool) -> T:
        """What the work answers; WatchError where it does not in time."""
        if self._late:
            raise WatchError(words.SILENT())
        context = copy_context()
        context.run(_seconds.set, None)
        if keeps:
            context.run(_until.set, time.monotonic() + seconds)
        asked = self._threads.submit(context.run, work)
        try:
            return asked.result(seconds)
        except TimeoutError:
            if asked.done():  # it was the work that said so
                raise
            if not asked.cancel():
                self._late.add(asked)
                asked.add_done_callback(self._late.discard)
            raise WatchError(words.SILENT()) from None


@cache
def lane(name: str) -> Lane:
    """The threads of this name: writers wait for each other, readers for nobody."""
    return Lane(f"watch-{name}")


def reads(question: Callable[P, T]) -> Callable[P, T]:
    """A question whose answer who cannot wait does not wait for."""
    return _in_time("reads", question)


def writes(step: Callable[P, T]) -> Callable[P, T]:
    """The same of what writes, which may take until locks are given up."""
    return _in_time("writes", step, WRITTEN)


def _in_time(name: str, function: Callable[P, T], least: float = 0) -> Callable[P, T]:
    @wraps(function)
    def asked(*args: P.args, **named: P.kwargs) -> T:
        seconds = _seconds.get()
        if seconds is None:
            return function(*args, **named)
        keeps = name == "writes"
        return lane(name).ask(lambda: function(*args, **named), max(seconds, least), keeps)

    return asked
