"""Shared intelligence by HTTP: taken in as STIX or MISP, a country's inbox, what it did."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from data.intelligence import acts, shared
from data.intelligence.shared import Post
from data.intelligence.sight import PAGE, Sight
from data.watch.model import Fault, RefusedError
from exchange import forms, incoming, misp
from exchange.apart import apart
from exchange.operations import Parameter
from exchange.problems import NO_STORE, ProblemError
from languages.english import intelligence as says
from security import audit
from security.viewer import HEADQUARTERS, Viewer

LARGEST = 10_000_000  # bytes of a post
LIMIT = Parameter(
    "limit",
    "At most so many",
    {"type": "integer", "minimum": 1, "maximum": 500, "default": PAGE},
)
BEFORE = Parameter(
    "before",
    "Those that came before the line that said this `number`",
    {"type": "integer", "minimum": 1, "maximum": 2**62},
)
VALUE = Parameter(
    "value", "An address, a domain, a hash or a pattern to be found", {"type": "string"}
)
TO = Parameter(
    "to",
    "Whom it is sent to besides whom the rules find: a country's code, or `group:` and a group",
    {"type": "string", "pattern": "^([A-Z]{3}|group:[a-z0-9-]{1,40})$"},
)
OBJECT = Parameter("object", "The `id` of an object", {"type": "string"}, where="path")


async def share(request: Request) -> Response:
    """A STIX 2.1 bundle or object, or a MISP event: 201 where something is new, 200 where all was
    there; each object with what became of it. Where all was refused, 422 names every fault.
    """
    bureau = await incoming.bureau(request)
    document = await incoming.document(request, LARGEST)
    bureau = await incoming.bureau(request)  # asked again: the body took its time
    to = request.query_params.getlist(TO.name)
    post, lost = await apart(_shared, document, bureau, to)
    if len(refused := post.those("refused")) == len(post.told):
        raise RefusedError([Fault(each.stix_id, each.fault) for each in refused])
    status = 201 if post.those("kept") else 200
    said = told(post)
    said["objects"] += [
        {"id": "Event", "version": "", "became": "refused", "fault": each, "reached": []}
        for each in lost
    ]
    return JSONResponse(said, status, headers=NO_STORE)


def _shared(document: Any, bureau: str, to: list[str]) -> tuple[Post, list[str]]:
    """What became of the objects, and what MISP's converter could not say of an event."""
    for each in to:
        if not shared.may_send_to(bureau, each):
            raise ProblemError(403, Fault(TO.name, says.NOT_A_MEMBER(bureau=bureau, name=each)))
    if misp.is_event(document):
        every, lost = misp.objects(document)
    else:
        every, lost = shared.of_bundle(document), []
    if not every:
        raise RefusedError(
            [Fault("body", each) for each in lost] or [Fault("body", says.NO_BUNDLE())]
        )
    return shared.accept(incoming.store(), every, bureau, to), lost


def told(post: Post) -> dict[str, Any]:
    """What became of a post, as it is answered."""
    return {
        "id": post.id,
        "objects": [
            {
                "id": each.stix_id,
                "version": each.version,
                "became": each.became,
                **({"fault": each.fault} if each.fault else {}),
                "reached": list(each.reached),
            }
            for each in post.told
        ],
    }


async def inbox(request: Request) -> Response:
    """What concerns a country, by urgency; each with its reasons and what was done about it."""
    bureau = await incoming.bureau(request)
    country = incoming.country(request, bureau)
    if country == HEADQUARTERS:
        raise ProblemError(422, Fault(incoming.COUNTRY.name, says.WHOSE()))
    limit = incoming.whole(request, LIMIT) or PAGE
    before = incoming.whole(request, BEFORE) or 0
    value = request.query_params.get(VALUE.name, "")

    def asked() -> list[dict[str, Any]]:
        seen = Sight(incoming.store(), Viewer(bureau, bureau))
        found = [forms.shared(each) for each in seen.inbox(country, limit, before, value)]
        audit.note(audit.Action.EXPORT, "api.inbox")
        return found

    return JSONResponse(await apart(asked), headers=NO_STORE)


async def act(request: Request) -> Response:
    """What a country did about an object: seen, acted, sighted or false-positive."""
    bureau = await incoming.bureau(request)
    document = await incoming.document(request)
    bureau = await incoming.bureau(request)  # asked again: the body took its time
    what = document.get("act") if isinstance(document, dict) else None
    if not isinstance(what, str) or set(document) != {"act"}:
        raise RefusedError([Fault("act", says.REVIEW(acts=", ".join(acts.EACH)))])
    which = request.path_params[OBJECT.name]
    try:
        new = await apart(lambda: acts.act(incoming.store(), which, what, bureau, bureau))
    except KeyError:
        raise ProblemError(404, Fault("object", says.NOT_THERE())) from None
    return JSONResponse({"object": which, "act": what}, 201 if new else 200, headers=NO_STORE)
