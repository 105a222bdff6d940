"""On whose behalf the code runs: asked for by everything that shows, counts or writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from errors import ThreatsError
from security import roles
from security.roles import Right
from security.tlp import Role, Tlp


class ForbiddenError(ThreatsError):
    """The reader lacks the right; names it."""

    def __init__(self, right: Right) -> None:
        super().__init__(f"this needs the right {right.value!r}")
        self.right = right


@dataclass(frozen=True, slots=True)
class Reader:
    """`subject` says whose the session is: the same for the same person, and no name; empty where
    that is not known. `country` is a bureau's. `shown` is the mark that a presenter lowered the
    page to.
    """

    subject: str = ""
    roles: frozenset[Role] = frozenset({Role.VISITOR})
    country: str = ""
    shown: Tlp | None = None

    def may(self, right: Right) -> bool:
        """Whether this reader has the right."""
        return roles.may(self.roles, right)

    @property
    def ceiling(self) -> Tlp:
        """The strictest mark that this reader is shown."""
        allowed = roles.strictest(self.roles)
        return allowed if self.shown is None else min(allowed, self.shown)


VISITOR = Reader()
LOCAL = Reader(
    subject="local",
    roles=frozenset({Role.VIEWER, Role.ANALYST, Role.PRESENTER, Role.ADMINISTRATOR}),
)
_current: ContextVar[Reader | None] = ContextVar("reader", default=None)


class _Server:
    """What the server said about its readers; outside one there is nobody to ask."""

    provider: Callable[[], Reader | None] | None = None


def current() -> Reader:
    """Who reads: as `using` says, else as the provider does, else a visitor: who forgets to say so
    sees what is for the world.
    """
    said = _current.get()
    if said is None and _Server.provider is not None:
        said = _Server.provider()
    return VISITOR if said is None else said


def operator() -> Reader:
    """Who works at the command line: whoever may read the files may read what is in them."""
    return Reader(subject="operator", roles=LOCAL.roles | {Role.HEADQUARTERS})


def provide(provider: Callable[[], Reader | None] | None) -> None:
    """From here on `provider` says who reads where nothing nearer does; None where it cannot."""
    _Server.provider = provider


@contextmanager
def using(reader: Reader) -> Iterator[Reader]:
    """Within the block, and in what it calls, this is who reads."""
    token = _current.set(reader)
    try:
        yield reader
    finally:
        _current.reset(token)


def require(right: Right) -> Reader:
    """Who reads, where they have the right; else ForbiddenError."""
    said = current()
    if not said.may(right):
        raise ForbiddenError(right)
    return said
