"""How many files of readers a server holds, and how long: bounded for a session and for all.

Streamlit keeps each file in memory until its session ends, and would take any number of them.
"""

import asyncio
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from hosting import inside

PATH = re.compile(r"/_stcore/upload_file/([^/]+)/([^/]+)/?$")
AROUND = 64 * 1024  # bytes of a request that stand around its file


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one file, of those of a session and of all together; files of a session; seconds for
    which a reader who is cut off may come back to a file.
    """

    one: int
    session: int
    all: int
    files: int = 20
    patience: float = 60.0


class Uploads:
    """Refuses files beyond the limits, and drops those of readers who left. `keep` hears which
    files are left.
    """

    def __init__(
        self, app: ASGIApp, given: Callable[[], Limits], keep: Callable[[Collection[str]], None]
    ) -> None:
        self.app, self.given, self.keep = app, given, keep
        self.coming: dict[tuple[str, str], int] = {}  # bytes of files under way
        self.tasks: set[asyncio.Task[None]] = set()

    @cached_property
    def limits(self) -> Limits:
        """What the settings say when they are first needed."""
        return self.given()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            try:
                await self.app(scope, receive, send)
            finally:
                task = asyncio.create_task(self._left())
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
            return
        found = PATH.search(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] not in ("PUT", "DELETE"):
            await self.app(scope, receive, send)
            return
        if scope["method"] == "DELETE":
            await self.app(scope, receive, send)
            self.keep(self._held())
            return
        named = (found[1], found[2])
        size = _announced(scope, self.limits.one)
        if refused := self._refused(named, size):
            await PlainTextResponse(*refused)(scope, receive, send)
            return
        self.coming[named] = size
        try:
            await self.app(scope, receive, send)
        finally:
            self.coming.pop(named, None)

    def _refused(self, named: tuple[str, str], size: int) -> tuple[str, int] | None:
        """Why one more file of this size is not taken, with the status; None where it is."""
        if size > self.limits.one + AROUND:
            return "This file is too large.", 413
        if named in self.coming:
            return "This file is under way.", 409
        files = _files()
        mine = {file: size for file, size in files.get(named[0], {}).items() if file != named[1]}
        mine |= {file: size for (page, file), size in self.coming.items() if page == named[0]}
        if len(mine) >= self.limits.files or sum(mine.values()) + size > self.limits.session:
            return "This page holds as many files as it may: take one away.", 429
        if self._together(files) + size > self.limits.all:
            inside.drop_uploads()
            files = _files()
            self.keep(self._held())
        if self._together(files) + size > self.limits.all:
            return "The server holds as many files as it may: try again later.", 507
        return None

    def _together(self, files: dict[str, dict[str, int]]) -> int:
        return sum(sum(each.values()) for each in files.values()) + sum(self.coming.values())

    def _held(self) -> set[str]:
        return {file for each in _files().values() for file in each}

    async def _left(self) -> None:
        """Some time after a reader left, drops the files of all who did not come back."""
        await asyncio.sleep(self.limits.patience)
        inside.drop_uploads()
        self.keep(self._held())


def _files() -> dict[str, dict[str, int]]:
    return inside.uploaded() or {}


def _announced(scope: Scope, most: int) -> int:
    """How many bytes a request says that it has; the most a file may have where it does not say."""
    said = Headers(scope=scope).get("content-length", "")
    return int(said) if said.isdecimal() and len(said) < 16 else most
