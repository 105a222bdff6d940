"""Many readers at once, by hand: sockets that behave as browsers do, each changing a filter every
three seconds.

python benchmarks/sessions.py [SESSIONS...] [--seconds 60] [--page PATH] [--processes N] [--popular]

Each number of sessions gets a server of its own. A change is another choice of countries (one, two
or none of all there are), said as the browser says it; it lasts from the message sent until the
server has said that the run is finished, and it counts only when the answer's address names the
countries chosen. All countries are chosen alike, so that hardly any answer is there already; with
`--popular` the first is chosen twice as often as the second, three times as often as the third, and
so on. Memory is the server's resident memory, of all its processes, when it is warm and nobody is
there, and at the end with all sessions open; what the caches took meanwhile is in it. "Core" is the
share of one processor core the server took, "client" that of the sessions' own side, which shares
the machine. "Late" are changes that were due while the one before was still running. The results
are also written beside this file, where git ignores them.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import statistics
import time
import urllib.request
from pathlib import Path

import filter_change
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.geography import countries

RESULTS = Path(__file__).with_suffix(".json")
FINISHED = 44  # bytes of the message that ends a run
EVERY = 3.0  # seconds from one change to the next


class Reader:
    """One session over a socket: opens a page and changes its countries."""

    def __init__(self, port: int, path: str, seed: int, popular: bool) -> None:
        self.port, self.path = port, path
        self.dice = random.Random(seed)
        self.codes = sorted(countries.table()["iso3"])
        random.Random(0).shuffle(self.codes)
        self.weights = [1 / place if popular else 1 for place in range(1, len(self.codes) + 1)]
        self.widget = self.page = ""
        self.took: list[float] = []
        self.received: list[int] = []
        self.wrong = self.late = 0
        self.chosen: list[str] = []

    async def live(self, opened: asyncio.Event, until: asyncio.Event) -> None:
        """Opens the page, waits for the others, and changes until the end."""
        head = {"Origin": f"http://127.0.0.1:{self.port}"}
        async with websockets.connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            additional_headers=head,
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            ping_interval=None,
        ) as line:
            await self.run(line, None)
            await opened.wait()
            due = time.perf_counter() + self.dice.uniform(0, EVERY)
            while not until.is_set():
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                await self.change(line)
                due += EVERY
                while due < time.perf_counter():
                    due, self.late = due + EVERY, self.late + 1

    async def change(self, line: websockets.ClientConnection) -> None:
        """Chooses other countries and waits for the end of the run."""
        chosen = list(
            dict.fromkeys(
                self.dice.choices(self.codes, self.weights, k=self.dice.choice((0, 1, 1, 2)))
            )
        )
        start = time.perf_counter()
        said, size = await self.run(line, chosen)
        self.took.append(1000 * (time.perf_counter() - start))
        self.received.append(size)
        self.wrong += not all(f'["country","{code}"]' in said for code in chosen)

    async def run(
        self, line: websockets.ClientConnection, chosen: list[str] | None
    ) -> tuple[str, int]:
        """One run of the page: what it says of its address, without blanks, and its bytes."""
        message = BackMsg()
        message.rerun_script.page_name = self.path
        message.rerun_script.context_info.url = f"http://127.0.0.1:{self.port}/{self.path}"
        message.rerun_script.query_string = "&".join(f"country={code}" for code in self.chosen)
        if chosen is not None:
            self.chosen = chosen
            message.rerun_script.page_script_hash = self.page
            state = message.rerun_script.widget_states.widgets.add(
                id=f"$$STREAMLIT_INTERNAL_KEY_{self.widget}__events"
            )
            state.json_trigger_value = json.dumps(
                [
                    {
                        "event": "picked",
                        "value": {"key": "country", "values": chosen, "turn": len(self.took) + 1},
                    }
                ]
            )
        await line.send(message.SerializeToString())
        said, size = "", 0
        while True:
            raw = await line.recv()
            size += len(raw)
            if chosen is not None and len(raw) != FINISHED and b"address" not in raw:
                continue  # most of what comes is not looked into
            heard = ForwardMsg()
            heard.ParseFromString(raw)
            kind = heard.WhichOneof("type")
            if kind == "navigation":
                self.page = heard.navigation.page_script_hash
            elif kind == "delta" and heard.delta.WhichOneof("type") == "new_element":
                element = heard.delta.new_element
                name = element.bidi_component.component_name.rpartition(".")[2]
                if name == "bar":
                    self.widget = element.bidi_component.id
                elif name == "address":
                    said = str(element.bidi_component.json).replace(" ", "")
            elif kind == "script_finished":
                return said, size


def resident(process: int) -> float:
    """Megabytes of memory a process and those it started hold; 0 where nobody tells."""
    told = Path(f"/proc/{process}")
    if not told.exists():
        return 0.0
    children = (told / "task" / str(process) / "children").read_text().split()
    return int((told / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 + sum(
        resident(int(each)) for each in children
    )


def warm(address: str) -> None:
    """Returns when whichever process is asked is warm."""
    for _ in range(30):
        while True:
            with (
                contextlib.suppress(OSError),
                urllib.request.urlopen(f"{address}/healthz", timeout=30),
            ):
                break
            time.sleep(0.1)


async def measured(
    address: str, process: int, many: int, asked: argparse.Namespace
) -> dict[str, float]:
    """One number of sessions for the time asked for."""
    readers = [
        Reader(int(address.rpartition(":")[2]), asked.page, seed, asked.popular)
        for seed in range(many)
    ]
    before = resident(process)
    opened, until = asyncio.Event(), asyncio.Event()
    lives = [asyncio.create_task(each.live(opened, until)) for each in readers]
    while not all(each.widget for each in readers):
        if failed := next((each for each in lives if each.done()), None):
            failed.result()
        await asyncio.sleep(0.2)
    await asyncio.sleep(2)
    start, cpu, own = time.perf_counter(), filter_change.processor(process), time.process_time()
    opened.set()
    await asyncio.sleep(asked.seconds)
    seconds = time.perf_counter() - start
    share, client = (
        (filter_change.processor(process) - cpu) / 1000 / seconds,
        (time.process_time() - own) / seconds,
    )
    after = resident(process)
    until.set()
    await asyncio.gather(*lives)
    took = sorted(each for reader in readers for each in reader.took)
    return {
        "sessions": many,
        "changes": len(took),
        "p50 ms": statistics.median(took),
        "p95 ms": took[round(0.95 * (len(took) - 1))],
        "max ms": took[-1],
        "late": sum(each.late for each in readers),
        "wrong": sum(each.wrong for each in readers),
        "kB": statistics.median(each for reader in readers for each in reader.received) / 1000,
        "core %": 100 * share,
        "client %": 100 * client,
        "MB before": before,
        "MB after": after,
        "MB each": (after - before) / many,
    }


def main() -> None:
    """Prints the table and writes the results."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sessions", nargs="*", type=int, default=[1, 10, 50, 100])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--page",
        default="",
        help="a page's path, such as trafficking; the overview where nothing is said",
    )
    parser.add_argument(
        "--processes", type=int, default=1, help="the server's (default: %(default)s)"
    )
    parser.add_argument(
        "--popular", action="store_true", help="some countries are chosen more often than others"
    )
    asked = parser.parse_args()
    found = []
    for many in asked.sessions:
        with filter_change.served(filter_change.ours(processes=asked.processes)) as (
            address,
            process,
        ):
            warm(address)
            found.append(asyncio.run(measured(address, process, many, asked)))
        if len(found) == 1:
            print("".join(f"{name:>10}" for name in found[0]))
        print(
            "".join(
                f"{value:>10.1f}" if isinstance(value, float) else f"{value:>10}"
                for value in found[-1].values()
            ),
            flush=True,
        )
    RESULTS.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
