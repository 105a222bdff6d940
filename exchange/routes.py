"""Every route of the API, each declared once: served from here, described from here."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.analysis import exports
from exchange import (
    answers,
    csvw,
    deliveries,
    events,
    feeds,
    figures,
    incoming,
    intelligence,
    notices,
    openapi,
    places,
    problems,
    sdmx,
    taxii,
)
from exchange.operations import JSON, Answer, Handler, Operation, Parameter, Reading, Schema
from exchange.schemas import named, several
from security.roles import Right

UNVERSIONED = "/api"  # where routes stood before there were versions, and still answer
DEPRECATED = "@1795651200"  # RFC 9745: the day the versions came, 2026-11-26
SENT = {"anyOf": [named("Proposal"), several(named("Proposal"), minItems=1), named("Bundle")]}
TAKEN = {"anyOf": [named("Accepted"), several(named("Accepted"))]}


async def described(_: Request) -> Response:
    """The OpenAPI document."""
    return JSONResponse(
        openapi.document(OPERATIONS), headers={"Cache-Control": "private, no-cache"}
    )


async def taxii_described(_: Request) -> Response:
    """The OpenAPI document of TAXII."""
    return JSONResponse(
        openapi.document(taxii.OPERATIONS, taxii.ROOT, taxii.REFUSAL, taxii.WAYS),
        headers={"Cache-Control": "private, no-cache"},
    )


TABLE = {"type": "string", "description": "A table, a line each"}
FILE = {"type": "string", "format": "binary"}
NOT_MODIFIED = Answer("Nothing changed since the asker had it", {})
HEADERS = {
    "ETag": "The name of this answer; `If-None-Match` asks whether it is still the same",
    "Last-Modified": "Since when it is so; `If-Modified-Since` asks as well",
    "Link": "The source (`via`), its licence, the page with the same figure (`alternate`), what the"
    " columns of the CSV mean (`describedby`), the next part (`next`)",
}


def _read(
    name: str, path: str, says: str, reads: Reading, answer: Schema, *parameters: Parameter
) -> Operation:
    """One of the addresses that figures are read by."""
    return Operation(
        name=name,
        method="GET",
        path=path,
        summary=says,
        reads=reads,
        right=Right.READ,
        parameters=parameters,
        answers={200: Answer(says, {JSON: answer}, HEADERS), 304: NOT_MODIFIED},
        errors=(401, 404, 422, 429, 503),
        needs_token=False,
    )


def _tables(of: Operation, *more: int, right: Right = Right.READ) -> Operation:
    """The same in every form that a table has."""
    files = {exports.CSV: TABLE, exports.XLSX: FILE, exports.PARQUET: FILE}
    if of.reads is figures.figures:
        files |= {sdmx.CSV: TABLE, sdmx.DATA: {"type": "object"}}
    good = of.answers[200]
    return replace(
        of,
        right=right,
        answers={**of.answers, 200: replace(good, content={**good.content, **files})},
        errors=tuple(sorted({*of.errors, *more})),
    )


READING = (
    replace(
        _read(
            "structures",
            "/sdmx/structures/{indicator}",
            "Codelists, concepts, data structure and dataflow of an indicator (SDMX-JSON 2.0)",
            figures.structures,
            {"type": "object"},
            *figures.OF_STRUCTURES,
        ),
        answers={
            200: Answer("SDMX-JSON 2.0", {sdmx.STRUCTURE: {"type": "object"}}, HEADERS),
            304: NOT_MODIFIED,
        },
    ),
    Operation(
        name="describe_columns",
        method="GET",
        path="/figures/{indicator}" + csvw.ENDING,
        summary="What the columns of the CSV at the same address mean (CSV on the Web)",
        reads=figures.described,
        right=Right.READ,
        parameters=figures.OF_FIGURES,
        answers={
            200: Answer("CSV on the Web", {answers.CSVM: {"type": "object"}}, HEADERS),
            304: NOT_MODIFIED,
        },
        errors=(401, 404, 422, 429, 503),
        needs_token=False,
    ),
    _tables(
        _read(
            "figure",
            "/figures/{indicator}",
            "A figure, as the page with the same parameters shows it, or a table of them",
            figures.figures,
            named("Figure"),
            *figures.OF_FIGURES,
        ),
        406,
    ),
    _tables(
        _read(
            "records",
            "/rows/{indicator}",
            "The records behind a figure; refused with the reason where the licence closes them",
            figures.rows,
            several(named("Record")),
            *figures.OF_ROWS,
        ),
        403,
        406,
        right=Right.ROWS,
    ),
    _read(
        "list_indicators",
        "/indicators",
        "Every indicator, with its address",
        places.indicators,
        places.INDICATORS,
        *places.SPOKEN,
    ),
    _read(
        "list_sources",
        "/sources",
        "Every source, how it stands and under which licence",
        places.sources,
        places.SOURCES,
        *places.SPOKEN,
    ),
    _read(
        "one_source",
        "/sources/{source}",
        "One source, what may be done with its figures, how it is cited",
        places.source,
        places.WHOLE_SOURCE,
        places.SOURCE,
        *places.SPOKEN,
    ),
    _read(
        "list_groups",
        "/groups",
        "Every group of countries with its members today, and since when each is one",
        places.all_groups,
        places.GROUPS,
        *places.SPOKEN,
    ),
    _read(
        "country",
        "/countries/{iso3}",
        "All that is known of one country, and what is not",
        places.profile,
        places.PROFILE,
        places.FIRST,
        *places.SPOKEN,
    ),
    _read(
        "pair",
        "/pairs/{iso3}/{other}",
        "What lies between two countries, in both directions",
        places.pair,
        places.PAIR,
        places.FIRST,
        places.OTHER,
        *places.SPOKEN,
    ),
)


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
    *READING,
    Operation(
        name="share_intelligence",
        method="POST",
        path="/intelligence",
        summary="Share a STIX 2.1 bundle or object, or a MISP event",
        handler=intelligence.share,
        right=Right.INTELLIGENCE,
        parameters=(intelligence.TO,),
        body={kind: {"type": "object"} for kind in incoming.KINDS},
        answers={
            201: Answer("Something was new, and is kept", {JSON: named("Post")}),
            200: Answer("All of it was there already", {JSON: named("Post")}),
        },
        errors=(401, 403, 408, 413, 415, 422, 429, 503),
    ),
    Operation(
        name="inbox",
        method="GET",
        path="/intelligence",
        summary="A country's inbox of shared intelligence, by urgency",
        handler=intelligence.inbox,
        right=Right.INTELLIGENCE,
        parameters=(
            intelligence.LIMIT,
            intelligence.BEFORE,
            intelligence.VALUE,
            incoming.COUNTRY,
        ),
        answers={200: Answer("The lines of the inbox", {JSON: several(named("Shared"))})},
        errors=(401, 403, 422, 429, 503),
    ),
    Operation(
        name="listen_to_intelligence",
        method="GET",
        path="/intelligence/events",
        summary="Server-sent events: each is one `Shared` as JSON, as it reaches a country",
        handler=events.shared,
        right=Right.INTELLIGENCE,
        parameters=(events.AFTER, events.LAST_HEARD, incoming.COUNTRY),
        answers={200: Answer("A stream without end", {events.STREAM: {"type": "string"}})},
        errors=(401, 403, 422, 429, 503),
    ),
    Operation(
        name="indicators_as_csv",
        method="GET",
        path="/intelligence/indicators.csv",
        summary="The indicators that reached a country, one a line, for a firewall",
        handler=feeds.table,
        right=Right.INTELLIGENCE,
        parameters=(feeds.KIND, feeds.AT_MOST, feeds.AFTER, incoming.COUNTRY),
        answers={200: Answer("A table, a line each", {exports.CSV: TABLE})},
        errors=(401, 403, 422, 429, 503),
    ),
    Operation(
        name="misp_manifest",
        method="GET",
        path="/intelligence/misp/manifest.json",
        summary="What a MISP reads of a feed first: its events, without what they hold",
        handler=feeds.manifest,
        right=Right.INTELLIGENCE,
        parameters=(incoming.COUNTRY,),
        answers={200: Answer("The events by their UUID", {JSON: {"type": "object"}})},
        errors=(401, 403, 422, 429, 503),
    ),
    Operation(
        name="misp_event",
        method="GET",
        path="/intelligence/misp/{event}.json",
        summary="One event of that feed: the indicators of a day, or a notice",
        handler=feeds.event,
        right=Right.INTELLIGENCE,
        parameters=(feeds.EVENT, incoming.COUNTRY),
        answers={200: Answer("An event of MISP", {JSON: {"type": "object"}})},
        errors=(401, 403, 404, 422, 429, 503),
    ),
    Operation(
        name="act_on_intelligence",
        method="POST",
        path="/intelligence/{object}/acts",
        summary="Record what a country did about an object: it goes back to whom shared it",
        handler=intelligence.act,
        right=Right.INTELLIGENCE,
        parameters=(intelligence.OBJECT,),
        body={JSON: named("Act")},
        answers={
            201: Answer("Recorded", {JSON: named("Done")}),
            200: Answer("It was recorded already", {JSON: named("Done")}),
        },
        errors=(401, 403, 404, 408, 413, 415, 422, 429, 503),
    ),
    Operation(
        name="resume_deliveries",
        method="GET",
        path="/deliveries/{entry}",
        summary="What was put in for one of the bureau's webhooks, from a number on",
        handler=deliveries.resumed,
        right=Right.INTELLIGENCE,
        parameters=(deliveries.ENTRY, deliveries.AFTER, deliveries.LIMIT),
        answers={
            200: Answer("The deliveries as they are sent", {JSON: several(named("Delivery"))})
        },
        errors=(401, 404, 422, 429, 503),
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
    Operation(
        name="describe_taxii",
        method="GET",
        path="/taxii.json",
        summary="What stands below /taxii2, described in the same way",
        handler=taxii_described,
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
