"""The tables: objects as they were accepted, whom each reached and what those did, only ever added
to; and what is derived from them.

They stand in the database of the watch: one backup, one purpose, one order of writing.
"""

from __future__ import annotations

import sqlalchemy as sa

from data.watch.schema import BIG, META

__all__ = ["ACTS", "INBOX", "LINKS", "META", "OBJECTS", "POSTS", "REACHED"]

OBJECTS = sa.Table(
    "intel_objects",
    META,
    sa.Column("seq", BIG, primary_key=True, autoincrement=True),
    sa.Column("stix_id", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),  # `modified`, else `created`, else empty
    sa.Column("document", sa.Text, nullable=False),  # the whole object, as it was sent
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("tlp", sa.Text, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),  # of the mark: 0 is the least strict
    sa.Column("revoked", sa.Boolean, nullable=False),
    sa.Column("value", sa.String(64), nullable=False),  # the digest of what it names, or empty
    sa.Column("owner", sa.Text, nullable=False),  # the bureau that sent it
    sa.Column("first_seen_ms", sa.BigInteger),
    sa.Column("added_us", sa.BigInteger, nullable=False),  # microseconds; no two are the same
    sa.UniqueConstraint("stix_id", "version", name="one_per_version"),
    sa.Index("intel_by_value", "value", "seq"),
    sa.Index("intel_by_time", "added_us"),
    sa.Index("intel_by_owner", "owner", "seq"),
    sqlite_autoincrement=True,
)

# An audience is a country's code or a sharing group's id with `group:` before it.
REACHED = sa.Table(
    "intel_reached",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("audience", sa.Text, nullable=False),
    sa.Column("stix_id", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, sa.ForeignKey("intel_objects.seq"), nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),  # a JSON list of reasons, as `reach` keeps them
    sa.Column("added_us", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("audience", "seq", name="reached_once"),
    sa.Index("intel_collection", "audience", "id"),
    sa.Index("intel_collection_mark", "audience", "place", "id"),
    sa.Index("intel_collection_type", "audience", "type", "id"),
    sa.Index("intel_reached_object", "stix_id", "audience"),
    sa.Index("intel_reached_time", "added_us"),
    sqlite_autoincrement=True,
)

ACTS = sa.Table(
    "intel_acts",
    META,
    sa.Column("id", BIG, primary_key=True, autoincrement=True),
    sa.Column("stix_id", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("act", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.UniqueConstraint("stix_id", "country", "act", name="done_once"),
    sa.Index("intel_acts_of_country", "country", "stix_id"),
    sqlite_autoincrement=True,
)

# Derived: who points at whom, of the newest version of each object.
LINKS = sa.Table(
    "intel_links",
    META,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("said_by", sa.Text, primary_key=True),  # the object that says so
    sa.Index("intel_links_back", "target", "kind"),
    sa.Index("intel_links_said", "said_by"),
)

# Derived: what lies before a country, the newest version of each object, by urgency.
INBOX = sa.Table(
    "intel_inbox",
    META,
    sa.Column("country", sa.String(3), primary_key=True),
    sa.Column("stix_id", sa.Text, primary_key=True),
    sa.Column("seq", sa.BigInteger, sa.ForeignKey("intel_objects.seq"), nullable=False),
    sa.Column("reached", sa.BigInteger, nullable=False),  # the id of `intel_reached`
    sa.Column("urgency", sa.Integer, nullable=False),
    sa.Column("done", sa.Boolean, nullable=False),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("why", sa.Text, nullable=False),  # all reasons there are by now
    sa.Index("intel_inbox_order", "country", "done", "urgency", "reached"),
    sa.Index("intel_inbox_object", "stix_id"),
)

POSTS = sa.Table(
    "intel_posts",
    META,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Column("told", sa.Text, nullable=False),  # JSON: what became of each object
)
