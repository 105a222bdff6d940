"""Every role before every address, page, operation of the API and download, as the code itself
lists them: what is added without a rule fails here.
"""

import asyncio
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount

import server
from components.indicator import downloads
from components.shell import menu
from data.query import Filters
from exchange import incoming, routes
from hosting import answer, rules
from security import reader
from security.reader import ForbiddenError, Reader
from security.roles import RIGHTS, Right
from security.sign_in import NOBODY
from security.tlp import STRICTEST, Role, Tlp

READERS = [NOBODY, *(Reader(f"a {role}", frozenset({role})) for role in Role)]
# what is answered to who is nobody at all: nothing here carries a figure
OPEN = {"health", "signing in", "the API", "TAXII", "Streamlit's own files"}
OPEN |= {"elements, outlines, vendored code"}
ANYWHERE = {"/", "/trafficking", "/watch", "/static", "/nothing/at/all", "//media/x", "/app"}


def allowed(who, right):
    return right is None or any(right in RIGHTS[role] for role in who.roles)


def served():
    """Every address of the application, with something in the place of its parameters."""
    app = server.app._build_starlette_app()
    for route in app.routes:
        path = getattr(route, "path", "")
        yield f"{path}/x" if isinstance(route, Mount) and path else path


def filled(path):
    return "/".join("x" if part.startswith("{") else part for part in path.split("/"))


def test_each_address_that_is_served_has_a_rule_of_its_own():
    found = {filled(path) for path in served() if path.strip("/")}
    assert len(found) > 12
    missing = {
        path
        for path in found
        if rules.rule(path) is rules.ANY and not path.startswith(("/app/static", "/static"))
    }
    assert missing <= {"/x"}, f"a rule in hosting/rules.py is missing for {sorted(missing)}"


def test_what_is_open_to_anybody_is_what_carries_no_figure():
    assert {each.name for each in rules.RULES if each.right is None} == OPEN
    for path in ANYWHERE:
        assert not rules.rule(path).allows(NOBODY), path


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
@pytest.mark.parametrize("rule", [*rules.RULES, rules.ANY], ids=lambda rule: rule.name)
def test_an_address_is_answered_to_who_has_its_right(who, rule):
    assert rule.allows(who) == allowed(who, rule.right)


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
def test_the_menu_has_the_pages_that_a_role_may_open_and_no_others(who):
    with reader.using(who):
        assert set(menu.pages()) == {
            each.path for each in menu.entries() if allowed(who, each.right)
        }
    if who is NOBODY:
        with reader.using(who):
            assert not menu.pages()


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
@pytest.mark.parametrize("operation", routes.OPERATIONS, ids=lambda each: each.name)
def test_an_operation_is_done_for_who_has_its_right_alone(monkeypatch, who, operation):
    done = []

    async def bureau(_):
        return "THA"

    async def handler(_):
        done.append(reader.current())
        return JSONResponse({})

    monkeypatch.setattr(incoming, "asker", lambda _: who)
    monkeypatch.setattr(incoming, "bureau", bureau)
    monkeypatch.setenv("THREATS_API", "open")
    path = routes.problems.VERSION + re.sub(r"{\w+(:int)?}", "1", operation.path)
    monkeypatch.setattr(
        routes, "OPERATIONS", tuple(replace(each, handler=handler) for each in routes.OPERATIONS)
    )
    app = Starlette(routes=routes.served())
    scope = {"type": "http", "method": operation.method, "query_string": b"", "headers": []}
    scope |= {"path": path.removeprefix("/api"), "client": ("10.0.0.1", 1), "root_path": ""}
    status, _, body = asyncio.run(answer.whole(app, scope))
    may = allowed(who, operation.right)
    assert (status == 200, done) == (may, [who] if may else []), body
    if not may:
        assert status == (403 if who.roles else 401) and json.loads(body)["status"] == status


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
@pytest.mark.parametrize(
    "file", [*downloads.FIGURES, *downloads.RECORDS], ids=lambda file: f"{file.right}-{file.id}"
)
def test_a_download_is_made_for_who_has_its_right_alone(who, file):
    asked = Filters("glotip.detected_victims")
    table = pd.DataFrame({"country": ["IDN"], "value": [1]})
    with reader.using(who):
        if allowed(who, file.right):
            assert len(downloads.made(file, lambda: table, asked)) > 50
        else:
            with pytest.raises(ForbiddenError):
                downloads.made(file, lambda: pytest.fail("the figures were read"), asked)


@pytest.mark.parametrize("mark", Tlp)
@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
def test_a_mark_is_shown_to_whom_it_is_for(who, mark):
    strictest = max((STRICTEST[role] for role in who.roles), default=Tlp.CLEAR)
    assert (mark <= who.ceiling) == (mark <= strictest)


def test_every_right_is_asked_for_somewhere():
    """A right that nothing asks for guards nothing; what is still to come is named."""
    asked = {each.right for each in (*rules.RULES, rules.ANY, *menu.entries())}
    asked |= {each.right for each in routes.OPERATIONS}
    asked |= {each.right for each in (*downloads.FIGURES, *downloads.RECORDS)}
    assert set(Right) - asked <= {Right.PRESENT, Right.COORDINATE}
