"""Every role before every address, page, operation of the API and download, as the code itself
lists them: what is added without a rule fails here.
"""

import asyncio
import json
import re
from dataclasses import replace

import notices
import pandas as pd
import pytest
import shown
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Mount

import server
from briefing import keeping
from briefing.keeping import Briefing
from components.indicator import downloads
from components.shell import menu, offers, readers, viewer
from data import store
from data.ingest import user_tables
from data.query import Filters
from data.records import InputError
from data.watch import ledger
from exchange import incoming, routes
from hosting import answer, rules
from languages.english import own_table
from languages.english import watch as watch_words
from security import reader
from security.reader import ForbiddenError, Reader
from security.roles import RIGHTS, Right
from security.sign_in import NOBODY
from security.tlp import STRICTEST, Role, Tlp

READERS = [NOBODY, *(Reader(f"a {role}", frozenset({role})) for role in Role)]
EVERYTHING = Reader("all of them", frozenset(Role))
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
        assert menu.allowed() == [each for each in menu.entries() if allowed(who, each.right)]
    if who is NOBODY:
        with reader.using(who):
            assert not menu.allowed()


@pytest.mark.parametrize("who", READERS, ids=lambda who: who.subject or "nobody")
@pytest.mark.parametrize("operation", routes.OPERATIONS, ids=lambda each: each.name)
def test_an_operation_is_done_for_who_has_its_right_alone(monkeypatch, who, operation):
    done = []

    async def bureau(_):
        return "THA"

    def reads(_):
        done.append(reader.current())
        return JSONResponse({})

    async def handler(asked):
        return reads(asked)

    def stub(each):
        return replace(each, reads=reads) if each.reads else replace(each, handler=handler)

    monkeypatch.setattr(incoming, "asker", lambda _: who)
    monkeypatch.setattr(incoming, "bureau", bureau)
    monkeypatch.setenv("THREATS_API", "open")
    path = routes.problems.VERSION + re.sub(r"{\w+(:int)?}", "1", operation.path)
    monkeypatch.setattr(routes, "OPERATIONS", tuple(map(stub, routes.OPERATIONS)))
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


def chooses(app, label):
    return any(label in each.options for each in app.segmented_control)


def lowers(app, _):
    app.selectbox(key="show-as").set_value("TLP:CLEAR").run()
    done = app.session_state["_shown"][0] is Tlp.CLEAR
    app.session_state["_shown"] = (None, "")
    return done


def reminds(_, who):
    with reader.using(who):
        try:
            ledger.current().remind(viewer.now(), ["THA"])
        except ledger.ForbiddenError:
            return False
    return True


def shares(_, who):
    with reader.using(who):
        try:
            user_tables.share(store.folder(), "nothing")
        except ForbiddenError:
            return False
        except InputError:  # which comes after the right
            return True
    return False


def keeps(_, who):
    """Whether who reads may keep a briefing."""
    with reader.using(who):
        try:
            keeping.save(Briefing(name="kept", title="Kept"))
        except ForbiddenError:
            return False
        return True


# of each offer its page, whether that shows it, and whether it is done
OFFERED = {
    offers.SHOW_AS: ("sources.py", lambda app: "show-as" in str(app.selectbox), lowers),
    offers.BRIEFING: (
        "briefing.py",
        lambda app: any(each.key == "ready-world" for each in app.button),
        keeps,
    ),
    offers.OWN_TABLES: (
        "sources.py",
        lambda app: any(each.label == own_table.UPLOAD() for each in app.expander),
        shares,
    ),
    offers.ALL_COUNTRIES: (
        "watch.py",
        lambda app: chooses(app, watch_words.ALL_COUNTRIES()),
        reminds,
    ),
}


@pytest.fixture
def read_by(tmp_path, monkeypatch):
    """From here on this is who reads; there is a store with a proposal."""
    monkeypatch.delenv("THREATS_WATCH_URL", raising=False)
    monkeypatch.setenv("THREATS_STORE", str(tmp_path))
    ledger.opened(f"sqlite:///{tmp_path}/watch.sqlite").add([notices.proposal()], "a")
    before = reader._Server.provider

    def by(who):
        reader.provide(lambda: who)
        monkeypatch.setattr(readers, "now", lambda: who)

    yield by
    reader.provide(before)
    store.forget()


@pytest.mark.parametrize("offer", offers.OFFERS, ids=lambda offer: offer.id)
def test_what_a_page_offers_is_there_and_done_for_who_has_its_right_alone(read_by, offer):
    file, shows, does = OFFERED[offer]
    read_by(EVERYTHING)
    app = shown.opened(file, {})
    for who in READERS[1:]:
        read_by(EVERYTHING)
        assert shows(app.run()) and not app.exception
        read_by(who)  # who has lost the rest while the page was open
        assert does(app, who) == allowed(who, offer.right), who
        assert shows(app.run()) == allowed(who, offer.right), who


def test_a_page_of_figures_leads_to_the_rules_whoever_may_have_some(read_by):
    read_by(EVERYTHING)
    app = shown.opened("cybercrime.py", {})
    for who in READERS[1:]:
        read_by(who)
        found = shown.collected(app.run())
        if allowed(who, Right.PRESENT):
            assert "page" in found[0] and "tells" not in found[0], who
        else:
            assert found == ([{"tells": True}] if allowed(who, Right.ALERTS) else []), who
    assert not shown.collected(app.switch_page("pages/sources.py").run())


def test_every_right_is_asked_for_somewhere():
    """A right that nothing asks for guards nothing."""
    asked = {each.right for each in (*rules.RULES, rules.ANY, *menu.entries())} - {None}
    asked |= {each.right for each in routes.OPERATIONS}
    asked |= {each.right for each in (*downloads.FIGURES, *downloads.RECORDS, *offers.OFFERS)}
    assert set(Right) == asked
