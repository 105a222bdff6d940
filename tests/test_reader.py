"""On whose behalf the code of a page, a part of it, a callback, a download and a request runs."""

import asyncio
import json
import urllib.request

import browser
import pytest
from sockets import Page
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from exchange import incoming, problems
from exchange.operations import Operation
from hosting import answer
from security import network, reader, tokens
from security.network import Asking
from security.roles import Right
from security.tlp import Role

OWN = {"host": "localhost:8501"}
NETWORK = {Role.VIEWER}
SCRIPT = """
import json
import streamlit as st
from components.shell import readers, state
from security import reader, tokens

def roles():
    return sorted(reader.current().roles)

def clicked():
    st.session_state["clicked"] = roles()

@st.fragment
def part():
    st.session_state["part"] = roles()

if "token" in st.query_params:
    state.choose(state.TOKEN, tokens.digest_of(st.query_params["token"]))
part()
st.button("Click", on_click=clicked)
st.download_button("Download", readers.later(lambda: json.dumps(roles())), on_click="ignore")
said = {"page": roles(), "subject": reader.current().subject}
st.text(json.dumps(said | {key: st.session_state.get(key) for key in ("part", "clicked")}))
"""


@pytest.mark.parametrize(
    ("listens", "peer", "headers", "here"),
    [
        ("127.0.0.1", "127.0.0.1", OWN, True),
        ("localhost", "127.0.0.9", OWN, True),
        ("::1", "::1", {"host": "[::1]:8501"}, True),
        ("127.0.0.1", "127.0.0.1", OWN | {"x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", "127.0.0.1", OWN | {"forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", "127.0.0.1", OWN | {"via": "1.1 proxy"}, False),
        ("127.0.0.1", "127.0.0.1", {"host": "threats.example"}, False),
        ("127.0.0.1", "127.0.0.1", {"host": "localhost.example"}, False),
        ("127.0.0.1", "127.0.0.1", {}, False),
        ("127.0.0.1", "10.0.0.7", OWN, False),
        ("127.0.0.1", "", OWN, False),
        ("0.0.0.0", "127.0.0.1", OWN, False),
        ("192.168.0.1", "127.0.0.1", OWN, False),
        ("", "127.0.0.1", OWN, False),
    ],
)
def test_only_who_sits_before_this_machine_may_do_all(monkeypatch, listens, peer, headers, here):
    monkeypatch.setattr(network._Server, "address", lambda: listens)
    said = network.everyone(Asking(peer, headers), "a session")
    assert (said == reader.LOCAL) == here
    if not here:
        assert said.roles == NETWORK
        assert said == network.everyone(Asking(peer, headers), "a session")
        assert said.subject != network.everyone(Asking(peer, headers), "another").subject
        assert "a session" not in said.subject and said.subject


def test_where_nobody_said_where_the_server_listens_nobody_is_local(monkeypatch):
    monkeypatch.setattr(network._Server, "address", None)
    assert network.everyone(Asking("127.0.0.1", OWN)).roles == NETWORK


def test_the_operator_may_let_the_network_be_analysts(monkeypatch):
    monkeypatch.setenv("THREATS_EVERYONE", "analyst")
    assert network.everyone(Asking("10.0.0.7", OWN)).roles == {Role.VIEWER, Role.ANALYST}


@pytest.mark.parametrize(
    ("args", "headers", "roles"),
    [
        ({}, {}, reader.LOCAL.roles),
        ({}, {"X-Forwarded-For": "10.0.0.7"}, NETWORK),
        ({"server.address": "0.0.0.0"}, {}, NETWORK),
    ],
    ids=["this machine", "through a proxy", "listening everywhere"],
)
def test_page_part_callback_and_download_run_for_who_has_the_page_open(
    tmp_path, args, headers, roles
):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    expected = sorted(roles)
    with browser.serving(script, args=args) as address:
        page = Page(int(address.rpartition(":")[2]), "", headers=headers)
        with page.line:
            shown = page.run()
            button = next(each.button for each in shown if each.HasField("button"))
            click = WidgetState(id=button.id, trigger_value=True)
            again = page.run(click)
            said = text(again)
            assert (said["page"], said["part"], said["clicked"]) == (expected,) * 3
            assert said["subject"] and said["subject"] == text(shown)["subject"]
            assert downloaded(page, again, address) == expected


def test_a_token_makes_a_bureau_until_it_is_taken_back(tmp_path):
    """At each run and at each download, in a page that is open."""
    known = tmp_path / "tokens.toml"
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    known.write_text(f'THA = "{tokens.digest_of("the token")}"\n')
    env = {"THREATS_WATCH_TOKENS": str(known)}
    with browser.serving(script, env=env, args={"server.address": "0.0.0.0"}) as address:
        page = Page(int(address.rpartition(":")[2]), "", "token=the+token")
        with page.line:
            shown = page.run()
            assert text(shown)["page"] == ["bureau", "viewer"]
            assert text(shown)["subject"].startswith("token-")
            assert downloaded(page, shown, address) == ["bureau", "viewer"]
            known.write_text("# none any more\n")
            assert downloaded(page, shown, address) == ["viewer"]
            again = text(page.run())
            assert again["page"] == ["viewer"] and again["subject"].startswith("session-")


def text(shown):
    return json.loads(next(each.text.body for each in shown if each.HasField("text")))


def downloaded(page, shown, address):
    asked = BackMsg()
    asked.backend_operation_request.request_id = "1"
    asked.backend_operation_request.session_id = page.session
    asked.backend_operation_request.deferred_file.file_id = next(
        each.download_button.deferred_file_id for each in shown if each.HasField("download_button")
    )
    url = page.ask(asked, "backend_operation_response").deferred_file.url
    with urllib.request.urlopen(f"{address}{url}", timeout=10) as answer:
        return json.load(answer)


def test_a_request_runs_for_its_token_else_for_who_may_ask_without(monkeypatch, tmp_path):
    token, digest = tokens.new_token()
    file = tmp_path / "tokens.toml"
    file.write_text(f'headquarters = "{digest}"\n')
    monkeypatch.setenv("THREATS_WATCH_TOKENS", str(file))
    monkeypatch.setattr(network._Server, "address", lambda: "127.0.0.1")

    async def told(_):
        return JSONResponse(sorted(reader.current().roles))

    operation = Operation(
        "tell", "GET", "/", "", right=Right.READ, answers={}, needs_token=False, handler=told
    )
    app = Starlette(routes=[Route("/", problems.guarded(incoming.on_behalf(operation)))])

    def asked(peer, token=""):
        headers = [(b"host", b"localhost:8501"), (b"authorization", f"Bearer {token}".encode())]
        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b""}
        scope |= {"headers": headers, "client": (peer, 1)}
        return json.loads(asyncio.run(answer.whole(app, scope))[2])

    assert asked("127.0.0.1") == sorted(reader.LOCAL.roles)
    assert asked("10.0.0.7") == asked("10.0.0.7", "other") == ["viewer"]
    assert asked("10.0.0.7", token) == ["headquarters", "viewer"]
    file.write_text("")
    assert asked("10.0.0.7", token) == ["viewer"]


def test_a_command_runs_for_the_operator(monkeypatch, capsys, nobody_is_asked):
    from data import catalog
    from data.cli import commands

    monkeypatch.setattr(catalog, "indicators", lambda: print(reader.current()) or {})
    commands.main(["indicators"])
    assert str(reader.operator()) in capsys.readouterr().out
    assert reader.current() == reader.VISITOR
