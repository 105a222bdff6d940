"""Several processes on one port: each a whole server, started again when it dies.

A session, its downloads and its uploads are in the process that its socket was opened to. A request
by plain HTTP, or a page that was cut off and comes back, may come to another one, which then asks
its siblings, each of which also listens on a port of its own that this machine alone reaches.
"""

import asyncio
import http.client
import logging
import os
import re
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import connection, get_context, parent_process
from multiprocessing.context import SpawnProcess
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import get_option
from uvicorn import Config, Server  # before ours stands in its place
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from hosting import inside

ENDING = 15  # seconds a process has to end by itself
AGAIN = 0.5  # seconds until a dead one is started again, which may die at once
PATIENCE = 10  # seconds a sibling may be silent
SIBLINGS: tuple[int, ...] = ()  # in one of several processes: the ports of all
PLACE = 0  # which of them this is
MEDIA = re.compile(r"/media/")
UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/")
HOP = {
    "connection",
    "keep-alive",
    "transfer-encoding",
    "date",
    "server",
}  # between two ends of one line, or said anew on the next
SESSION = 2  # the place of a session's name among the subprotocols of a page that comes back


class Several:
    """Stands where Streamlit starts uvicorn's server on the socket it bound, and starts several."""

    # for Streamlit, which ends with an error then: a signal ends by its exception, and nothing else
    # by a return but a failure
    started = False

    def __init__(self, config: Config, many: int, ready: Callable[[], None]) -> None:
        self.config, self.many, self.ready = config, many, ready

    def run(self, sockets: list[socket.socket]) -> None:
        """Keeps them alive until a signal ends all, or until one says that it cannot start."""
        self.config.app = "server:app"
        options = {
            name: get_option(name)
            for name in ("server.address", "server.port", "server.cookieSecret")
        }
        places = [
            [main, socket.create_server(("127.0.0.1", 0))]
            for main in spread(sockets[0], self.many, self.config.backlog)
        ]
        ports = [own.getsockname()[1] for _, own in places]
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(ending, lambda *_: sys.exit())
        self.ready()
        living = [start(self.config, options, ports, place) for place in places]
        try:
            while True:
                ended = connection.wait([each.sentinel for each in living])
                for each in living:
                    if each.sentinel in ended:
                        each.join(ENDING)  # how it ended is known a little later than that it did
                if any((each.exitcode or 0) > 0 for each in living):  # a signal's is below 0
                    return
                time.sleep(AGAIN)
                for each in living:
                    if not each.is_alive():
                        logging.getLogger(__name__).warning(
                            "Process %d ended (%d) and is started again", each.pid, each.exitcode
                        )
                living = [
                    each if each.is_alive() else start(self.config, options, ports, place)
                    for each, place in zip(living, places, strict=True)
                ]
        finally:
            for each in living:
                each.terminate()
            for each in living:
                each.join(ENDING)
                each.kill()


def spread(bound: socket.socket, many: int, backlog: int) -> list[socket.socket]:
    """A listening socket for each process in the place of one.

    Linux spreads connections over sockets of one port; of processes that share a socket one may
    accept a whole burst, but elsewhere there is nothing better. They stay open in the parent: who
    comes while a process is started again waits for it.
    """
    if sys.platform != "linux":
        return [bound] * many
    address = bound.getsockname()[:2]
    bound.close()
    both = bound.family == socket.AF_INET6
    return [
        socket.create_server(
            address, family=bound.family, backlog=backlog, reuse_port=True, dualstack_ipv6=both
        )
        for _ in range(many)
    ]


def start(
    config: Config, options: dict[str, Any], ports: list[int], place: list[socket.socket]
) -> SpawnProcess:
    """A new process; Ctrl+C means it only from when its server is there to understand it."""
    process = get_context("spawn").Process(
        target=work, args=(config, options, ports, place), daemon=True
    )
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    process.start()
    signal.signal(signal.SIGINT, usual)
    return process


def work(
    config: Config, options: dict[str, Any], ports: list[int], place: list[socket.socket]
) -> None:
    """One of the processes, as Streamlit starts its only one; it ends with the parent, however that
    ends.
    """
    global SIBLINGS, PLACE  # noqa: PLW0603  # said once, as a process starts
    SIBLINGS = tuple(ports)
    PLACE = ports.index(place[1].getsockname()[1])
    inside.configure(options)
    config.configure_logging()
    threading.Thread(target=follow, name="parent", daemon=True).start()
    with suppress(KeyboardInterrupt):
        Server(config).run(place)


def follow() -> None:
    """Ends this process when its parent is gone."""
    parent = parent_process()
    if parent is not None:
        parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDING)
    os.kill(os.getpid(), signal.SIGKILL)


class Siblings:
    """Finds downloads and sessions that this process does not know in another one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = scope["server"][1] in SIBLINGS
        if scope["type"] == "websocket":
            line = None if asked else await elsewhere(scope)
            await (relay(line, receive, send) if line else self.app(scope, receive, send))
            return
        method = scope["method"]
        upload = UPLOAD.search(scope["path"])
        known = upload and inside.holds(upload[1])
        if upload and asked and method == "HEAD":
            await Response(status_code=204 if known else 404)(scope, receive, send)
            return
        if (
            upload
            and not asked
            and not known
            and method in ("PUT", "DELETE")
            and (port := await having(scope))
        ):
            body = await whole(Request(scope, receive))
            taken = None if body is None else await asyncio.to_thread(ask, port, scope, body)
            await (taken or Response(status_code=413 if body is None else 502))(
                scope, receive, send
            )
            return
        if asked or method not in ("GET", "HEAD") or not MEDIA.search(scope["path"]):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            if held or message.get("status") == 404:
                held.append(message)
            else:
                await send(message)

        await self.app(scope, receive, hold)
        if (
            held
            and (port := await having(scope))
            and (found := await asyncio.to_thread(ask, port, scope))
        ):
            await found(scope, receive, send)
            return
        for message in held:
            await send(message)


async def elsewhere(scope: Scope) -> ClientConnection | None:
    """A socket to the sibling that has the session of a page that comes back; None where it is
    here, new, or with nobody.
    """
    session = (*scope["subprotocols"], *[""] * SESSION)[SESSION]
    if not session or inside.holds(session):
        return None
    asked = {
        **scope,
        "method": "HEAD",
        "headers": [],
        "query_string": b"",
        "raw_path": f"/_stcore/upload_file/{quote(session, safe='')}/any".encode(),
    }
    port = await having(asked)
    if not port:
        return None
    headers = [
        (name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]
    ]
    host = next((value for name, value in headers if name == "host"), "127.0.0.1")
    passed_on = [
        (name, value)
        for name, value in headers
        if name not in HOP | {"host", "upgrade"} and not name.startswith("sec-websocket-")
    ]
    secure = own_certificate()
    try:
        return await connect(
            f"{'wss' if secure else 'ws'}://{host}{scope['raw_path'].decode()}",
            host="127.0.0.1",
            port=port,
            ssl=secure,
            proxy=None,
            compression=None,
            max_size=None,
            subprotocols=scope["subprotocols"],
            additional_headers=passed_on,
            user_agent_header=None,
            open_timeout=PATIENCE,
        )
    except (OSError, WebSocketException):
        return None


async def relay(line: ClientConnection, receive: Receive, send: Send) -> None:
    """Carries what a page and a sibling say to each other, until one of them ends."""
    await receive()
    await send({"type": "websocket.accept", "subprotocol": line.subprotocol})

    async def back() -> None:
        with suppress(ConnectionClosed):
            async for heard in line:
                await send(
                    {
                        "type": "websocket.send",
                        "bytes" if isinstance(heard, bytes) else "text": heard,
                    }
                )
        await send({"type": "websocket.close", "code": 1012})  # the page comes back by itself

    answering = asyncio.create_task(back())
    with suppress(ConnectionClosed):
        while (said := await receive())["type"] == "websocket.receive":
            await line.send(said["text"] if said.get("bytes") is None else said["bytes"])
    answering.cancel()
    await line.close()


async def having(scope: Scope) -> int | None:
    """The port of the sibling that has what is asked for."""
    for port in SIBLINGS:
        found = await asyncio.to_thread(ask, port, {**scope, "method": "HEAD", "headers": []})
        if found and found.status_code < 400:
            return port
    return None


def ask(port: int, scope: Scope, body: bytes | None = None) -> Response | None:
    """A sibling's answer to a request, to be passed on as it is; None where it has none."""
    secure = own_certificate()
    line = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=secure)
        if secure
        else http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    )
    target = scope["raw_path"].decode() + (
        f"?{scope['query_string'].decode()}" if scope["query_string"] else ""
    )
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    try:
        line.request(
            scope["method"],
            target,
            body,
            {name: value for name, value in headers.items() if name not in HOP},
        )
        found = line.getresponse()
        answer = Response(found.read(), found.status)
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()
    answer.raw_headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in found.getheaders()
        if name.lower() not in HOP
    ]
    return answer


def own_certificate() -> ssl.SSLContext | None:
    """How to speak to a sibling where the server has a certificate: it is on this machine, and the
    certificate is for another name.
    """
    if not get_option("server.sslCertFile"):
        return None
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def whole(request: Request) -> bytes | None:
    """A request's body; None where it is larger than a file may be with what stands around it."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > (get_option("server.maxUploadSize") + 1) * 1024**2:
            return None
    return bytes(body)
