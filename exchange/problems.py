"""What is said to a request that cannot be answered: problem details (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from data import query, store
from data.geography import groups
from data.watch import database, ledger, lifecycle, model
from data.watch.model import Fault
from data.watch.setting import WatchError
from errors import ThreatsError
from exchange.operations import Handler
from security.audit import AuditError
from security.backoff import TooManyError
from security.reader import ForbiddenError
from security.tokens import TokenError

VERSION = "/api/v1"
LONGEST_PATH = 1000  # characters
NO_STORE = MappingProxyType({"Cache-Control": "no-store"})
SAYS = MappingProxyType(
    {
        400: "Malformed, as TAXII has it: what is said wrong is named",
        401: "No token, or one that belongs to nobody",
        403: "Not for who asks; records also where their licence closes them",
        404: "Not there for who asks",
        406: "There is no form that is accepted",
        408: "The body did not arrive in time",
        409: "It contradicts what is there already",
        413: "The body is too large",
        415: "The body is of another kind",
        422: "Malformed: every fault is named",
        429: "Too many tokens were tried; `Retry-After` says how long to wait",
        503: "The watch is off, or a store does not answer; nothing was taken in",
    }
)


class ProblemError(ThreatsError):
    """Ends a request with this status and these faults."""

    def __init__(
        self, status: int, *faults: Fault, headers: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        super().__init__("; ".join(f"{each.field}: {each.fault}" for each in faults))
        self.status, self.faults, self.headers = status, faults, headers


def answer(request: Request, said: ProblemError) -> Response:
    """The problem as it is sent; addresses without a version keep the member `faults` as well."""
    faults = [asdict(each) for each in said.faults]
    path = request.url.path
    content = {
        "type": "about:blank",
        "title": HTTPStatus(said.status).phrase,
        "status": said.status,
        "detail": str(said),
        "instance": quote(path),
        "errors": faults,
    }
    if request_id := request.headers.get("x-request-id"):
        content["request_id"] = request_id
    if not path.startswith(f"{VERSION}/"):
        content["faults"] = faults
    return JSONResponse(
        content,
        said.status,
        headers={**NO_STORE, **said.headers},
        media_type="application/problem+json",
    )


def guarded(handle: Handler) -> Handler:
    """The handler, with every refusal turned into its answer."""

    async def answering(request: Request) -> Response:
        try:
            return await handle(request)
        except ClientDisconnect:
            return Response(status_code=400)
        except (ThreatsError, ledger.SQLAlchemyError) as error:
            return answer(request, problem(error))

    return answering


def problem(error: Exception) -> ProblemError:
    """What a refusal is to who asked; a fault of ours is raised again."""
    match error:
        case ProblemError():
            return error
        case model.RefusedError():
            return ProblemError(422, *error.faults)
        case ledger.ConflictError():
            return ProblemError(409, Fault("reference", str(error)))
        case lifecycle.ImpossibleError():
            return ProblemError(409, Fault("step", str(error)))
        case ledger.ForbiddenError():
            return ProblemError(403, Fault("token", str(error)))
        case TooManyError():
            wait = {"Retry-After": str(error.seconds)}
            return ProblemError(429, Fault("token", str(error)), headers=wait)
        case ForbiddenError():
            return ProblemError(403, Fault("role", str(error)))
        case query.UnknownError():
            return ProblemError(422, Fault("indicator", str(error)))
        case store.StoreError() | groups.GroupError():
            logging.getLogger(__name__).error("The figures: %s", error)
            return ProblemError(
                503,
                Fault("figures", "cannot be read at the moment"),
                headers={"Retry-After": "5"},
            )
        case AuditError():
            logging.getLogger(__name__).error("%s", error)
            return ProblemError(
                503, Fault("store", "the record of actions cannot be kept; nothing was taken in")
            )
        case WatchError() | TokenError() | ledger.SQLAlchemyError():
            logging.getLogger(__name__).error("The store of proposals: %s", database.plain(error))
            return ProblemError(
                503,
                Fault("store", "the store of proposals does not answer; nothing was taken in"),
                headers={"Retry-After": "5"},
            )
    raise error


class Addressed:
    """Refuses an address that is longer than any of ours, before anything in it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if len(scope["path"]) <= LONGEST_PATH:
            await self.app(scope, receive, send)
            return
        too_long = ProblemError(414, Fault("path", f"is longer than {LONGEST_PATH} characters"))
        short = {**scope, "path": scope["path"][:LONGEST_PATH]}
        await answer(Request(short), too_long)(scope, receive, send)


async def _failed(request: Request, _: Exception) -> Response:
    """A fault of the server, which says so in its log."""
    return answer(request, ProblemError(500, Fault("server", "failed; its log says why")))


async def _unrouted(request: Request, error: Exception) -> Response:
    """An address or a method that no route has."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    head = dict(getattr(error, "headers", None) or {})
    words = HTTPStatus(status).phrase.lower()
    field = "method" if status == HTTPStatus.METHOD_NOT_ALLOWED else "path"
    return answer(request, ProblemError(status, Fault(field, words), headers=head))


HANDLERS: Mapping[Any, Callable[[Request, Exception], Any]] = MappingProxyType(
    {HTTPException: _unrouted, Exception: _failed}
)
