"""Readers while a large version is published, by hand: their usual time, their time beside the
import, and whether any saw half a version.

python benchmarks/import_beside_readers.py [--records 10000000] [--readers 50] [--think 3]

Readers are threads of one process that turn a filter and wait; the new version is published by
another process, as `import` does. Milliseconds are those of one interaction (see interaction.py),
answers kept from before forgotten each time.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import interaction

from data import catalog, query, store
from data.query import Filters

PUBLISH = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[1:2]
from data import catalog, store
os.nice(10)
store.publish(Path(sys.argv[2]), catalog.sources()["gtd"], Path(sys.argv[3]), {})
"""


class Readers:
    """Threads that read until they are told to stop: what each interaction took, and every total
    seen.
    """

    def __init__(self, number: int, think: float) -> None:
        self.took: list[tuple[float, float | None]] = []
        self.totals: Counter[float | None] = Counter()
        self.faults: list[str] = []
        self.stop = threading.Event()
        self.threads = [
            threading.Thread(target=self.read, args=(random.Random(seat), think))
            for seat in range(number)
        ]

    def read(self, chance: random.Random, think: float) -> None:
        """One reader."""
        turns = interaction.filters(200)
        self.stop.wait(chance.uniform(0, think))
        while not self.stop.is_set():
            start = time.perf_counter()
            try:
                interaction.forget()
                interaction.interaction(chance.choice(turns))
                took = 1000 * (time.perf_counter() - start)
                total = query.total(Filters(interaction.NAME)).value
                self.took.append((took, total))
                self.totals[total] += 1
            except Exception as fault:  # noqa: BLE001  # whatever a reader meets is told at the end
                self.faults.append(repr(fault))
            self.stop.wait(think)

    def during(self, wait: Callable[[], None]) -> "Readers":
        """Reads while `wait` goes on."""
        for each in self.threads:
            each.start()
        wait()
        self.stop.set()
        for each in self.threads:
            each.join()
        return self

    def times(self, total: float | None = None) -> list[float]:
        """What the turns took in milliseconds, the shortest first; only those that saw this total,
        if one is given.
        """
        return sorted(took for took, seen in self.took if total in (None, seen))

    def line(self, name: str, total: float | None = None) -> str:
        """The times in words."""
        took = self.times(total)
        return (
            f"{name:18}{len(took):>8} turns   p50 {statistics.median(took):>7.1f} ms   p95"
            f" {took[int(0.95 * (len(took) - 1))]:>7.1f} ms   {len(self.faults)} errors"
        )


def main() -> None:
    """Prints the two lines and what was seen."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--think", type=float, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root, old, new = (
            Path(folder) / "store",
            Path(folder) / "old.parquet",
            Path(folder) / "new.parquet",
        )
        interaction.write(asked.records - 1000, old)
        interaction.write(asked.records, new)
        store.publish(root, catalog.sources()["gtd"], old, {})
        os.environ["THREATS_STORE"] = str(root)
        store.forget()
        for each in interaction.filters(5):
            interaction.interaction(each)
        usual = Readers(asked.readers, asked.think).during(lambda: time.sleep(30))
        print(usual.line("usual"), flush=True)

        def publish() -> None:
            done = subprocess.run(
                [sys.executable, "-c", PUBLISH, str(interaction.ROOT), str(root), str(new)],
                check=False,
            )
            assert done.returncode == 0
            time.sleep(5)  # until the readers have opened it

        start = time.perf_counter()
        beside = Readers(asked.readers, asked.think).during(publish)
        print(beside.line("until it is there", asked.records - 1000))
        print(beside.line("when it is there", asked.records))
        print(beside.line("both"), f"  published in {time.perf_counter() - start - 5:.0f} s")
        print(
            f"p50 {statistics.median(beside.times()) / statistics.median(usual.times()):.2f} times"
            f" the usual; totals seen: {dict(usual.totals + beside.totals)};"
            f" {(beside.faults or [''])[0]}"
        )


if __name__ == "__main__":
    main()
