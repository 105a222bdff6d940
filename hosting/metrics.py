"""What a process counts, as Prometheus reads it, on a port of its own that this machine alone
reaches unless its operator says otherwise.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from threading import Lock

KIND = "text/plain; version=0.0.4; charset=utf-8"
PATIENCE = 5.0  # seconds a question may take
REFUSED = frozenset({400, 401, 403, 413, 414, 415, 421, 429, 503, 507})
BUCKETS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Seconds:
    """How long things took: a histogram."""

    def __init__(self) -> None:
        self.within = [0] * len(BUCKETS)
        self.many, self.sum = 0, 0.0

    def add(self, seconds: float) -> None:
        """One more."""
        self.many += 1
        self.sum += seconds
        for place, most in enumerate(BUCKETS):
            self.within[place] += seconds <= most

    def lines(self, name: str, labels: str) -> Iterator[str]:
        """As Prometheus reads it."""
        inside = f"{labels}," if labels else ""
        for most, many in zip(BUCKETS, self.within, strict=True):
            yield f'{name}_bucket{{{inside}le="{most}"}} {many}'
        yield f'{name}_bucket{{{inside}le="+Inf"}} {self.many}'
        around = f"{{{labels}}}" if labels else ""
        yield f"{name}_sum{around} {self.sum:.6f}"
        yield f"{name}_count{around} {self.many}"


class Metrics:
    """The numbers of this process. `gauges` are asked when somebody looks: by name what it says and
    its values by label.
    """

    def __init__(self) -> None:
        self.sockets = 0
        self.requests: Counter[tuple[str, int]] = Counter()
        self.took: dict[str, Seconds] = {}
        self.pages: dict[str, Seconds] = {}
        self.gauges: dict[str, tuple[str, Callable[[], Mapping[str, float]]]] = {}
        self.begun = time.time()
        self._lock = Lock()

    def request(self, kind: str, status: int, seconds: float) -> None:
        """A request was answered, or a socket ended."""
        with self._lock:
            self.requests[kind, status] += 1
            if kind == "http":
                self.took.setdefault(kind, Seconds()).add(seconds)

    def page(self, path: str, seconds: float) -> None:
        """A page was drawn."""
        with self._lock:
            self.pages.setdefault(path, Seconds()).add(seconds)

    def text(self) -> str:
        """All of it."""
        with self._lock:
            lines = list(self._lines())
        for name, (says, values) in self.gauges.items():
            lines += [f"# HELP {name} {says}", f"# TYPE {name} gauge"]
            with suppress(Exception):  # what cannot be asked now is not there now
                lines += [f"{name}{label} {value:g}" for label, value in values().items()]
        return "\n".join(lines) + "\n"

    def _lines(self) -> Iterator[str]:
        counted = sorted(self.requests.items())
        yield "# HELP threats_requests_total Requests answered and sockets ended, by status."
        yield "# TYPE threats_requests_total counter"
        for (kind, status), many in counted:
            yield f'threats_requests_total{{kind="{kind}",status="{status}"}} {many}'
        yield "# HELP threats_refusals_total Requests and sockets that were refused."
        yield "# TYPE threats_refusals_total counter"
        yield f"threats_refusals_total {sum(many for (_, at), many in counted if at in REFUSED)}"
        yield "# HELP threats_sockets Sockets of pages that are open."
        yield "# TYPE threats_sockets gauge"
        yield f"threats_sockets {self.sockets}"
        yield "# HELP threats_start_time_seconds When this process began."
        yield "# TYPE threats_start_time_seconds gauge"
        yield f"threats_start_time_seconds {self.begun:.0f}"
        for name, says, found in (
            ("threats_request_seconds", "Time until a request was answered.", self.took),
            ("threats_page_seconds", "Time that a run of a page took.", self.pages),
        ):
            yield f"# HELP {name} {says}"
            yield f"# TYPE {name} histogram"
            for label, seconds in sorted(found.items()):
                yield from seconds.lines(name, f'page="{label}"' if found is self.pages else "")

    async def serve(self, address: str, port: int) -> asyncio.Server:
        """Answers on a port of its own; OSError where it is taken."""
        return await asyncio.start_server(self._answer, address, port, limit=8192)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
            found = head.startswith((b"GET /metrics ", b"GET /metrics?"))
            body = (await asyncio.to_thread(self.text) if found else "Not Found\n").encode()
            status = "200 OK" if found else "404 Not Found"
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {KIND}\r\nContent-Length: {len(body)}\r\n"
                f"Connection: close\r\n\r\n".encode()
                + body
            )
            await asyncio.wait_for(writer.drain(), PATIENCE)
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()


@cache
def here() -> Metrics:
    """The numbers of this process."""
    return Metrics()
