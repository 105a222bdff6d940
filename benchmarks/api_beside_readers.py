"""Figures asked for by their address beside readers, by hand: what that costs the readers.

python benchmarks/api_beside_readers.py [--rate 200] [--readers 20] [--seconds 20] [--rounds 2]
[--processes 1] [--known 0.5]

The readers are sockets that behave as browsers do and change a filter every three seconds (see
sessions.py). In each round they are alone first, then so many requests a second are made of the
API, each sent when it is due whether the one before was answered or not; `--known` of them ask
whether what they have is still the same. The asked are a table by country of every indicator, in
JSON and CSV, and each country's year. Milliseconds of requests run from when they were due.
Readers, requests and server share the machine: its load stands beside the numbers.
"""

import argparse
import asyncio
import itertools
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence

import filter_change
import sessions

from data import catalog, query

LINES = 32  # connections that stay open
COUNTRIES = ("IDN", "SGP", "USA", "GBR", "THA", "NGA", "COL", "UKR")


def addresses() -> list[str]:
    """What is asked for, in an order that does not change."""
    names = [name for name in catalog.indicators() if query.extent(name)[0]]
    found = [f"/api/v1/figures/{name}{end}?by=country" for name in names for end in ("", ".csv")]
    found += [
        f"/api/v1/figures/{name}?country={code}&by=period" for name in names for code in COUNTRIES
    ]
    random.Random(1).shuffle(found)
    return found


class Asking:
    """Requests at a rate over a few connections: what each took, and what was answered."""

    def __init__(self, port: int, asked: argparse.Namespace) -> None:
        self.port, self.rate, self.known = port, asked.rate, asked.known
        self.addresses, self.dice = addresses(), random.Random(2)
        self.tags: dict[str, str] = {}
        self.took: list[float] = []
        self.said: Counter[int] = Counter()

    async def during(self, seconds: float) -> None:
        """All that are due in so many seconds."""
        begun = time.perf_counter()
        turns = itertools.count()
        due = (begun + number / self.rate for number in turns)
        whole = itertools.takewhile(lambda at: at < begun + seconds, due)
        await asyncio.gather(*(self._line(whole) for _ in range(LINES)))

    async def _line(self, due: Iterator[float]) -> None:
        reading, writing = await asyncio.open_connection("127.0.0.1", self.port)
        for at in due:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            address = self.dice.choice(self.addresses)
            tag = self.tags.get(address) if self.dice.random() < self.known else None
            head = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            head += f"If-None-Match: {tag}\r\n" if tag else ""
            writing.write(f"{head}\r\n".encode())
            status, tag = await _answer(reading)
            self.tags[address] = tag
            self.said[status] += 1
            self.took.append(1000 * (time.perf_counter() - at))
        writing.close()


async def _answer(reading: asyncio.StreamReader) -> tuple[int, str]:
    """The status of an answer and its name; all of it is read."""
    head = (await reading.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    said = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
    if said.get("transfer-encoding") == "chunked":
        while size := int(await reading.readline(), 16):
            await reading.readexactly(size + 2)
        await reading.readexactly(2)
    else:
        await reading.readexactly(int(said.get("content-length", 0)))
    return int(head[0].split()[1]), said.get("etag", "")


def part(took: Sequence[float]) -> str:
    """How long they took."""
    found = sorted(took)
    last = found[round(0.95 * (len(found) - 1))]
    return f"{len(found):6}  p50 {statistics.median(found):6.1f}  p95 {last:6.1f} ms"


def p95(took: Sequence[float]) -> float:
    """What nineteen of twenty stay within."""
    return sorted(took)[round(0.95 * (len(took) - 1))]


async def measured(address: str, process: int, asked: argparse.Namespace) -> None:
    """All rounds on one server."""
    port = int(address.rpartition(":")[2])
    readers = [sessions.Reader(port, "", seed, False) for seed in range(asked.readers)]
    opened, until = asyncio.Event(), asyncio.Event()
    lives = [asyncio.create_task(each.live(opened, until)) for each in readers]
    while not all(each.widget for each in readers):
        await asyncio.sleep(0.2)
    asking = Asking(port, asked)
    opened.set()
    await asyncio.sleep(6)
    ratios = []
    for number in range(asked.rounds):
        found = {}
        for name in ("alone", "beside"):
            begun = [len(each.took) for each in readers]
            first, cpu, at = len(asking.took), filter_change.processor(process), time.perf_counter()
            own = time.process_time()
            await (
                asking.during(asked.seconds) if name == "beside" else asyncio.sleep(asked.seconds)
            )
            seconds = time.perf_counter() - at
            busy = (filter_change.processor(process) - cpu) / 10 / seconds
            ours = 100 * (time.process_time() - own) / seconds
            found[name] = [
                each for one, n in zip(readers, begun, strict=True) for each in one.took[n:]
            ]
            print(
                f"{number + 1} readers {name:6} {part(found[name])}; server {busy:3.0f} % of a"
                f" core, clients {ours:3.0f} %, load {os.getloadavg()[0]:.1f}"
            )
            if name == "beside":
                made = asking.took[first:]
                print(f"  requests {len(made) / seconds:6.1f}/s {part(made)}; {dict(asking.said)}")
        ratios.append(p95(found["beside"]) / p95(found["alone"]))
        print(f"  readers' p95 x {ratios[-1]:.2f}", flush=True)
    until.set()
    await asyncio.gather(*lives)
    wrong = sum(each.wrong for each in readers)
    print(f"readers' p95 x {statistics.median(ratios):.2f}; {wrong} wrong answers")


def main() -> None:
    """Starts a server of its own."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--known", type=float, default=0.5, help="so many ask for what they have")
    asked = parser.parse_args()
    with filter_change.served(filter_change.ours(processes=asked.processes)) as (address, process):
        sessions.warm(address)
        asyncio.run(measured(address, process, asked))


if __name__ == "__main__":
    main()
