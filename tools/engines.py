"""Starts a real engine on the loopback and prints the address for THREATS_ENGINE; Ctrl-C ends it
and what it held.

python tools/engines.py postgresql | clickhouse | spark

PostgreSQL: Debian's package `postgresql`. ClickHouse: the engine of the package chdb, behind as
much of ClickHouse's HTTP interface as its driver uses, with a password. Spark: the package pyspark
and Java; a standalone master and two workers of one core each.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "tests")]
import watch_stores

USER, PASSWORD = (
    "threats",
    "open sesame/1",
)  # of the scratch ClickHouse; the password needs quoting in an address
TRANSPORT = {
    "query",
    "database",
    "buffer_size",
    "session_id",
    "session_timeout",
    "session_check",
    "query_id",
    "quota_key",
    "compress",
    "decompress",
    "wait_end_of_query",
    "client_protocol_version",
    "role",
    "send_progress_in_http_headers",
    "http_headers_progress_interval_ms",
    "enable_http_compression",
}


def free() -> int:
    """A port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def missing(kind: str) -> str:
    """Why an engine cannot be started here, in plain words; empty where it can."""
    if kind == "postgresql":
        return (
            ""
            if watch_stores.programs()
            else (
                "PostgreSQL's server (initdb, postgres) or its driver (psycopg) is not installed"
                " here"
            )
        )
    needed = {"spark": ("pyspark",)}.get(kind, ("chdb", "clickhouse_connect"))
    absent = [
        f"the package {name} is not installed here"
        for name in needed
        if not importlib.util.find_spec(name)
    ]
    return ", ".join(
        [
            *absent,
            *(
                ["Java is not installed here"]
                if kind == "spark" and not shutil.which("java")
                else []
            ),
        ]
    )


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Address of a new database on a new server."""
    with watch_stores.postgres() as server:
        yield watch_stores.database(server).replace("+psycopg", "")


class _Asked(BaseHTTPRequestHandler):
    """ClickHouse's HTTP interface in front of chdb: SQL in the address or the body, data in the
    body, settings and parameters in the address.
    """

    protocol_version = "HTTP/1.1"
    folder = ""

    def do_POST(self) -> None:
        body = (
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if "chunked" not in self.headers.get("Transfer-Encoding", "")
            else b"".join(self._chunks())
        )
        asked = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        known = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != known:
            self._answer(
                403,
                b"Code: 516. DB::Exception: Authentication failed: password is incorrect, or there"
                b" is no user with such name. (AUTHENTICATION_FAILED)",
                516,
            )
            return
        try:
            self._answer(200, self._made(asked, body))
        except RuntimeError as fault:
            said = str(fault)
            said = said[said.find("Code: ") :] if "Code: " in said else said
            code = "".join(filter(str.isdigit, said.partition("Code: ")[2][:5])) or "1"
            self._answer(404 if code == "60" else 500, said.encode(), int(code))

    do_GET = do_POST  # noqa: N815  # the server's name for it

    def _made(self, asked: dict[str, str], body: bytes) -> bytes:
        import chdb

        if self.path.startswith("/ping"):
            return b"Ok.\n"
        engine = chdb.connect(self.folder)
        try:
            if asked.get("database"):
                engine.query(f"USE `{asked['database']}`")
            for name, value in asked.items():
                if name not in TRANSPORT and not name.startswith("param_"):
                    engine.query(f"SET {name} = '{value}'")
            params = {
                name.removeprefix("param_"): value
                for name, value in asked.items()
                if name.startswith("param_")
            }
            if "query" in asked and body and " FORMAT " in asked["query"]:
                # an insert with its data
                with tempfile.NamedTemporaryFile() as data:
                    data.write(body)
                    data.flush()
                    insert, _, kind = asked["query"].rpartition(" FORMAT ")
                    engine.query(f"{insert} FROM INFILE '{data.name}' FORMAT {kind}")
                    return b""
            return (
                engine.query(
                    asked.get("query") or body.decode(), "TabSeparated", params=params
                ).bytes()
                or b""
            )
        finally:
            engine.close()

    def _chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def _answer(self, status: int, content: bytes, code: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-ClickHouse-Summary", json.dumps({}))
        if code:
            self.send_header("X-ClickHouse-Exception-Code", str(code))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def _serve_clickhouse(port: int, folder: str) -> None:
    import chdb

    held = chdb.connect(folder)  # the engine lives as long as one connection does
    server = ThreadingHTTPServer(
        ("127.0.0.1", port), functools.partial(type("Asked", (_Asked,), {"folder": folder}))
    )
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()
    held.close()


@contextlib.contextmanager
def clickhouse() -> Iterator[str]:
    """Address of an empty database, with its password."""
    port, folder = free(), tempfile.mkdtemp(prefix="clickhouse")
    with _running(
        [sys.executable, __file__, "--serve-clickhouse", str(port), folder], folder
    ) as process:
        _listens(port, process)
        yield f"clickhouse://{USER}:open%20sesame%2F1@127.0.0.1:{port}/default"
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def spark() -> Iterator[str]:
    """Address of a standalone master with two workers."""
    import pyspark

    program = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    folder = tempfile.mkdtemp(prefix="spark")
    port, here = free(), ["--host", "127.0.0.1", "--webui-port"]
    deploy = "org.apache.spark.deploy"
    with contextlib.ExitStack() as all_of_it:
        master = all_of_it.enter_context(
            _running(
                [program, f"{deploy}.master.Master", *here, str(free()), "--port", str(port)],
                folder,
            )
        )
        _listens(port, master)
        for name in ("one", "two"):
            worker = [
                program,
                f"{deploy}.worker.Worker",
                *here,
                str(free()),
                "--cores",
                "1",
                "--memory",
                "3g",
                "--work-dir",
                f"{folder}/{name}",
                f"spark://127.0.0.1:{port}",
            ]
            all_of_it.enter_context(_running(worker, folder))
        yield f"spark://127.0.0.1:{port}"
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _running(command: list[str], folder: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program and what it starts, ended at the end; what it says goes to a file of the folder."""
    quiet = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1", "SPARK_LOCAL_DIRS": folder}
    with Path(folder, "said.log").open("ab") as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=said,
            cwd=folder,
            env=os.environ | quiet,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while True:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
            return
        if process.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{process.args!r} did not start")
        time.sleep(0.1)


ENGINES: dict[str, Callable[[], contextlib.AbstractContextManager[str]]] = {
    "postgresql": postgresql,
    "clickhouse": clickhouse,
    "spark": spark,
}


def main() -> None:
    """Starts one and waits."""
    if sys.argv[1:2] == ["--serve-clickhouse"]:
        _serve_clickhouse(int(sys.argv[2]), sys.argv[3])
        return
    if len(sys.argv) != 2 or sys.argv[1] not in ENGINES:
        raise SystemExit(__doc__)
    if why := missing(sys.argv[1]):
        raise SystemExit(why)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ENGINES[sys.argv[1]]() as address, contextlib.suppress(KeyboardInterrupt):
        print(address, flush=True)
        signal.pause()


if __name__ == "__main__":
    main()
