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
from data.intelligence.sight import Sight
from data.watch.ledger import Watch
from security.tlp import Tlp
from security.viewer import Viewer

FEW, AT_ONCE = 1_000, 1_000
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


def median(work: Callable[[int], Any], times: int = 15) -> float:
    """Milliseconds of one."""
    took = []
    for turn in range(times):
        begun = time.perf_counter()
        work(turn)
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.median(took)


def measured(watch: Watch, held: int) -> dict[str, float]:
    """How long each takes with so many held."""
    sight = Sight(watch, Viewer("IDN", "IDN"))
    (late, *_), _ = sight.collection("IDN", Tlp.RED, after=watch.heads()[1] - 30)

    def page() -> None:
        sight.numbers("IDN")
        for group in ("here", "ours", "told", "answers", "done"):
            sight.group("IDN", group, 12)

    return {
        "inbox by the API": median(lambda _: sight.inbox("IDN")),
        "inbox on the page": median(lambda _: page()),
        "search by value": median(
            lambda turn: sight.inbox("IDN", value=f"host-{held // 2 + turn}.example")
        ),
        "search in vain": median(lambda turn: sight.inbox("IDN", value=f"none-{turn}.example")),
        "page of TAXII": median(lambda _: sight.collection("IDN", Tlp.RED, after=held // 2)),
        "TAXII, added after": median(
            lambda _: sight.collection("IDN", Tlp.RED, added_after_us=late.added_us)
        ),
        "TAXII, a rare kind": median(
            lambda _: sight.collection("IDN", Tlp.RED, types=("malware",))
        ),
        "TAXII, a low mark": median(lambda _: sight.collection("IDN", Tlp.CLEAR)),
        "post": median(lambda turn: shared.accept(watch, told(f"{held} {turn}"), "FRA"), 7),
    }


def main() -> None:
    """Fills a store of its own twice, and measures both times."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--many", type=int, default=100_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(make_url(f"sqlite:///{folder}/watch.sqlite"))
        place = invented.location("ID")
        shared.accept(watch, [HOW, place, invented.linked(HOW, "targets", place)], "FRA")
        fill(watch, 0, FEW)
        few = measured(watch, FEW)
        begun = time.monotonic()
        fill(watch, FEW, asked.many)
        minutes = (time.monotonic() - begun) / 60
        many = measured(watch, asked.many)
        print(
            f"{asked.many:,} indicators held ({minutes:.1f} minutes to take in); load"
            f" {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )
        for name, before in few.items():
            after = many[name]
            print(f"{name:18} {before:8.1f} ms  {after:8.1f} ms   x {after / before:.2f}")


if __name__ == "__main__":
    main()
