"""A real browser and a real server for tests: where the browser is, and a script served by
Streamlit.
"""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = [
    "--no-sandbox",
    "--js-flags=--no-maglev --no-turbofan",  # no test draws a page often enough to repay them
]
BUSY = {  # what a machine that does three things at once is given
    "THREATS_WARM": "0",
    "THREATS_WATCH_SECONDS": "30",
}
SETTINGS = {
    "server.headless": "true",
    "server.enableStaticServing": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "minimal",
}


ASKED = {"Accept-Encoding": "gzip"}


def executable() -> str:
    """Path of Chromium or Chrome: `BROWSER_PATH`, else where it is usually installed."""
    asked = os.environ.get("BROWSER_PATH")
    if asked and Path(asked).is_file():
        return asked
    if asked:
        raise RuntimeError(f"BROWSER_PATH names {asked}, and there is no such file")
    places = (*PLACES, *filter(None, map(shutil.which, NAMES)))
    found = next((place for place in places if Path(place).is_file()), None) or _playwrights()
    if found is None:
        raise RuntimeError(
            "these tests open real pages and need Chromium or Chrome: install it (Debian: apt-get"
            " install chromium; macOS: brew install --cask google-chrome) or say where it is with"
            " BROWSER_PATH=/path/to/chrome"
        )
    return found


def _playwrights() -> str | None:
    """The one Playwright has fetched; None where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return None

    def place() -> str:
        with sync_playwright() as play:
            return play.chromium.executable_path

    with ThreadPoolExecutor(1) as aside:  # a browser may be open already, and a thread has one
        path = aside.submit(place).result()
    return path if Path(path).is_file() else None


@contextlib.contextmanager
def launched() -> Iterator["Browser"]:
    """The browser, until the block is left; a busy machine has time to show what is expected."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=20_000)
    path = executable()
    with (
        sync_playwright() as play,
        play.chromium.launch(executable_path=path, args=FLAGS) as opened,
    ):
        yield opened


READY = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = """() => !document.querySelector('[data-testid=stSkeleton]')
  && [...document.querySelectorAll('.plot')].filter((plot) => plot.clientWidth)
    .every((plot) => plot.querySelector('.main-svg'))"""
STILL = """(quiet) => new Promise((done) => {
  let waiting;
  const seen = new MutationObserver(() => again());
  const again = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { seen.disconnect(); done(); }, quiet);
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  seen.observe(document, all);
  requestAnimationFrame(() => requestAnimationFrame(again));
})"""


def still(window: "Page", quiet: int = 250) -> None:
    """Waits until the script has run, the charts are drawn, and nothing in the page has changed
    for `quiet` milliseconds: longer than a chart waits before it follows a new width.
    """
    window.locator(READY).wait_for(state="attached", timeout=60_000)
    window.wait_for_function(DRAWN, timeout=30_000)
    window.evaluate(STILL, quiet)


QUIET = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  const plots = [...document.querySelectorAll('.plot')].filter((plot) => plot.clientWidth);
  const filled = (plot) => !plot.querySelector('.geolayer .geo')
    || plot.querySelector('.choroplethlocation, .scattergeo path');
  const done = app?.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1') && !document.querySelector('[data-testid=stSkeleton]')
    && plots.every((plot) => plot.querySelector('.main-svg') && filled(plot))
    && ![...document.querySelectorAll('[data-stale=true]')].length;
  const now = performance.now();
  if (!done || window.lastSeen !== location.href) {
    window.quietSince = now;
    window.lastSeen = location.href;
  }
  return done && now - window.quietSince > 250;
}"""


GO = """(address) => {
  window.asked = location.href === new URL(address, location).href;
  const seen = new MutationObserver(() => { window.asked = true; seen.disconnect(); });
  seen.observe(document.querySelector('[data-testid=stApp]'),
    { attributeFilter: ['data-test-script-state'] });
  seen.observe(document.querySelector('[data-testid=stMain]'), // a short run is over unseen
    { childList: true, characterData: true, subtree: true });
  history.pushState({}, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}"""


def settled(page: "Page") -> "Page":
    """The page once its script has run and its charts are drawn."""
    page.evaluate("() => { window.quietSince = performance.now(); }")
    page.wait_for_function(QUIET, timeout=30_000, polling=50)
    return page


def go(page: "Page", address: str) -> "Page":
    """Another view in the same window, as Back and Forward come to it: nothing is loaded again."""
    if page.url == "about:blank" or page.url.endswith(LEFT):
        page.goto(address)
    else:
        page.evaluate(GO, address)
        page.wait_for_function("() => window.asked")
    return settled(page)


LEFT = "/_stcore/health"
FORGET = """async (left) => {
  try {
    localStorage.clear();
    sessionStorage.clear();
    return (await fetch(left)).ok;
  } catch {
    return false;  // a page that has no storage, or whose server was one of the test's own
  }
}"""


def forget(window: "Page") -> bool:
    """Lets a window keep nothing of its reader but the page that is open; whether its server is
    there.
    """
    for other in window.context.pages:
        if other != window:
            other.close()
    left = window.url.endswith(LEFT)  # already, before its server ended
    there = not left and window.evaluate(FORGET, LEFT)
    window.context.clear_cookies()
    return there


def leave(window: "Page") -> None:
    """Makes a window what it is for a new reader. It stays with the server: what draws its pages
    ends at a blank one, and the next would read every script anew, for a second.
    """
    there = forget(window)
    window.goto(urljoin(window.url, LEFT) if there else "about:blank")
    window.emulate_media(media="null", color_scheme="light")


class Server:
    """A running `python server.py` and one question to it at a time."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.address = f"http://127.0.0.1:{port}"

    def get(
        self, path: str, headers: dict[str, str] = ASKED
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status, headers and body, with the path sent as it stands."""
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(asked):
            asked.request("GET", path, headers=headers)
            answer = asked.getresponse()
            return answer.status, answer.headers, answer.read()


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def started(
    *args: str, cwd: Path = ROOT, env: dict[str, str] | None = None, said: IO[str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """A process of `python server.py` with this added to its environment, until the block is
    left; what it says goes to `said`, or can be read from it. It works out no figure before it is
    asked for, unless told otherwise: that is more than half of a start.
    """
    command = [sys.executable, str(ROOT / "server.py"), "--no-browser", *args]
    more = env or {}
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=said or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | more | {name: more.get(name) or BUSY[name] for name in BUSY},
    )
    try:
        yield process
    finally:
        _ended(process)


def _ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def ready(process: subprocess.Popen[str], server: Server) -> None:
    """Returns when the server answers that it can serve."""
    until = time.monotonic() + 90
    while process.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            if server.get("/healthz")[0] == 200:
                return
        time.sleep(0.05)
    process.terminate()
    raise RuntimeError(f"the server did not become ready:\n{process.communicate()[0]}")


@contextlib.contextmanager
def dashboard() -> Iterator[str]:
    """Address of `python server.py`, ready, with the bundled figures, until the block is left."""
    asked = Server(free_port())
    with (
        tempfile.TemporaryFile("w+") as said,
        started("--port", str(asked.port), env={"THREATS_STORE": ""}, said=said) as process,
    ):
        ready(process, asked)
        yield asked.address


@contextlib.contextmanager
def serving(
    script: Path,
    *,
    env: dict[str, str] | None = None,
    args: dict[str, str] | None = None,
    cwd: Path = ROOT,
) -> Iterator[str]:
    """Address of `script`, served by `streamlit run` on a free port until the block is left; `args`
    are settings such as server.baseUrlPath.
    """
    port = free_port()
    settings = SETTINGS | {"server.port": str(port), "server.address": "127.0.0.1"} | (args or {})
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(script),
        *(f"--{name}={value}" for name, value in settings.items()),
    ]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    base = "/".join(
        filter(
            None, [f"http://127.0.0.1:{port}", settings.get("server.baseUrlPath", "").strip("/")]
        )
    )
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | {"PYTHONPATH": path} | (env or {}),
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            _wait(server, said, f"{base}/_stcore/health")
            yield base
        finally:
            _ended(server)


def _wait(server: subprocess.Popen, said: IO[str], address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if server.poll() is not None:
            said.seek(0)
            raise RuntimeError(f"the server ended with code {server.returncode}:\n{said.read()}")
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"no answer from {address} after {seconds:.0f} seconds")


if __name__ == "__main__":
    try:
        subprocess.run([executable(), "--version"], check=True)
    except (RuntimeError, OSError, subprocess.CalledProcessError) as missing:
        raise SystemExit(f"No browser: {missing}") from None
