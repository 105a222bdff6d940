"""Whatever is asked of a running server, at any address, by any method and with any head: no 5xx,
no word of the inside, no log that fills, and the next reader is served as before.
"""

import contextlib
import re
import socket

import browser
import pytest
import thousands
from hypothesis import given, settings
from hypothesis import strategies as st
from long import LONG
from sockets import Page

HOUSE = re.escape(str(browser.ROOT).encode())
INSIDE = re.compile(rb'Traceback|File "|site-packages|sqlite|uvicorn|' + HOUSE)
PARTS = (
    *("_stcore", "stream", "health", "host-config", "upload_file", "bidi-components", "media"),
    *("app", "static", "elements", "vendor", "languages", "outlines", "component", "slides", "api"),
    *("v1", "figures", "rows", "notices", "events", "taxii2", "collections", "auth", "logout"),
    *("back-channel", "begin", "oauth2callback", "healthz", "readyz", "favicon.ico", "trafficking"),
    *("..", ".", "", "%2e%2e", "%00", "%ff%fe", "%0d%0aX: y", "a" * 3000, "\u00e9", "~", "*", "x"),
    *("en.json", "plot.js", "index.html", "?country=IDN", "?country=%ff", "#x", ";a=b", "\\", "//"),
)
PATHS = st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=6).map("/".join)
METHODS = st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "X"])
HEADS = {
    "Accept": ["text/html", "*/*", "text/event-stream", "\x00", "a" * 500],
    "Accept-Encoding": ["gzip", "gzip;q=0", "br, gzip", ",,,", "\xff"],
    "Range": ["bytes=0-", "bytes=5-1", "bytes=-9" + "9" * 30, "bytes=a-b", "x"],
    "If-None-Match": ["*", '"x"', 'W/"' + "x" * 300 + '"', '"'],
    "If-Modified-Since": ["Thu, 01 Jan 1970 00:00:00 GMT", "yesterday", "99" * 40],
    "Cookie": ["threats=x", "a=b; " * 200, "threats-way=//evil.example", "=;=;", "\xff=\xfe"],
    "Origin": ["null", "https://evil.example", "http://[::1", "x"],
    "Authorization": ["Bearer ", "Bearer " + "x" * 3000, "Basic %%%", "Basic \xff", "x"],
    "X-Forwarded-For": ["127.0.0.1", "::1, x", "," * 50],
    "X-Forwarded-Proto": ["https", "ws", "\x7f"],
    "X-Request-Id": ["x" * 500, "a b", "\xe9"],
    "Content-Type": ["application/json", "multipart/form-data; boundary=", "text/plain; charset=x"],
    "Content-Length": ["0", "5", "-1", "99999999999999999999", "x"],
    "Transfer-Encoding": ["chunked", "gzip, chunked", "x"],
    "Upgrade": ["websocket", "h2c", "x"],
    "Connection": ["Upgrade", "close", "keep-alive, x"],
    "Sec-WebSocket-Key": ["MDEyMzQ1Njc4OWFiY2RlZg==", "x", ""],
    "Sec-WebSocket-Version": ["13", "0", "x"],
    "Accept-Language": ["de", "qps-plocm", "x" * 3000, "en;q=x", "\xff"],
    "Expect": ["100-continue", "x"],
}
HEAD = st.sampled_from(sorted(HEADS)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(HEADS[name]) | st.text(max_size=20))
)
BODIES = st.sampled_from(
    [b"", b"{", b"0\r\n\r\n", b"5\r\nhello\r\n0\r\n\r\n", b"-1\r\n", b"\xff" * 9]
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    port = browser.free_port()
    env = {"THREATS_STORE": str(folder / "store"), "THREATS_API": "open"}
    with (
        (folder / "said.txt").open("w+") as said,
        browser.started("--port", str(port), env=env, said=said) as process,
    ):
        browser.ready(process, browser.Server(port))
        yield port, folder / "said.txt", process


def answered(port, asked):
    """What comes back within two seconds, or before the line is closed."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), 20) as line:
        line.sendall(asked)
        line.shutdown(socket.SHUT_WR)
        line.settimeout(20)
        with contextlib.suppress(ConnectionError):
            while part := line.recv(65_536):
                found += part
                if found.startswith(b"HTTP/1.1 101"):
                    break
    return found


def test_nothing_that_is_asked_is_answered_by_a_fault(server):
    port, said, process = server

    @settings(max_examples=8000 if LONG else 60)
    @given(METHODS, PATHS, st.lists(HEAD, max_size=4), BODIES, st.integers(0, 9))
    def ask(method, path, more, body, whole):
        thousands.FIRED["requests"] += 1
        path = path.replace(" ", "%20").encode("utf-8", "surrogatepass")
        lines = [b"%s /%s HTTP/1.1" % (method.encode(), re.sub(rb"[\r\n]", b"", path))]
        if whole:
            lines.append(b"Host: 127.0.0.1:%d" % port)
        for name, value in more:
            lines.append(f"{name}: {value}".encode("latin-1", "replace"))
        if not any(name == "Connection" for name, _ in more):
            lines.append(b"Connection: close")
        found = answered(port, b"\r\n".join([*lines, b"", b""]) + body)
        for status in re.findall(rb"HTTP/1\.1 (\d{3})", found[:20]):
            assert int(status) < 500 or status in (b"501", b"505"), (lines, found[:400])
        assert not INSIDE.search(found.partition(b"\r\n\r\n")[2][:20_000]), (lines, found[:400])

    with thousands.bounded("requests", 300):
        ask()
    with (page := Page(port, "trafficking")).line:
        assert len(page.run()) > 10
    told = said.read_text()
    assert len(told) < 200_000  # some of it in words of uvicorn's, so many a minute
    assert {each[1] for each in re.findall(r"^(\w+\.)*(\w*Error)\b", told, re.MULTILINE)} <= {
        "LocalProtocolError"  # of who sent no chunk where one was announced, and was answered
    }
    most = thousands.memory("VmHWM", process.pid) / thousands.MEGABYTE
    print(f"the server: {most:.0f} MB at most")
    assert most < 700
