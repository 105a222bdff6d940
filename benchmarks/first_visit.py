"""Cold start and first visit, by hand: `streamlit run dashboard.py` beside `python server.py`, in
turn.

python benchmarks/first_visit.py [ROUNDS]

Seconds are medians: from the process's start until it answers, until the first heading or figure is
drawn, and until the page has run and a chart is drawn; then the latter for a second visitor with an
empty cache, for one who comes back, and for a newcomer on a slow line. MB is what a newcomer
receives.
"""

import contextlib
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import browser

WAYS: dict[str, Callable[[int], list[str]]] = {
    "streamlit run": lambda port: [
        "-m",
        "streamlit",
        "run",
        str(ROOT / "dashboard.py"),
        f"--server.port={port}",
    ],
    "server.py": lambda port: [str(ROOT / "server.py"), "--no-browser", f"--port={port}"],
}
COLUMNS = ("answers", "first drawn", "all drawn", "2nd visitor", "returning", "at 5 Mbit/s", "MB")
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 5e6 / 8, "uploadThroughput": 1e6 / 8}


def visit(context: BrowserContext, address: str, slow: bool = False) -> tuple[float, float, float]:
    """Seconds until something is drawn and until all is, and MB received, of a page opened in
    `context`.
    """
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if slow:
        wire.send("Network.emulateNetworkConditions", SLOW)
    received = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("h1, h2, [data-testid=stMetric]").first.wait_for(timeout=60_000)
    first = time.perf_counter() - start
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.locator(".main-svg, canvas").first.wait_for(timeout=60_000)
    every = time.perf_counter() - start
    page.wait_for_load_state("networkidle")
    page.close()
    return first, every, sum(received) / 1e6


def measured(chromium: Browser, command: Callable[[int], list[str]]) -> tuple[float, ...]:
    """One cold start and four visits, in the order of COLUMNS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=10),
            ):
                break
            time.sleep(0.01)
        answers = time.perf_counter() - start
        first, every, megabytes = visit(chromium.new_context(), address)
        window = chromium.new_context()  # a context keeps its cache from one page to the next
        _, second, _ = visit(window, address)
        _, returning, _ = visit(window, address)
        _, slow, _ = visit(chromium.new_context(), address, slow=True)
        return answers, answers + first, answers + every, second, returning, slow, megabytes
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Prints the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found: dict[str, list[tuple[float, ...]]] = {way: [] for way in WAYS}
    with (
        sync_playwright() as play,
        play.chromium.launch(
            executable_path=browser.executable(), args=["--no-sandbox"]
        ) as chromium,
    ):
        for _ in range(rounds):
            for way, command in WAYS.items():
                found[way].append(measured(chromium, command))
    medians = {
        way: [statistics.median(column) for column in zip(*runs, strict=True)]
        for way, runs in found.items()
    }
    medians["ratio"] = [new / old for old, new in zip(*medians.values(), strict=True)]
    print(f"{'':14}" + "".join(f"{name:>14}" for name in COLUMNS))
    for way, values in medians.items():
        print(f"{way:14}" + "".join(f"{value:14.2f}" for value in values))


if __name__ == "__main__":
    main()
