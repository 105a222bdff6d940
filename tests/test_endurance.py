"""The server endures who is slow, who comes in crowds, and that there is nothing left to open."""

import asyncio
import contextlib
import logging
import os
import resource
import socket
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn
from browser import Server, free_port, ready, started
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from websockets.sync.client import connect

from hosting import connections, doors, logs, wires
from hosting.connections import Connections
from hosting.crowd import Crowd

linux = pytest.mark.skipif(sys.platform != "linux", reason="counts in /proc, asks from 127.0.0.9")
STRANGER = "127.0.0.9"  # another address of this machine; it counts as one of the network here
MANY = 1000


def opened(port, source=None, said=b""):
    """A connection that has said this much."""
    line = socket.create_connection(
        ("127.0.0.1", port), timeout=20, source_address=(source, 0) if source else None
    )
    line.sendall(said)
    return line


def hears(line, words):
    """Whether these words come."""
    said = b""
    while words not in said and (part := line.recv(65536)):
        said += part
    return words in said


def ended(line, seconds):
    """Whether the other side ends a connection within so many seconds."""
    line.settimeout(seconds)
    try:
        while line.recv(65536):
            pass
    except TimeoutError:
        return False
    except OSError:
        return True
    return True


# ---- one connection, on a small server with short limits


class Small:
    """A server that reads, writes and waits as it is asked to."""

    def __init__(self, most=50, proxies=()):
        self.all = Connections(most, proxies)
        self.read = []
        self.port = free_port()
        app = Starlette(
            routes=[
                Route("/", lambda _: PlainTextResponse("here")),
                Route("/read", self.reads, methods=["POST"]),
                Route("/large", lambda _: Response(b"x" * 30_000_000)),
                Route("/chunks", self.chunks),
                Route("/slow", self.slow),
                WebSocketRoute("/socket", self.socket),
            ],
            lifespan=self.lifespan,
        )
        config = uvicorn.Config(app, port=self.port, log_level="warning", timeout_keep_alive=1)
        self.server = uvicorn.Server(config)
        bound = socket.create_server(("127.0.0.1", self.port))  # as Streamlit binds its own
        self.thread = threading.Thread(target=self.server.run, args=([bound],), daemon=True)

    @contextlib.asynccontextmanager
    async def lifespan(self, _):
        logs.seldom()
        assert wires.tell(self.all) and wires.accept_calmly(self.all, 5.0)
        watching = asyncio.create_task(self.all.watch())
        yield
        watching.cancel()

    async def reads(self, request):
        with contextlib.suppress(Exception):
            self.read.append(len(await request.body()))
        return PlainTextResponse("read")

    async def slow(self, _):
        await asyncio.sleep(2.5)
        return PlainTextResponse("late")

    async def chunks(self, _):
        async def parts():
            for _ in range(60):
                yield b"y" * 200_000
                await asyncio.sleep(0.02)

        return StreamingResponse(parts())

    async def socket(self, websocket):
        await websocket.accept()
        with contextlib.suppress(Exception):
            while True:
                await websocket.send_bytes(b"z" * int((await websocket.receive_text()) or 0))


@pytest.fixture
def patient(monkeypatch):
    """Limits of moments, and uvicorn's protocols as they were afterwards."""
    from uvicorn.protocols.http.auto import AutoHTTPProtocol
    from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol

    for protocol in (AutoHTTPProtocol, AutoWebSocketsProtocol):
        for name in ("connection_made", "connection_lost", "data_received", "resume_writing"):
            monkeypatch.setattr(protocol, name, getattr(protocol, name))
    for name, value in (("ROUND", 0.1), ("HEAD", 0.8), ("BODY", 0.8), ("SILENT", 0.8)):
        monkeypatch.setattr(connections, name, value)


@pytest.fixture
def small(patient):
    found = Small()
    found.thread.start()
    while not found.server.started:
        time.sleep(0.01)
    yield found
    found.server.should_exit = True
    found.thread.join(10)


def test_a_small_message_does_not_wait_for_the_one_before_to_be_acknowledged(small):
    with opened(small.port), connect(f"ws://127.0.0.1:{small.port}/socket") as line:
        line.send("3")
        assert line.recv() == b"zzz"
        there = [each.transport.get_extra_info("socket") for each in small.all.open]
        assert len(there) == 2
        assert all(each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in there)


def test_a_request_that_is_never_asked_is_not_waited_for(small):
    for said in (b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-A: "):
        assert ended(opened(small.port, said=said), 3), said


def test_a_head_that_trickles_is_not_waited_for(small):
    line = opened(small.port, said=b"GET / HTTP/1.1\r\nHost: x\r\n")
    with contextlib.suppress(OSError):
        for _ in range(30):
            line.sendall(b"a: b\r\n")
            time.sleep(0.1)
    assert ended(line, 1)


def test_a_second_request_that_trickles_is_not_waited_for(small):
    line = opened(small.port, said=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert hears(line, b"here")
    with contextlib.suppress(OSError):
        for _ in range(30):
            line.sendall(b"G")
            time.sleep(0.1)
    assert ended(line, 1)


def test_a_body_that_trickles_is_not_waited_for(small):
    line = opened(small.port, said=b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n")
    with contextlib.suppress(OSError):
        for _ in range(30):
            line.sendall(b"x")
            time.sleep(0.1)
    assert ended(line, 1) and not small.read


def test_a_long_body_that_comes_has_its_time(small, monkeypatch):
    monkeypatch.setattr(connections, "RATE", 100_000)
    line = opened(
        small.port, said=b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 600000\r\n\r\n"
    )
    for _ in range(20):  # two seconds
        line.sendall(b"x" * 30_000)
        time.sleep(0.1)
    assert hears(line, b"read") and small.read == [600_000]


def test_an_answer_may_take_its_time(small):
    line = opened(small.port, said=b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    assert hears(line, b"late")


def test_who_asks_again_and_again_stays(small):
    line = opened(small.port)
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert hears(line, b"here")
        time.sleep(0.05)


@pytest.mark.parametrize("path", [b"/large", b"/chunks"])
def test_who_does_not_read_is_let_go(small, path):
    line = opened(small.port)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    until = time.monotonic() + 5
    while small.all.open and time.monotonic() < until:
        time.sleep(0.05)
    assert not small.all.open


def test_who_reads_slowly_but_reads_has_it_whole(small, monkeypatch):
    monkeypatch.setattr(connections, "RATE", 1_000_000)
    line = opened(small.port, said=b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    line.settimeout(10)
    got = 0
    while part := line.recv(1_000_000):
        got += len(part)
        time.sleep(0.05)  # some 20 MB a second at most
    assert got > 30_000_000


def test_a_socket_that_does_not_read_is_let_go_and_a_silent_one_stays(small):
    with connect(f"ws://127.0.0.1:{small.port}/socket", max_size=None) as silent:
        line = opened(small.port)
        line.sendall(
            b"GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
        )
        assert hears(line, b"101")
        text = b"30000000"
        line.sendall(b"\x81" + bytes([0x80 | len(text)]) + bytes(4) + text)
        until = time.monotonic() + 6
        while len(small.all.open) > 1 and time.monotonic() < until:
            time.sleep(0.05)
        assert len(small.all.open) == 1
        silent.send("3")
        assert silent.recv(5) == b"zzz"


def test_more_than_there_may_be_are_turned_away_and_room_is_made_again(small):
    lines = [opened(small.port) for _ in range(60)]
    time.sleep(0.2)
    assert len(small.all.open) <= small.all.most == 50
    [each.close() for each in lines]
    time.sleep(0.3)
    assert not small.all.open and not small.all.of
    line = opened(small.port, said=b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert hears(line, b"here")


def test_of_one_address_no_more_than_its_share_unless_it_is_everybodys():
    class Line:
        gone = False

        def end(self):
            self.gone = True

    def taken(clients, **more):
        found, lines = Connections(100, **more), [Line() for _ in clients]
        for line, client in zip(lines, clients, strict=True):
            found.made(line, client)
        return sum(not each.gone for each in lines)

    assert taken(["198.51.100.7"] * 60) == 25
    assert taken([f"2001:db8::{each:x}" for each in range(60)]) == 25  # one household
    assert taken(["127.0.0.1"] * 60) == taken(["192.0.2.4"] * 60, proxies=["192.0.2.0/24"]) == 60
    assert taken([f"198.51.100.{each}" for each in range(200)]) == 100


def test_requests_and_sockets_of_one_client_have_a_bound():
    waiting, told = asyncio.Event(), []

    async def waits(scope, receive, send):
        await waiting.wait()

    async def send(message):
        told.append(message.get("status"))

    async def ask(crowd, many, kind, client):
        scope = {"type": kind, "client": (client, 1), "extensions": {"websocket.http.response": 1}}
        asked = [asyncio.create_task(crowd(scope, None, send)) for _ in range(many)]
        await asyncio.sleep(0.01)
        return asked

    async def all_of_it():
        crowd = Crowd(waits, lambda: 40, lambda client: client == "127.0.0.1")
        for kind in ("http", "websocket"):
            asked = await ask(crowd, 15, kind, "198.51.100.1")
            assert [each for each in told if each] == [429] * 5
            told.clear()
            asked += await ask(crowd, 15, kind, "127.0.0.1")
            assert [each for each in told if each] == [503] * 5
            told.clear()
            waiting.set()
            await asyncio.gather(*asked)
            waiting.clear()
        assert not crowd.under_way and not any(crowd.all.values())

    asyncio.run(all_of_it())


def test_what_strangers_cause_is_said_seldom(small, monkeypatch):
    heard = []
    handler = logging.Handler()
    handler.emit = heard.append
    for each in logs.TELLERS:
        for there in logging.getLogger(each).filters:
            monkeypatch.setattr(there, "said", {})
        logging.getLogger(each).addHandler(handler)
    try:
        for number in range(4 * logs.MOST):
            assert hears(opened(small.port, said=b"nonsense\r\n\r\n"), b"400")
            doors.said("name", f"{number}.evil.example")
            logging.getLogger("uvicorn.error").error("%s", number, exc_info=ValueError("x"))
            logging.getLogger("uvicorn.error").error("%s", number, exc_info=TypeError("x"))
    finally:
        for each in logs.TELLERS:
            logging.getLogger(each).removeHandler(handler)
    assert len(heard) == 4 * logs.MOST


# ---- the dashboard itself


def cpu(process):
    """Seconds of work a process has done."""
    said = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the server says."""
    path = tmp_path_factory.mktemp("said") / "said.txt"
    with path.open("w") as said:
        yield path, said


@linux
def test_a_thousand_connections_from_one_address_keep_nobody_out(tmp_path):
    server, lines = Server(free_port()), []
    path = tmp_path / "said.txt"
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    with path.open("w") as said, started("--port", str(server.port), said=said) as process:
        ready(process, server)
        try:
            for number in range(MANY):
                lines.append(opened(server.port, STRANGER if number % 2 else None, b"GET / HT"))
            before = time.monotonic()
            assert server.get("/healthz")[0] == 200
            assert server.get("/cybercrime", {"Accept": "text/html"})[0] == 200
            assert time.monotonic() - before < 2
            work = cpu(process)
            until = time.monotonic() + 14
            while time.monotonic() < until and not all(ended(each, 0.1) for each in lines[:5]):
                time.sleep(0.2)
            assert all(ended(each, 2) for each in lines), "a head is awaited for 10 seconds"
            assert cpu(process) - work < 5
        finally:
            [each.close() for each in lines]
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert len(path.read_text().splitlines()) < 10


@linux
def test_descriptors_that_run_out_neither_spin_nor_fill_the_log(tmp_path):
    server, lines = Server(free_port()), []
    path = tmp_path / "said.txt"
    with path.open("w") as said, started("--port", str(server.port), said=said) as process:
        ready(process, server)
        held = len(list(Path(f"/proc/{process.pid}/fd").iterdir()))
        soft, hard = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (held + 10, hard))
        try:
            for _ in range(60):
                lines.append(opened(server.port))
            before = cpu(process)
            time.sleep(4)
            assert cpu(process) - before < 2
        finally:
            [each.close() for each in lines]
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (soft, hard))
        time.sleep(1.5)
        assert server.get("/healthz")[0] == 200
    text = path.read_text()
    assert "Descriptors ran out" in text and "Traceback" not in text
    assert len(text.splitlines()) < 10
