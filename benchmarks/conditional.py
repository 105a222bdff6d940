"""What it costs to say that nothing changed, by hand: processor time of one 304.

python benchmarks/conditional.py [--times 2000]

Asked by `If-None-Match` and by `If-Modified-Since`, of every indicator in turn: in this process as
a server hands a request over, and of a server of its own through a connection that stays open,
where all that the server does counts.
"""

import argparse
import asyncio
import http.client
import itertools
import os
import time
from collections.abc import Iterator

import filter_change
import sessions
from starlette.applications import Starlette
from starlette.types import Message

import settings
from data import catalog, query
from exchange import api
from exchange.problems import VERSION

Head = dict[str, str]


def addresses() -> list[str]:
    """A table by country of each indicator, and one of each other kind."""
    names = [name for name in catalog.indicators() if query.extent(name)[0]]
    found = [f"figures/{name}?by=country" for name in names]
    found += [f"figures/{names[0]}.csv-metadata.json", f"sdmx/structures/{names[0]}"]
    found += ["rows/glotip.detected_victims?limit=100", "countries/IDN", "pairs/UKR/RUS"]
    found += ["indicators", "sources", "sources/glotip", "groups"]
    return [f"{VERSION}/{each}" for each in found]


def conditions(known: list[tuple[str, Head]], by: str) -> Iterator[tuple[str, Head]]:
    """Each address with what its asker has, again and again."""
    name, of = {"etag": ("if-none-match", "etag"), "date": ("if-modified-since", "last-modified")}[
        by
    ]
    return itertools.cycle([(address, {name: head[of]}) for address, head in known])


async def handed(app: Starlette, address: str, head: Head) -> tuple[int, Head]:
    """One request as a server hands it over."""
    path, _, said = address.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": said.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in head.items()],
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await app(scope, receive, send)
    found = {name.decode().lower(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], found


async def within(times: int, by: str) -> float:
    """Milliseconds of this process for each."""
    app = Starlette(routes=list(api.ROUTES))
    known = [(each, (await handed(app, each, {}))[1]) for each in addresses()]
    turn = conditions(known, by)
    for _ in known:
        await handed(app, *next(turn))
    begun = time.process_time()
    for _ in range(times):
        status, _ = await handed(app, *next(turn))
        assert status == 304, status
    return 1000 * (time.process_time() - begun) / times


def over(address: str, process: int, times: int, by: str) -> float:
    """Milliseconds of the server for each."""
    line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=60)

    def ask(path: str, head: Head) -> tuple[int, Head]:
        line.request("GET", path, headers=head)
        answer = line.getresponse()
        answer.read()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}

    known = [(each, ask(each, {})[1]) for each in addresses()]
    turn = conditions(known, by)
    time.sleep(3)  # what it does at its start
    begun, at = filter_change.processor(process), time.perf_counter()
    for _ in range(times):
        status, _ = ask(*next(turn))
        assert status == 304, status
    spent, took = filter_change.processor(process) - begun, time.perf_counter() - at
    print(f"  {1000 * took / times:5.2f} ms from asked to answered")
    return float(spent / times)


def main() -> None:
    """Prints both, each way."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=2000)
    asked = parser.parse_args()
    with settings.using(api="open", everyone="analyst"):  # as a machine that serves itself alone
        for by in ("etag", "date"):
            print(f"{by}: {asyncio.run(within(asked.times, by)):.2f} ms of this process")
    with filter_change.served(filter_change.ours()) as (address, process):
        sessions.warm(address)
        for by in ("etag", "date"):
            print(f"{by}: {over(address, process, asked.times, by):.2f} ms of the server")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
