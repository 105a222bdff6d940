"""What one route of the API is: declared once, served and described from that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from security.roles import Right

Handler = Callable[[Request], Awaitable[Response]]
Reading = Callable[[Request], Response]
Schema = Mapping[str, Any]
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be said in a request's address or head; `schema` also says what is refused."""

    name: str
    says: str
    schema: Schema
    where: str = "query"
    several: bool = False  # it may be said more than once


@dataclass(frozen=True, slots=True)
class Answer:
    """A good answer: what it says, and the schema of each kind of content."""

    says: str
    content: Mapping[str, Schema]
    headers: Mapping[str, str] = field(default_factory=dict)  # by name, what each says


@dataclass(frozen=True, slots=True)
class Operation:
    """A route: `path` below /api/v1 as Starlette spells it, `right` what who asks needs, `body`
    the schema of each kind of content it takes, `errors` the statuses of its problems. It has a
    `handler`, or `reads` figures: who may ask for those is what THREATS_API says besides.
    """

    name: str
    method: str
    path: str
    summary: str
    right: Right
    answers: Mapping[int, Answer]
    errors: tuple[int, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Mapping[str, Schema] = field(default_factory=dict)
    needs_token: bool = True
    was_unversioned: bool = False  # it stood below /api before there were versions
    handler: Handler | None = None
    reads: Reading | None = None
