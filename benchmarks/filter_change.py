"""From the reader's click to the last repaint, by hand: our pages beside a bare one and beside the
same page in Dash and in Panel.

python benchmarks/filter_change.py [CHANGES] [--only PAGE...] [--peers PYTHON]

Dash and Panel are measured where PYTHON, or this one, has them: pip install -r requirements.txt,
then pip install -r benchmarks/requirements.txt.

One change is a click on a country, a click on Clear, or a press of an arrow key on the period; the
bare page's is a click on its radio. The pages take turns change by change, so that a busy moment
hits all of them. Milliseconds run from the browser's own time of the click or key to the last
change of visible content (of the document's tree, a canvas, or a style), hovering left out; kB are
what came over the websocket and by HTTP; long tasks are the main thread's stretches of 50 ms and
more. "Browser" and "server" are milliseconds of processor time, the page's main thread's and the
server's processes' (Linux only): on a busy machine the better guide. The results are also written
beside this file, where git ignores them.
"""

import argparse
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
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import browser
from playwright.sync_api import Page, sync_playwright

Change = dict[str, Any]  # what one change took, and its kind
Step = tuple[str, Callable[[], None]]  # the kind of a change, and what a reader does for it
RESULTS = Path(__file__).with_suffix(".json")
COUNTRIES = {
    "IND": (79, 22),
    "BRA": (-52, -10),
    "AUS": (134, -25),
    "USA": (-98, 39),
    "MEX": (-102, 24),
    "EGY": (30, 27),
    "ARG": (-65, -35),
    "KAZ": (67, 48),
}  # in the middle of each
PAGES = {
    "floor": "",
    "overview": "",
    "beside": "",
    "trafficking": "trafficking",
    "cybercrime": "cybercrime",
    "dash": "",
    "panel": "peer_panel",
}
PEERS = {"dash": ("dash", "dash_ag_grid", "gunicorn"), "panel": ("panel",)}  # what each needs
MAPS = {"dash": "#map .js-plotly-plot", "panel": ".map .js-plotly-plot"}
ANSWER = 1000  # bytes: less is no answer to a change
APP = "[data-testid=stApp][data-test-script-state=notRunning]"
READY = {
    "floor": f"{APP} [data-testid=stMetric]",
    "dash": "#rows .ag-row",
    "panel": ".tabulator-row",
}

# Panel's parts live in shadow trees, which are watched as they come.
ROOTS = """() => {
  const attach = Element.prototype.attachShadow;
  window.roots = [];
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how);
    window.roots.push(root);
    window.watchRoot?.(root);
    return root;
  };
}"""
WATCH = """() => {
  const see = window.seen = { start: 0, last: 0, what: '', count: 0, long: 0 };
  const idle = /^(data-(hovered|focused|focus-visible|pressed|rac)|aria-.*|title|tabindex|id)$/;
  const note = (what) => { see.last = performance.now(); see.what = what; see.count++; };
  const unseen = '.hoverlayer, .modebar-container, canvas, [role=tooltip], .zoomlayer, '
    + '.st-key-address';
  const hidden = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(unseen);
  const named = (node) => String(node.className?.baseVal ?? node.className ?? '').slice(0, 40);
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes' && idle.test(record.attributeName)) continue;
      if (hidden(record.target)) continue;
      const { type, attributeName, target } = record;
      note(`${type} ${attributeName ?? ''} ${target.nodeName}.${named(target)}`);
    }
  });
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  window.watchRoot = (root) => observer.observe(root, all);
  const main = document.querySelector('[data-testid=stMain]') ?? document.body;
  [main, ...window.roots].forEach(window.watchRoot);
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...rest) {
    if (this.canvas.isConnected) note('canvas');
    return draw.apply(this, rest);
  };
  new PerformanceObserver((list) => {
    for (const task of list.getEntries())
      if (task.startTime + task.duration > see.start) see.long += task.duration;
  }).observe({ entryTypes: ['longtask'] });
  const begin = (event) => {
    see.start = event.timeStamp;
    see.last = see.count = see.long = 0;
  };
  for (const kind of ['click', 'keydown']) addEventListener(kind, begin, true);
}"""
QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return (!app || app.dataset.testScriptState === 'notRunning')
    && window.seen.last > 0 && performance.now() - window.seen.last > 1000;
}"""


def serve_floor(port: int) -> None:
    """The bare page on everything server.py puts around ours: warm-up, frozen garbage, headers,
    compression.
    """
    import streamlit as st
    from starlette.middleware import Middleware
    from starlette.routing import Route

    import server
    from hosting import files, headers, page

    starting = server.starting
    app = st.App(
        Path(__file__).with_name("bare_floor.py"),
        lifespan=starting.lifespan,
        routes=[Route("/healthz", starting.healthz)],
        middleware=[
            Middleware(headers.Guarded),
            Middleware(page.Page, server.early),
            Middleware(files.Files),
        ],
    )
    app.run(
        config={
            "server.port": port,
            "server.address": "127.0.0.1",
            "server.headless": True,
            "logger.hideWelcomeMessage": True,
        }
    )


def ours(root: Path | str = ROOT, processes: int = 1) -> Callable[[int], list[str]]:
    """The command that starts the dashboard of a checkout at a port."""
    server = [sys.executable, str(Path(root) / "server.py"), "--no-browser"]
    return lambda port: [*server, f"--port={port}", f"--processes={processes}"]


@contextlib.contextmanager
def served(
    command: Callable[[int], list[str]], ready: str = "healthz"
) -> Iterator[tuple[str, int]]:
    """Address and process of a server, when it is warm and answers at `ready`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command(port), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 90
        while True:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{' '.join(command(port))} did not become ready")
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{port}/{ready}", timeout=30),
            ):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def processor(process: int) -> float:
    """Milliseconds of processor time a process and its children have had; 0 where nobody tells."""
    told = Path(f"/proc/{process}")
    if not told.exists():
        return 0.0
    fields = (told / "stat").read_text().rpartition(")")[2].split()
    children = (told / "task" / str(process) / "children").read_text().split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(
        processor(int(each)) for each in children
    )


class Window:
    """A page under the watch; counts what came to it."""

    def __init__(self, page: Page, name: str, address: str, server: int) -> None:
        self.page = page
        self.name = name
        self.server = server
        self.received = 0
        self.wire = wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Performance.enable", {"timeDomain": "threadTicks"})
        wire.on("Network.webSocketFrameReceived", lambda event: self.count(event["response"]))
        wire.on("Network.loadingFinished", self.count_file)
        page.add_init_script(f"({ROOTS})()")
        page.goto(address)
        page.locator(READY.get(name, READY["floor"])).first.wait_for(timeout=60_000)
        page.wait_for_timeout(2500)
        page.evaluate(WATCH)

    def count(self, frame: dict[str, Any]) -> None:
        """Adds a frame's bytes."""
        self.received += (
            len(frame["payloadData"])
            if frame["opcode"] == 1
            else len(base64.b64decode(frame["payloadData"]))
        )

    def count_file(self, file: dict[str, Any]) -> None:
        """Adds an answer's bytes."""
        self.received += file["encodedDataLength"]

    def thread(self) -> float:
        """Milliseconds of processor time the page's main thread has had."""
        told = {
            each["name"]: each["value"]
            for each in self.wire.send("Performance.getMetrics")["metrics"]
        }
        return 1000 * float(told["ThreadTime"])

    def measured(self, act: Callable[[], None]) -> Change:
        """One change: milliseconds, bytes, long tasks, changes of the document."""
        self.page.wait_for_timeout(150)
        self.received = 0
        server, thread = processor(self.server), self.thread()
        act()
        until = time.monotonic() + 20
        while (
            self.received < ANSWER and time.monotonic() < until
        ):  # on a busy machine an answer may be long in coming
            self.page.wait_for_timeout(20)
        self.page.wait_for_function(QUIET, timeout=20_000, polling=40)
        seen = self.page.evaluate("() => window.seen")
        cpu = {"browser": self.thread() - thread, "server": processor(self.server) - server}
        return {
            **cpu,
            "ms": seen["last"] - seen["start"],
            "bytes": self.received,
            "long": seen["long"],
            "changes": seen["count"],
            "what": seen["what"],
        }


def country(page: Page, code: str, graph: str) -> Callable[[], None]:
    """A click on a country on the map."""

    def act() -> None:
        at = page.locator(graph).first.evaluate(
            """(graph, [lon, lat]) => {
              const [x, y] = graph._fullLayout.geo._subplot.projection([lon, lat]);
              const box = graph.getBoundingClientRect();
              return [box.x + x, box.y + y];
            }""",
            list(COUNTRIES[code]),
        )
        page.mouse.move(at[0] - 4, at[1])
        page.mouse.move(*at, steps=4)  # a figure just drawn anew misses the first
        page.wait_for_timeout(150)
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


def changes(window: Window, count: int) -> list[Step]:
    """`count` changes of a page, one after another."""
    page = window.page
    if window.name == "floor":
        radios = page.locator("[data-testid=stRadio] label:has(input)")
        return [("radio", radios.nth(1 + i % 9).click) for i in range(count)]
    codes, graph = list(COUNTRIES), MAPS.get(window.name, ".st-key-map .js-plotly-plot")
    clear: Callable[[], None] = lambda: page.get_by_role("button", name="Clear", exact=True).click()
    step: Callable[[int], Step] = lambda i: (
        ("country", country(page, codes[i % len(codes)], graph)),
        ("period", key(page, "ArrowLeft")),
        ("clear", clear),
    )[max(0, i % 4 - 1)]
    return [step(i) for i in range(count)]


def table(found: dict[str, list[Change]]) -> str:
    """The results as text."""
    lines = [
        (
            f"{'':24}{'changes':>8}{'p50 ms':>9}{'p95 ms':>9}{'long ms':>9}"
            f"{'browser':>9}{'server':>9}{'kB':>8}{'DOM':>7}"
        )
    ]
    for name, every in found.items():
        for kind in ("all", *dict.fromkeys(each["kind"] for each in every)):
            some = [each for each in every if kind in ("all", each["kind"])]
            ms = sorted(each["ms"] for each in some)
            p95 = ms[min(len(ms) - 1, round(0.95 * (len(ms) - 1)))]
            middle = {
                part: statistics.median(each[part] for each in some)
                for part in ("long", "bytes", "changes", "browser", "server")
            }
            lines.append(
                f"{name if kind == 'all' else '  ' + kind:24}{len(some):>8}"
                f"{statistics.median(ms):>9.0f}{p95:>9.0f}{middle['long']:>9.0f}"
                f"{middle['browser']:>9.0f}{middle['server']:>9.0f}"
                f"{middle['bytes'] / 1000:>8.1f}{middle['changes']:>7.0f}"
            )
            if kind == "all" and len({each["kind"] for each in some}) == 1:
                break
    return "\n".join(lines)


def ratios(found: dict[str, list[Change]]) -> str:
    """How the others' middle changes are to our overview's, in one line each."""
    middle = {
        name: {
            part: statistics.median(each[part] for each in every)
            for part in ("ms", "browser", "server", "bytes")
        }
        for name, every in found.items()
    }
    ours = middle["overview"]
    say: Callable[[str], str] = lambda name: "  ".join(
        f"{part} x {middle[name][part] / ours[part]:.2f}" for part in ours if ours[part]
    )
    return "\n".join(f"{name} to overview: {say(name)}" for name in middle if name != "overview")


def installed(python: str, name: str) -> bool:
    """Whether a page's framework is there; all but the peers' is."""
    return not subprocess.run(
        [python, "-c", f"import {', '.join(PEERS.get(name, ('sys',)))}"],
        capture_output=True,
        check=False,
    ).returncode


def servers(
    peers: str, beside: str | None = None
) -> dict[str, tuple[Callable[[int], list[str]], str]]:
    """By page what starts a server of its own at a port, and the address at which it is ready."""
    here = str(Path(__file__).parent)
    return {
        "beside": (ours(beside or ROOT), "healthz"),
        "floor": (
            lambda port: [sys.executable, str(Path(__file__)), "--floor", str(port)],
            "healthz",
        ),
        "dash": (
            lambda port: [
                peers,
                "-m",
                "gunicorn",
                "--chdir",
                here,
                "--workers=1",
                "--threads=4",
                "--no-control-socket",
                f"--bind=127.0.0.1:{port}",
                "peer_dash:server",
            ],
            "",
        ),
        "panel": (
            lambda port: [
                peers,
                "-m",
                "panel",
                "serve",
                f"{here}/peer_panel.py",
                "--num-procs=1",
                "--warm",
                "--address=127.0.0.1",
                f"--port={port}",
                f"--allow-websocket-origin=127.0.0.1:{port}",
                "--static-dirs",
                "outlines=static/outlines",
            ],
            "peer_panel",
        ),
    }


def main() -> None:
    """Prints the tables and writes the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("changes", nargs="?", type=int, default=32)
    parser.add_argument(
        "--only",
        nargs="+",
        choices=PAGES,
        default=list(PAGES),
        metavar="PAGE",
        help=", ".join(PAGES),
    )
    parser.add_argument(
        "--peers",
        default=sys.executable,
        metavar="PYTHON",
        help="the Python that has Dash and Panel",
    )
    parser.add_argument(
        "--beside",
        metavar="FOLDER",
        help="another checkout of ours, such as the one before a change: its overview in one run",
    )
    asked = parser.parse_args()
    if not asked.beside:
        asked.only = [name for name in asked.only if name != "beside"]
    names = [name for name in asked.only if installed(asked.peers, name)]
    for name in asked.only:
        if name not in names:
            print(
                f"{name.capitalize()} is not installed in {asked.peers}, so it is not measured: pip"
                " install -r benchmarks/requirements.txt"
            )
    found: dict[str, list[Change]] = {name: [] for name in names}
    with contextlib.ExitStack() as stack:
        running = {
            name: stack.enter_context(served(*how))
            for name, how in servers(asked.peers, asked.beside).items()
            if name in names
        }
        dashboard = stack.enter_context(served(ours()))
        chromium = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=browser.executable(), args=["--no-sandbox"]
        )
        windows = []
        for name in names:
            address, process = running.get(name, dashboard)
            windows.append(
                Window(
                    chromium.new_page(viewport={"width": 1366, "height": 1600}),
                    name,
                    f"{address}/{PAGES[name]}",
                    process,
                )
            )
        for i, steps in enumerate(
            zip(*(changes(window, asked.changes + 4) for window in windows), strict=True)
        ):
            for window, (kind, act) in zip(windows, steps, strict=True):
                one = window.measured(act)
                if i >= 4:  # the first ones wake the browser's compiler
                    found[window.name].append({"kind": kind, **one})
        chromium.close()
    RESULTS.write_text(json.dumps(found, indent=1))
    print(table(found))
    if "overview" in found:
        print(ratios(found))


if __name__ == "__main__":
    serve_floor(int(sys.argv[2])) if sys.argv[1:2] == ["--floor"] else main()
