"""The one way in where readers sign in: an address, a socket and each message on it are answered to
who is signed in at that moment, and may.

Streamlit's cookie holds all claims, readable, for 30 days: it never leaves this server. It is taken
off the answer that ends a sign-in, and the browser gets the number of a row instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hosting import inside, processes, rules, signing
from hosting.doors import below
from hosting.page import GONE
from security import audit, sign_in
from security.reader import Reader

LOOK = 2.0  # seconds between two looks at who is still signed in
NO_STORE = "no-store"
Page = Callable[[signing.Outcome, str], str]


@dataclass(eq=False, slots=True)
class _Line:
    """An open page's socket, whose it was when it was opened, and that it is over."""

    cookies: dict[str, str]
    who: Reader
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Entrance:
    """`page` makes the sign-in page of an outcome, in the language that an address asks for."""

    def __init__(self, app: ASGIApp, page: Page) -> None:
        self.app, self.page = app, page
        self.signing = signing.Signing(app)
        self.lines: set[_Line] = set()
        self.looking: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http":
            await self._asked(scope, receive, _sealed(scope, send))
        else:
            await self.app(scope, receive, send)

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, request = below(scope["path"]), Request(scope, receive)
        rule = rules.rule(path)
        found = await self.signing.answered(path, request)
        if isinstance(found, signing.Outcome):
            found = self._refused(request, found)
        elif found is None and rule.right is not None and not _between(scope):
            who = await asyncio.to_thread(sign_in.reader, request.cookies)
            if not rule.allows(who):
                found = self._refused(request, _outcome(who, request))
                if who.subject:
                    await asyncio.to_thread(_note, who, rule)
        await (self.app if found is None else found)(scope, receive, send)

    def _refused(self, request: Request, outcome: signing.Outcome) -> Response:
        """The sign-in page to who opens a page, else problem details."""
        headers = {"Retry-After": str(outcome.wait)} if outcome.wait else {}
        headers["Cache-Control"] = NO_STORE
        if "text/html" in request.headers.get("accept", ""):
            said = self.page(outcome, request.query_params.get("language", ""))
            answer: Response = HTMLResponse(said, outcome.status, headers)
            signing.remember_way(request, answer)
            return answer
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(outcome.status).phrase,
            "status": outcome.status,
            "request_id": request.headers["x-request-id"],
        }
        return JSONResponse(problem, outcome.status, headers, "application/problem+json")

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        cookies = dict(HTTPConnection(scope).cookies)
        line = _Line(cookies, await asyncio.to_thread(sign_in.reader, cookies))
        if not rules.rule(below(scope["path"])).allows(line.who):
            await receive()
            await send({"type": "websocket.accept", "subprotocol": _protocol(scope)})
            await send({"type": "websocket.close", "code": GONE})
            return

        async def hear() -> Message:
            heard = asyncio.ensure_future(receive())
            over = asyncio.ensure_future(line.over.wait())
            await asyncio.wait({heard, over}, return_when=asyncio.FIRST_COMPLETED)
            over.cancel()
            if not line.over.is_set():
                message = heard.result()
                if message["type"] != "websocket.receive" or await _holds(line, message):
                    return message
                line.over.set()
            heard.cancel()
            await send({"type": "websocket.close", "code": GONE})
            return {"type": "websocket.disconnect", "code": GONE}

        async def tell(message: Message) -> None:
            if not line.over.is_set():
                await send(message)

        self.lines.add(line)
        if self.looking is None or self.looking.done():
            self.looking = asyncio.create_task(self._look())
        try:
            await self.app(scope, hear, tell)
        finally:
            self.lines.discard(line)

    async def _look(self) -> None:
        """Ends the sockets of those who are no longer who they were."""
        while self.lines:
            await asyncio.sleep(LOOK)
            for line in tuple(self.lines):
                if await asyncio.to_thread(sign_in.reader, line.cookies, False) != line.who:
                    line.over.set()


def _between(scope: Scope) -> bool:
    """Whether a process asks another one what it has; what that is it asks for in the reader's
    name.
    """
    return scope["method"] == "HEAD" and scope["server"][1] in processes.SIBLINGS


async def _holds(line: _Line, message: Message) -> bool:
    used = inside.by_hand(message.get("bytes") or b"")
    return await asyncio.to_thread(sign_in.reader, line.cookies, used) == line.who


def _outcome(who: Reader, request: Request) -> signing.Outcome:
    if who.subject:
        return signing.Outcome.NO_ROLE
    failed = request.query_params.get(signing.FAILED)
    return signing.Outcome.FAILED if failed else signing.Outcome.NOT_SIGNED_IN


def _note(who: Reader, rule: rules.Rule) -> None:
    audit.refusal(rule.name.replace("'", ""), by=who.subject)


def _protocol(scope: Scope) -> str | None:
    return next(iter(scope["subprotocols"]), None)


def _sealed(scope: Scope, send: Send) -> Send:
    """`send`, whose cookies go over safe lines and from our own pages alone, and whose pages and
    files stay in no cache.
    """
    public = rules.rule(below(scope["path"])).right is None

    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cookies = [signing.safe(each) for each in headers.getlist("set-cookie")]
            del headers["set-cookie"]
            for each in cookies:
                headers.append("set-cookie", each)
            if not public:
                headers["Cache-Control"] = NO_STORE
        await send(message)

    return sealed
