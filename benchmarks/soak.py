"""Many readers for long, by hand: does the server's memory grow, and does a page ever fail?

python benchmarks/soak.py [--sessions 50] [--minutes 30] [--every 6]

Each reader opens a page drawn at random with countries, a group, a period, a region, a measure,
stays some seconds, leaves, and opens another. A page fails where its run ends in an error or shows
one. Memory is the server's, each minute; the growth is that of the last five minutes against the
five after the first five.
"""

import argparse
import asyncio
import random
import sys
import time
from urllib.parse import urlencode

import filter_change
import sessions
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from components.shell import filters, menu
from data.geography import countries, groups, regions

PAGES = [each for each in menu.entries() if each.path != "watch"]


def drawn(dice: random.Random) -> tuple[str, str]:
    """A page and its parameters."""
    entry = dice.choice(PAGES)
    codes = sorted(countries.codes())
    asked: list[tuple[str, str]] = [
        ("country", code) for code in dice.sample(codes, dice.choice((0, 1, 1, 2, 6)))
    ]
    if "partner" in entry.filters:
        asked = [("country", dice.choice(codes)), ("partner", dice.choice(codes))]
    if "indicator" in entry.filters and dice.random() < 0.6:
        about = dice.choice(filters.offered(entry))
        asked.append(("indicator", about.id))
        if about.categories and dice.random() < 0.3:
            asked.append(("category", dice.choice(list(about.categories))))
    if dice.random() < 0.4:
        years = sorted(dice.choices(range(1995, 2026), k=2))
        asked += [("period", str(year)) for year in years]
    for name, values in (
        ("region", list(regions.regions())),
        ("group", list(groups.groups())),
        ("map_as", ["areas", "change"]),
        ("per", ["people"]),
        ("borders", ["blank", "de_facto"]),
    ):
        if dice.random() < 0.15:
            asked.append((name, dice.choice(values)))
    return entry.path, urlencode(asked)


async def visit(port: int, path: str, query: str, stays: float) -> str:
    """Opens a page and stays; what failed, or nothing."""
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        additional_headers={"Origin": f"http://127.0.0.1:{port}"},
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
        ping_interval=None,
        open_timeout=60,  # of a busy machine
    ) as line:
        message = BackMsg()
        message.rerun_script.page_name = path
        message.rerun_script.query_string = query
        message.rerun_script.context_info.url = f"http://127.0.0.1:{port}/{path}?{query}"
        await line.send(message.SerializeToString())
        failed = ""
        while True:
            heard = ForwardMsg()
            heard.ParseFromString(await line.recv())
            kind = heard.WhichOneof("type")
            if kind == "delta" and heard.delta.new_element.WhichOneof("type") == "exception":
                failed = heard.delta.new_element.exception.message
            if kind == "script_finished":
                if heard.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    failed = "the script did not compile"
                break
        await asyncio.sleep(stays)
        return failed


async def main() -> None:
    """Prints a line a minute and the growth."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=int, default=30)
    parser.add_argument("--every", type=float, default=6, help="seconds between two visits")
    asked = parser.parse_args()
    with filter_change.served(filter_change.ours()) as (address, process):
        sessions.warm(address)
        port = int(address.rpartition(":")[2])
        ends = time.monotonic() + 60 * asked.minutes
        visits, failures, memory = 0, [], []

        async def wander(seed: int) -> None:
            nonlocal visits
            dice = random.Random(seed)
            await asyncio.sleep(dice.uniform(0, asked.every))
            while time.monotonic() < ends:
                path, query = drawn(dice)
                try:
                    failed = await asyncio.wait_for(
                        visit(port, path, query, dice.uniform(0.5, 1.5) * asked.every), 120
                    )
                except (OSError, TimeoutError, websockets.WebSocketException) as fault:
                    failed = repr(fault)
                visits += 1
                if failed:
                    failures.append(f"/{path}?{query}: {failed}")

        async def watch() -> None:
            while time.monotonic() < ends:
                await asyncio.sleep(60)
                memory.append(sessions.resident(process))
                said = f"{len(memory):3} min  {memory[-1]:7.0f} MB  {visits:6} visits  "
                sys.stdout.write(f"{said}{len(failures)} failures\n")
                sys.stdout.flush()

        await asyncio.gather(watch(), *(wander(seed) for seed in range(asked.sessions)))
    early, late = memory[5:10], memory[-5:]
    if early:
        growth = 100 * (sum(late) / len(late) / (sum(early) / len(early)) - 1)
        sys.stdout.write(f"growth {growth:+.1f} %\n")
    for each in failures[:20]:
        sys.stdout.write(f"{each}\n")


if __name__ == "__main__":
    asyncio.run(main())
