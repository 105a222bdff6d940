"""The HTTP API as the server mounts it below /api, and TAXII below /taxii2; their routes stand in
`exchange.routes` and `exchange.taxii`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import cache

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send


@cache
def application() -> ASGIApp:
    """The API with all its routes."""
    from exchange import problems, routes

    return problems.Addressed(
        Starlette(routes=routes.served(), exception_handlers=problems.HANDLERS)
    )


@cache
def collections() -> ASGIApp:
    """TAXII with all its routes."""
    from exchange import problems, taxii

    return problems.Addressed(Starlette(routes=taxii.served(), exception_handlers=taxii.HANDLERS))


class Loaded:
    """Routes that bring a database library with them: the first request loads them, so that the
    server starts without waiting for it.
    """

    def __init__(self, make: Callable[[], ASGIApp]) -> None:
        self.make, self.there = make, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        served = self.make() if self.there else await asyncio.to_thread(self.make)
        self.there = True
        await served(scope, receive, send)


class Below(Mount):
    """All that is asked for below a path: Starlette's own leaves out what has the end of a line in
    it, which nobody would answer as described.
    """

    def __init__(self, path: str, make: Callable[[], ASGIApp]) -> None:
        super().__init__(path, app=Loaded(make))
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


ROUTES = (Below("/api", application), Below("/taxii2", collections))
