"""Static files, compressed once and kept by browsers as long as they are true."""

import asyncio
import gzip
import posixpath
import re
from collections import OrderedDict

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hosting.answer import whole

# types worth compressing; pages are 10 kB
COMPRESSED = re.compile(r"text/(?!html)|javascript|json|svg|xml|wasm")
ROOM = 64_000_000  # bytes of compressed files kept; all of Streamlit's are 7 MB
FOREVER = "public, immutable, max-age=31536000"


class Files:
    """Serves the static files, Streamlit's and ours, compressed once.

    Streamlit looks each path up and answers for its type and its tag; the bytes come from memory.
    Its own files carry their hash in the name and stay in the browser for good, as ours do where
    they are asked for with a version (`?v=`); otherwise a browser asks again each time and hears
    304.
    """

    def __init__(self, app: ASGIApp, room: int = ROOM) -> None:
        self.app = app
        self.kept: OrderedDict[str, tuple[str, bytes]] = (
            OrderedDict()
        )  # by file: its tag, its bytes
        self.room = room
        self.making: dict[tuple[str, str], asyncio.Task[bytes]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or "/static/" not in scope["path"]:
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        plain = {
            **scope,
            "headers": [
                (name, value) for name, value in scope["headers"] if name != b"accept-encoding"
            ],
        }

        async def cached(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Encoding")
                if "/app/static/" in scope["path"] and message["status"] < 400:
                    headers["Cache-Control"] = (
                        FOREVER if scope["query_string"].startswith(b"v=") else "no-cache"
                    )
            await send(message)

        status, headers, _ = await whole(self.app, {**plain, "method": "HEAD"})
        tag = headers.get("etag", "")
        if status == 200 and tag and tag in asked.get("if-none-match", ""):
            await Response(status_code=304, headers={"ETag": tag})(scope, receive, cached)
            return
        packable = status == 200 and tag and COMPRESSED.search(headers.get("content-type", ""))
        if not packable or "range" in asked or "gzip" not in asked.get("accept-encoding", ""):
            await self.app(plain, receive, cached)
            return
        body = await self.compressed(plain, tag)
        headers.update(
            {"Content-Encoding": "gzip", "Content-Length": str(len(body)), "ETag": f"W/{tag}"}
        )
        await Response(body, headers=headers)(scope, receive, cached)

    async def compressed(self, scope: Scope, tag: str) -> bytes:
        """The file's bytes, compressed at the first asking for this state of it, once however many
        ask meanwhile.
        """
        file = posixpath.normpath(scope["path"])  # one, however it is spelled
        there, body = self.kept.get(file, ("", b""))
        if there == tag:
            self.kept.move_to_end(file)
            return body
        making = self.making.get((file, tag))
        if making is None:
            making = asyncio.create_task(self._compress(scope, file, tag))
            self.making[file, tag] = making
            making.add_done_callback(lambda _: self.making.pop((file, tag)))
        return await asyncio.shield(making)  # who leaves takes it from nobody

    async def _compress(self, scope: Scope, file: str, tag: str) -> bytes:
        _, _, plain = await whole(self.app, scope)
        body = await asyncio.to_thread(gzip.compress, plain, 6)
        if len(body) <= self.room:
            self.kept[file] = tag, body
            self.kept.move_to_end(file)
        while sum(len(each) for _, each in self.kept.values()) > self.room:
            self.kept.popitem(last=False)  # what was asked for longest ago
        return body
