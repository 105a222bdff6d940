"""Answers kept by their question, each worked out once however many ask for it at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
LOCKS = 64  # questions that can be worked out side by side, more or less


def remembered(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps a function's last `most` answers; arguments are hashable, and answers are shared:
    nobody changes them.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        kept = lru_cache(maxsize=most)(function)
        locks = [threading.RLock() for _ in range(LOCKS)]

        @wraps(function)
        def ask(*question: P.args, **named: P.kwargs) -> T:
            with locks[
                hash((question, tuple(sorted(named.items()))) if named else question) % LOCKS
            ]:
                return kept(*question, **named)

        ask.cache_clear = kept.cache_clear  # type: ignore[attr-defined]
        return ask

    return keep
