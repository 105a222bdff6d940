"""What the server promises: quick files, closed doors, and no page that needs another host."""

import base64
import gzip
import hashlib
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import browser
import pytest
from browser import ASKED, Server, free_port, ready, started
from playwright.sync_api import Browser
from sockets import Page
from streamlit import file_util
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.SessionStatus_pb2 import SessionStatus
from websockets.sync.server import serve

from hosting.page import TOGETHER

ROOT = browser.ROOT
STATIC = Path(file_util.get_static_dir())
SCRIPT = re.search(
    r'src="\./(static/js/index\.[^"]+)"', (STATIC / "index.html").read_text("utf-8")
)[1]
OWN = sorted(
    path for path in (ROOT / "static").rglob("*") if path.suffix in {".js", ".json", ".css"}
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, started from another folder, when it is warm."""
    asked = Server(free_port())
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    with started("--port", str(asked.port), cwd=elsewhere, env={"THREATS_WARM": "1"}) as process:
        ready(process, asked)
        yield asked


def test_health(server: Server) -> None:
    status, headers, body = server.get("/healthz")
    assert (status, json.loads(body), headers["Cache-Control"]) == (
        200,
        {"status": "ok"},
        "no-store",
    )


@pytest.mark.parametrize(
    "path",
    ["/", "/cybercrime", "/healthz", f"/{SCRIPT}", "/app/static/nothing.js", "/_stcore/health"],
)
def test_security_headers_are_on_every_answer(server: Server, path: str) -> None:
    _, headers, _ = server.get(path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_policy_names_the_inline_scripts_of_the_page_served(server: Server) -> None:
    _, headers, page = server.get("/", {"Accept": "text/html"})
    assert b"BACKEND_BASE_URL" in page
    policy = {
        name: rest for name, *rest in map(str.split, headers["Content-Security-Policy"].split(";"))
    }
    inline = re.findall(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in inline
    }
    assert inline
    assert set(policy["script-src"]) == {"'self'", "blob:"} | hashes


def test_streamlits_files_are_compressed_and_kept_for_good(server: Server) -> None:
    status, headers, body = server.get(f"/{SCRIPT}")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (
        200,
        "gzip",
        "Accept-Encoding",
    )
    assert gzip.decompress(body) == (STATIC / SCRIPT).read_bytes()
    assert len(body) < (STATIC / SCRIPT).stat().st_size / 2
    assert {"immutable", "max-age=31536000"} <= set(headers["Cache-Control"].split(", "))
    assert server.get(f"/{SCRIPT}")[2] == body


def test_a_client_without_gzip_gets_plain_bytes(server: Server) -> None:
    _, headers, body = server.get(f"/{SCRIPT}", {})
    assert headers["Content-Encoding"] is None
    assert body == (STATIC / SCRIPT).read_bytes()


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_files_are_compressed_and_never_stale(server: Server, path: Path) -> None:
    address = f"/app/static/{path.relative_to(ROOT / 'static').as_posix()}"
    status, headers, body = server.get(address)
    assert (status, headers["Content-Encoding"], headers["Cache-Control"]) == (
        200,
        "gzip",
        "no-cache",
    )
    assert gzip.decompress(body) == path.read_bytes()
    assert "immutable" in server.get(f"{address}?v=1")[1]["Cache-Control"]
    assert server.get(address, {"Range": "bytes=0-9"})[2] == path.read_bytes()[:10]


@pytest.mark.parametrize(
    "path", [f"/{SCRIPT}", f"/app/static/{OWN[0].relative_to(ROOT / 'static').as_posix()}"]
)
def test_what_has_not_changed_is_not_sent_again(server: Server, path: str) -> None:
    tag = server.get(path)[1]["ETag"]
    status, headers, body = server.get(path, ASKED | {"If-None-Match": tag})
    assert (status, body) == (304, b"")
    assert tag.removeprefix("W/") == headers["ETag"].removeprefix("W/")
    assert server.get(path, ASKED | {"If-None-Match": '"another"'})[0] == 200


def test_what_is_missing_is_not_kept(server: Server) -> None:
    status, headers, _ = server.get("/app/static/nothing.js?v=1")
    assert status == 404
    assert "Cache-Control" not in headers


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/_stcore/%6detrics"])
def test_metrics_are_not_public(server: Server, path: str) -> None:
    assert server.get(path)[0] == 404


@pytest.mark.parametrize(
    "way",
    [
        "../server.py",
        "..%2fserver.py",
        "%2e%2e/%2e%2e/server.py",
        "..%5cserver.py",
        "/etc/passwd",
        "%2fetc/passwd",
        "elements/../../server.py",
    ],
)
@pytest.mark.parametrize("base", ["/app/static/", "/static/"])
def test_nothing_outside_the_static_folders_is_served(server: Server, base: str, way: str) -> None:
    status, _, body = server.get(base + way)
    assert status >= 400 or body == (STATIC / "index.html").read_bytes()


def test_no_page_of_another_origin_may_tell_ours_what_to_do(server: Server) -> None:
    assert (
        json.loads(
            gzip.decompress(body)
            if (body := server.get("/_stcore/host-config")[2])[:2] == b"\x1f\x8b"
            else body
        )["allowedOrigins"]
        == []
    )


def test_a_page_of_another_origin_is_refused_at_once(server: Server) -> None:
    key = base64.b64encode(b"0123456789abcdef").decode()
    knock = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": key,
    }
    before = time.monotonic()
    assert server.get("/_stcore/stream", knock | {"Origin": "https://elsewhere.example"})[0] == 403
    assert time.monotonic() - before < 0.9  # Streamlit asks a public service for a second first


def test_a_page_opens_without_another_host_or_a_breach_of_the_policy(
    server: Server, chromium: Browser
) -> None:
    hosts, said = set(), []
    with chromium.new_page() as page:
        page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(server.address)
        page.locator("h1, h2, [data-testid=stMetric]").first.wait_for(timeout=60_000)
        page.locator(browser.READY).wait_for(timeout=60_000)
        page.wait_for_load_state("networkidle")
    assert hosts - {None, ""} == {"127.0.0.1"}
    assert said == []


FINISHED = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
FINISHED.metadata.run.script_run_id = str(uuid.UUID(int=0))
IDLE = ForwardMsg(session_status_changed=SessionStatus())


def speaks(line) -> None:
    """Says a burst, the end of a run within another, a stream without a silence, and a last word
    just before it hangs up. Its silences are what is tried: the page gathers what comes closely.
    """
    for number in range(20):
        line.send(f"burst {number}")
    time.sleep(0.3)
    line.send("run")
    line.send(FINISHED.SerializeToString())
    time.sleep(0.003)
    line.send(IDLE.SerializeToString())
    line.send("next")
    time.sleep(0.3)
    for number in range(100):
        line.send(f"stream {number}")
        time.sleep(0.004)
    time.sleep(0.3)
    line.send("last")
    line.close()


HEARS = """([address, script]) => new Promise((done) => {
  if (script) (0, eval)(script);
  const heard = [];
  let turn = 0, counted = false; // messages heard within one turn of the page's own work
  const line = new WebSocket(address);
  line.binaryType = "arraybuffer";
  line.onmessage = ({ data }) => {
    if (!counted) { counted = true; turn++; queueMicrotask(() => { counted = false; }); }
    heard.push([typeof data === "string" ? data : data.byteLength > 2 ? "finished" : "idle", turn]);
  };
  line.onclose = () => done(heard);
})"""


def together_at_once(heard: list[tuple[str, int]]) -> bool:
    """Whether the end of a run came in one turn, a burst in few and a stream in many."""
    at = dict(heard)
    turns = [
        len({turn for data, turn in heard if data.startswith(kind)})
        for kind in ("burst", "stream", "last")
    ]
    ended = at["run"] == at["finished"] == at["idle"] < at["next"]
    return ended and turns[0] < 10 and 3 <= turns[1] < 60 and turns[2] == 1


def test_messages_of_one_burst_reach_the_page_together_in_order_and_none_is_lost(
    chromium: Browser,
) -> None:
    said = [
        *(f"burst {number}" for number in range(20)),
        "run",
        "finished",
        "idle",
        "next",
        *(f"stream {number}" for number in range(100)),
        "last",
    ]
    with serve(speaks, "127.0.0.1", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = "ws://{}:{}".format(*server.socket.getsockname())
        with chromium.new_context() as context:
            plain = context.new_page().evaluate(HEARS, [address, ""])
            for _ in range(8):  # a busy machine keeps silences that nobody wanted
                together = context.new_page().evaluate(HEARS, [address, TOGETHER])
                assert [data for data, _ in together] == said
                if together_at_once(together):
                    break
    assert [data for data, _ in plain] == said
    assert len({turn for data, turn in plain}) == len(said), "the browser hands them out one by one"
    assert together_at_once(together), together


def test_the_last_words_of_a_run_are_those_that_the_page_waits_for(server: Server) -> None:
    page = Page(server.port, "")
    page.run()
    ended = page.heard.SerializeToString()
    assert len(ended) == len(FINISHED.SerializeToString()) == 44
    assert ended[42:] == FINISHED.SerializeToString()[42:] == b"0\0"
    assert page.hear().SerializeToString() == IDLE.SerializeToString() == b"J\0"
    page.line.close()


@pytest.mark.parametrize("processes", ["1", "2"])
def test_a_taken_port_is_said(processes: str) -> None:
    port = free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with started("--port", str(port), "--processes", processes) as process:
            assert process.wait(60) == 1
            assert f"Port {port} is not available" in process.stdout.read()


def test_the_garbage_collector_rests_only_until_all_is_loaded() -> None:
    asks = (
        "import gc, server; print(gc.isenabled()); server.startup._settle(); print(gc.isenabled())"
    )
    said = subprocess.run(
        [sys.executable, "-c", asks],
        cwd=browser.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["False", "True"]


def test_ready_tells_the_state_of_each_part(server: Server) -> None:
    status, headers, body = server.get("/readyz", {})
    said = json.loads(body)
    assert (status, headers["Cache-Control"], said["status"]) == (200, "no-store", "ok")
    assert [said[part]["state"] for part in ("figures", "watch", "disk")] == ["ok", "off", "off"]
    assert said["sources"] == {}


def test_a_balancer_is_told_the_truth_from_the_first_second(tmp_path: Path) -> None:
    (tmp_path / "glotip.json").write_text("{")
    server, seen = Server(free_port()), []
    env = {"THREATS_STORE": str(tmp_path), "THREATS_WARM": "1"}
    with started("--port", str(server.port), env=env) as process:
        until = time.monotonic() + 120
        while time.monotonic() < until and (not seen or seen[-1][0] != 200):
            assert process.poll() is None
            with suppress(OSError):
                status, _, body = server.get("/readyz", {})
                seen.append((status, json.loads(body)))
        health = server.get("/healthz", {})
        assert server.get("/cybercrime")[0] == 200
    assert {status for status, _ in seen[:-1]} == {503}
    assert {said["status"] for _, said in seen[:-1]} == {"starting"}
    said = seen[-1][1]
    assert said["status"] == "degraded" and set(said["sources"]) == {"glotip"}
    assert str(tmp_path) not in str(said)
    assert health[0] == 200 and json.loads(health[2]) == {"status": "degraded"}


@pytest.mark.parametrize("processes", ["1", "2"])
def test_an_interrupt_ends_it_without_a_word(processes: str) -> None:
    server = Server(free_port())
    with started("--port", str(server.port), "--processes", processes) as process:
        ready(process, server)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[0]
    assert said.splitlines() == [f"Global Threats Dashboard: {server.address}  (Ctrl+C stops it)"]
