"""How long an inbox, a search by value, a page of TAXII and a post take with a thousand objects of
intelligence held and with many more, by hand.

python benchmarks/intelligence.py [--many 100000]

Prints medians in milliseconds and the ratio of each; the load of the machine beside them.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
import intelligence as invented
from sqlalchemy.engine import make_url

from data.intelligence import objects, shared
from data.intelligence.sight import GROUPS, Sight
from data.watch.ledger import Watch
from security.tlp import Tlp
from security.viewer import Viewer

FEW, AT_ONCE, TURNS = 1_000, 1_000, 41
HOW = invented.malware("Big")


def told(number: Any) -> list[dict[str, Any]]:
    """An indicator of the one malware, and what ties it to that."""
    what = invented.indicator(number)
    return [what, invented.linked(what, "indicates", HOW)]


def fill(watch: Watch, first: int, last: int) -> None:
    """Shares the indicators of these numbers, without the judgement of the standard's libraries,
    which takes most of a post and holds nothing.
    """
    judged, whole = objects.judged, objects._whole
    objects.judged = objects._whole = lambda *_: None
    try:
        _filled(watch, first, last)
    finally:
        objects.judged, objects._whole = judged, whole


def _filled(watch: Watch, first: int, last: int) -> None:
    for start in range(first, last, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, last))
        shared.accept(watch, [each for number in numbers for each in told(number)], "FRA")


def questions(watch: Watch, held: int) -> dict[str, Callable[[int], Any]]:
    """What is asked of a store with so many held, in a turn of this number."""
    sight = Sight(watch, Viewer("IDN", "IDN"))
    (late, *_), _ = sight.collection("IDN", Tlp.RED, after=watch.heads()[1] - 30)

    def page(**more: Any) -> Any:
        return sight.collection("IDN", more.pop("mark", Tlp.RED), **more)

    def on_the_page() -> None:
        sight.numbers("IDN")
        for group in GROUPS:
            sight.group("IDN", group, 12)

    return {
        "inbox by the API": lambda _: sight.inbox("IDN"),
        "inbox on the page": lambda _: on_the_page(),
        "search by value": lambda turn: sight.inbox(
            "IDN", value=f"host-{held // 2 + turn}.example"
        ),
        "search in vain": lambda turn: sight.inbox("IDN", value=f"none-{turn}.example"),
        "page of TAXII": lambda _: page(after=held // 2),
        "TAXII, added after": lambda _: page(added_after_us=late.added_us),
        "TAXII, a rare kind": lambda _: page(types=("malware",)),
        "TAXII, a low mark": lambda _: page(mark=Tlp.CLEAR),
        "post of two objects": lambda turn: shared.accept(watch, told(f"{held} {turn}"), "FRA"),
    }


def held(folder: str, many: int) -> Watch:
    """A store of its own with so many."""
    watch = Watch(make_url(f"sqlite:///{folder}/{many}.sqlite"))
    place = invented.location("ID")
    shared.accept(watch, [HOW, place, invented.linked(HOW, "targets", place)], "FRA")
    fill(watch, 0, many)
    return watch


def main() -> None:
    """Fills two stores and asks both by turns, so that whatever else the machine does falls on
    both alike.
    """
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--many", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        stores = [questions(held(folder, many), many) for many in (FEW, asked.many)]
        minutes = (time.monotonic() - begun) / 60
        print(
            f"{asked.many:,} indicators held ({minutes:.1f} minutes to take in); load"
            f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )
        for name in stores[0]:
            took: tuple[list[float], ...] = ([], [])
            for turn in range(TURNS):
                for store, times in zip(stores, took, strict=True):
                    before = time.perf_counter()
                    store[name](turn)
                    times.append(1000 * (time.perf_counter() - before))
            few, many = map(statistics.median, took)
            print(f"{name:20} {few:8.1f} ms  {many:8.1f} ms   x {many / few:.2f}")


if __name__ == "__main__":
    main()
