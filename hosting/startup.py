"""How a server starts: what pages need is loaded and asked for once, then it says it is ready."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hosting import logs, processes, wires
from hosting.connections import Connections

HANDSHAKE = 10.0  # seconds that TLS may take to be agreed on
NO_STORE = {"Cache-Control": "no-store"}
SETTLED = 30  # seconds between two rounds of the garbage collector over everything


class Startup:
    """Loads and then warms up while the first browser is still fetching Streamlit's files; without
    figures there is no dashboard. `begun` is called when both have begun, `ended` when the server
    stops; `state` says how each part stands, and whether this process can serve; `connections` are
    those that the server will have; `observed` is around all, until the server ends.
    """

    def __init__(
        self,
        load: Callable[[], None],
        warm: Callable[[], None],
        begun: Callable[[], None],
        connections: Callable[[], Connections],
        state: Callable[[], tuple[dict[str, Any], bool]],
        ended: Callable[[], None],
        observed: Callable[[], AbstractAsyncContextManager[None]],
    ) -> None:
        self.load, self.warm, self.begun, self.state, self.ended = load, warm, begun, state, ended
        self.connections, self.observed = connections, observed
        self.loading: asyncio.Task[None] | None = None
        self.warming: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def lifespan(self, _: Any) -> AsyncIterator[None]:
        """The life of the server, for `st.App`."""
        self.loading = asyncio.create_task(settled(self.load))
        self.warming = asyncio.create_task(self._warmed(self.loading))
        self.warming.add_done_callback(_stop_if_failed)
        self.begun()
        logs.seldom()
        told = self.connections()
        wires.tell(told)
        wires.accept_calmly(told, HANDSHAKE)
        going_on = asyncio.create_task(_settle_again()), asyncio.create_task(told.watch())
        async with self.observed():
            yield
        for each in going_on:
            each.cancel()
        await asyncio.wait({self.warming})
        await asyncio.to_thread(self.ended)
        gc.unfreeze()  # or DuckDB reports everything it has as leaked

    async def loaded(self) -> None:
        """Returns when everything that pages need is loaded."""
        if self.loading is not None:
            await asyncio.shield(self.loading)

    async def healthz(self, _: Request) -> Response:
        """For load balancers: 200 when this process can serve, 503 until then and otherwise."""
        said, serves = await self._stands()
        return JSONResponse({"status": said["status"]}, 200 if serves else 503, headers=NO_STORE)

    async def readyz(self, _: Request) -> Response:
        """The same, with the state of each part."""
        said, serves = await self._stands()
        return JSONResponse(said, 200 if serves else 503, headers=NO_STORE)

    async def _stands(self) -> tuple[dict[str, Any], bool]:
        if self.warming is None or not self.warming.done():
            return {"status": "starting"}, False
        if self.warming.cancelled() or self.warming.exception():
            return {"status": "failing"}, False
        return await asyncio.to_thread(self.state)

    async def _warmed(self, loading: asyncio.Task[None]) -> None:
        await loading
        await settled(self.warm)


class Loaded:
    """Lets no page run before all is loaded: two threads importing the same modules trip over each
    other.
    """

    def __init__(self, app: ASGIApp, startup: Startup) -> None:
        self.app, self.startup = app, startup

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.startup.loaded()
        await self.app(scope, receive, send)


async def settled(work: Callable[[], None]) -> None:
    """Does some work in a thread, then settles what it brought."""
    await asyncio.to_thread(work)
    await asyncio.to_thread(_settle)


def _settle() -> None:
    """Takes what is loaded out of the garbage collector's rounds; Streamlit makes one of 60 ms or
    more after every run of a page.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


async def _settle_again() -> None:
    """Settles what sessions brought since; what they left behind meanwhile is collected first."""
    while True:
        await asyncio.sleep(SETTLED)
        gc.unfreeze()
        _settle()


def _stop_if_failed(warming: asyncio.Task[None]) -> None:
    """Ends the server with the reason when loading or warming failed."""
    if not warming.cancelled() and warming.exception():
        logging.getLogger(__name__).critical(
            "The dashboard cannot start", exc_info=warming.exception()
        )
        if processes.SIBLINGS:
            sys.exit(1)  # and none is started again
        signal.raise_signal(signal.SIGTERM)
