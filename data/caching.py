"""Answers kept by their question and the language spoken, each worked out once however many ask for
it at the same moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

import languages

P = ParamSpec("P")
T = TypeVar("T")
LOCKS = 64  # questions that can be worked out side by side, more or less


class _View:
    """What the answers given in words depend on besides, as the catalogue says."""

    seen: Callable[[], Hashable] = staticmethod(lambda: None)


def depends(seen: Callable[[], Hashable]) -> None:
    """From here on an answer in words is kept for what `seen` says of who reads."""
    _View.seen = staticmethod(seen)


def remembered(most: int, words: bool = True) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps a function's last `most` answers; arguments are hashable, and answers are shared:
    nobody changes them.

    An answer is kept for the language it was given in, and for what its reader may know of.
    `words=False` is for answers to a question that names its indicator and hold numbers and codes
    alone: every language has the same ones.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        def given(_spoken: Hashable, *question: P.args, **named: P.kwargs) -> T:
            return function(*question, **named)

        kept: Any = lru_cache(maxsize=most)(given)
        locks = [threading.RLock() for _ in range(LOCKS)]

        @wraps(function)
        def ask(*question: P.args, **named: P.kwargs) -> T:
            spoken = (languages.current(), _View.seen()) if words else ""
            about = (question, tuple(sorted(named.items()))) if named else question
            with locks[hash(about) % LOCKS]:
                answer: T = kept(spoken, *question, **named)
                return answer

        ask.cache_clear = kept.cache_clear  # type: ignore[attr-defined]  # as lru_cache's own
        return ask

    return keep
