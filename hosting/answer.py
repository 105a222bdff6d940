"""What an ASGI application answers to a request, taken whole."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Scope


async def whole(app: ASGIApp, scope: Scope) -> tuple[int, MutableHeaders, bytes]:
    """Status, headers and body of what `app` answers."""
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
