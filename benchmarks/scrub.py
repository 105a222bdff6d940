"""A figure moved through its years, by hand: ours, whose browser has all of them, beside the same
page in Dash and in Panel, which ask their server for each.

python benchmarks/scrub.py [STEPS] [--peers PYTHON]

A step is a press of an arrow on a handle: on ours below the timeline, which then shows that
year, and on the peers' first one of the period. The pages take turns after five steps, between
which our handle rests too short a time to count as let go. Milliseconds run from the browser's own
time of the key to the last change of visible content, as in filter_change.py, where also stands
what the peers need; of ours also what its script took of them, and how many messages it sent
before the handle was let go.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import sys
from typing import Any

import filter_change
from filter_change import Window
from playwright.sync_api import sync_playwright

HANDLES = {"overview": ".st-key-timeline .time input[type=range]"}
REST = {"overview": 250}  # milliseconds without a change after which a step is over
TURN = 5  # steps
KEYS = "ArrowLeft", "ArrowRight"  # by turns: the figure has fifteen years
RESTED = """(rest) => window.seen.last > 0 && performance.now() - window.seen.last > rest"""


def step(window: Window, key: str) -> float:
    """Milliseconds from the key to the last repaint."""
    rest = REST.get(window.name, 1000)
    window.page.evaluate("() => { window.seen.last = 0; }")
    window.page.keyboard.press(key)
    window.page.wait_for_function(RESTED, arg=rest, timeout=20_000, polling=20)
    seen: dict[str, Any] = window.page.evaluate("() => window.seen")
    return float(seen["last"] - seen["start"])


def said(name: str, times: list[float]) -> str:
    """A line of the table."""
    ordered = sorted(times)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{name:22}{len(ordered):>6}{statistics.median(ordered):>9.1f}{p95:>9.1f}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="?", type=int, default=40)
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON")
    asked = parser.parse_args()
    servers = {
        **filter_change.servers(asked.peers),
        "overview": (filter_change.ours(), "healthz"),
    }
    names = [
        name for name in ("overview", "dash", "panel") if filter_change.installed(asked.peers, name)
    ]
    found: dict[str, list[float]] = {name: [] for name in names}
    with contextlib.ExitStack() as stack:
        running = {
            name: stack.enter_context(filter_change.served(*servers[name])) for name in names
        }
        chromium = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=filter_change.browser.executable(), args=["--no-sandbox"]
        )
        windows = []
        for name in names:
            address, process = running[name]
            page = chromium.new_page(viewport={"width": 1366, "height": 1600})
            windows.append(Window(page, name, f"{address}/{filter_change.PAGES[name]}", process))
        sent: list[float] = []
        windows[0].wire.on(
            "Network.webSocketFrameSent", lambda frame: sent.append(frame["timestamp"])
        )
        told = 0
        for turn in range(1 + asked.steps // TURN):
            for window in windows:
                handle = window.page.locator(HANDLES.get(window.name, "[role=slider]")).first
                handle.focus()
                window.page.wait_for_timeout(1500)
                sent.clear()
                times = [step(window, KEYS[turn % 2]) for _ in range(TURN)]
                told += len(sent)
                window.page.wait_for_timeout(1500)
                if turn:  # the first ones wake the browser's compiler
                    found[window.name] += times
        script = windows[0].page.evaluate(
            "() => performance.getEntriesByName('step').map((each) => each.duration)"
        )
        chromium.close()
    print(f"{'':22}{'steps':>6}{'p50 ms':>9}{'p95 ms':>9}")
    for name, times in found.items():
        print(said(name, times))
    print(said("overview, its script", script[TURN:]))
    print(f"messages sent before the handle was let go: {told}")


if __name__ == "__main__":
    main()
