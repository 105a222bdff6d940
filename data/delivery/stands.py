"""How far each who is told is, and which process sends to them now: one at a time, by a lease that
runs out by itself where a process ends without a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import uniform

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from data.delivery import outbox
from data.delivery.entries import Entry
from data.delivery.outbox import Delivery
from data.watch import database, patience
from data.watch.delivery_schema import DELIVERIES, STANDS, TRIES
from data.watch.ledger import Watch
from security import audit

LEASE_MS = 120_000  # longer than one delivery takes, with all its time-outs
DELAYS = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400)  # seconds after each failure in a row
JITTER = 1.25  # up to so many times as long, so that not all come at once
LONGEST_MS = 5 * 86_400_000  # after that one that fails is given up, and the next one tried
SENT, FAILED, GIVEN_UP, WITHHELD = "sent", "failed", "given-up", "withheld"
SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an entry stands: all up to `done` is dealt with; what was looked at to be put in."""

    entry: str
    done: int
    failures: int
    next_ms: int
    sent_ms: int | None
    events: int
    reached: int
    since_ms: int


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for an entry: the number of the last one put in, how many are not dealt with, and
    why the last try failed, empty where it did not.
    """

    entry: str
    last: int
    waits: int
    sent_ms: int | None
    failures: int
    next_ms: int
    fault: str


@patience.reads
def queues(watch: Watch) -> dict[str, Queue]:
    """What waits, by the names of those it waits for, whether the file still has them or not."""
    s, d, t = STANDS.c, DELIVERIES.c, TRIES.c
    last = sa.select(sa.func.max(d.number)).where(d.entry == s.entry).scalar_subquery()
    newest = sa.select(t.fault).where(t.entry == s.entry).order_by(t.id.desc()).limit(1)
    asked = sa.select(
        *(s.entry, sa.func.coalesce(last, 0), s.done, s.sent_ms, s.failures, s.next_ms),
        newest.scalar_subquery(),
    )
    with watch.engine.connect() as connection:
        return {
            row[0]: Queue(row[0], row[1], row[1] - row[2], *row[3:6], fault=row[6] or "")
            for row in connection.execute(asked.order_by(s.entry))
        }


def begun(watch: Watch, entry: Entry, now_ms: int) -> Stand:
    """Where an entry stands; who is new is told of what comes from now on."""
    with watch.engine.connect() as connection:
        found = _stand(connection, entry)
    if found is not None:
        return found
    events, reached = watch.heads()
    with database.writing(watch.engine) as connection:
        if (there := _stand(connection, entry)) is None:
            connection.execute(
                sa.insert(STANDS).values(
                    entry=entry.name,
                    done=0,
                    failures=0,
                    next_ms=0,
                    holder="",
                    held_ms=0,
                    events=events,
                    reached=reached,
                    since_ms=now_ms,
                )
            )
            there = _stand(connection, entry)
    if there is None:
        raise LookupError(entry.name)
    return there


def _stand(connection: Connection, entry: Entry) -> Stand | None:
    s = STANDS.c
    names = (s.entry, s.done, s.failures, s.next_ms, s.sent_ms, s.events, s.reached, s.since_ms)
    row = connection.execute(sa.select(*names).where(s.entry == entry.name)).first()
    return Stand(*row) if row else None


def take(watch: Watch, entry: Entry, holder: str, now_ms: int) -> bool:
    """Takes an entry for one process alone; whether it could, and there is something to send."""
    s, d = STANDS.c, DELIVERIES.c
    waits = sa.exists().where(d.entry == s.entry, d.number > s.done)
    free = sa.and_(
        s.entry == entry.name,
        s.next_ms <= now_ms,
        sa.or_(s.holder.in_(("", holder)), s.held_ms < now_ms),
        waits,
    )
    with watch.engine.connect() as connection:  # most often there is nothing: nobody is held up
        if connection.execute(sa.select(s.entry).where(free)).first() is None:
            return False
    with database.writing(watch.engine) as connection:
        taken = sa.update(STANDS).where(free).values(holder=holder, held_ms=now_ms + LEASE_MS)
        return bool(connection.execute(taken).rowcount)


def leave(watch: Watch, entry: Entry, holder: str) -> None:
    """Leaves an entry to whoever comes."""
    mine = sa.and_(STANDS.c.entry == entry.name, STANDS.c.holder == holder)
    with database.writing(watch.engine) as connection:
        connection.execute(sa.update(STANDS).where(mine).values(holder="", held_ms=0))


def waiting(watch: Watch, entry: Entry, limit: int) -> Sequence[Delivery]:
    """What waits for an entry, in its order, whether it may still go or not."""
    s, d = STANDS.c, DELIVERIES.c
    asked = (
        sa.select(DELIVERIES)
        .join(STANDS, s.entry == d.entry)
        .where(d.entry == entry.name, d.number > s.done)
        .order_by(d.number)
        .limit(limit)
    )
    with watch.engine.connect() as connection:
        return [outbox.delivery(row) for row in connection.execute(asked)]


def dealt(
    watch: Watch, entry: Entry, holder: str, of: Delivery, became: str, fault: str, now_ms: int
) -> bool:
    """Writes down what became of a try, and holds the entry on; False where another process holds
    it by now: then what it does counts.
    """
    if became == FAILED and now_ms - of.at_ms > LONGEST_MS:
        became = GIVEN_UP
    mine = sa.and_(STANDS.c.entry == entry.name, STANDS.c.holder == holder)
    with database.writing(watch.engine) as connection:
        failures = connection.execute(sa.select(STANDS.c.failures).where(mine)).scalar()
        if failures is None:
            return False
        connection.execute(
            sa.insert(TRIES).values(
                entry=entry.name, number=of.number, at_ms=now_ms, became=became, fault=fault
            )
        )
        stands: dict[str, int] = {"held_ms": now_ms + LEASE_MS}
        if became != FAILED:
            stands["done"] = of.number
        if became == SENT:
            stands |= {"failures": 0, "next_ms": 0, "sent_ms": now_ms}
        elif became in (FAILED, GIVEN_UP):
            stands |= {"failures": failures + 1, "next_ms": now_ms + delay_ms(failures)}
        connection.execute(sa.update(STANDS).where(mine).values(**stands))
    return True


@patience.writes
def skip(watch: Watch, entry: str, number: int, now_ms: int) -> bool:
    """Passes over the delivery that is next for who is told; False where that is another one, or
    there is none. Who asks for deliveries again is still handed it.
    """
    s, d = STANDS.c, DELIVERIES.c
    there = sa.exists().where(d.entry == s.entry, d.number == number)
    following = sa.and_(s.entry == entry, s.done == number - 1, there)
    with database.writing(watch.engine) as connection:
        passed = sa.update(STANDS).where(following).values(done=number, failures=0, next_ms=0)
        if not connection.execute(passed).rowcount:
            return False
        connection.execute(
            sa.insert(TRIES).values(
                entry=entry, number=number, at_ms=now_ms, became=SKIPPED, fault=""
            )
        )
        audit.note(audit.Action.SETTING, f"delivery.{entry}.{number}.{SKIPPED}")
    return True


def delay_ms(failures: int) -> int:
    """How long it is waited after one more failure than these in a row."""
    return int(DELAYS[min(failures, len(DELAYS) - 1)] * uniform(1, JITTER) * 1000)
