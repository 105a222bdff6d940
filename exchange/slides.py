"""The slides that a reader opened to present, each file under the policy it brings."""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')


def show(request: Request) -> Response:
    """One of the two files of a deck."""
    from briefing import opened  # brings all that draws slides along, which no other page needs

    found = opened.get(request.path_params["key"], request.path_params["name"])
    said = POLICY.search(found) if found else None
    if not found or not said:
        return PlainTextResponse("Not Found", 404)
    return HTMLResponse(
        found,
        headers={
            "Content-Security-Policy": f"{said[1].decode()}; frame-ancestors 'none'",
            "Cache-Control": "no-store",
        },
    )


ROUTES = (Route("/slides/{key}/{name}", show, methods=["GET"]),)
