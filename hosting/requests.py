"""One id for each request: taken from a proxy or made here, said in the answer, in the log and to
whoever answers; and how many there are.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hosting.metrics import Metrics

HEADER = b"x-request-id"
ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
LOG = logging.getLogger("hosting.requests")
STARTS = ("http.response.start", "websocket.http.response.start", "websocket.accept")
_now: ContextVar[str] = ContextVar("request", default="")


def current() -> str:
    """The id of the request that this code answers; empty where there is none."""
    return _now.get()


class Requests:
    """Stands around all others, so that what they refuse has an id and is counted as well."""

    def __init__(self, app: ASGIApp, counted: Metrics) -> None:
        self.app, self.counted = app, counted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("x-request-id", "")
        request = said if ID.fullmatch(said) else secrets.token_hex(8)
        others = [each for each in scope["headers"] if each[0] != HEADER]
        scope = {**scope, "headers": [*others, (HEADER, request.encode())]}
        begun, status = time.monotonic(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] in STARTS:
                status = message.get("status", 101)
                message.setdefault("headers", [])
                MutableHeaders(scope=message)["X-Request-Id"] = request
            await send(message)

        token = _now.set(request)
        self.counted.sockets += kind == "websocket"
        try:
            await self.app(scope, receive, named)
        finally:
            self.counted.sockets -= kind == "websocket"
            seconds = time.monotonic() - begun
            status = status or (403 if kind == "websocket" else 500)
            self.counted.request(kind, status, seconds)
            LOG.info(
                "request",
                extra={
                    "told": {
                        "kind": kind,
                        "method": scope.get("method", "GET"),
                        "path": scope["path"][:300],
                        "status": status,
                        "ms": round(seconds * 1000, 1),
                    }
                },
            )
            _now.reset(token)


class Lines(logging.Formatter):
    """A line of the log as one JSON object: when, how grave, who says what, of which request."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := current():
            said["request"] = request
        if record.exc_info:
            said["fault"] = self.formatException(record.exc_info)
        return json.dumps(said | getattr(record, "told", {}), ensure_ascii=True)


def structured() -> None:
    """From here on every logger there is writes JSON lines, and each request has one."""
    logging.basicConfig()
    known = [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]
    for handler in {handler for logger in known for handler in logger.handlers}:
        handler.setFormatter(Lines())
    LOG.setLevel(logging.INFO)
