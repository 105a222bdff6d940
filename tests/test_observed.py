"""What an operator sees: one id a request, lines of the log, numbers; and a restart that readers
hardly notice.
"""

import json
import re
import signal
import time
import urllib.request

import pytest
from browser import READY, Server, free_port, ready, started
from notices import running
from sockets import Page

from hosting import metrics
from hosting.requests import ID

LINE = re.compile(
    r'(# (HELP|TYPE) \w+ .+)|([a-z_]+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? -?[0-9.e+]+)', re.ASCII
)


@pytest.fixture(scope="module")
def observed(tmp_path_factory):
    """A server that logs in JSON and counts; its folder, its port and that of its numbers."""
    folder, port = tmp_path_factory.mktemp("store"), free_port()
    more = {"THREATS_LOG": "json", "THREATS_METRICS_PORT": str(port)}
    with running(folder, free_port(), **more) as (_, clients):
        yield folder, clients["IDN"].place[1], port


def numbers(port, path="/metrics"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        assert answer.headers["Content-Type"] == metrics.KIND
        return answer.read().decode()


def value(text, name):
    return float(re.search(rf"^{re.escape(name)} (.+)$", text, re.MULTILINE)[1])


def lines(folder, until):
    """The log's lines, all of them JSON, once one fits."""
    end = time.monotonic() + 10
    while True:
        said = (folder / "said.txt").read_text().splitlines()
        found = [json.loads(each) for each in said if not each.startswith("Global Threats")]
        fit = [each for each in found if until(each)]
        if fit or time.monotonic() > end:
            return fit
        time.sleep(0.1)


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing/_stcore/x", "/api/v1/nothing"])
def test_a_request_keeps_the_id_that_it_brings(observed, path):
    folder, port, _ = observed
    status, headers, body = Server(port).get(path, {"X-Request-Id": f"proxy-1{len(path)}"})
    assert headers["X-Request-Id"] == f"proxy-1{len(path)}"
    (line,) = lines(folder, lambda each: each.get("request") == f"proxy-1{len(path)}")
    assert line["status"] == status and line["path"] == path and line["ms"] >= 0
    if path.startswith("/api"):
        assert json.loads(body)["request_id"] == f"proxy-1{len(path)}"


@pytest.mark.parametrize("said", ["", "a b", "x" * 65, '"}{"', "é"])
def test_an_id_that_is_none_is_made_anew(observed, said):
    headers = {"X-Request-Id": said.encode("utf-8").decode("latin-1")} if said else {}
    found = Server(observed[1]).get("/healthz", headers)[1]["X-Request-Id"]
    assert ID.fullmatch(found) and found != said


def test_no_line_of_the_log_holds_what_is_asked_for(observed):
    folder, port, _ = observed
    Server(port).get(
        "/trafficking?country=IDN&secret=sesame",
        {"X-Request-Id": "q1", "Authorization": "Bearer sesame", "Cookie": "a=sesame"},
    )
    assert lines(folder, lambda each: each.get("request") == "q1")
    assert "sesame" not in (folder / "said.txt").read_text()


def test_the_numbers_are_true(observed):
    _, port, at = observed
    before = numbers(at)
    assert all(LINE.fullmatch(each) for each in before.splitlines()), before
    ok = 'threats_requests_total{kind="http",status="200"}'
    for _ in range(5):
        Server(port).get("/healthz")
    Server(port).get("/", {"Host": "evil.example"})
    with (page := Page(port, "trafficking")).line:
        page.run()
        during = numbers(at)
    assert value(during, ok) == value(before, ok) + 5
    refused = "threats_refusals_total"
    assert value(during, refused) == value(before, refused) + 1
    assert value(during, "threats_sockets") == value(before, "threats_sockets") + 1
    assert value(during, "threats_sessions") == value(before, "threats_sessions") + 1
    assert value(during, 'threats_page_seconds_count{page="trafficking"}') >= 1
    assert value(during, 'threats_page_seconds_bucket{page="trafficking",le="+Inf"}') >= 1
    assert value(during, "threats_request_seconds_sum") > 0
    assert len(re.findall("^threats_store_version_age_seconds{", during, re.MULTILINE)) > 20


def test_the_numbers_have_a_port_of_their_own(observed):
    _, port, at = observed
    assert b"threats_requests_total" not in Server(port).get("/metrics")[2]
    with pytest.raises(urllib.request.HTTPError):
        numbers(at, "/trafficking")


def test_a_restart_brings_an_open_page_back_to_its_view(window):
    port = free_port()
    address = f"http://127.0.0.1:{port}/trafficking?country=IDN&country=THA"
    closed = []
    window.on("websocket", lambda socket: socket.on("close", lambda _: closed.append(1)))
    with started("--port", str(port)) as first:
        ready(first, Server(port))
        window.goto(address)
        window.locator(READY).wait_for(timeout=60_000)
        window.wait_for_timeout(2500)
        window.evaluate("window.sameDocument = true")
        before = window.locator('[data-testid="stMain"]').inner_text()
        opened = time.monotonic()
        first.send_signal(signal.SIGTERM)
        first.wait(timeout=15)
        assert time.monotonic() - opened < 10
    with started("--port", str(port)) as second:
        ready(second, Server(port))
        window.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=60_000)
        with (page := Page(port, "")).line:
            page.run()  # it serves others, too
        window.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
        window.wait_for_timeout(2500)
        assert closed
        assert window.evaluate("window.sameDocument") is True, "the page was loaded anew"
        assert window.url.split("?")[1] == "country=IDN&country=THA"
        assert window.locator('[data-testid="stMain"]').inner_text() == before
        window.locator('[data-testid="stTopNavLink"]').nth(2).click()
        window.wait_for_url(lambda url: "trafficking" not in url, timeout=20_000)
        window.locator(READY).wait_for(timeout=60_000)


def hear_all(page):
    while True:
        page.line.recv(20)


def test_an_open_page_is_told_that_the_server_begins_anew():
    from websockets.exceptions import ConnectionClosed

    port = free_port()
    with started("--port", str(port)) as process:
        ready(process, Server(port))
        with (page := Page(port, "")).line:
            page.run()
            process.send_signal(signal.SIGTERM)
            with pytest.raises(ConnectionClosed) as end:
                hear_all(page)
        assert end.value.rcvd.code == 1012
        assert process.wait(timeout=15) in (0, -signal.SIGTERM)
