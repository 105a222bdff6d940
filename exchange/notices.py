"""Proposals and steps by HTTP: taken in, listed."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.watch import ledger, lifecycle, model
from data.watch.model import Fault, RefusedError
from exchange import forms, incoming, stix
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from security import audit
from security.tlp import Tlp
from security.viewer import HEADQUARTERS, Viewer

MOST_ID = 2**62
BUCKET = Parameter(
    "bucket",
    "Which part of the queue; else all that is open",
    {"type": "string", "enum": list(ledger.BUCKETS)},
)
LIMIT = Parameter(
    "limit",
    "At most so many",
    {"type": "integer", "minimum": 1, "maximum": 500, "default": 50},
)
BEFORE = Parameter(
    "before",
    "Those after the line that said this `before`",
    {"type": "integer", "minimum": 1, "maximum": MOST_ID},
)
NUMBER = Parameter(
    "number",
    "The `id` of a proposal",
    {"type": "integer", "minimum": 1},
    where="path",
)
STEP_FIELDS = ("step", "answer", "text", "country", "tlp")


async def propose(request: Request) -> Response:
    """One proposal, a list of them or a STIX 2.1 bundle: 201 what is new, 200 where all were there
    already.
    """
    bureau = await incoming.bureau(request)
    document = await incoming.document(request)
    bureau = await incoming.bureau(request)  # asked again: the body took its time
    accepted = await apart(lambda: incoming.store().add(forms.proposals(document), bureau, bureau))
    told = [forms.accepted(each) for each in accepted]
    single = isinstance(document, dict) and not stix.is_bundle(document)
    status = 201 if any(each.new for each in accepted) else 200
    return JSONResponse(told[0] if single else told, status, headers=NO_STORE)


async def listed(request: Request) -> Response:
    """The asking country's queue, newest first; headquarters names a country, or hears of all."""
    bureau = await incoming.bureau(request)
    return JSONResponse(await apart(_listed, request, bureau), headers=NO_STORE)


def _listed(request: Request, bureau: str) -> list[dict[str, Any]]:
    bucket = incoming.choice(request, BUCKET)
    limit = incoming.whole(request, LIMIT) or 0
    before = incoming.whole(request, BEFORE)
    country = incoming.country(request, bureau)
    sight = incoming.store().visible(Viewer(bureau, bureau))
    if country == HEADQUARTERS:
        told = [forms.newest(*each) for each in sight.everything(limit)]
    else:
        told = [forms.line(each) for each in sight.queue(country, bucket, before, limit)]
    audit.note(audit.Action.EXPORT, "api.list_notices")
    return told


async def step(request: Request) -> Response:
    """One step about a proposal: {"step": "answered", "answer": "located", "text": "..."}."""
    bureau = await incoming.bureau(request)
    document = await incoming.document(request)
    bureau = await incoming.bureau(request)  # asked again: the body took its time
    number = min(request.path_params[NUMBER.name], MOST_ID)
    event = await apart(_stepped, number, document, bureau)
    return JSONResponse(forms.event(event), 201, headers=NO_STORE)


def _stepped(number: int, document: Any, bureau: str) -> lifecycle.Event:
    said = _step_said(document)
    country = said["country"] or ("" if bureau == HEADQUARTERS else bureau)
    watch = incoming.store()
    try:
        watch.visible(Viewer(bureau, bureau)).case(
            number
        )  # what a country may not see is not there for it
        return watch.step(
            number,
            said["step"],
            bureau,
            bureau,
            country,
            said["answer"],
            said["text"],
            tlp=Tlp(said["tlp"]) if said["tlp"] else None,
        )
    except KeyError:
        raise ProblemError(404, Fault("id", "no such proposal")) from None


def _step_said(document: Any) -> dict[str, str]:
    """The fields of a step, empty where they are not given; RefusedError with every fault."""
    known = ", ".join(STEP_FIELDS)
    if not isinstance(document, dict):
        raise RefusedError([Fault("body", f"is not an object with the fields {known}")])
    wrong = [
        Fault(model.shown(name), f"is not a field of a step; there are {known}")
        for name in document
        if name not in STEP_FIELDS
    ]
    wrong += [
        Fault(name, "is not a text")
        for name in STEP_FIELDS
        if not isinstance(document.get(name, ""), str)
    ]
    wrong += [] if "step" in document else [Fault("step", "is missing")]
    if document.get("tlp", "") not in ("", *Tlp):
        wrong.append(Fault("tlp", f"is not one of {', '.join(Tlp)}"))
    if wrong:
        raise RefusedError(wrong)
    return {name: document.get(name, "") for name in STEP_FIELDS}
