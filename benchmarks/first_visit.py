"""Cold start and first visit, by hand: `streamlit run dashboard.py`, or the server of another
checkout of ours such as the one before a change, beside `python server.py`, in turn.

python benchmarks/first_visit.py [ROUNDS] [--beside FOLDER]

Seconds are medians: from the process's start until it answers, until the first heading or figure is
drawn, and until the page has run and a chart is drawn; then the latter for a second visitor with an
empty cache, for one who comes back, and for a newcomer on a slow line. MB is what a newcomer
receives. "Server" and "browser" are seconds of processor time until all of the first visit is
drawn, the server's from its start and the page's main thread's: on a busy machine the better guide.
"""

import argparse
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
from filter_change import processor

Way = Callable[[int], list[str]]
COLUMNS = (
    *("answers", "first drawn", "all drawn", "2nd visitor", "returning", "at 5 Mbit/s", "MB"),
    *("server", "browser"),
)
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 5e6 / 8, "uploadThroughput": 1e6 / 8}


def streamlit_run(port: int) -> list[str]:
    """As a Streamlit app is started that has no server of its own."""
    return ["-m", "streamlit", "run", str(ROOT / "dashboard.py"), f"--server.port={port}"]


def server(root: Path) -> Way:
    """As a checkout of ours is started."""
    return lambda port: [str(root / "server.py"), "--no-browser", f"--port={port}"]


def visit(
    context: BrowserContext, address: str, process: int, slow: bool = False
) -> tuple[float, ...]:
    """Seconds until something is drawn and until all is, MB received, and seconds of a processor
    that the server and the page have had by then, of a page opened in `context`.
    """
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Performance.enable")
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
    told = {each["name"]: each["value"] for each in wire.send("Performance.getMetrics")["metrics"]}
    worked = processor(process) / 1000, told["ThreadTime"]
    page.wait_for_load_state("networkidle")
    page.close()
    return first, every, sum(received) / 1e6, *worked


def measured(chromium: Browser, command: Way) -> tuple[float, ...]:
    """One cold start and four visits, in the order of COLUMNS."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command(port)],
        cwd=Path(next(each for each in command(port) if each.endswith(".py"))).parent,
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
        first, every, megabytes, *worked = visit(chromium.new_context(), address, process.pid)
        window = chromium.new_context()  # a context keeps its cache from one page to the next
        second = visit(window, address, process.pid)[1]
        returning = visit(window, address, process.pid)[1]
        slow = visit(chromium.new_context(), address, process.pid, slow=True)[1]
        seconds = (answers, answers + first, answers + every, second, returning, slow)
        return *seconds, megabytes, *worked
    finally:
        process.kill()
        process.wait()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    parser.add_argument("--beside", type=Path, metavar="FOLDER")
    asked = parser.parse_args()
    ways: dict[str, Way] = (
        {"beside": server(asked.beside.resolve())}
        if asked.beside
        else {"streamlit run": streamlit_run}
    ) | {"server.py": server(ROOT)}
    found: dict[str, list[tuple[float, ...]]] = {way: [] for way in ways}
    with (
        sync_playwright() as play,
        play.chromium.launch(
            executable_path=browser.executable(), args=["--no-sandbox"]
        ) as chromium,
    ):
        for _ in range(asked.rounds):
            for way, command in ways.items():
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
