"""TAXII 2.1: collections of shared intelligence, one for each country and mark and one for each
sharing group, read and written by any client of the standard (OASIS, TAXII Version 2.1).
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from data.geography import countries
from data.intelligence import objects, reach, shared
from data.intelligence.sight import Kept, Sight
from data.watch.ledger import SQLAlchemyError
from data.watch.model import Fault
from errors import ThreatsError
from exchange import incoming, notice_feed, problems
from exchange import taxii_forms as forms
from exchange.apart import apart
from exchange.operations import Answer, Handler, Operation, Parameter, Schema
from exchange.problems import NO_STORE, ProblemError
from languages.english import intelligence as says
from security import audit
from security.roles import Right
from security.tlp import Tlp
from security.viewer import Viewer

MEDIA = "application/taxii+json;version=2.1"
STIX = "application/stix+json;version=2.1"
ROOT = "/taxii2"
API = "/api"
LARGEST = 10_000_000  # bytes of a post
MOST = 1_000  # objects of a page
USUAL = 100
SPACE = uuid.UUID("0d7b6f35-8a52-5c0a-9b1b-3b0c6c1c5f2e")
SHARED = "Objects that concern this audience, marked no stricter than that"
NOTICED = "Notices that concern this country, and its own, marked no stricter than that; only read"
ACCEPTED = re.compile(
    r"\s*(\*/\*|application/\*|application/taxii\+json(\s*;\s*version=2\.1)?)\s*(;\s*q=[0-9.]+)?\s*"
)


@dataclass(frozen=True, slots=True)
class Collection:
    """What reached an audience, up to a mark: intelligence, or the notices that concern it."""

    audience: str
    ceiling: Tlp
    notices: bool = False

    @property
    def id(self) -> str:
        """The same for ever: made of audience and mark."""
        of = "notices " if self.notices else ""
        return str(uuid.uuid5(SPACE, f"{of}{self.audience} {self.ceiling.value}"))

    @property
    def title(self) -> str:
        """What a list of collections calls it."""
        if self.audience.startswith(reach.GROUP):
            name = reach.groups()[self.audience.removeprefix(reach.GROUP)].name
        else:
            name = countries.name(self.audience)
        of = "Notices for " if self.notices else ""
        return f"{of}{name}, up to {self.ceiling.value}"

    def document(self, seen: Sight) -> dict[str, Any]:
        """The collection resource, as far as who asks may use it."""
        return {
            "id": self.id,
            "title": self.title,
            "description": NOTICED if self.notices else SHARED,
            "can_read": seen.may_read(self.audience),
            "can_write": self.takes_from(seen.reader.acts_for),
            "media_types": [STIX],
        }

    def takes_from(self, bureau: str) -> bool:
        """Whether a bureau may post here: notices are proposed by the API."""
        return not self.notices and shared.may_send_to(bureau, self.audience)


def collections() -> dict[str, Collection]:
    """Every collection there is, by id."""
    return _collections(tuple(reach.groups()))


@lru_cache(maxsize=1)
def _collections(groups: tuple[str, ...]) -> dict[str, Collection]:
    among = [*sorted(countries.codes())]
    every = [Collection(code, mark, of) for of in (False, True) for code in among for mark in Tlp]
    every += [Collection(reach.GROUP + each, Tlp.RED) for each in groups]
    return {each.id: each for each in every}


def _named(request: Request) -> Collection:
    found = collections().get(request.path_params["collection"])
    if found is None:
        raise ProblemError(404, Fault("collection", says.NOT_THERE()))
    return found


async def _sight(request: Request) -> Sight:
    bureau = await incoming.bureau(request)
    return await apart(lambda: Sight(incoming.store(), Viewer(bureau, bureau)))


def _answer(
    document: Mapping[str, Any], status: int = 200, head: Mapping[str, str] | None = None
) -> Response:
    return JSONResponse(document, status, headers={**NO_STORE, **(head or {})}, media_type=MEDIA)


async def discovery(request: Request) -> Response:
    """What stands at the root of the server."""
    await incoming.bureau(request)
    root = f"{request.base_url}".rstrip("/")
    root = root if root.endswith(ROOT) else root + ROOT
    return _answer(
        {
            "title": "Global Threats Dashboard",
            "description": "Cyber threat intelligence, for the countries it concerns",
            "default": f"{root}{API}/",
            "api_roots": [f"{root}{API}/"],
        }
    )


async def api_root(request: Request) -> Response:
    """What the one API root speaks."""
    await incoming.bureau(request)
    return _answer(
        {
            "title": "Shared intelligence",
            "versions": [MEDIA],
            "max_content_length": LARGEST,
        }
    )


async def listed(request: Request) -> Response:
    """The collections of who asks: their country's, their groups', and all for headquarters."""
    seen = await _sight(request)
    found = await apart(
        lambda: [
            each.document(seen)
            for each in collections().values()
            if seen.may_read(each.audience) and each.ceiling <= seen.reader.ceiling
        ]
    )
    return _answer({"collections": found} if found else {})


async def collection(request: Request) -> Response:
    """One collection."""
    seen = await _sight(request)
    return _answer(await apart(lambda: _named(request).document(seen)))


async def objects_of(request: Request) -> Response:
    """A page of a collection's objects."""
    found, more = await _page(request)
    content: dict[str, Any] = {"objects": [each.said for each in found]} if found else {}
    return _paged(content, found, more)


async def manifest(request: Request) -> Response:
    """The same page without the objects themselves."""
    found, more = await _page(request)
    content = {
        "objects": [
            {
                "id": each.stix_id,
                "date_added": _time(each.added_us),
                "version": _version(each),
                "media_type": STIX,
            }
            for each in found
        ]
    }
    return _paged(content if found else {}, found, more)


async def one(request: Request) -> Response:
    """The versions of one object; 404 where none of it is in the collection."""
    found, more = await _page(request, (request.path_params["object"],))
    if not found:
        raise ProblemError(404, Fault("object", says.NOT_THERE()))
    return _paged({"objects": [each.said for each in found]}, found, more)


async def versions(request: Request) -> Response:
    """The times of the versions of one object."""
    found, more = await _page(request, (request.path_params["object"],), ("all",))
    if not found:
        raise ProblemError(404, Fault("object", says.NOT_THERE()))
    return _paged({"versions": [_version(each) for each in found]}, found, more)


async def status(request: Request) -> Response:
    """What became of a post."""
    bureau = await incoming.bureau(request)
    number = request.path_params["status"]
    found = await apart(lambda: shared.post(incoming.store(), number, bureau))
    if found is None:
        raise ProblemError(404, Fault("status", says.NOT_THERE()))
    return _answer(_status(found))


async def add(request: Request) -> Response:
    """Objects for a collection, each judged by itself; 202 with what became of each."""
    kind = request.headers.get("content-type", "").replace(" ", "").lower()
    if kind not in (MEDIA, "application/taxii+json"):
        raise ProblemError(415, Fault("content-type", f"is not {MEDIA}"))
    bureau = await incoming.bureau(request)
    named = await apart(_named, request)
    if not await apart(named.takes_from, bureau):
        raise ProblemError(403, Fault("collection", "is not one that you may write to"))
    document = await incoming.document(request, LARGEST, (MEDIA.split(";")[0],))
    bureau = await incoming.bureau(request)  # asked again: the body took its time
    post = await apart(_added, document, named, bureau)
    return _answer(_status(post), 202)


async def delete(request: Request) -> Response:
    """Refused: nothing is deleted; who shared an object sends a version of it that is revoked."""
    seen = await _sight(request)
    named = await apart(_named, request)
    if not (seen.may_read(named.audience) or named.takes_from(seen.reader.acts_for)):
        raise ProblemError(404, Fault("collection", says.NOT_THERE()))
    raise ProblemError(
        403, Fault("object", "is not deleted here: send a version with revoked true")
    )


def _added(document: Any, named: Collection, bureau: str) -> shared.Post:
    every = shared.of_bundle(document)
    to = () if named.audience == bureau else (named.audience,)
    return shared.accept(incoming.store(), every, bureau, to, ceiling=named.ceiling)


def _status(post: shared.Post) -> dict[str, Any]:
    def details(each: shared.Told) -> dict[str, str]:
        found = {"id": each.stix_id, "version": each.version or _time(post.at_ms * 1000)}
        return found | ({"message": each.fault} if each.fault else {})

    good = post.those("kept") + post.those("there")
    bad = post.those("refused")
    told = {
        "id": post.id,
        "status": "complete",
        "request_timestamp": _time(post.at_ms * 1000),
        "total_count": len(post.told),
        "success_count": len(good),
        "failure_count": len(bad),
        "pending_count": 0,
    }
    said = {"successes": [*map(details, good)], "failures": [*map(details, bad)]}
    return told | {name: each for name, each in said.items() if each}


async def _page(
    request: Request, ids: tuple[str, ...] = (), every: tuple[str, ...] = ()
) -> tuple[list[Kept], bool]:
    seen = await _sight(request)
    named = await apart(_named, request)
    if not seen.may_read(named.audience):
        raise ProblemError(403, Fault("collection", "is not one that you may read"))
    asked = request.query_params
    _once(asked)
    limit = _limit(request)
    if ids and asked.get("match[id]"):
        raise ProblemError(400, Fault("match[id]", "stands in the address already"))
    wanted = ids or _each(asked.get("match[id]", ""))
    specs = _each(asked.get("match[spec_version]", ""))
    if specs and "2.1" not in specs:
        return [], False
    after = asked.get("next", "0")
    if not (after.isascii() and after.isdigit() and len(after) < 19):
        raise ProblemError(400, Fault("next", "is not what this server gave out"))
    page = partial(notice_feed.page, seen) if named.notices else seen.collection
    found = await apart(
        lambda: page(
            named.audience,
            named.ceiling,
            after=int(after),
            added_after_us=_moment(asked.get("added_after", "")),
            limit=limit,
            ids=wanted,
            types=_each(asked.get("match[type]", "")),
            versions=every or _versions(asked.get("match[version]", "")),
        )
    )
    await apart(audit.note, audit.Action.EXPORT, f"taxii.{named.id}")
    return found


def _once(asked: QueryParams) -> None:
    """Several values of one filter stand in it with commas; the filter itself stands once."""
    for name in asked:
        if len(asked.getlist(name)) > 1:
            raise ProblemError(400, Fault(name, "is said more than once"))


def _limit(request: Request) -> int:
    try:
        return min(incoming.whole(request, forms.LIMIT) or USUAL, MOST)
    except ProblemError as wrong:
        raise ProblemError(400, *wrong.faults) from None


def _each(said: str) -> tuple[str, ...]:
    found = tuple(each.strip() for each in said.split(",") if each.strip())
    if len(found) > MOST:
        raise ProblemError(400, Fault("match", f"names more than {MOST} values"))
    return found


def _versions(said: str) -> tuple[str, ...]:
    known = {"first", "last", "all"}
    try:
        return tuple(each if each in known else objects.instant(each) for each in _each(said)) or (
            "last",
        )
    except ValueError:
        raise ProblemError(400, Fault("match[version]", "is no version nor a time")) from None


def _moment(said: str) -> int | None:
    if not said:
        return None
    try:
        text = objects.instant(said)
    except ValueError:
        raise ProblemError(400, Fault("added_after", "is no time of RFC 3339 in UTC")) from None
    found = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    return round(found.timestamp() * 1_000_000)


def _time(at_us: int) -> str:
    whole = datetime.fromtimestamp(at_us // 1_000_000, UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{at_us % 1_000_000:06}Z"


def _version(each: Kept) -> str:
    said = each.said
    return str(said.get("modified") or said.get("created") or _time(each.added_us))


def _paged(content: dict[str, Any], found: list[Kept], more: bool) -> Response:
    head = {}
    if found:
        times = [each.added_us for each in found]
        head = {
            "X-TAXII-Date-Added-First": _time(min(times)),
            "X-TAXII-Date-Added-Last": _time(max(times)),
        }
    if more:
        content = {"more": True, "next": str(found[-1].id), **content}
    return _answer(content, head=head)


def _operation(
    name: str,
    path: str,
    handler: Handler,
    form: Schema,
    *parameters: Parameter,
    errors: tuple[int, ...] = (),
    **more: Any,
) -> Operation:
    says = "As TAXII 2.1 says"
    return Operation(
        name=f"taxii_{name}",
        path=path,
        summary=(handler.__doc__ or name).strip().split("\n")[0],
        handler=handler,
        parameters=parameters,
        errors=(*sorted({401, 406, 429, 503, *errors}),),
        **{
            "method": "GET",
            "right": Right.INTELLIGENCE,
            "answers": {
                200: Answer(
                    says, {MEDIA: form}, forms.DATES if forms.BY_MOMENT in parameters else {}
                )
            },
            **more,
        },
    )


REFUSAL = (MEDIA, forms.ERROR)
WAYS = ("bureau", "password")  # how who asks is known
HERE = f"{API}/collections/{{collection}}/"
OBJECTS = f"{HERE}objects/"
EACH = f"{OBJECTS}{{object}}/"
PAGE = (400, 403, 404)
OPERATIONS = (
    _operation(
        "discovery",
        "/",
        discovery,
        forms.DISCOVERY,
    ),
    _operation(
        "api_root",
        f"{API}/",
        api_root,
        forms.API_ROOT,
    ),
    _operation("collections", f"{API}/collections/", listed, forms.COLLECTIONS),
    _operation("collection", HERE, collection, forms.ONE, forms.COLLECTION, errors=(404,)),
    _operation(
        "objects",
        OBJECTS,
        objects_of,
        forms.ENVELOPE,
        forms.COLLECTION,
        *forms.FILTERS,
        forms.BY_ID,
        errors=PAGE,
    ),
    _operation(
        "add",
        OBJECTS,
        add,
        forms.BECAME,
        forms.COLLECTION,
        errors=(403, 404, 408, 413, 415, 422),
        method="POST",
        body={MEDIA: forms.SENT},
        answers={202: Answer("What became of each object", {MEDIA: forms.BECAME})},
    ),
    _operation(
        "object",
        EACH,
        one,
        forms.ENVELOPE,
        forms.COLLECTION,
        forms.OBJECT,
        *forms.FILTERS,
        errors=PAGE,
    ),
    _operation(
        "delete",
        EACH,
        delete,
        {},
        forms.COLLECTION,
        forms.OBJECT,
        errors=(403, 404),
        method="DELETE",
        answers={},
    ),
    _operation(
        "versions",
        f"{EACH}versions/",
        versions,
        forms.VERSIONS,
        forms.COLLECTION,
        forms.OBJECT,
        *forms.FILTERS,
        errors=PAGE,
    ),
    _operation(
        "manifest",
        f"{HERE}manifest/",
        manifest,
        forms.MANIFEST,
        forms.COLLECTION,
        *forms.FILTERS,
        forms.BY_ID,
        errors=PAGE,
    ),
    _operation(
        "status", f"{API}/status/{{status}}/", status, forms.BECAME, forms.STATUS, errors=(404,)
    ),
)


def served() -> list[Route]:
    """The routes below /taxii2, one for each address, so that a refused method names all there
    are.
    """
    found: dict[str, dict[str, Handler]] = {}
    for each in OPERATIONS:
        found.setdefault(each.path, {})[each.method] = _spoken(incoming.on_behalf(each))
    return [Route(path, _by_method(each), methods=[*each]) for path, each in found.items()]


def _by_method(handlers: Mapping[str, Handler]) -> Handler:
    async def answering(request: Request) -> Response:
        return await handlers["GET" if request.method == "HEAD" else request.method](request)

    return answering


def _spoken(handle: Handler) -> Handler:
    """The handler, for who reads TAXII 2.1, with every refusal as an error message of it."""

    async def answering(request: Request) -> Response:
        accepts = request.headers.get("accept", "*/*")
        if not any(ACCEPTED.fullmatch(each) for each in accepts.split(",")):
            return error(ProblemError(406, Fault("accept", f"is not {MEDIA}")))
        try:
            return await handle(_by_password(request))
        except (ThreatsError, SQLAlchemyError) as refused:
            return error(problems.problem(refused))

    return answering


def _by_password(request: Request) -> Request:
    """HTTP Basic, which the standard has every server take: its password is the bureau's token."""
    kind, _, said = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request
    try:
        token = base64.b64decode(said.strip()).partition(b":")[2]
    except ValueError:
        token = b""
    kept = [each for each in request.scope["headers"] if each[0] != b"authorization"]
    head = [*kept, (b"authorization", b"Bearer " + token)]
    return Request({**request.scope, "headers": head}, request.receive)


def error(problem: ProblemError) -> Response:
    """The error message of the standard."""
    known = problem.headers.get("WWW-Authenticate")
    asked = {"WWW-Authenticate": f'{known}, Basic realm="taxii"'} if known else {}
    return _answer(
        {
            "title": HTTPStatus(problem.status).phrase,
            "description": str(problem),
            "http_status": str(problem.status),
        },
        problem.status,
        {**problem.headers, **asked},
    )


async def _unrouted(request: Request, fault: Exception) -> Response:
    """An address or a method that no route has, or a fault of ours, which the log tells."""
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    head = dict(getattr(fault, "headers", None) or {})
    return error(ProblemError(status, Fault("path", HTTPStatus(status).phrase), headers=head))


HANDLERS: Mapping[Any, Any] = MappingProxyType({HTTPException: _unrouted, Exception: _unrouted})
