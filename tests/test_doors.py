"""Who may ask: by the server's own names, from its own pages, for what they need, and with every
answer guarded, also those that refuse.
"""

import asyncio
import base64
import contextlib
import http.client
import socket

import pytest
from browser import Server, free_port, ready, started
from sockets import Page
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.proto.BackMsg_pb2 import BackMsg

from hosting import doors, headers, inside, wires

HOSTS = "threats.example.org, https://proxied.example.org:8443, *.inner.example, 192.0.2.7"
KNOCK = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(),
}
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that is reached by other names as well."""
    asked = Server(free_port())
    env = {"THREATS_HOSTS": HOSTS}
    with started("--port", str(asked.port), env=env) as process:
        ready(process, asked)
        yield asked


def ask(server, path, method="GET", body=None, **head):
    """Status, headers and body, asked with these headers."""
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    with contextlib.closing(line):
        line.putrequest(method, path, skip_host="Host" in head, skip_accept_encoding=True)
        for name, value in head.items():
            line.putheader(name.replace("_", "-"), value)
        if body is not None:
            line.putheader("Content-Length", str(len(body)))
        line.endheaders(body)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


@pytest.mark.alike(4)
@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "[::1]", "LOCALHOST:1", "threats.example.org", "a.inner.example"]
    + ["proxied.example.org", "192.0.2.7:80", "threats.example.org.", "127.8.8.8"],
)
def test_the_names_of_the_server_are_answered(server, host):
    assert ask(server, "/", Host=host)[0] == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8501", "localhost.evil.example", "inner.example", "10.0.0.1"]
    + ["127.0.0.1.evil.example", "threats.example.org@evil.example", "a b", "", "[::2]", "x" * 999]
    + ["evilinner.example", "[::1", "localhost:99999999", "127.0.0.1/x"],
)
@pytest.mark.parametrize("path", ["/", "/api/v1/openapi.json", "/_stcore/health", "/app/static/x"])
def test_another_name_is_refused(server, host, path):
    status, head, body = ask(server, path, Host=host)
    assert status == 400 and b"evil" not in body
    assert head["X-Content-Type-Options"] in ("nosniff", None)


def test_a_balancer_asks_for_health_by_any_name(server):
    assert ask(server, "/healthz", Host="10.1.2.3:8501")[0] == 200


OWN = "http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("origin", "more", "status"),
    [
        (OWN, {}, 101),
        (None, {}, 101),
        ("https://proxied.example.org:8443", {}, 101),
        (OWN.replace("http:", "https:"), {}, 403),
        (OWN.replace("http:", "https:"), {"X-Forwarded-Proto": "https"}, 101),
        (OWN, {"X-Forwarded-Proto": "https"}, 403),
        ("http://127.0.0.1:1", {}, 403),
        ("http://127.0.0.1", {}, 403),
        ("http://localhost:{port}", {}, 403),
        ("https://proxied.example.org", {}, 403),
        ("null", {}, 403),
        ("", {}, 403),
        ("http://127.0.0.1:{port}.evil.example", {}, 403),
        ("http://127.0.0.1:{port}@evil.example", {}, 403),
        ("https://evil.example", {}, 403),
    ],
)
def test_a_socket_opens_for_a_page_of_ours_alone(server, origin, more, status):
    head = KNOCK | more
    if origin is not None:
        head["Origin"] = origin.format(port=server.port)
    found, answered, _ = ask(server, "/_stcore/stream", **head)
    assert found == status
    if status == 403:
        assert {name: answered[name] for name in GUARDS} == GUARDS


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/api/v1/notices", "/_stcore/upload_file/a/b", "/"])
def test_nothing_is_changed_from_a_page_of_another_origin(server, method, path):
    for head in (
        {"Origin": "https://evil.example"},
        {"Origin": f"https://127.0.0.1:{server.port}"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        status, _, body = ask(server, path, method, b"{}", **head)
        assert (status, body) == (403, b"A page of another origin may not do this.")
    for head in ({}, {"Origin": OWN.format(port=server.port)}, {"Sec-Fetch-Site": "none"}):
        status, _, body = ask(server, path, method, b"{}", **head)
        assert (b"another origin" not in body and status < 500) or status == 503


@pytest.mark.parametrize(
    "path",
    ["/_stcore/agent/mcp", "/_stcore/agent/schema", "/_stcore/agent/interact", "/_stcore/agent/x"]
    + ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/%6detrics", "/_stcore", "/_stcore/"]
    + ["/_stcore/script-health-check", "/_stcore/message", "/_stcore/allowed-message-origins"]
    + ["/component/x/index.html", "/auth/login", "/auth/logout", "/oauth2callback", "/app/x"]
    + ["/cybercrime/_stcore/agent/mcp", "/cybercrime/_stcore/health", "/media", "/static"]
    + ["/_stcore/health/../agent/mcp", "/_stcore//agent/mcp", "/_stcore/upload_file/a"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_of_streamlit_only_what_our_pages_need_is_there(server, path, method):
    status, head, _ = ask(server, path, method)
    assert status == 404 or (status == 400 and ".." in path)
    assert {name: head[name] for name in GUARDS} == GUARDS


def test_where_readers_sign_in_the_addresses_for_that_are_there():
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "headers": [(b"host", b"localhost")],
    }
    for on in (True, False):
        found = doors.Doors(None, tuple, lambda on=on: on)
        for path in ("/auth/login", "/auth/logout", "/oauth2callback", "/auth/x"):
            status, _ = found.refusal({**scope, "path": path})
            assert status == (0 if on and path != "/auth/x" else 404)


def test_no_other_socket_is_there(server):
    for path in ("/", "/api/v1/events", "/_stcore/agent/mcp", "/cybercrime/_stcore/stream"):
        assert ask(server, path, **KNOCK)[0] == 404


def messages(session):
    """One of each kind that an open page of Streamlit's may send, and that ours do not: by its own
    description, so that a new kind is met here.
    """
    for kind in BackMsg.DESCRIPTOR.fields:
        if kind.name not in (*inside.KINDS, "backend_operation_request"):
            yield kind.name, BackMsg(**{kind.name: True})
    operation = BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type
    for kind in operation.fields:
        if kind.message_type and kind.name not in inside.OPERATIONS:
            said = BackMsg()
            said.backend_operation_request.session_id = session
            getattr(said.backend_operation_request, kind.name).SetInParent()
            yield kind.name, said


def test_of_an_open_page_only_what_ours_say_is_heard(server):
    page = Page(server.port, "sources")
    page.run()
    others = dict(messages(page.session))
    assert {"load_git_info", "clear_cache", "install_skills"} <= {*others}
    alive = BackMsg(app_heartbeat=True)
    with page.line:
        page.ask(alive, "heartbeat_ack")  # and with it all that the run had to say
        for name, said in others.items():
            page.line.send(said.SerializeToString())
            page.line.send(alive.SerializeToString())
            assert page.hear().WhichOneof("type") == "heartbeat_ack", name
        assert len(page.run()) > 10


@pytest.mark.parametrize(
    ("path", "method"),
    [("/", "GET"), ("/nothing", "GET"), ("/app/static/nothing.js", "GET"), ("/", "PUT")]
    + [("/api/v1/nothing", "GET"), ("/api/v1/notices", "POST"), ("/media/x", "GET")]
    + [("//evil.example", "GET"), ("/..%2f..%2fx", "GET"), ("/_stcore/upload_file/a/b", "PUT")],
)
def test_every_answer_is_guarded_and_names_no_server(server, path, method):
    _, head, body = ask(server, path, method, b"x" * 100 if method != "GET" else None)
    assert {name: head[name] for name in GUARDS} == GUARDS
    assert head["Content-Security-Policy"]
    assert "Server" not in head and "X-Powered-By" not in head
    assert b"uvicorn" not in body.lower() and b"starlette" not in body.lower()


def test_what_is_no_request_names_no_server_either(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        said = line.recv(4096).lower()
    assert b"400" in said.partition(b"\r\n")[0]
    assert b"server:" not in said and b"uvicorn" not in said and b"h11" not in said


def test_a_browser_that_came_by_tls_comes_back_by_tls(server):
    assert "Strict-Transport-Security" not in ask(server, "/")[1]
    for path in ("/", "/nothing.js", "/_stcore/agent/mcp"):
        head = ask(server, path, X_Forwarded_Proto="https")[1]
        assert head["Strict-Transport-Security"].startswith("max-age=31536000")


def test_only_a_proxy_that_is_trusted_says_how_a_reader_came():
    heard = []

    async def told(scope, receive, send):
        heard.append((scope["scheme"], scope["client"][0]))

    app = wires.behind(told, lambda: ["192.0.2.0/24"])
    for client in ("192.0.2.9", "203.0.113.5", "127.0.0.1"):
        head = [(b"x-forwarded-proto", b"https"), (b"x-forwarded-for", b"198.51.100.4")]
        scope = {"type": "http", "scheme": "http", "client": (client, 1), "headers": head}
        asyncio.run(app(scope, None, None))
    assert heard == [("https", "198.51.100.4"), ("http", "203.0.113.5"), ("https", "198.51.100.4")]


def test_an_answer_that_fails_is_guarded():
    async def fails(_):
        raise ZeroDivisionError

    app = Starlette(routes=[Route("/", fails)], middleware=[Middleware(headers.Guarded)])
    told = []

    async def send(message):
        told.append(message)

    scope = {"type": "http", "method": "GET", "path": "/", "scheme": "https", "headers": []}
    with pytest.raises(ZeroDivisionError):
        asyncio.run(app(scope, None, send))
    head = {name.decode().title(): value.decode() for name, value in told[0]["headers"]}
    assert told[0]["status"] == 500 and told[1]["body"] == b"Internal Server Error"
    assert {name.title(): value for name, value in GUARDS.items()}.items() <= head.items()
    assert "Strict-Transport-Security" in head


def test_behind_a_base_path_the_same_doors_are_there(monkeypatch):
    monkeypatch.setattr(doors, "get_option", lambda name: {"server.baseUrlPath": "/t/"}.get(name))
    assert doors.below("/t/_stcore/health") == "/_stcore/health"
    assert [doors.below(path) for path in ("/t", "/tea/x", "/x")] == ["/", "/tea/x", "/x"]
