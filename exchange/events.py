"""What happens, as a stream of server-sent events, resumed from the last one a listener heard."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from data.watch import pulse
from data.watch.ledger import News, SQLAlchemyError, Watch, WatchError
from data.watch.model import Fault
from data.watch.pulse import Pulse
from errors import ThreatsError
from exchange import forms, incoming
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from security import audit
from security.viewer import HEADQUARTERS, Viewer

STREAM = "text/event-stream"
HEARTBEAT = 15  # seconds between two signs of life on a silent stream
LOOKED = 1.0  # seconds between two looks whether a token still holds
LONGEST = 600  # seconds of a stream; the listener comes back by itself, from the last id it heard
READ_AT_ONCE = asyncio.Semaphore(8)  # questions of listeners to the database
AFTER = Parameter(
    "after",
    "The last event heard, or `now` to wait for news; else from the first one there is",
    {"type": "string", "pattern": "^([0-9]{1,18}|now)$"},
)
LAST_HEARD = Parameter(
    "Last-Event-ID",
    "The last event heard, as a client of server-sent events says it by itself",
    AFTER.schema,
    where="header",
)


async def stream(request: Request) -> Response:
    """Server-sent events, at least once each, from the last id heard or from the beginning."""
    _ending()  # before the listener can know that it listens: the server may end right then
    bureau = await incoming.bureau(request)
    reader = incoming.country(request, bureau)
    heard = request.headers.get(LAST_HEARD.name) or request.query_params.get(AFTER.name) or "0"
    number = heard.isascii() and heard.isdigit() and len(heard) < 19
    if not number and heard != "now":
        raise ProblemError(422, Fault(AFTER.name, "is not the number of an event, nor now"))
    watch, followed = await apart(_followed)
    after = int(heard) if number else await apart(watch.head)
    sight = watch.visible(Viewer(bureau, bureau))
    await apart(audit.note, audit.Action.EXPORT, "api.listen")
    country = reader if reader != HEADQUARTERS else ""
    return StreamingResponse(
        _told(
            lambda last: sight.news(last, country=country),
            after,
            followed,
            lambda: _holds(request, bureau),
        ),
        media_type=STREAM,
        headers={**NO_STORE, "X-Accel-Buffering": "no"},
    )


def _followed() -> tuple[Watch, Pulse]:
    watch = incoming.store()
    return watch, pulse.of(watch)


def _holds(request: Request, bureau: str) -> bool:
    """Whether the listener's token still is this bureau's."""
    try:
        return incoming.now(request) == bureau
    except ThreatsError:
        return False


async def _told(
    news: Callable[[int], list[News]], after: int, followed: Pulse, holds: Callable[[], bool]
) -> AsyncIterator[str]:
    """The stream; it ends where the token no longer holds."""
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        with suppress(RuntimeError):  # the server is ending
            loop.call_soon_threadsafe(rung.set)

    ending = _ending()
    followed.followers.add(ring)
    ending.streams.add(ring)
    until, silent = loop.time() + LONGEST, loop.time()
    try:
        yield "retry: 2000\n\n"
        while loop.time() < until and not ending.now:
            rung.clear()
            found: list[News] = []
            async with READ_AT_ONCE:
                with suppress(WatchError, SQLAlchemyError):  # it is asked again
                    found = await apart(news, after)
            for each in found:
                if not holds():
                    return
                after, silent = each.event.id, loop.time()
                yield _said(each)
            if not holds():
                return
            if not found:
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), LOOKED)
                if loop.time() - silent >= HEARTBEAT:
                    silent = loop.time()
                    yield ": still here\n\n"
    finally:
        followed.followers.discard(ring)
        ending.streams.discard(ring)


def _said(each: News) -> str:
    data = json.dumps(forms.news(each), ensure_ascii=False)
    return f"id: {each.event.id}\nevent: {each.event.step}\ndata: {data}\n\n"


class Ending:
    """Whether the server was told to end: it waits for every answer first, so the streams must end
    by themselves.
    """

    def __init__(self) -> None:
        self.now = False
        self.streams: set[Callable[[], None]] = set()
        if threading.current_thread() is threading.main_thread():
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, self._first(signal.getsignal(each)))

    def _first(self, then: Any) -> Callable[[int, Any], None]:
        def told_to_end(number: int, frame: Any) -> None:
            self.now = True
            for wake in tuple(self.streams):
                wake()
            if callable(then):
                then(number, frame)

        return told_to_end


@cache
def _ending() -> Ending:
    return Ending()
