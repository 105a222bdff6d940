"""Every route of the API, each declared once: served from here, described from here."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from exchange import events, incoming, notices, openapi, problems
from exchange.operations import JSON, Answer, Handler, Operation
from exchange.schemas import named, several
from security.roles import Right

UNVERSIONED = "/api"  # where routes stood before there were versions, and still answer
DEPRECATED = "@1795651200"  # RFC 9745: the day the versions came, 2026-11-26
SENT = {"anyOf": [named("Proposal"), several(named("Proposal"), minItems=1), named("Bundle")]}
TAKEN = {"anyOf": [named("Accepted"), several(named("Accepted"))]}


async def described(_: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(openapi.document(OPERATIONS))


OPERATIONS = (
    Operation(
        name="propose",
        method="POST",
        path="/notices",
        summary="Propose one notice, several (all or none), or those of a STIX 2.1 bundle",
        handler=notices.propose,
        right=Right.PROPOSE,
        body=dict.fromkeys(incoming.KINDS, SENT),
        answers={
            201: Answer("Accepted and kept", {JSON: TAKEN}),
            200: Answer("All of it was there already", {JSON: TAKEN}),
        },
        errors=(401, 403, 408, 409, 413, 415, 422, 429, 503),
        was_unversioned=True,
    ),
    Operation(
        name="list_notices",
        method="GET",
        path="/notices",
        summary="A bureau's queue, newest first; for headquarters the newest of all countries",
        handler=notices.listed,
        right=Right.ANSWER,
        parameters=(notices.BUCKET, notices.LIMIT, notices.BEFORE, incoming.COUNTRY),
        answers={
            200: Answer(
                "The lines of the queue",
                {JSON: several({"anyOf": [named("Line"), named("Newest")]})},
            )
        },
        errors=(401, 403, 422, 429, 503),
        was_unversioned=True,
    ),
    Operation(
        name="take_step",
        method="POST",
        path="/notices/{number:int}/steps",
        summary="Record what a country did about a proposal, or what became of it as a whole",
        handler=notices.step,
        right=Right.ANSWER,
        parameters=(notices.NUMBER,),
        body={JSON: named("Step")},
        answers={201: Answer("Recorded", {JSON: named("Event")})},
        errors=(401, 403, 404, 408, 409, 413, 415, 422, 429, 503),
        was_unversioned=True,
    ),
    Operation(
        name="listen",
        method="GET",
        path="/events",
        summary="Server-sent events: the data of each is one `News` as JSON",
        handler=events.stream,
        right=Right.ANSWER,
        parameters=(events.AFTER, events.LAST_HEARD, incoming.COUNTRY),
        answers={200: Answer("A stream without end", {events.STREAM: {"type": "string"}})},
        errors=(401, 403, 422, 429, 503),
        was_unversioned=True,
    ),
    Operation(
        name="describe",
        method="GET",
        path="/openapi.json",
        summary="This document",
        handler=described,
        right=Right.READ,
        answers={200: Answer("OpenAPI 3.1", {JSON: {"type": "object"}})},
        needs_token=False,
    ),
)


def served() -> list[Route]:
    """The routes below /api: each with its version, and where it stood before there were any."""
    found = []
    for each in OPERATIONS:
        handler = problems.guarded(incoming.on_behalf(each))
        path = problems.VERSION.removeprefix(UNVERSIONED) + each.path
        found.append(Route(path, handler, methods=[each.method]))
        if each.was_unversioned:
            found.append(Route(each.path, _deprecated(handler), methods=[each.method]))
    return found


def _deprecated(handler: Handler) -> Handler:
    """The handler, whose answers say where they are to be asked for."""

    async def answering(request: Request) -> Response:
        response = await handler(request)
        successor = problems.VERSION + request.url.path.removeprefix(UNVERSIONED)
        response.headers["Deprecation"] = DEPRECATED
        response.headers["Link"] = f'<{successor}>; rel="successor-version"'
        return response

    return answering
