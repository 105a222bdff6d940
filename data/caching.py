"""Answers kept by their question and the language spoken, each worked out once however many ask for
it at the same moment; of all of them together no more than the setting `answers_mb` says.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import cache, wraps
from itertools import count
from typing import Any, ParamSpec, TypeVar

import languages
import settings
from data import weight

P = ParamSpec("P")
T = TypeVar("T")
LOCKS = 64  # questions that can be worked out side by side, more or less
QUESTION = 1_000  # bytes of a question and its place, about
ROOM_MADE = 0.1  # how much of the room is made at once where it is short


class _View:
    """What the answers given in words depend on besides, as the catalogue says."""

    seen: Callable[[], Hashable] = staticmethod(lambda: None)


def depends(seen: Callable[[], Hashable]) -> None:
    """From here on an answer in words is kept for what `seen` says of who reads."""
    _View.seen = staticmethod(seen)


class _Answer:
    """An answer, its bytes, and when it was asked for last, as a number that grows."""

    __slots__ = ("bytes", "given", "used")

    def __init__(self, given: Any, size: int, used: int) -> None:
        self.given, self.bytes, self.used = given, size, used


class Shelf:
    """The answers of every function in this process, and their bytes."""

    def __init__(self) -> None:
        self.kept: list[dict[Hashable, _Answer]] = []
        self.bytes = 0
        self.turn = count()
        self.lock = threading.Lock()

    def add(self, among: dict[Hashable, _Answer], most: int, key: Hashable, given: Any) -> None:
        """Keeps an answer, and drops those not asked for longest: of one function's beyond `most`,
        of all beyond the room there is. What alone would take half of it is not kept.
        """
        room = settings.current().answers_mb * 1_000_000
        size = weight.of(given) + QUESTION
        if size > room // 2:
            return
        with self.lock:
            self._drop(among, key)
            among[key] = _Answer(given, size, next(self.turn))
            self.bytes += size
            if len(among) > most:
                oldest = sorted(among, key=lambda each: among[each].used)
                for each in oldest[: max(1, int(most * ROOM_MADE))]:
                    self._drop(among, each)
            if self.bytes > room:
                self._make_room(room)

    def clear(self, among: dict[Hashable, _Answer]) -> None:
        """Forgets the answers of one function."""
        with self.lock:
            for key in list(among):
                self._drop(among, key)

    def forget(self, stale: Callable[[Any], bool]) -> None:
        """Forgets every answer to a question with a part that is stale: nobody asks it again, and
        until it is forgotten all stays that it was asked of.
        """
        with self.lock:
            for among in self.kept:
                for key in [key for key in among if any(map(stale, _parts(key)))]:
                    self._drop(among, key)

    def _make_room(self, room: int) -> None:
        every = [(answer.used, key, kept) for kept in self.kept for key, answer in kept.items()]
        for _, key, kept in sorted(every, key=lambda each: each[0]):
            if self.bytes <= room * (1 - ROOM_MADE):
                return
            self._drop(kept, key)

    def _drop(self, among: dict[Hashable, _Answer], key: Hashable) -> None:
        if (gone := among.pop(key, None)) is not None:
            self.bytes -= gone.bytes


def _parts(key: Any) -> tuple[Any, ...]:
    """What a question is made of, without the names it was given by."""
    _, (question, named) = key
    return (*question, *(given for _, given in named))


@cache
def shelf() -> Shelf:
    """That of this process."""
    return Shelf()


def remembered(most: int, words: bool = True) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps a function's last `most` answers, as long as there is room among those of all others;
    arguments are hashable, and answers are shared: nobody changes them.

    An answer is kept for the language it was given in, and for what its reader may know of.
    `words=False` is for answers to a question that names its indicator and hold numbers and codes
    alone: every language has the same ones.
    """

    def keep(function: Callable[P, T]) -> Callable[P, T]:
        kept: dict[Hashable, _Answer] = {}
        whole = shelf()
        whole.kept.append(kept)
        turn = whole.turn
        locks = [threading.RLock() for _ in range(LOCKS)]

        @wraps(function)
        def ask(*question: P.args, **named: P.kwargs) -> T:
            spoken = (languages.current(), _View.seen()) if words else ""
            about = question, tuple(sorted(named.items())) if named else ()
            key = (spoken, about)
            found = kept.get(key)
            if found is None:
                with locks[hash(about) % LOCKS]:
                    found = kept.get(key)
                    if found is None:
                        answer = function(*question, **named)
                        whole.add(kept, most, key, answer)
                        return answer
            found.used = next(turn)
            given: T = found.given
            return given

        ask.cache_clear = lambda: whole.clear(kept)  # type: ignore[attr-defined]  # as lru_cache's
        return ask

    return keep
