"""What comes in with a request: who asks, for which country, the parameters, the body."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import settings
from data.geography import countries
from data.watch import database, ledger, model
from data.watch.ledger import Watch
from data.watch.model import Fault
from exchange.apart import apart, read
from exchange.operations import JSON, Handler, Operation, Parameter, Reading
from exchange.problems import ProblemError
from security import audit, network, reader, tokens
from security.backoff import TooManyError
from security.network import Asking
from security.reader import Reader
from security.roles import Right
from security.viewer import HEADQUARTERS

KINDS = (JSON, "application/stix+json", "application/taxii+json")
BODY = 256_000  # bytes of a request that are read
PATIENCE = 10  # seconds a body may take
COUNTRY = Parameter(
    "country",
    "Whose affairs are asked for: a bureau's own; headquarters may name any",
    {"type": "string", "pattern": "^[A-Z]{3}$"},
)


async def bureau(request: Request) -> str:
    """Who asks, by the bearer token: a country's code, or headquarters."""
    return await apart(now, request)


def now(request: Request) -> str:
    """The same, asked again: a token counts as long as it is one."""
    if database.address() is None:
        raise ProblemError(503, Fault("store", database.SWITCH_ON()))
    codes = countries.codes()
    if not tokens.tokens(codes):
        raise ProblemError(
            503,
            Fault(
                "token",
                "no bureau has a token yet: THREATS_WATCH_TOKENS names the file that holds their"
                " hashes",
            ),
        )
    digest = _digest(request)
    address = request.client.host if request.client else ""
    found = tokens.tried(digest, codes, address) if digest else None
    if found is None:
        raise ProblemError(
            401,
            Fault("token", "this needs a bureau's token: Authorization: Bearer ..."),
            headers={"WWW-Authenticate": 'Bearer realm="watch"'},
        )
    return found


def on_behalf(of: Operation) -> Handler:
    """The operation's handler, run on behalf of who asks, where they may. What a stream tells later
    is told after that: it takes the reader along.
    """

    handler, reads = of.handler, of.reads
    if reads is not None:
        return _reading(of, reads)
    if handler is None:
        raise ValueError(of.name)

    async def answering(request: Request) -> Response:
        with reader.using(await apart(asker, request)) as who:
            try:
                if of.needs_token:
                    await bureau(request)
                if not who.may(of.right):
                    raise _refusal(who, of.right)
                return await handler(request)
            except (ProblemError, TooManyError, ledger.ForbiddenError) as refused:
                if getattr(refused, "status", 403) in (401, 403):
                    await apart(audit.refusal, f"api.{of.name}")
                raise

    return answering


def _reading(of: Operation, reads: Reading) -> Handler:
    async def answering(request: Request) -> Response:
        if of.right is Right.ROWS:  # a million records hold up no figure
            return await apart(_answered, of, reads, request)
        return await read(_answered, of, reads, request)

    return answering


def _answered(of: Operation, reads: Reading, request: Request) -> Response:
    """What reads figures by their address, asked and answered in one go."""
    with reader.using(asker(request)) as who:
        try:
            by_address(request, who)
            if not who.may(of.right):
                raise _refusal(who, of.right)
            return reads(request)
        except (ProblemError, TooManyError) as refused:
            if getattr(refused, "status", 403) in (401, 403):
                audit.refusal(f"api.{of.name}")
            raise


def by_address(request: Request, who: Reader) -> None:
    """ProblemError where the operator does not let this reader read figures by their address."""
    said = settings.current().api or ("open" if network.alone() else "key")
    if said == "open":
        return
    if said == "off":
        raise ProblemError(404, Fault("path", "figures are not read by address here"))
    digest, address = _digest(request), request.client.host if request.client else ""
    if digest and tokens.reads(digest, countries.codes(), address):
        return
    signed_in = bool(settings.current().sign_in) and bool(who.roles)
    if not signed_in:
        raise ProblemError(
            401,
            Fault("token", "figures are read by key here: Authorization: Bearer ..."),
            headers={"WWW-Authenticate": 'Bearer realm="figures"'},
        )


def _refusal(who: Reader, right: Right) -> ProblemError:
    if who.roles:
        return ProblemError(403, Fault("role", str(reader.ForbiddenError(right))))
    asked = {"WWW-Authenticate": 'Bearer realm="threats"'}
    return ProblemError(401, Fault("token", "this needs a sign-in, or a token"), headers=asked)


def asker(request: Request) -> Reader:
    """Who asks, at this moment: the bureau of the token, else who may ask without one."""
    digest = _digest(request)
    return tokens.reader(digest, countries.codes(), _without_token(request))


def _without_token(request: Request) -> Reader:
    if settings.current().sign_in:
        from security import sign_in  # where readers sign in

        reads = request.method in ("GET", "HEAD")  # a page of ours changes nothing by this way
        return sign_in.reader(request.cookies) if reads else sign_in.NOBODY
    headers = {name.lower(): value for name, value in request.headers.items()}
    peer = request.client.host if request.client else ""
    return network.everyone(Asking(peer, headers, request.cookies))


def _digest(request: Request) -> str:
    """The digest of the bearer token; empty where there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    bearer = token.strip() if kind.lower() == "bearer" else ""
    return tokens.digest_of(bearer) if bearer else ""


def store() -> Watch:
    """The store of proposals, made where there is none yet."""
    watch = ledger.current(create=True)
    if watch is None:
        raise ProblemError(503, Fault("store", database.SWITCH_ON()))
    return watch


def country(request: Request, asker: str) -> str:
    """Whose affairs are asked for: the bureau's own; headquarters may name a country."""
    named = request.query_params.get(COUNTRY.name, "")
    if named and named not in countries.codes():
        raise ProblemError(422, Fault(COUNTRY.name, "is not an ISO 3166-1 alpha-3 code"))
    if named and asker not in (HEADQUARTERS, named):
        raise ProblemError(
            403, Fault(COUNTRY.name, f"{asker} cannot ask for another country's notices")
        )
    return named or asker


def choice(request: Request, parameter: Parameter) -> str:
    """One of the words that a parameter's schema lists; empty where none is given."""
    value = request.query_params.get(parameter.name, "")
    known = parameter.schema["enum"]
    if value and value not in known:
        raise ProblemError(422, Fault(parameter.name, f"is not one of {', '.join(known)}"))
    return value


def whole(request: Request, parameter: Parameter) -> int | None:
    """A whole number within a parameter's schema; its default where none is given."""
    value = request.query_params.get(parameter.name, "")
    if not value:
        default: int | None = parameter.schema.get("default")
        return default
    least, most = parameter.schema["minimum"], parameter.schema["maximum"]
    digits = value.isascii() and value.isdigit() and len(value) < 20
    if not (digits and least <= int(value) <= most):
        raise ProblemError(
            422, Fault(parameter.name, f"is not a whole number from {least} to {most}")
        )
    return int(value)


async def document(request: Request, most: int = BODY, kinds: tuple[str, ...] = KINDS) -> Any:
    """The body as JSON, read up to a limit of bytes."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in kinds:
        raise ProblemError(
            415, Fault("content-type", "is not application/json or application/stix+json")
        )
    too_large = ProblemError(
        413, Fault("body", f"is larger than {most:,} bytes"), headers={"Connection": "close"}
    )
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise too_large
    except TimeoutError as late:
        raise ProblemError(
            408,
            Fault("body", f"did not arrive within {PATIENCE} seconds"),
            headers={"Connection": "close"},
        ) from late
    return await apart(model.parse, bytes(body))
