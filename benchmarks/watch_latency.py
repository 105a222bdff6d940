"""From an accepted POST to every open screen of the countries concerned, by hand: sockets that
behave as browsers do, and browsers.

python benchmarks/watch_latency.py [--sessions 50] [--posts 60] [--pause 3] [--filled 0] [--postgres
URL] [--shared]

With `--shared` it is intelligence that is posted, and the screens are those of bureaus. The
sessions are spread over the overview, the notices' page and the watch itself; two thirds belong
to countries the proposals concern, one third to a country they do not. A session asks again when
the server told it to, as a browser does. Two of them are Chromium windows: there it counts when the
words stand in the document. Milliseconds run from the moment the 201 was read. `--filled` puts so
many open proposals into the queue first. Prints also how many screens saw what was not theirs.
"""

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import browser
import websockets
from playwright.sync_api import sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.shell import menu

CONCERNED, OTHER = ("THA", "MYS"), "FRA"
PAGES = ("", "notices", "watch")
LOOK = """() => {
  window.told = {};
  const look = () => {
    for (const found of document.body.textContent.matchAll(/LAT-\\d+/g))
      window.told[found[0]] ??= Date.now();
  };
  const all = { subtree: true, childList: true, characterData: true };
  new MutationObserver(look).observe(document.body, all);
  look();
}"""


Seen = dict[str, float]  # by reference of a proposal, when it was on the screen


class Screen:
    """One session over a socket, which asks again by itself as it was told."""

    def __init__(self, port: int, country: str, path: str) -> None:
        self.port, self.country, self.path = port, country, path
        self.seen: Seen = {}
        self.runs = 0
        self.hash = ""
        self.timers: dict[str, asyncio.Task[None]] = {}

    async def live(self) -> None:
        """Opens the page and stays."""
        head = {
            "Cookie": f"threats_country={self.country}",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        async with websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            additional_headers=head,
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
        ) as line:
            await self.ask(line, "")
            with contextlib.suppress(websockets.ConnectionClosed):
                async for raw in line:
                    if isinstance(raw, bytes):
                        self.hear(line, raw)

    async def ask(self, line: websockets.ClientConnection, fragment: str) -> None:
        """Asks for a run of the page, or of one part of it."""
        message = BackMsg()
        message.rerun_script.query_string = (
            f"country={self.country}" if self.path == "watch" else ""
        )
        message.rerun_script.page_name = self.path
        message.rerun_script.context_info.url = f"http://127.0.0.1:{self.port}/{self.path}"
        if fragment:
            message.rerun_script.fragment_id = fragment
            message.rerun_script.page_script_hash = self.hash
            message.rerun_script.is_auto_rerun = True
        self.runs += bool(fragment)
        await line.send(message.SerializeToString())

    def hear(self, line: websockets.ClientConnection, raw: bytes) -> None:
        """Takes what the server sends: toasts, rows, and when to ask again."""
        message = ForwardMsg()
        message.ParseFromString(raw)
        kind = message.WhichOneof("type")
        if kind == "navigation":  # which page was opened, as its address said
            self.hash = message.navigation.page_script_hash
        elif kind == "stop_auto_rerun":
            [timer.cancel() for timer in self.timers.values()]
            self.timers.clear()
        elif kind == "auto_rerun":
            self.again(line, message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif b"LAT-" in raw or b"LAT\\-" in raw:
            now = time.time()
            for part in raw.replace(b"\\", b"").split(b"LAT-")[1:]:
                digits = part[:6].decode("ascii", "replace")
                self.seen.setdefault(f"LAT-{digits}", now)

    def again(self, line: websockets.ClientConnection, fragment: str, seconds: float) -> None:
        """Runs a part of the page again and again."""

        async def tick() -> None:
            with contextlib.suppress(websockets.ConnectionClosed):
                while True:
                    await asyncio.sleep(seconds)
                    await self.ask(line, fragment)

        if fragment not in self.timers:
            self.timers[fragment] = asyncio.create_task(tick())


def windows(port: int, ready: threading.Event, done: threading.Event, told: list[Seen]) -> None:
    """Two Chromium windows, one on the watch, one elsewhere."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser.executable(), args=["--no-sandbox"])
        pages = []
        for path in ("watch", "notices"):
            context = chromium.new_context()
            context.add_cookies(
                [{"name": "threats_country", "value": "THA", "url": f"http://127.0.0.1:{port}"}]
            )
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{port}/{path}")
            page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(
                timeout=60_000
            )
            page.evaluate(LOOK)
            pages.append(page)
        ready.set()
        while not done.wait(0.05):
            pages[0].wait_for_timeout(50)
        told += [
            {name: at / 1000 for name, at in page.evaluate("() => window.told").items()}
            for page in pages
        ]
        chromium.close()


def post(line: http.client.HTTPConnection, number: int) -> float:
    """Sends one proposal; when its 201 was read."""
    body = {
        "reference": f"LAT-{number:06}",
        "colour": "purple",
        "requesting": "IDN",
        "concerned": {"nationality": ["MYS"], "last_known": ["THA"]},
        "offence": "other",
        "date": "2016-12-01",
        "tlp": "TLP:CLEAR",
    }
    return posted(line, "/api/v1/notices", body)


def posted(line: http.client.HTTPConnection, path: str, body: Mapping[str, object]) -> float:
    """Posts this; when its 201 was read."""
    line.request(
        "POST",
        path,
        json.dumps(body),
        {"Authorization": "Bearer t", "Content-Type": "application/json"},
    )
    answer = line.getresponse()
    said = answer.read()
    assert answer.status == 201, said
    return time.time()


def share(line: http.client.HTTPConnection, number: int) -> float:
    """Shares one invented indicator with the countries concerned; when its 201 was read."""
    when = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    body = {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid.uuid4()}",
        "created": when,
        "modified": when,
        "valid_from": when,
        "name": f"LAT-{number:06}",
        "pattern": f"[domain-name:value = 'host-{number}.example']",
        "pattern_type": "stix",
        "labels": [f"country:{each}" for each in CONCERNED],
    }
    return posted(line, "/api/v1/intelligence", body)


def fill(address: str, many: int) -> None:
    """So many open proposals for the countries concerned."""
    from sqlalchemy.engine import make_url

    from data.watch import ledger, model

    watch = ledger.Watch(make_url(address))
    make: Callable[[int], model.Proposal] = lambda number: model.read(
        {
            "reference": f"OLD-{number}",
            "colour": "purple",
            "requesting": "IDN",
            "concerned": {"nationality": ["MYS"], "last_known": ["THA"]},
            "offence": "other",
            "date": "2016-12-01",
            "tlp": "TLP:CLEAR",
        }
    )
    for start in range(0, many, 500):
        watch.add([make(number) for number in range(start, min(start + 500, many))], "benchmark")
    watch.engine.dispose()


async def measured(port: int, asked: argparse.Namespace, process: subprocess.Popen[bytes]) -> None:
    """Opens the screens, sends the proposals, prints what was seen when."""
    screens = [
        Screen(
            port,
            OTHER if place % 3 == 2 else CONCERNED[place % 2],
            PAGES[place % len(PAGES) if place % 3 != 2 else place // 3 % 3],
        )
        for place in range(asked.sessions - 2)
    ]
    # By threes a country falls together with a page, so the concerned ones are dealt out anew.
    for place, each in enumerate([screen for screen in screens if screen.country != OTHER]):
        each.path = PAGES[place % 3]
    told: list[Seen] = []
    ready, done = threading.Event(), threading.Event()
    eyes = threading.Thread(target=windows, args=(port, ready, done, told))
    eyes.start()
    await asyncio.to_thread(ready.wait, 90)
    lives = [asyncio.create_task(each.live()) for each in screens]
    await asyncio.sleep(6)
    ticks: Callable[[], float] = lambda: (
        sum(
            int(each)
            for each in Path(f"/proc/{process.pid}/stat")
            .read_text()
            .rsplit(")", 1)[1]
            .split()[11:13]
        )
        / os.sysconf("SC_CLK_TCK")
    )
    runs, cpu, start = sum(each.runs for each in screens), ticks(), time.time()
    await asyncio.sleep(asked.idle)
    rate, idle = (
        (sum(each.runs for each in screens) - runs) / (time.time() - start),
        (ticks() - cpu) / (time.time() - start),
    )
    accepted: Seen = {}
    dice, cpu = random.Random(1), ticks()
    send = share if asked.shared else post
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(asked.posts):
        accepted[f"LAT-{number:06}"] = await asyncio.to_thread(send, line, number)
        await asyncio.sleep(asked.pause * dice.uniform(0.4, 1.6))
    await asyncio.sleep(4)
    cost = (ticks() - cpu) / asked.posts
    done.set()
    await asyncio.to_thread(eyes.join, 30)
    print(
        f"{asked.sessions} sessions, {asked.posts} posts, {asked.filled} open before,"
        f" {'PostgreSQL' if asked.postgres else 'SQLite'}; idle: {rate:.0f} looks/s,"
        f" {100 * idle:.0f} % of a core; {cost:.1f} s of the server's work per post; load"
        f" {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    )
    for name, found in (
        (
            "sockets: overview",
            [each.seen for each in screens if each.country != OTHER and each.path == ""],
        ),
        (
            "sockets: notices",
            [each.seen for each in screens if each.country != OTHER and each.path == "notices"],
        ),
        (
            "sockets: watch",
            [each.seen for each in screens if each.country != OTHER and each.path == "watch"],
        ),
        ("Chromium: watch", told[:1]),
        ("Chromium: notices", told[1:]),
    ):
        took = sorted(
            1000 * (seen[name_] - at)
            for seen in found
            for name_, at in accepted.items()
            if name_ in seen
        )
        wanted = len(found) * len(accepted)
        if took:
            print(
                f"{name:20} {len(found):3} screens  p50 {statistics.median(took):5.0f}  p95"
                f" {took[int(0.95 * len(took))]:5.0f}  max {took[-1]:5.0f} ms   {len(took)} of"
                f" {wanted} seen"
            )
        else:
            print(f"{name:20} {len(found):3} screens  nothing seen of {wanted}")
    print(
        "seen on screens of a country not concerned:"
        f" {sum(len(each.seen) for each in screens if each.country == OTHER)}"
    )
    [each.cancel() for each in lives]
    await asyncio.gather(*lives, return_exceptions=True)


def main() -> None:
    """Reads the options and starts a server of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--posts", type=int, default=60)
    parser.add_argument(
        "--pause",
        type=float,
        default=3,
        help=(
            "seconds between two posts, more or less; a post costs about one of the server's"
            " (default: %(default)s)"
        ),
    )
    parser.add_argument("--filled", type=int, default=0)
    parser.add_argument("--postgres", default="", help="address of an empty database")
    parser.add_argument("--shared", action="store_true", help="intelligence in place of proposals")
    parser.add_argument("--idle", type=float, default=10, help="seconds the idle cost is measured")
    asked = parser.parse_args()
    assert {each.path for each in menu.entries()} >= set(PAGES)
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        address = asked.postgres or f"sqlite:///{folder}/watch.sqlite"
        tokens = Path(folder) / "tokens.toml"
        tokens.write_text(f'IDN = "{hashlib.sha256(b"t").hexdigest()}"\n')
        fill(address, asked.filled)
        env = os.environ | {"THREATS_WATCH_URL": address, "THREATS_WATCH_TOKENS": str(tokens)}
        env |= {"THREATS_WATCH_OPEN": "1"} if asked.shared else {}
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "server.py"), "--no-browser", "--port", str(port)],
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while True:
                with (
                    contextlib.suppress(OSError),
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5),
                ):
                    break
                time.sleep(0.1)
            asyncio.run(measured(port, asked, process))
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    main()
