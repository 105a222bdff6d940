"""What there is to ask for, and all that is known of one country or of two."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

import languages
from data import catalog, query, store
from data.analysis import bilateral, country, listing
from data.geography import countries, groups
from data.query import Total
from data.watch.model import Fault
from exchange import answers, asking
from exchange.answers import Answer, Link
from exchange.figures import base, page
from exchange.operations import Parameter, Schema
from exchange.problems import VERSION, ProblemError
from exchange.schemas import COUNTRY, NUMBER, TEXT, several

FIRST = Parameter("iso3", "ISO 3166-1 alpha-3", asking.CODE, where="path")
OTHER = Parameter("other", "ISO 3166-1 alpha-3, another one", asking.CODE, where="path")
SOURCE = Parameter("source", "A source's name, as `/sources` lists them", TEXT, where="path")
SPOKEN = (asking.LANGUAGE,)
AMOUNT: Schema = {"type": ["number", "null"]}
FIGURE = {
    "indicator": TEXT,
    "title": TEXT,
    "unit": TEXT,
    "when": TEXT,
    "value": AMOUNT,
    "low": AMOUNT,
    "high": AMOUNT,
    "masked": NUMBER,
}


def indicators(request: Request) -> Response:
    """Every indicator."""
    return _told(request, _indicators)


def sources(request: Request) -> Response:
    """Every source."""
    return _told(request, listing.sources)


def source(request: Request) -> Response:
    """One source, with what may be done with its figures."""
    name = request.path_params[SOURCE.name]
    return _told(request, lambda: _source(name))


def all_groups(request: Request) -> Response:
    """Every group of countries."""
    return _told(request, _groups)


def profile(request: Request) -> Response:
    """A country over all domains."""
    code = _code(request, FIRST)
    link = Link(f"{base(request)}/country?country={code}", "alternate", "text/html")
    return _told(request, lambda: _country(code), link)


def pair(request: Request) -> Response:
    """Two countries, in both directions."""
    first, second = _code(request, FIRST), _code(request, OTHER)
    if first == second:
        raise ProblemError(422, Fault(OTHER.name, "is the same country"))
    address = f"{base(request)}/bilateral?country={first}&partner={second}"
    link = Link(address, "alternate", "text/html")
    return _told(request, lambda: _pair(first, second), link)


def _code(request: Request, parameter: Parameter) -> str:
    code = str(request.path_params[parameter.name]).upper()
    if code not in countries.codes():
        raise ProblemError(404, Fault(parameter.name, "is not an ISO 3166-1 alpha-3 code"))
    return code


def _told(request: Request, made: Callable[[], Any], *links: Link) -> Response:
    asking.known(SPOKEN, request.query_params)
    with languages.spoken(asking.language(request.query_params)), store.held() as opened:
        answer = Answer(
            answers.tag(
                request.url.path, opened.version, tuple(catalog.indicators()), date.today()
            ),
            answers.since(*opened.versions.values()),
            lambda: json.dumps(made(), ensure_ascii=False).encode(),
            answers.AS_JSON.kind,
            links=links,
        )
        return answers.sent(request, answer)


def _indicators() -> list[dict[str, Any]]:
    return [
        {
            **line,
            "source": about.source,
            "tlp": about.tlp.value,
            "address": f"{VERSION}/figures/{about.id}",
            "page": page(about),
        }
        for line in listing.indicators()
        if (about := catalog.indicators()[line["id"]])
    ]


def _source(name: str) -> dict[str, Any]:
    found = catalog.sources().get(name)
    if found is None:
        raise ProblemError(404, Fault("source", "there is none, or none that this reader may see"))
    line = next(each for each in listing.sources() if each["source"] == name)
    return {
        **line,
        "title": found.title,
        "publisher": found.publisher,
        "url": found.url,
        "redistribution": found.licence.redistribution,
        "licence_url": found.licence.url,
        "citation": found.citation,
        "bias": found.bias,
        "caveats": list(found.caveats),
        "indicators": list(found.indicators),
    }


def _groups() -> list[dict[str, Any]]:
    return [
        {
            "id": each.id,
            "kind": each.kind,
            "name": each.name,
            "note": each.note,
            "members": sorted(each.members()),
            "stays": [
                {"country": stay.country, "since": stay.since, "until": stay.until}
                for stay in each.stays
            ],
        }
        for each in groups.groups().values()
    ]


def _country(code: str) -> dict[str, Any]:
    return {
        "country": code,
        "name": countries.name(code),
        "groups": [each.id for each in groups.of_country(code)],
        "figures": [
            {
                **_figure(each.about.id, each.title, each.about.unit, each.when, each.change.now),
                "against": each.change.against,
                "before": query.plain(each.change.before.value if each.change.before else None),
                "place": each.place,
                "of": each.of,
            }
            for each in country.lines(code)
        ],
        "lists": [
            {
                "indicator": each.about.id,
                "title": each.about.title,
                "category": each.category,
                "number": each.number,
                "since": each.since,
            }
            for each in country.listings(code)
        ],
        "none_recorded": [each.id for each in country.none_recorded(code)],
        "not_known": [
            {"indicator": about.id, "title": about.title, "why": why}
            for about, why in country.unknown(code)
        ],
    }


def _figure(indicator: str, title: str, unit: str, when: str, total: Total) -> dict[str, Any]:
    measured = {name: query.plain(getattr(total, name)) for name in ("value", "low", "high")}
    said = {"indicator": indicator, "title": title, "unit": unit, "when": when}
    return {**said, **measured, "masked": total.masked}


def _pair(first: str, second: str) -> dict[str, Any]:
    ways = [way for one, back in bilateral.directions(first, second) for way in _ways(one, back)]
    return {
        "countries": [first, second],
        "names": [countries.name(first), countries.name(second)],
        "directions": [
            {
                **_figure(
                    each.about.id,
                    each.about.title,
                    each.about.unit,
                    bilateral.years(each),
                    each.total,
                ),
                "origin": each.origin,
                "destination": each.destination,
                "mutual": each.mutual,
                "years": [
                    {"period": period, "value": query.plain(value)}
                    for period, value in zip(
                        each.years["period"].tolist(), each.years["value"].tolist(), strict=True
                    )
                ],
            }
            for each in ways
        ],
        "not_published": [each.id for each in bilateral.unpublished(first, second)],
    }


def _ways(one: bilateral.Direction, back: bilateral.Direction) -> list[bilateral.Direction]:
    return [each for each in ((one,) if one.mutual else (one, back)) if not each.empty]


def _objects(required: dict[str, Schema]) -> dict[str, Any]:
    return {"type": "object", "properties": required, "required": list(required)}


PROFILE = _objects(
    {
        "country": COUNTRY,
        "name": TEXT,
        "groups": several(TEXT),
        "figures": several(_objects({**FIGURE, "place": TEXT, "of": NUMBER, "before": AMOUNT})),
        "lists": several(_objects({"indicator": TEXT, "number": NUMBER, "since": TEXT})),
        "none_recorded": several(TEXT),
        "not_known": several(_objects({"indicator": TEXT, "why": TEXT})),
    }
)
PAIR = _objects(
    {
        "countries": several(COUNTRY),
        "names": several(TEXT),
        "directions": several(
            _objects({**FIGURE, "origin": COUNTRY, "destination": COUNTRY, "years": several({})})
        ),
        "not_published": several(TEXT),
    }
)
INDICATORS = several(
    _objects(
        {
            **dict.fromkeys(("id", "domain", "kind", "unit", "aggregation", "title"), TEXT),
            "roles": several(TEXT),
            "categories": {"type": "object"},
            "caveats": several(TEXT),
            **dict.fromkeys(("definition", "source", "tlp", "address", "page", "from", "to"), TEXT),
        }
    )
)
A_SOURCE: Schema = {
    "source": TEXT,
    "rows": NUMBER,
    **dict.fromkeys(("from", "to", "edition", "licence", "problems"), TEXT),
    "version": {"type": ["string", "null"]},
}
SOURCES = several(_objects(dict(A_SOURCE)))
WHOLE_SOURCE = _objects(
    {
        **A_SOURCE,
        **dict.fromkeys(("title", "publisher", "url", "redistribution", "citation"), TEXT),
        "indicators": several(TEXT),
    }
)
GROUPS = several(_objects({"id": TEXT, "kind": TEXT, "name": TEXT, "members": several(COUNTRY)}))
