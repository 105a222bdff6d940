"""The tables: proposals and their history, only ever added to; and where each stands, derived from
the history.
"""

from __future__ import annotations

import sqlalchemy as sa

META = sa.MetaData()
BIG = sa.BigInteger().with_variant(
    sa.Integer(), "sqlite"
)  # SQLite counts up only in a plain INTEGER

SETTINGS = sa.Table(
    "settings",
    META,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

PROPOSALS = sa.Table(
    "proposals",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("requesting", sa.String(3), nullable=False),
    sa.Column("colour", sa.Text, nullable=False),
    sa.Column("offence", sa.Text, nullable=False),
    sa.Column("dated", sa.String(10), nullable=False),
    sa.Column("tlp", sa.Text, nullable=False),
    sa.Column("concerned", sa.Text, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("accepted_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("requesting", "reference", name="one_per_reference"),
    sqlite_autoincrement=True,
)

EVENTS = sa.Table(
    "events",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("proposal", sa.BigInteger, sa.ForeignKey("proposals.id"), nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("country", sa.String(3), nullable=False, default=""),
    sa.Column("answer", sa.Text, nullable=False, default=""),
    sa.Column("text", sa.Text, nullable=False, default=""),
    sa.Column("routes", sa.Text, nullable=False, default=""),
    sa.Column("due_days", sa.Integer, nullable=False, default=0),
    # the step's own mark; blank where it was kept before steps had one: the proposal's
    sa.Column("tlp", sa.Text, nullable=False, server_default=""),
    sa.Index("events_by_moment", "at_ms", "id"),
    sa.Index("events_of_proposal", "proposal", "id"),
    sqlite_autoincrement=True,
)

# Derived; `ledger.Watch.rebuild` makes them anew from the history.
CASES = sa.Table(
    "cases",
    META,
    sa.Column(
        "proposal",
        sa.BigInteger,
        sa.ForeignKey("proposals.id"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Index("cases_by_stage", "stage"),
)
# One row says where a country stands to those whose strictest mark lies from `least` to `most`
# (places of security.tlp.Tlp): who may not see a step does not see what it led to.
TURNS = sa.Table(
    "turns",
    META,
    sa.Column(
        "proposal",
        sa.BigInteger,
        sa.ForeignKey("proposals.id"),
        primary_key=True,
        autoincrement=False,
    ),
    sa.Column("country", sa.String(3), primary_key=True),
    sa.Column("least", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("most", sa.Integer, nullable=False),
    sa.Column("tlp", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("arrived_ms", sa.BigInteger, nullable=False),
    sa.Column("due_ms", sa.BigInteger, nullable=False),
    sa.Column("first_event", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("seen_ms", sa.BigInteger),
    sa.Column("answered_ms", sa.BigInteger),
    sa.Column("arrested_ms", sa.BigInteger),
    sa.Column("returned_ms", sa.BigInteger),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("last_event", sa.BigInteger, nullable=False),
    sa.Index("turns_queue", "country", "open", "first_event"),
    sa.Index("turns_status", "country", "open", "status", "answered_ms", "due_ms"),
    sa.Index("turns_in_order", "first_event"),
    sa.Index("turns_by_clock", "country", "open", "due_ms"),
    sa.Index("turns_done", "country", "open", "last_event"),
)

# Steps that wait outside the history; `lifecycle.Held` says what a row means.
HELD = sa.Table(
    "held",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("proposal", sa.BigInteger, sa.ForeignKey("proposals.id"), nullable=False),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("country", sa.String(3), nullable=False),
    sa.Column("bureau", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("tlp", sa.Text, nullable=False),
    sa.Column("begun_ms", sa.BigInteger, nullable=False),
    sa.Column("enters_ms", sa.BigInteger, nullable=False),
    sa.Column("became", sa.Text, nullable=False),
    sa.Column("event", sa.BigInteger, nullable=False),
    sa.Index("held_waiting", "became", "enters_ms"),
    sqlite_autoincrement=True,
)
