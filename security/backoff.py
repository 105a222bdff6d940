"""How long somebody who failed has to wait before the next try: longer each time, in bounded
memory, each process by itself.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from errors import ThreatsError


class TooManyError(ThreatsError):
    """Too many tries failed; `seconds` says how long to wait."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, round(seconds + 0.5))
        super().__init__(f"too many tries failed: wait {self.seconds} s")


class Backoff:
    """`free` failures cost nothing; each more doubles the wait, from one second up to `longest`.
    After `longest` without one all is forgotten; of more than `most` who failed, so are those who
    did so longest ago.
    """

    def __init__(
        self,
        free: int = 5,
        longest: float = 300.0,
        most: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.free, self.longest, self.most, self.clock = free, longest, most, clock
        self._failed: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, *whom: str) -> None:
        """TooManyError where one of these has to wait."""
        wait = max(map(self._wait, whom), default=0.0)
        if wait > 0:
            raise TooManyError(wait)

    def fail(self, *whom: str) -> None:
        """Notes a failure of each."""
        with self._lock:
            for each in whom:
                times, last = self._failed.pop(each, (0, 0.0))
                times = 0 if self.clock() - last > self.longest else times
                self._failed[each] = (times + 1, self.clock())
            while len(self._failed) > self.most:
                self._failed.popitem(last=False)

    def succeed(self, *whom: str) -> None:
        """Forgets their failures."""
        with self._lock:
            for each in whom:
                self._failed.pop(each, None)

    def _wait(self, each: str) -> float:
        times, last = self._failed.get(each, (0, 0.0))
        if times <= self.free:
            return 0.0
        wait = min(2.0 ** min(times - self.free - 1, 30), self.longest)
        return last + wait - self.clock()


def place(address: str) -> str:
    """What of an address counts as one: of IPv6 the network of 64 bits that one customer has."""
    try:
        known = ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(known, IPv6Address):
        return str(ip_network((known, 64), strict=False))
    return address


TOKENS = Backoff(free=20)
SIGN_INS = Backoff(free=20)  # a room behind one address signs in at the same minute
