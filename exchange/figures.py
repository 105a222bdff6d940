"""Figures and the records behind them, each by its address."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response

import languages
from data import catalog, query, store
from data.analysis import exports, method
from data.catalog import Indicator
from data.geography import countries
from data.query import Question
from data.watch.model import Fault
from exchange import answers, asking, csvw, sdmx
from exchange.answers import Answer, Form, Link
from exchange.asking import Asked
from exchange.incoming import whole
from exchange.operations import Parameter
from exchange.problems import VERSION, ProblemError
from languages.english import cards as words
from security import audit, reader
from security.roles import Right
from security.tlp import Tlp

MOST = 1_000_000  # records of one answer
USUAL = 100_000
AS_SDMX_CSV = Form("sdmx-csv", ".sdmx.csv", sdmx.CSV, f"{sdmx.CSV}{sdmx.OF}")
AS_SDMX_JSON = Form("sdmx-json", ".sdmx.json", sdmx.DATA, f"{sdmx.DATA}{sdmx.OF}")
FORMS = (*answers.TABLES, AS_SDMX_CSV, AS_SDMX_JSON)
FORMAT = answers.parameter(FORMS)
FORMAT_OF_ROWS = answers.parameter(answers.TABLES)
LIMIT = Parameter(
    "limit",
    "At most so many records; `Link` leads on to the next",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
)
OFFSET = Parameter(
    "offset",
    "Those after so many",
    {"type": "integer", "minimum": 0, "maximum": 2**31, "default": 0},
)
OF_FIGURES = (asking.INDICATOR, *asking.PAGES, *asking.MORE, asking.BY, FORMAT)
OF_ROWS = (asking.INDICATOR, *asking.PAGES, *asking.MORE, LIMIT, OFFSET, FORMAT_OF_ROWS)
OF_STRUCTURES = (asking.INDICATOR, asking.LANGUAGE)
NUMBERS = ("value", "low", "high")


@contextlib.contextmanager
def _opened(request: Request, name: str) -> Iterator[None]:
    """The figures in force, or the version that is asked for, in the language that is asked for;
    ProblemError (404) where that version is not kept.
    """
    said = request.query_params
    with languages.spoken(asking.language(said)):
        asking.indicator(name)
        version = said.get("version", "")
        try:
            with store.pinned(name, version) if version else store.held():
                yield
        except store.StoreError as fault:
            raise ProblemError(404, Fault("version", str(fault))) from None


def figures(request: Request) -> Response:
    """A figure, or a table of them."""
    name, behind = answers.parted(request.path_params["indicator"], FORMS)
    said = request.query_params
    asking.known(OF_FIGURES, said, asking.HOW)
    form = answers.form(request, FORMS, behind)
    with _opened(request, name):
        asked = asking.asked(name, said)
        if form is not answers.AS_JSON:
            reader.require(Right.EXPORT)
        version = asked.named.opened.versions.get(asked.about.source)
        day = (date.today(),) if form in (answers.AS_XLSX, answers.AS_PARQUET) else ()
        answer = Answer(
            answers.tag("figures", form.name, *_key(asked), *day),
            answers.since(version),
            lambda: _figure(asked, form),
            form.content_type,
            f"{asked.named.slug()}{form.ending}",
            _links(request, asked, name),
        )
        response = answers.sent(request, answer)
        _noted(f"api.figures.{name}", asked.about, response)
        return response


def _key(asked: Asked) -> tuple[object, ...]:
    """What a figure depends on: the question, the version of its source, of rates all of them."""
    opened, source = asked.named.opened, asked.about.source
    version = opened.versions.get(source)
    state = opened.version if asked.named.per else version.version if version else ""
    return state, asked.named.indicator, asked.named.plain(), asked.counted.countries, asked.by


def _noted(what: str, about: Indicator, response: Response) -> None:
    """Records that figures were handed out that are not for the world."""
    mark = store.current().mark(about.id)
    if mark > Tlp.CLEAR and response.status_code == 200:
        audit.note(audit.Action.EXPORT, what, mark=mark)


def _figure(asked: Asked, form: Form) -> bytes:
    if form is answers.AS_JSON:
        found = query.answer(asked.counted, asked.by)
        return json.dumps(found, ensure_ascii=False).encode()
    if form is AS_SDMX_CSV:
        return sdmx.csv(asked.counted)
    if form is AS_SDMX_JSON:
        return sdmx.data(asked.counted)
    return _file(table(asked), asked.named, form)


def table(asked: Asked) -> pd.DataFrame:
    """The columns that it is broken down by (`total` where by none), value, low, high, masked, and
    the names of what the codes mean.
    """
    found = query.answer(asked.counted, asked.by)
    rows = found["rows"] if asked.by else [{"total": "total", **found}]
    columns = [*(asked.by or ("total",)), *NUMBERS, "masked"]
    made = pd.DataFrame([[row[each] for each in columns] for row in rows], columns=columns)
    made = made.astype({each: _number(made[each]) for each in (*NUMBERS, "masked")})
    for name, of in (("country", countries.name), ("partner", countries.name)):
        if name in asked.by:
            made[f"{name}_name"] = [of(code) if code else words.NO_COUNTRY() for code in made[name]]
    if "category" in asked.by:
        known = asked.about.categories
        made["category_name"] = [known.get(each, each) for each in made["category"]]
    return made


def _number(column: pd.Series) -> str:
    """Whole numbers stay whole."""
    known = pd.to_numeric(column).dropna()
    return "Int64" if (known == known.round()).all() else "Float64"


def _file(found: pd.DataFrame, asked: Question, form: Form) -> bytes:
    match form:
        case answers.AS_CSV:
            return exports.csv(found).encode()
        case answers.AS_XLSX:
            return exports.xlsx(found, asked)
        case _:
            return exports.parquet(found, asked)


def rows(request: Request) -> Response:
    """The records behind a figure."""
    forms = answers.TABLES
    name, behind = answers.parted(request.path_params["indicator"], forms)
    said = request.query_params
    asking.known(OF_ROWS, said, asking.HOW)
    form = answers.form(request, forms, behind)
    limit, offset = whole(request, LIMIT) or USUAL, whole(request, OFFSET) or 0
    with _opened(request, name):
        asked = asking.asked(name, said, breaks=False)
        _refuse_closed(asked)
        version = asked.named.opened.versions.get(asked.about.source)
        day = (date.today(),) if form in (answers.AS_XLSX, answers.AS_PARQUET) else ()
        links = _links(request, asked, name)
        if offset + limit < query.count_rows(asked.counted):
            following = said.multi_items()
            following = [each for each in following if each[0] not in ("limit", "offset")]
            following += [("limit", str(limit)), ("offset", str(offset + limit))]
            links = (*links, Link(f"{request.url.path}?{urlencode(following)}", "next"))
        answer = Answer(
            answers.tag("rows", form.name, *_key(asked), limit, offset, *day),
            answers.since(version),
            lambda: _records(asked, form, limit, offset),
            form.content_type,
            f"{asked.named.slug()}_records{form.ending}",
            links,
        )
        response = answers.sent(request, answer)
        _noted(f"api.rows.{name}", asked.about, response)
        return response


def _refuse_closed(asked: Asked) -> None:
    """ProblemError (403) with the reason where the licence closes the records."""
    closed = method.closed(asked.counted)
    if closed:
        raise ProblemError(403, Fault("licence", closed))


def _records(asked: Asked, form: Form, limit: int, offset: int) -> bytes:
    found = query.rows(asked.counted, limit, offset)
    if form is answers.AS_JSON:
        days = {
            each: found[each].astype("str").where(found[each].notna(), None)
            for each in ("start", "end")
        }
        text: str = found.assign(**days).to_json(orient="records", force_ascii=False)
        return text.encode()
    return _file(found, asked.named, form)


def described(request: Request) -> Response:
    """What the columns of a figure's CSV mean: CSV on the Web."""
    name = request.path_params["indicator"].removesuffix(csvw.ENDING)
    said = request.query_params
    asking.known(OF_FIGURES, said, asking.HOW)
    with _opened(request, name):
        asked = asking.asked(name, said)
        version = asked.named.opened.versions.get(asked.about.source)
        file = request.url.path.removesuffix(csvw.ENDING) + answers.AS_CSV.ending
        address = f"{file}?{request.url.query}" if request.url.query else file
        answer = Answer(
            answers.tag("csvw", address, *_key(asked), date.today()),
            answers.since(version),
            lambda: json.dumps(
                csvw.document(address, table(asked), asked.named), ensure_ascii=False
            ).encode(),
            answers.CSVM,
        )
        return answers.sent(request, answer)


def structures(request: Request) -> Response:
    """The SDMX structures of an indicator's figures."""
    name, said = request.path_params["indicator"], request.query_params
    asking.known(OF_STRUCTURES, said)
    with _opened(request, name):
        about = asking.indicator(name)
        answer = Answer(
            answers.tag("sdmx", name, repr(about)),
            answers.since(store.current().versions.get(about.source)),
            lambda: sdmx.structures(about),
            f"{sdmx.STRUCTURE}{sdmx.OF}",
            f"{sdmx.identity(about)}.json",
        )
        return answers.sent(request, answer)


def base(request: Request) -> str:
    """What stands before the API in the server's addresses."""
    return request.url.path.partition(VERSION)[0]


def page(about: Indicator) -> str:
    """The page of an indicator's domain."""
    return f"/{about.domain.replace('_', '-')}"


def _links(request: Request, asked: Asked, name: str) -> tuple[Link, ...]:
    """The source, its licence, the page with the same figure, what the CSV's columns mean."""
    here, source = base(request), catalog.source_of(asked.about)
    own = f"{here}{VERSION}/sources/{source.name}"
    said = request.query_params
    shown = urlencode(asking.pages(asked.named, said))
    plain = urlencode([each for each in said.multi_items() if each[0] != "format"])
    described = f"{here}{VERSION}/figures/{name}{csvw.ENDING}"
    listed = [
        Link(source.url, "via", title=source.title) if source.url else None,
        Link(own, "about", answers.AS_JSON.kind),
        Link(source.licence.url or own, "license", title=source.licence.name),
        Link(f"{here}{page(asked.about)}?{shown}", "alternate", "text/html"),
    ]
    if "/figures/" in request.url.path:
        structure = f"{here}{VERSION}/sdmx/structures/{name}"
        listed.append(Link(structure, "describedby", sdmx.STRUCTURE))
        listed.append(
            Link(f"{described}?{plain}" if plain else described, "describedby", answers.CSVM)
        )
    return tuple(each for each in listed if each)
