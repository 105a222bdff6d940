"""The API's own threads: a database that stalls holds these up, never those that serve pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import ParamSpec, TypeVar

from data import precedence
from data.watch import patience
from data.watch.model import Fault
from exchange.problems import ProblemError

P = ParamSpec("P")
T = TypeVar("T")
THREADS = 16
READING = 1  # that figures are read in: more would only take turns, with pages as well
SECONDS = 5.0  # that the store may take to answer one of its questions
WAITING = 256  # requests that may wait for one of the threads


class Turns:
    """The threads, and how many requests have or await one of them."""

    def __init__(self, many: int, name: str) -> None:
        self.many, self.threads = many, ThreadPoolExecutor(many, thread_name_prefix=name)
        self.taken = 0

    async def do(self, work: Callable[[], T]) -> T:
        """What the work answers, done in one of the threads in the asker's context."""
        if self.taken >= self.many + WAITING:
            raise ProblemError(
                503,
                Fault("store", "too many requests wait for the store; nothing was taken in"),
                headers={"Retry-After": "5"},
            )
        self.taken += 1
        try:
            loop, context = asyncio.get_running_loop(), copy_context()
            return await loop.run_in_executor(self.threads, context.run, work)
        finally:
            self.taken -= 1


@cache
def _turns() -> Turns:
    return Turns(THREADS, "api")


@cache
def _reading() -> Turns:
    return Turns(READING, "figures")


async def apart(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """What a function answers, asked in a thread of the API's own; ProblemError (503) where too
    many wait for one.
    """
    return await _turns().do(_patiently(work, *args, **named))


async def read(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    """The same of what reads figures, one after another, and pages go first."""
    asked, answer = time.monotonic(), _patiently(work, *args, **named)

    def last() -> T:
        precedence.after_pages(asked)
        return answer()

    return await _reading().do(last)


def _patiently(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> Callable[[], T]:
    def asked() -> T:
        with patience.within(SECONDS):
            return work(*args, **named)

    return asked
