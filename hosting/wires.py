"""What is private in uvicorn and asyncio: connections, as they come, wait and end.

As in `hosting.inside`, each use says what is done without it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from starlette.types import ASGIApp

from hosting.inside import without


class Told(Protocol):
    """Who hears of connections: see `hosting.connections`."""

    def made(self, line: Any, client: str) -> None:
        """One came."""

    def lost(self, line: Any) -> None:
        """One ended."""

    def exhausted(self) -> None:
        """None can be taken, for want of descriptors."""


class Line:
    """A connection as uvicorn's protocols keep it: by HTTP, then maybe a websocket."""

    __slots__ = ("protocol", "received", "resumed", "transport")

    def __init__(self, transport: Any, protocol: Any) -> None:
        self.transport, self.protocol = transport, protocol
        self.received = self.resumed = 0

    def heard(self) -> int:
        """Bytes received so far."""
        return self.received

    def relieved(self) -> int:
        """How often the client has taken so many bytes that we went on."""
        return self.resumed

    def asked(self) -> object:
        """Another thing for each request; None before the first."""
        return getattr(self.protocol, "cycle", self.protocol)

    def idle(self) -> bool:
        """Whether no request is being answered or received."""
        return self.asked() is None or (
            self.answered() and not self.transport.get_write_buffer_size()
        )

    def answered(self) -> bool:
        """Whether all of the last answer was said, though not all of it may be heard yet."""
        return bool(getattr(self.asked(), "response_complete", False))

    def incomplete(self) -> bool:
        """Whether the rest of a request's body is awaited, and would be read."""
        flow = getattr(self.protocol, "flow", None)
        return bool(getattr(self.asked(), "more_body", False)) and not getattr(
            flow, "read_paused", False
        )

    def unread(self) -> int:
        """Bytes that wait for the client to take them, where they are so many that we wait."""
        flow, writable = (getattr(self.protocol, each, None) for each in ("flow", "writable"))
        waits = (
            self.answered()
            or getattr(flow, "write_paused", False)
            or (writable is not None and not writable.is_set())
        )
        size: int = self.transport.get_write_buffer_size() if waits else 0
        return size

    def end(self) -> None:
        """Lets the connection go at once."""
        self.transport.abort()


@without(False)
def tell(told: Told) -> bool:
    """Tells of every connection of this process from here on, and takes the server's name from
    its answers; without, False: connections have no limits but the system's.
    """
    from uvicorn.protocols.http.auto import AutoHTTPProtocol
    from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

    lines: dict[Any, Line] = {}  # by transport, which a websocket takes over
    protocols: tuple[Any, ...] = (AutoHTTPProtocol, AutoWebSocketsProtocol)
    for protocol in protocols:
        _follow(protocol, lines, told)
    return True


def _follow(protocol: Any, lines: dict[Any, Line], told: Told) -> None:
    made, lost = protocol.connection_made, protocol.connection_lost
    received, resumed = protocol.data_received, protocol.resume_writing

    def connection_made(self: Any, transport: Any) -> None:
        _nameless(self)
        _prompt(transport)
        made(self, transport)
        there = lines.get(transport)
        if there is not None:
            there.protocol = self
            return
        lines[transport] = line = Line(transport, self)
        told.made(line, self.client[0] if self.client else "")

    def connection_lost(self: Any, exc: Exception | None) -> None:
        line = lines.pop(self.transport, None)
        if line is not None:
            told.lost(line)
        lost(self, exc)

    def data_received(self: Any, data: bytes) -> None:
        line = lines.get(self.transport)
        if line is not None:
            line.received += len(data)
        received(self, data)

    def resume_writing(self: Any) -> None:
        line = lines.get(self.transport)
        if line is not None:
            line.resumed += 1
        resumed(self)

    protocol.connection_made, protocol.connection_lost = connection_made, connection_lost
    protocol.data_received, protocol.resume_writing = data_received, resume_writing


def _prompt(transport: Any) -> None:
    """Sends each message at once. asyncio asks for that only of sockets made by number of
    protocol, which Streamlit's are not: of a page's many small messages each would wait until the
    browser has acknowledged the one before, up to 40 ms.
    """
    there = transport.get_extra_info("socket")
    if there is not None and there.family in (socket.AF_INET, socket.AF_INET6):
        there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _nameless(protocol: Any) -> None:
    """Takes the name of the server from what it says with every answer."""
    config = protocol.config
    if getattr(config, "server_header", False):
        config.server_header = False
        config.encoded_headers = [each for each in config.encoded_headers if each[0] != b"server"]
        state = protocol.server_state
        state.default_headers = [each for each in state.default_headers if each[0] != b"server"]


@without(False)
def accept_calmly(told: Told, handshake: float) -> bool:
    """On the server's own thread, before it listens: takes connections one by one, so that where
    descriptors run out it tries again once a second and says so once; `handshake` are the seconds
    that TLS may take. Without, False: the loop tries two thousand times a second and logs each.
    """
    loop: Any = asyncio.get_running_loop()
    accept = loop._accept_connection

    def one(factory: Any, sock: Any, context: Any = None, server: Any = None, *_: Any) -> None:
        accept(factory, sock, context, server, 1, handshake if context else None, None)

    def failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if str(context.get("message", "")).startswith("socket.accept() out of system resource"):
            told.exhausted()
        else:
            loop.default_exception_handler(context)

    loop._accept_connection = one
    loop.set_exception_handler(failed)
    return True


def behind(app: ASGIApp, proxies: Callable[[], Sequence[str]]) -> ASGIApp:
    """The application as it is asked by readers, of whom proxies at these addresses, and on this
    machine, say who they are and whether they came by TLS; without, what uvicorn makes of it.
    """
    return _behind(app, proxies()) or app


@without(None)
def _behind(app: ASGIApp, proxies: Sequence[str]) -> ASGIApp:
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    theirs: Any = ProxyHeadersMiddleware
    wrapped: ASGIApp = theirs(app, ["127.0.0.1", "::1", *proxies])
    return wrapped
