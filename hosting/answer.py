"""Answers of the server's own: what an ASGI application says, taken whole, and refusals."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def whole(app: ASGIApp, scope: Scope) -> tuple[int, MutableHeaders, bytes]:
    """Status, headers and body of what `app` answers; for answers that come to an end by
    themselves.
    """
    start: Message = {}
    body = bytearray()

    async def receive() -> Message:
        await asyncio.Event().wait()  # the asker stays until the end
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    return start["status"], MutableHeaders(raw=list(start["headers"])), bytes(body)


def refuse(status: int, words: str, headers: dict[str, str] | None = None) -> ASGIApp:
    """An application that answers everything with these words; a websocket hears them before it
    opens.
    """

    async def refusing(scope: Scope, receive: Receive, send: Send) -> None:
        plain = PlainTextResponse(
            words, status, headers={"Cache-Control": "no-store", **(headers or {})}
        )
        if scope["type"] == "http" or "websocket.http.response" in scope.get("extensions", {}):
            await plain(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    return refusing
