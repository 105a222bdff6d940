"""How an answer goes out: in which form, whether it is one the asker has already, what it leads to.

An answer is named by what it is made of (the versions, the question, the strictest mark its reader
is shown, the language, this code): who has it already hears 304 without any figure being read.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

import languages
from data.analysis import exports
from data.records import Version
from data.watch.model import Fault
from exchange.operations import JSON, Parameter
from exchange.problems import ProblemError
from security import reader

ROOT = Path(__file__).resolve().parents[1]
MADE_BY = ("data", "exchange", "languages", "security")  # the code and the words of answers
ROOM = 32_000_000  # bytes of answers kept
CSVM = "application/csvm+json"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an answer: its name in `format=`, what stands behind an id, its media type."""

    name: str
    ending: str
    kind: str
    whole: str = ""  # the media type with its parameters

    @property
    def content_type(self) -> str:
        """As the answer says it."""
        return self.whole or self.kind


AS_JSON = Form("json", ".json", JSON)
AS_CSV = Form("csv", ".csv", exports.CSV, f"{exports.CSV}; charset=utf-8; header=present")
AS_XLSX = Form("xlsx", ".xlsx", exports.XLSX)
AS_PARQUET = Form("parquet", ".parquet", exports.PARQUET)
TABLES = (AS_JSON, AS_CSV, AS_XLSX, AS_PARQUET)


def parameter(forms: Sequence[Form]) -> Parameter:
    """What says the form in an address."""
    return Parameter(
        "format",
        "The form of the answer; else what stands behind the id, else `Accept`, else JSON",
        {"type": "string", "enum": [each.name for each in forms]},
    )


def parted(name: str, forms: Sequence[Form]) -> tuple[str, Form | None]:
    """An id and the form that is said behind it."""
    for each in sorted(forms, key=lambda form: -len(form.ending)):
        if name.endswith(each.ending) and "." in name.removesuffix(each.ending):
            return name.removesuffix(each.ending), each
    return name, None


def form(request: Request, forms: Sequence[Form], behind: Form | None = None) -> Form:
    """The form asked for; ProblemError where there is no such one, or none that is accepted."""
    said = request.query_params.get("format", "")
    if said:
        found = next((each for each in forms if each.name == said), None)
        if found is None:
            known = ", ".join(each.name for each in forms)
            raise ProblemError(422, Fault("format", f"is not one of {known}"))
        return found
    if behind is not None:
        return behind
    wanted = _accepted(request.headers.get("accept", ""))
    if not wanted:
        return forms[0]
    for kind in wanted:
        for each in forms:
            if kind in ("*/*", each.kind, f"{each.kind.partition('/')[0]}/*"):
                return each
    known = ", ".join(each.kind for each in forms)
    raise ProblemError(406, Fault("accept", f"there is {known}"))


def _accepted(said: str) -> list[str]:
    """The media types of an `Accept`, the most wanted first."""
    found = []
    for place, part in enumerate(said.lower().split(",")):
        kind, *more = (each.strip() for each in part.split(";"))
        weight = next((each[2:].strip() for each in more if each.startswith("q=")), "1")
        try:
            worth = float(weight)
        except ValueError:
            worth = 0.0
        if kind and worth > 0:
            found.append((-worth, place, kind))
    return [kind for *_, kind in sorted(found)]


@dataclass(frozen=True, slots=True)
class Link:
    """Something the answer leads to: another address, as what (RFC 8288), its kind."""

    to: str
    rel: str
    kind: str = ""
    title: str = ""

    def __str__(self) -> str:
        more = f'; type="{self.kind}"' if self.kind else ""
        title = f"; title*=UTF-8''{quote(self.title)}" if self.title else ""
        return f'<{quote(self.to, safe=SAFE)}>; rel="{self.rel}"{more}{title}'


LED_TO = 1_500  # characters of an address in a head, which proxies want short; it is left out
SAFE = ":/?#[]@!$&'()*+,;=%~"  # of an address that is one already


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out: its name `tag`, since when it is so, how it is made where it must be."""

    tag: str
    since: datetime
    made: Callable[[], bytes]
    content_type: str
    file: str = ""
    links: tuple[Link, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    def head(self) -> dict[str, str]:
        """What is said of it, whether it is sent or not."""
        said = {
            "ETag": f'"{self.tag}"',
            "Last-Modified": format_datetime(self.since, usegmt=True),
            "Cache-Control": "private, no-cache",  # kept, and asked for again each time
            "Vary": "Accept, Authorization, Cookie",
            **self.more,
        }
        led = [each for each in self.links if each.rel == "next" or len(each.to) <= LED_TO]
        return said | ({"Link": ", ".join(map(str, led))} if led else {})


def tag(*of: object) -> str:
    """The name of an answer that is made of these, for who reads, in the language spoken."""
    who = reader.current()
    said = (edition()[0], who.ceiling, languages.current(), *of)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def since(*versions: Version | None) -> datetime:
    """Since when these versions, or this code, are here."""
    written = [edition()[1]]
    for each in versions:
        if each is not None and each.file.exists():
            written.append(each.file.stat().st_mtime)
    return datetime.fromtimestamp(int(max(written)), UTC)


@cache
def edition() -> tuple[str, float]:
    """What this code is, and when the last of it was written."""
    said, last = hashlib.sha256(), 0.0
    for place in MADE_BY:
        for file in sorted((ROOT / place).rglob("*")):
            if file.suffix in (".py", ".toml", ".csv", ".mo") and file.is_file():
                said.update(file.read_bytes())
                last = max(last, file.stat().st_mtime)
    return said.hexdigest()[:12], last


def sent(request: Request, answer: Answer) -> Response:
    """The answer, or 304 where the asker has it."""
    head = answer.head()
    if _has(request, answer):
        return Response(status_code=304, headers=head)
    body = kept().get(answer.tag, answer.made)
    if answer.file:
        head["Content-Disposition"] = f'inline; filename="{answer.file}"'
    return Response(body, headers={**head, "Content-Type": answer.content_type})


def _has(request: Request, answer: Answer) -> bool:
    """Whether the asker has the answer, as RFC 9110 compares: by its name, else by its date."""
    names = request.headers.get("if-none-match")
    if names is not None:
        known = {each.strip().removeprefix("W/") for each in names.split(",")}
        return bool(known & {"*", f'"{answer.tag}"'})
    said = request.headers.get("if-modified-since")
    try:
        return said is not None and answer.since <= parsedate_to_datetime(said)
    except (ValueError, TypeError):
        return False


class Kept:
    """The answers asked for last, by their names, as far as there is room."""

    def __init__(self, room: int = ROOM) -> None:
        self.lock, self.room, self.held = threading.Lock(), room, 0
        self.bodies: OrderedDict[str, bytes] = OrderedDict()

    def get(self, name: str, made: Callable[[], bytes]) -> bytes:
        """The answer of this name, made where it is not there."""
        with self.lock:
            if name in self.bodies:
                self.bodies.move_to_end(name)
                return self.bodies[name]
        body = made()
        with self.lock:
            if name not in self.bodies and len(body) <= self.room // 4:
                self.bodies[name] = body
                self.held += len(body)
            while self.held > self.room:
                self.held -= len(self.bodies.popitem(last=False)[1])
        return body


@cache
def kept() -> Kept:
    """The answers of this process."""
    return Kept()
