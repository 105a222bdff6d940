"""How far something is that takes longer than a second, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

from errors import ThreatsError

Progress = Callable[[int, int, str], None]  # done, of how many, and what comes next in words


class CancelledError(ThreatsError):
    """Somebody stopped it: raised by a `Progress`, it goes through, and nothing is left behind."""


def quiet(done: int, total: int, what: str) -> None:
    """Says nothing to nobody."""
