"""What happens, as a stream of server-sent events, resumed from the last one a listener heard."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from data.intelligence.sight import Line, Sight
from data.watch import pulse
from data.watch.ledger import News, SQLAlchemyError, Watch, WatchError
from data.watch.model import Fault
from data.watch.pulse import Pulse
from errors import ThreatsError
from exchange import forms, incoming
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from languages.english import intelligence as says
from security import audit
from security.viewer import HEADQUARTERS, Viewer

STREAM = "text/event-stream"
HEARTBEAT = 15  # seconds between two signs of life on a silent stream
LOOKED = 1.0  # seconds between two looks whether a token still holds
AT_ONCE = 200  # objects of a country that are told at one look
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


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a stream."""

    id: int
    event: str
    data: Mapping[str, Any]

    def said(self) -> str:
        """The event as the stream tells it."""
        data = json.dumps(self.data, ensure_ascii=False)
        return f"id: {self.id}\nevent: {self.event}\ndata: {data}\n\n"


async def stream(request: Request) -> Response:
    """Server-sent events, at least once each, from the last id heard or from the beginning."""

    def news(watch: Watch, bureau: str, country: str) -> Callable[[int], list[Told]]:
        sight = watch.visible(Viewer(bureau, bureau))
        named = country if country != HEADQUARTERS else ""
        return lambda last: [_step(each) for each in sight.news(last, country=named)]

    return await _begun(request, "api.listen", 0, news)


async def shared(request: Request) -> Response:
    """The same of intelligence as it reaches a country: each object with the reason it came."""

    def news(watch: Watch, bureau: str, country: str) -> Callable[[int], list[Told]]:
        if country == HEADQUARTERS:
            raise ProblemError(422, Fault(incoming.COUNTRY.name, says.WHOSE()))
        sight = Sight(watch, Viewer(bureau, bureau))
        return lambda last: [_object(each) for each in sight.news(last, AT_ONCE, country)]

    return await _begun(request, "api.listen_intelligence", 1, news)


async def _begun(
    request: Request,
    what: str,
    which: int,
    news: Callable[[Watch, str, str], Callable[[int], list[Told]]],
) -> Response:
    """A stream of news, numbered as the one of the heads of the store says."""
    _ending()  # before the listener can know that it listens: the server may end right then
    bureau = await incoming.bureau(request)
    country = incoming.country(request, bureau)
    heard = request.headers.get(LAST_HEARD.name) or request.query_params.get(AFTER.name) or "0"
    number = heard.isascii() and heard.isdigit() and len(heard) < 19
    if not number and heard != "now":
        raise ProblemError(422, Fault(AFTER.name, "is not the number of an event, nor now"))
    watch, followed = await apart(_followed)
    asked = news(watch, bureau, country)
    after = int(heard) if number else (await apart(watch.heads))[which]
    await apart(audit.note, audit.Action.EXPORT, what)
    return StreamingResponse(
        _told(asked, after, followed, lambda: _holds(request, bureau)),
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
    news: Callable[[int], list[Told]], after: int, followed: Pulse, holds: Callable[[], bool]
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
            found: list[Told] = []
            async with READ_AT_ONCE:
                with suppress(WatchError, SQLAlchemyError):  # it is asked again
                    found = await apart(news, after)
            for each in found:
                if not holds():
                    return
                after, silent = each.id, loop.time()
                yield each.said()
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


def _step(each: News) -> Told:
    return Told(each.event.id, each.event.step, forms.news(each))


def _object(each: Line) -> Told:
    return Told(each.kept.id, "shared", forms.shared(each))


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
