"""Pages go first: all threads of a process share one core of Python, so whoever asks for a figure
by its address waits a moment while a page runs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 0.05  # seconds, from when it was asked, that a figure waits for pages

_changed = threading.Condition()
_running: list[object] = []  # one for each page


@contextmanager
def page() -> Iterator[None]:
    """Within the block a page runs."""
    with _changed:
        _running.append(1)
    try:
        yield
    finally:
        with _changed:
            _running.pop()
            _changed.notify_all()


def after_pages(asked: float) -> None:
    """Returns when no page runs, at the latest `LONGEST` after a question was `asked`, which is a
    time of `time.monotonic()`.
    """
    with _changed:
        _changed.wait_for(lambda: not _running, max(0.0, asked + LONGEST - time.monotonic()))
