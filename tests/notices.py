"""Invented proposals of notices, a server that takes them, and a client for each bureau."""

import contextlib
import hashlib
import os

import sqlalchemy as sa
from browser import Server, free_port, ready, started
from watch_client import Client

from data.watch import model
from data.watch.schema import CASES, TURNS
from security.viewer import Viewer

BUREAUS = ("IDN", "THA", "MYS", "FRA", "headquarters")
GOOD = {
    "reference": "ID-2016/1",
    "colour": "red",
    "requesting": "IDN",
    "concerned": {"nationality": ["MYS"], "last_known": ["THA"]},
    "offence": "terrorism",
    "date": "2016-12-01",
    "tlp": "TLP:AMBER",
}


def proposal(number=1, **more):
    return model.read({**GOOD, "reference": f"ID-2016/{number}", **more})


def sent(number, **more):
    return {**GOOD, "reference": f"ID-2016/{number}", **more}


def seen(watch, country="headquarters"):
    """What this country's bureau, or headquarters, may see."""
    return watch.visible(Viewer(country, country))


def derived(watch):
    with watch.engine.connect() as connection:
        return [
            tuple(row)
            for table in (CASES, TURNS)
            for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        ]


@contextlib.contextmanager
def running(folder, port=None, **more):
    """A server on this store, and a client per bureau."""
    port = port or free_port()
    tokens = folder / "tokens.toml"
    tokens.write_text(
        "".join(
            f'{bureau} = "{hashlib.sha256(f"token of {bureau}".encode()).hexdigest()}"\n'
            for bureau in BUREAUS
        )
    )
    env = (
        dict.fromkeys((name for name in os.environ if name.startswith("THREATS_")), "")
        | {"THREATS_STORE": str(folder), "THREATS_WATCH_TOKENS": str(tokens)}
        | more
    )
    server = Server(port)
    with (
        (folder / "said.txt").open("w+") as said,
        started("--port", str(port), env=env, said=said) as process,
    ):
        ready(process, server)
        yield process, {bureau: Client(port, f"token of {bureau}") for bureau in BUREAUS}
