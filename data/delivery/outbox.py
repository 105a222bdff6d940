"""What waits to be sent: put in once for each key, kept in the order it was put in, and never lost,
for it stands in the database of the watch.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from data.delivery.entries import Entry
from data.watch import database, patience
from data.watch.delivery_schema import DELIVERIES
from data.watch.ledger import Watch, now_ms
from security.tlp import Tlp, up_to


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a mail; `link` is the path of what it leads to."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a mail under a heading, which may be empty."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: `data` to a webhook, as `type` says; `title` and `parts` by mail, which holds
    nothing else. No name of a person, and in a mail no value of an indicator.
    """

    type: str  # intelligence.shared, notice.proposed, alert, digest
    tlp: Tlp
    data: Mapping[str, Any]
    title: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way; `number` counts those of its entry, 1, 2, 3 and so on."""

    entry: str
    number: int
    audience: str
    key: str
    message: Message
    at_ms: int

    def may_go(self, entry: Entry) -> bool:
        """Whether it may go out by an entry as the file has it now."""
        return self.audience == entry.audience and self.message.tlp <= entry.ceiling


def put(
    watch: Watch, key: str, entry: Entry, message: Message, at_ms: int | None = None
) -> int | None:
    """Puts a message in for who is told; the same key again is the same delivery. Its number; None
    where its mark is stricter than what may go that way: then nothing is kept.
    """
    found, new = _put(watch, key, entry, message, at_ms or now_ms())
    if new:
        watch.ring()
    return found


@patience.writes
def _put(
    watch: Watch, key: str, entry: Entry, message: Message, at_ms: int
) -> tuple[int | None, bool]:
    with database.writing(watch.engine) as connection:
        return enter(connection, key, entry, message, at_ms)


def enter(
    connection: Connection, key: str, entry: Entry, message: Message, at_ms: int
) -> tuple[int | None, bool]:
    """The same within a transaction of the caller's; and whether it is new."""
    if message.tlp > entry.ceiling:
        return None, False
    d = DELIVERIES.c
    known = sa.select(d.number).where(d.entry == entry.name, d.key == key)
    if (there := connection.execute(known).scalar()) is not None:
        return there, False
    last = sa.select(sa.func.max(d.number)).where(d.entry == entry.name)
    number = (connection.execute(last).scalar() or 0) + 1
    said = asdict(message)
    connection.execute(
        sa.insert(DELIVERIES).values(
            entry=entry.name,
            number=number,
            audience=entry.audience,
            key=key,
            type=said.pop("type"),
            tlp=said.pop("tlp").value,
            message=json.dumps(said, ensure_ascii=False),
            at_ms=at_ms,
        )
    )
    return number, True


@patience.reads
def after(watch: Watch, entry: Entry, number: int, limit: int) -> list[Delivery]:
    """What was put in for an entry after a number, in its order, as far as it may go that way
    now.
    """
    d = DELIVERIES.c
    asked = sa.select(DELIVERIES).where(
        d.entry == entry.name,
        d.number > number,
        d.audience == entry.audience,
        d.tlp.in_(up_to(entry.ceiling)),
    )
    with watch.engine.connect() as connection:
        rows = connection.execute(asked.order_by(d.number).limit(limit))
        return [delivery(row) for row in rows]


def delivery(row: Row[Any]) -> Delivery:
    """The delivery of a row."""
    said = json.loads(row.message)
    parts = tuple(
        Part(each["heading"], tuple(Line(**line) for line in each["lines"]))
        for each in said["parts"]
    )
    message = Message(row.type, Tlp(row.tlp), said["data"], said["title"], parts)
    return Delivery(row.entry, row.number, row.audience, row.key, message, row.at_ms)
