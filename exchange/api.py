"""The HTTP API as the server mounts it below /api; its routes stand in `exchange.routes`."""

from __future__ import annotations

import asyncio
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


async def _loaded(scope: Scope, receive: Receive, send: Send) -> None:
    """The routes bring a database library with them: the first request loads them, so that the
    server starts without waiting for it.
    """
    there = application.cache_info().currsize
    served = application() if there else await asyncio.to_thread(application)
    await served(scope, receive, send)


ROUTES = (Mount("/api", app=_loaded),)
