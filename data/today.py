"""The day it is, for what depends on it: what was sealed is worked out as of its own day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

_said: ContextVar[date | None] = ContextVar("today", default=None)


def current() -> date:
    """The day as `using` says, else today."""
    return _said.get() or date.today()


def years_since(day: date) -> int:
    """Whole years since a day, as birthdays count them; 0 where it has not come."""
    now = current()
    return max(now.year - day.year - ((now.month, now.day) < (day.month, day.day)), 0)


@contextmanager
def using(day: date) -> Iterator[None]:
    """Within the block, and in what it calls, this is the day."""
    token = _said.set(day)
    try:
        yield
    finally:
        _said.reset(token)
