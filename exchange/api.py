"""The watch's HTTP side: proposals in, steps in, events out. Mounted by server.py; documented in
docs/watch.md.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from errors import ThreatsError
from security.tlp import visible
from security.viewer import HEADQUARTERS, role

BODY = 256_000  # bytes of a request that are read
HEARTBEAT = 15  # seconds between two signs of life on a silent stream
LONGEST = 600  # seconds of a stream; the listener comes back by itself, from the last id it heard
PATIENCE = 10  # seconds a body may take
NO_STORE = {"Cache-Control": "no-store"}
READ_AT_ONCE = asyncio.Semaphore(8)  # questions of listeners to the database

# data.watch brings a database library with it: imported by the first who asks, so that the server
# starts without waiting for it.


class ProblemError(ThreatsError):
    """Ends a request with this answer."""

    def __init__(self, status: int, faults: list[dict[str, str]], **headers: str) -> None:
        super().__init__(status)
        self.response = JSONResponse(
            {"faults": faults},
            status,
            headers={
                **NO_STORE,
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )


def fault(field: str, words: str) -> list[dict[str, str]]:
    """One fault as every answer spells it."""
    return [{"field": field, "fault": words}]


def _guarded(
    handle: Callable[[Request], Awaitable[Response]],
) -> Callable[[Request], Awaitable[Response]]:
    """The handler, with every refusal turned into its answer."""

    async def guarded(request: Request) -> Response:
        from data.watch import database, ledger, lifecycle, model
        from security.tokens import TokenError

        try:
            return await handle(request)
        except ProblemError as answered:
            return answered.response
        except model.RefusedError as refused:
            return ProblemError(422, [asdict(each) for each in refused.faults]).response
        except ledger.ConflictError as conflict:
            return ProblemError(409, fault("reference", str(conflict))).response
        except lifecycle.ImpossibleError as impossible:
            return ProblemError(409, fault("step", str(impossible))).response
        except ledger.ForbiddenError as forbidden:
            return ProblemError(403, fault("token", str(forbidden))).response
        except (database.WatchError, TokenError, ledger.SQLAlchemyError) as broken:
            logging.getLogger(__name__).error("The store of proposals: %s", database.plain(broken))
            return ProblemError(
                503,
                fault("store", "the store of proposals does not answer; nothing was taken in"),
                Retry_After="5",
            ).response
        except ClientDisconnect:
            return Response(status_code=400)

    return guarded


def _bureau(request: Request) -> str:
    """Who asks, by the bearer token."""
    from data.geography import countries
    from data.watch import database
    from security import tokens

    if database.address() is None:
        raise ProblemError(503, fault("store", database.SWITCH_ON()))
    codes = countries.codes()
    if not tokens.tokens(codes):
        raise ProblemError(
            503,
            fault(
                "token",
                "no bureau has a token yet: THREATS_WATCH_TOKENS names the file that holds their"
                " hashes",
            ),
        )
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    found = (
        tokens.holder(token.strip(), codes) if kind.lower() == "bearer" and token.strip() else None
    )
    if found is None:
        raise ProblemError(
            401,
            fault("token", "this needs a bureau's token: Authorization: Bearer ..."),
            WWW_Authenticate='Bearer realm="watch"',
        )
    return found


async def _document(request: Request) -> Any:
    """The body as JSON, read up to a limit."""
    from data.watch import model

    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/json", "application/stix+json", "application/taxii+json"):
        raise ProblemError(
            415, fault("content-type", "is not application/json or application/stix+json")
        )
    if (
        request.headers.get("content-length", "0").isdigit()
        and int(request.headers.get("content-length", "0")) > BODY
    ):
        raise ProblemError(413, fault("body", f"is larger than {BODY:,} bytes"), Connection="close")
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > BODY:
                    raise ProblemError(
                        413, fault("body", f"is larger than {BODY:,} bytes"), Connection="close"
                    )
    except TimeoutError as late:
        raise ProblemError(
            408, fault("body", f"did not arrive within {PATIENCE} seconds"), Connection="close"
        ) from late
    return await asyncio.to_thread(model.parse, bytes(body))


async def post_notices(request: Request) -> Response:
    """One proposal, a list of them or a STIX 2.1 bundle: 201 what is new, 200 where all were there
    already.
    """
    bureau = await asyncio.to_thread(_bureau, request)
    document = await _document(request)

    def take() -> tuple[int, Any]:
        from data.cli import notices

        accepted = _store().add(notices.read_any(document), bureau, bureau)
        replies = [notices.reply(each) for each in accepted]
        single = isinstance(document, dict) and not notices.stix.is_bundle(document)
        return 201 if any(each.new for each in accepted) else 200, replies[0] if single else replies

    status, reply = await asyncio.to_thread(take)
    return JSONResponse(reply, status, headers=NO_STORE)


def _store() -> Any:
    from data.watch import ledger

    return ledger.current(create=True)


async def get_notices(request: Request) -> Response:
    """The asking country's queue, newest first; headquarters names a country."""
    bureau = await asyncio.to_thread(_bureau, request)

    def look() -> list[dict[str, Any]]:
        from data.cli import notices
        from data.watch import ledger

        bucket = request.query_params.get("bucket", "")
        if bucket and bucket not in ledger.BUCKETS:
            raise ProblemError(422, fault("bucket", f"is not one of {', '.join(ledger.BUCKETS)}"))
        watch = _store()
        country = _country(request, bureau)
        if country == HEADQUARTERS:
            return [
                {"id": number, **proposal.document(), "stage": stage}
                for number, proposal, stage in watch.everything(_whole(request, "limit", 50, 500))
            ]
        before = request.query_params.get("before")
        lines = watch.queue(
            country,
            bucket,
            _whole(request, "before", 0, 2**62) if before else None,
            _whole(request, "limit", 50, 500),
            visible(role(bureau)),
        )
        return [{**notices.line(each), "before": each.turn.first_event} for each in lines]

    return JSONResponse(await asyncio.to_thread(look), headers=NO_STORE)


async def post_step(request: Request) -> Response:
    """One step about a proposal: {"step": "answered", "answer": "located", "text": "..."}."""
    bureau = await asyncio.to_thread(_bureau, request)
    document = await _document(request)

    def take() -> dict[str, Any]:
        from data.watch import model

        fields = ("step", "answer", "text", "country")
        if not isinstance(document, dict):
            raise ProblemError(
                422, fault("body", f"is not an object with the fields {', '.join(fields)}")
            )
        wrong = [
            model.Fault(
                model.shown(name), f"is not a field of a step; there are {', '.join(fields)}"
            )
            for name in document
            if name not in fields
        ]
        wrong += [
            model.Fault(name, "is not a text")
            for name in fields
            if not isinstance(document.get(name, ""), str)
        ]
        wrong += [] if "step" in document else [model.Fault("step", "is missing")]
        if wrong:
            raise model.RefusedError(wrong)
        watch = _store()
        number = min(request.path_params["number"], 2**62)
        country = document.get("country") or ("" if bureau == HEADQUARTERS else bureau)
        try:
            watch.case(number, bureau)  # what a country may not see is not there for it
            event = watch.step(
                number,
                document["step"],
                bureau,
                bureau,
                country,
                document.get("answer", ""),
                document.get("text", ""),
            )
        except KeyError:
            raise ProblemError(404, fault("id", "no such proposal")) from None
        return {
            name: value
            for name, value in asdict(event).items()
            if name not in ("routes", "due_days")
        }

    return JSONResponse(await asyncio.to_thread(take), 201, headers=NO_STORE)


async def get_events(request: Request) -> Response:
    """Server-sent events, at least once each, from the last id heard (Last-Event-ID or ?after=) or
    from the beginning.
    """
    bureau = await asyncio.to_thread(_bureau, request)
    reader = _country(request, bureau)
    watch, pulse = await asyncio.to_thread(_followed)
    asked = request.headers.get("last-event-id") or request.query_params.get("after") or "0"
    if asked == "now":
        after = await asyncio.to_thread(watch.head)
    elif asked.isascii() and asked.isdigit() and len(asked) < 19:
        after = int(asked)
    else:
        raise ProblemError(422, fault("after", "is not the number of an event, nor now"))
    return StreamingResponse(
        _stream(reader, after, watch, pulse),
        media_type="text/event-stream",
        headers={**NO_STORE, "X-Accel-Buffering": "no"},
    )


def _followed() -> tuple[Any, Any]:
    from data.watch import pulse

    watch = _store()
    return watch, pulse.of(watch)


class Ending:
    """Whether the server was told to end: it waits for every answer first, so the streams must end
    by themselves.
    """

    def __init__(self) -> None:
        self.now = False
        self.streams: set[Callable[[], None]] = set()
        if threading.current_thread() is threading.main_thread():
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, self._first(signal.getsignal(each)))

    def _first(self, then: Any) -> Callable[[int, Any], None]:
        def told_to_end(number: int, frame: Any) -> None:
            self.now = True
            for wake in tuple(self.streams):
                wake()
            if callable(then):
                then(number, frame)

        return told_to_end


@cache
def _ending() -> Ending:
    return Ending()


async def _stream(reader: str, after: int, watch: Any, pulse: Any) -> AsyncIterator[str]:
    loop, rung = asyncio.get_running_loop(), asyncio.Event()

    def ring() -> None:
        with suppress(RuntimeError):  # the server is ending
            loop.call_soon_threadsafe(rung.set)

    ending = _ending()
    pulse.followers.add(ring)
    ending.streams.add(ring)
    until = loop.time() + LONGEST
    try:
        yield "retry: 2000\n\n"
        while loop.time() < until and not ending.now:
            rung.clear()
            async with READ_AT_ONCE:
                found = await asyncio.to_thread(watch.news, reader, after)
            for each in found:
                after = each.event.id
                yield (
                    f"id: {after}\nevent: {each.event.step}\ndata:"
                    f" {json.dumps(told(each), ensure_ascii=False)}\n\n"
                )
            if not found:
                try:
                    await asyncio.wait_for(rung.wait(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
    finally:
        pulse.followers.discard(ring)
        ending.streams.discard(ring)


def told(each: Any) -> dict[str, Any]:
    """What a listener hears of one event."""
    event = each.event
    return {
        "event": event.id,
        "at_ms": event.at_ms,
        "step": event.step,
        "who": event.who,
        "country": event.country,
        "answer": event.answer,
        "text": event.text,
        "concerned_countries": list(each.countries),
        "why": list(each.why),
        "notice": {"id": event.proposal, **each.proposal.document()},
    }


def _country(request: Request, bureau: str) -> str:
    """Whose affairs are asked for: the bureau's own; headquarters may name a country."""
    from data.geography import countries

    named = request.query_params.get("country", "")
    if named and named not in countries.codes():
        raise ProblemError(422, fault("country", "is not an ISO 3166-1 alpha-3 code"))
    if named and bureau not in (HEADQUARTERS, named):
        raise ProblemError(
            403, fault("country", f"{bureau} cannot ask for another country's notices")
        )
    return named or bureau


def _whole(request: Request, name: str, usual: int, most: int) -> int:
    value = request.query_params.get(name, str(usual))
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 19 and 0 < int(value) <= most):
        raise ProblemError(422, fault(name, f"is not a whole number from 1 to {most}"))
    return int(value)


ROUTES = (
    Route("/api/notices", _guarded(post_notices), methods=["POST"]),
    Route("/api/notices", _guarded(get_notices), methods=["GET"]),
    Route("/api/notices/{number:int}/steps", _guarded(post_step), methods=["POST"]),
    Route("/api/events", _guarded(get_events), methods=["GET"]),
)
