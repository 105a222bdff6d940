"""Pages go first: all threads of a process share one core of Python, so whoever asks for a figure
by its address waits a moment while a page runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 0.05  # seconds, from when it was asked, that a figure waits for pages


class _Pages:
    """How many pages run."""

    def __init__(self) -> None:
        self.running, self.changed = 0, threading.Condition()

    def change(self, by: int) -> None:
        with self.changed:
            self.running += by
            self.changed.notify_all()


_pages = _Pages()


@contextmanager
def page() -> Iterator[None]:
    """Within the block a page runs."""
    _pages.change(1)
    try:
        yield
    finally:
        _pages.change(-1)


def after_pages(asked: float) -> None:
    """Returns when no page runs, at the latest `LONGEST` after a question was `asked`, which is a
    time of `time.monotonic()`.
    """
    with _pages.changed:
        _pages.changed.wait_for(
            lambda: not _pages.running, max(0.0, asked + LONGEST - time.monotonic())
        )
