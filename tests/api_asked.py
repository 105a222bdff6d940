"""The API asked as a server hands a request over, on a store of its own."""

import asyncio
import hashlib
import json
from dataclasses import dataclass

import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from data.watch import ledger
from exchange import api, events, openapi
from exchange.routes import OPERATIONS
from security import backoff

BUREAUS = ("IDN", "THA", "FRA", "headquarters")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API said."""

    status: int
    head: dict[str, str]
    body: bytes

    @property
    def document(self):
        return json.loads(self.body)


def ask(method, address, document=None, bureau="IDN", head=None, late=False):
    """One request to the API, as a server hands it over; with `late` the body never arrives."""
    path, _, query = address.partition("?")
    body = json.dumps(document).encode() if not isinstance(document, bytes) else document
    head = {"authorization": f"Bearer token of {bureau}", "content-type": "application/json"} | (
        head or {}
    )
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in head.items()],
        "server": ("localhost", 80),
        "client": ("localhost", 1),
    }
    told = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive():
        if parts and not late:
            return parts.pop()
        await asyncio.sleep(60)  # a client that says no more, and stays
        return {"type": "http.disconnect"}

    async def send(message):
        told.append(message)

    served = Starlette(routes=list(api.ROUTES))
    asyncio.run(served(scope, receive, send))
    start = told[0]
    return Answer(
        start["status"],
        {name.decode().lower(): value.decode() for name, value in start["headers"]},
        b"".join(each.get("body", b"") for each in told[1:]),
    )


def proposal(number, **more):
    return {
        "reference": f"ID-2016/{number}",
        "colour": "purple",
        "requesting": "IDN",
        "concerned": {"explicit": ["THA"]},
        "offence": "terrorism",
        "date": "2016-12-01",
        "tlp": "TLP:AMBER",
    } | more


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A store of its own, a token for each bureau, streams that end at once."""
    return laid(tmp_path, monkeypatch)


def laid(tmp_path, monkeypatch):
    """The same, where a fixture for a whole file lays it out."""
    lines = (
        f'{each} = "{hashlib.sha256(f"token of {each}".encode()).hexdigest()}"\n'
        for each in BUREAUS
    )
    (tmp_path / "tokens.toml").write_text("".join(lines))
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(tmp_path / "tokens.toml"))
    monkeypatch.setattr(events, "LONGEST", 0.3)
    monkeypatch.setattr(events, "HEARTBEAT", 0.1)
    monkeypatch.setattr(events, "READ_AT_ONCE", asyncio.Semaphore(8))
    monkeypatch.setattr(backoff, "TOKENS", backoff.Backoff(free=20))
    ledger.opened.cache_clear()
    return tmp_path


def check(document, schema):
    """Holds a document against a schema of the description."""
    components = openapi.document(OPERATIONS)["components"]
    Draft202012Validator({**schema, "components": components}).validate(document)
