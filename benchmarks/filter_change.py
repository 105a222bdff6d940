"""From the reader's click to the last repaint, by hand: our pages beside a bare one, on the same server settings, in turn.

python benchmarks/filter_change.py [CHANGES]

One change is a click on a country, a click on Clear, or a press of an arrow key on the period; the bare page's is a click on
its radio. Milliseconds run from the browser's own time of the click or key to the last change of visible content (of
the document's tree, a canvas, or a style), hovering left out; kB are what came over the websocket; long tasks are the main
thread's stretches of 50 ms and more. "Browser" and "server" are milliseconds of processor time, the page's main thread's and the
server process's (Linux only): on a busy machine the better guide. The results are also written beside this file, where git ignores them.
"""

import base64
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import browser  # noqa: E402  (the tests' finder of browsers)
from playwright.sync_api import Page, sync_playwright  # noqa: E402

RESULTS = Path(__file__).with_suffix(".json")
COUNTRIES = {"IND": (79, 22), "BRA": (-52, -10), "AUS": (134, -25), "USA": (-98, 39), "MEX": (-102, 24), "EGY": (30, 27), "ARG": (-65, -35), "KAZ": (67, 48)}  # in the middle of each
PAGES = {"floor": "", "overview": "", "trafficking": "trafficking", "cybercrime": "cybercrime"}

WATCH = """() => {
  const see = window.seen = { start: 0, last: 0, what: '', count: 0, long: 0 };
  const idle = /^(data-(hovered|focused|focus-visible|pressed|rac)|aria-.*|title|tabindex|id)$/;
  const note = (what) => { see.last = performance.now(); see.what = what; see.count++; };
  const hidden = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest('.hoverlayer, .modebar-container, canvas, [role=tooltip], .zoomlayer, .st-key-address');
  new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes' && idle.test(record.attributeName)) continue;
      if (hidden(record.target)) continue;
      note(`${record.type} ${record.attributeName ?? ''} ${record.target.nodeName}.${String(record.target.className?.baseVal ?? record.target.className ?? '').slice(0, 40)}`);
    }
  }).observe(document.querySelector('[data-testid=stMain]'), { subtree: true, childList: true, attributes: true, characterData: true });
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...rest) { if (this.canvas.isConnected) note('canvas'); return draw.apply(this, rest); };
  new PerformanceObserver((list) => { for (const task of list.getEntries()) if (task.startTime + task.duration > see.start) see.long += task.duration; }).observe({ entryTypes: ['longtask'] });
  for (const kind of ['click', 'keydown']) addEventListener(kind, (event) => { see.start = event.timeStamp; see.last = see.count = see.long = 0; }, true);
}"""
QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app.dataset.testScriptState === 'notRunning' && window.seen.last > 0 && performance.now() - window.seen.last > 500;
}"""


def serve_floor(port: int) -> None:
    """The bare page on everything server.py puts around ours: warm-up, frozen garbage, headers, compression."""
    import streamlit as st
    from starlette.middleware import Middleware

    import server

    middleware = [Middleware(server.Guarded), Middleware(server.Page), Middleware(server.Files)]
    server.app = st.App(Path(__file__).with_name("bare_floor.py"), lifespan=server.lifespan, routes=[server.Route("/healthz", server.healthz)], middleware=middleware)
    server.app.run(config={"server.port": port, "server.address": "127.0.0.1", "server.headless": True, "logger.hideWelcomeMessage": True})


@contextlib.contextmanager
def served(command: Callable[[int], list[str]]) -> Iterator[tuple[str, int]]:
    """Address and process of a server, when it is warm."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, *command(port)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 90
        while True:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(command(port))} did not become ready")
            with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def processor(process: int) -> float:
    """Milliseconds of processor time a process has had; 0 where nobody tells."""
    told = Path(f"/proc/{process}/stat")
    if not told.exists():
        return 0.0
    fields = told.read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Window:
    """A page under the watch; counts what came over its websocket."""

    def __init__(self, page: Page, address: str, server: int) -> None:
        self.page = page
        self.server = server
        self.received = 0
        self.wire = wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        wire.on("Network.webSocketFrameReceived", lambda event: self.count(event["response"]))
        page.goto(address)
        page.locator("[data-testid=stApp][data-test-script-state=notRunning] [data-testid=stMetric]").first.wait_for(timeout=60_000)
        page.wait_for_timeout(2500)
        page.evaluate(WATCH)

    def count(self, frame: dict) -> None:
        """Adds a frame's bytes."""
        self.received += len(frame["payloadData"]) if frame["opcode"] == 1 else len(base64.b64decode(frame["payloadData"]))

    def thread(self) -> float:
        """Milliseconds of processor time the page's main thread has had."""
        told = {each["name"]: each["value"] for each in self.wire.send("Performance.getMetrics")["metrics"]}
        return 1000 * told["ThreadTime"]

    def measured(self, act: Callable[[], None]) -> dict[str, float]:
        """One change: milliseconds, bytes, long tasks, changes of the document."""
        self.page.wait_for_timeout(150)
        self.received = 0
        server, thread = processor(self.server), self.thread()
        act()
        self.page.wait_for_function(QUIET, timeout=20_000, polling=40)
        seen = self.page.evaluate("() => window.seen")
        cpu = {"browser": self.thread() - thread, "server": processor(self.server) - server}
        return {**cpu, "ms": seen["last"] - seen["start"], "bytes": self.received, "long": seen["long"], "changes": seen["count"], "what": seen["what"]}


def country(page: Page, code: str) -> Callable[[], None]:
    """A click on a country on the map."""

    def act() -> None:
        at = page.evaluate(
            """([lon, lat]) => { const graph = document.querySelector('.st-key-map .js-plotly-plot');
            const [x, y] = graph._fullLayout.geo._subplot.projection([lon, lat]); const box = graph.getBoundingClientRect(); return [box.x + x, box.y + y]; }""",
            list(COUNTRIES[code]),
        )
        page.mouse.move(*at)
        page.wait_for_timeout(120)
        page.mouse.down()
        page.mouse.up()

    return act


def key(page: Page, name: str) -> Callable[[], None]:
    """An arrow pressed on the first handle of the period."""

    def act() -> None:
        page.locator("[role=slider], input[type=range]").first.focus()
        page.wait_for_timeout(120)
        page.keyboard.press(name)

    return act


def changes(window: Window, name: str, count: int) -> list[tuple[str, Callable[[], None]]]:
    """`count` changes of a page, one after another."""
    page = window.page
    if name == "floor":
        radios = page.locator("[data-testid=stRadio] label:has(input)")
        return [("radio", lambda i=i: radios.nth(1 + i % 9).click()) for i in range(count)]
    codes = list(COUNTRIES)
    kinds = [
        step
        for i in range(count)
        for step in ([("country", country(page, codes[i % len(codes)]))] * (i % 4 < 2) + [("period", key(page, "ArrowLeft"))] * (i % 4 == 2) + [("clear", lambda: page.get_by_role("button", name="Clear", exact=True).click())] * (i % 4 == 3))
    ]
    return kinds[:count]


def table(found: dict[str, list[dict]]) -> str:
    """The results as text."""
    lines = [f"{'':24}{'changes':>8}{'p50 ms':>9}{'p95 ms':>9}{'long ms':>9}{'browser':>9}{'server':>9}{'kB':>8}{'DOM':>7}"]
    for name, every in found.items():
        for kind in ("all", *dict.fromkeys(each["kind"] for each in every)):
            some = [each for each in every if kind in ("all", each["kind"])]
            ms = sorted(each["ms"] for each in some)
            p95 = ms[min(len(ms) - 1, round(0.95 * (len(ms) - 1)))]
            middle = {part: statistics.median(each[part] for each in some) for part in ("long", "bytes", "changes", "browser", "server")}
            lines.append(f"{name if kind == 'all' else '  ' + kind:24}{len(some):>8}{statistics.median(ms):>9.0f}{p95:>9.0f}{middle['long']:>9.0f}{middle['browser']:>9.0f}{middle['server']:>9.0f}{middle['bytes'] / 1000:>8.1f}{middle['changes']:>7.0f}")
            if kind == "all" and len({each["kind"] for each in some}) == 1:
                break
    return "\n".join(lines)


def main() -> None:
    """Prints the table and writes the results."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    ours = lambda port: [str(ROOT / "server.py"), "--no-browser", f"--port={port}"]  # noqa: E731
    floor = lambda port: [str(Path(__file__)), "--floor", str(port)]  # noqa: E731
    found: dict[str, list[dict]] = {name: [] for name in PAGES}
    with (
        served(ours) as dashboard,
        served(floor) as bare,
        sync_playwright() as play,
        play.chromium.launch(executable_path=browser.executable(), args=["--no-sandbox"]) as chromium,
    ):
        for name, path in PAGES.items():
            page = chromium.new_page(viewport={"width": 1366, "height": 1600})
            address, process = bare if name == "floor" else dashboard
            window = Window(page, f"{address}/{path}", process)
            steps = changes(window, name, count + 4)
            for i, (kind, act) in enumerate(steps):
                one = window.measured(act)
                if i >= 4:  # the first ones wake the browser's compiler
                    found[name].append({"kind": kind, **one})
            page.close()
    RESULTS.write_text(json.dumps(found, indent=1))
    print(table(found))


if __name__ == "__main__":
    serve_floor(int(sys.argv[2])) if sys.argv[1:2] == ["--floor"] else main()
