"""The connections of a process: how many there may be, and how long one may keep it waiting.

Once a second all are looked at; a connection costs nothing else than its line in the list. Who
sends or reads too slowly is let go: the browsers of readers do neither.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

ROUND = 1.0  # seconds between two looks
HEAD = 10.0  # seconds a request may take to be asked, after the first of its bytes or before it
BODY = 20.0  # seconds a body may take, and a second more for each RATE bytes of it
SILENT = 30.0  # seconds in which a reader takes at least RATE bytes a second of what waits for it
RATE = 4096
RESERVE = 200  # descriptors for files, databases and processes
FEWEST = 16
HERE = ("127.0.0.1", "::1")
TOLD = 60.0  # seconds between two lines of the log about the same


class Line(Protocol):
    """What is known about a connection, whatever speaks on it."""

    def heard(self) -> int:
        """Bytes received so far."""

    def asked(self) -> object:
        """Another thing for each request; None before the first."""

    def idle(self) -> bool:
        """Whether no request is being answered or received."""

    def incomplete(self) -> bool:
        """Whether the rest of a request's body is awaited, and would be read."""

    def unread(self) -> int:
        """Bytes that wait for the client to take them, where they are so many that we wait."""

    def relieved(self) -> int:
        """How often the client has taken so many that we went on."""

    def end(self) -> None:
        """Lets the connection go at once."""


@dataclass(slots=True)
class Seen:
    """What was seen of a connection when it was last looked at."""

    address: str
    asked: object
    since: float  # when this request, or the wait for it, began
    heard: int = 0  # bytes, until then
    unread: int = 0
    relieved: int = 0
    stuck: float = 0.0  # since when so many are unread; 0 where none are


class Connections:
    """All connections of a process, at most `most` of them, and a quarter of one address.

    An address that is everybody's, this machine's or a proxy's, may have them all.
    """

    def __init__(self, most: int, proxies: Sequence[str] = ()) -> None:
        self.most = most
        self.share = max(FEWEST // 2, most // 4)
        self.proxies = tuple(map(ipaddress.ip_network, proxies))
        self.open: dict[Line, Seen] = {}
        self.of: Counter[str] = Counter()
        self.told: dict[str, float] = {}

    def made(self, line: Line, client: str) -> None:
        """A connection came; it goes at once where there are too many."""
        address = sharer(client)
        if len(self.open) >= self.most:
            self.say("More than %d connections: some are turned away", self.most)
            line.end()
            return
        if self.of[address] >= self.share and not self.many(client):
            self.say("More than %d connections of one address: some are turned away", self.share)
            line.end()
            return
        self.of[address] += 1
        self.open[line] = Seen(address, None, time.monotonic())

    def lost(self, line: Line) -> None:
        """A connection ended."""
        seen = self.open.pop(line, None)
        if seen is not None:
            self.of[seen.address] -= 1
            if not self.of[seen.address]:
                del self.of[seen.address]

    def exhausted(self) -> None:
        """The descriptors ran out: who is not being answered is let go."""
        self.say(
            "Descriptors ran out: of %d connections those that ask nothing are ended",
            len(self.open),
        )
        for line in [each for each in self.open if each.idle()]:
            line.end()

    async def watch(self) -> None:
        """Looks at all of them again and again."""
        while True:
            await asyncio.sleep(ROUND)
            now = time.monotonic()
            late = [line for line, seen in self.open.items() if overdue(line, seen, now)]
            if late:
                self.say("Too slow: %d connections are ended", len(late))
            for line in late:
                line.end()

    def say(self, words: str, number: int) -> None:
        """Tells the log, not more often than once a minute."""
        now = time.monotonic()
        if now - self.told.get(words, -TOLD) >= TOLD:
            self.told[words] = now
            logging.getLogger(__name__).warning(words, number)

    def many(self, client: str) -> bool:
        """Whether many may stand behind an address."""
        try:
            found = ipaddress.ip_address(client)
        except ValueError:
            return False
        return client in HERE or any(found in each for each in self.proxies)


@lru_cache(maxsize=1024)
def sharer(client: str) -> str:
    """What counts as one address: of the sixth version the network a household has."""
    if ":" not in client:
        return client
    return str(ipaddress.ip_network((client.partition("%")[0], 64), strict=False))


def overdue(line: Line, seen: Seen, now: float) -> bool:
    """Whether a connection has kept us waiting for too long; notes what is seen of it."""
    asked, heard = line.asked(), line.heard()
    if asked is not seen.asked:
        seen.asked, seen.since, seen.heard = asked, now, heard
    if line.idle():
        slow = now - seen.since > HEAD
    elif line.incomplete():
        slow = now - seen.since > BODY + (heard - seen.heard) / RATE
    else:
        seen.since, seen.heard = now, heard
        slow = False
    unread, relieved = line.unread(), line.relieved()
    if not unread or relieved != seen.relieved:
        seen.stuck, seen.relieved = 0.0, relieved
    elif not seen.stuck:
        seen.stuck, seen.unread = now, unread
    elif now - seen.stuck > SILENT:
        slow = slow or unread > seen.unread - RATE * SILENT
        seen.stuck, seen.unread = now, unread
    return slow


def affordable(asked: int) -> int:
    """How many connections the descriptors allow, of so many asked for; their limit is raised as
    far as need be and as the system lets it.
    """
    try:
        import resource
    except ImportError:  # Windows, which has no such limit
        return asked
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = asked + RESERVE
    if soft == resource.RLIM_INFINITY:
        return asked
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return max(FEWEST, min(asked, soft - RESERVE))
