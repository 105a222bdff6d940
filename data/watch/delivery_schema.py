"""The tables: what goes out to who is told, and each try at it, only ever added to; and how far
each of them is.

They stand in the database of the watch: what is put there is kept as what was accepted is.
"""

from __future__ import annotations

import sqlalchemy as sa

from data.watch.schema import BIG
from data.watch.shared_schema import META

__all__ = ["DELIVERIES", "META", "STANDS", "TRIES"]

# An entry is the name of a line in the file that THREATS_DELIVERIES names.
DELIVERIES = sa.Table(
    "deliveries",
    META,
    sa.Column("entry", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),  # 1, 2, 3 ... each
    sa.Column("audience", sa.Text, nullable=False),  # whose inbox it is of
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("tlp", sa.Text, nullable=False),
    sa.Column("message", sa.Text, nullable=False),  # JSON, as `outbox.Message` says
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("entry", "key", name="delivered_once"),
)

TRIES = sa.Table(
    "delivery_tries",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("entry", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("became", sa.Text, nullable=False),  # sent, failed, given-up, withheld, skipped
    sa.Column("fault", sa.Text, nullable=False),  # why it failed, without what it holds
    sa.Index("delivery_tries_of_entry", "entry", "id"),
    sqlite_autoincrement=True,
)

# How far each entry is: `done` is the number up to which all is dealt with.
STANDS = sa.Table(
    "delivery_stands",
    META,
    sa.Column("entry", sa.Text, primary_key=True),
    sa.Column("done", sa.BigInteger, nullable=False),
    sa.Column("failures", sa.BigInteger, nullable=False),  # in a row
    sa.Column("next_ms", sa.BigInteger, nullable=False),  # not tried again before
    sa.Column("sent_ms", sa.BigInteger),  # when the last one was sent
    sa.Column("holder", sa.Text, nullable=False),  # the process that sends now
    sa.Column("held_ms", sa.BigInteger, nullable=False),  # until when it has that for itself
    sa.Column("events", sa.BigInteger, nullable=False),  # the last step of a notice looked at
    sa.Column("reached", sa.BigInteger, nullable=False),  # the last object of intelligence
    sa.Column("since_ms", sa.BigInteger, nullable=False),  # up to when digests are put in
)
