"""Cyber intelligence: objects, whom they reached, what was done; and the guard of what is kept."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0004", "0003", None, None

KEPT = ("intel_objects", "intel_reached", "intel_acts", "intel_posts")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the step."""
    number = sa.BigInteger
    op.create_table(
        "intel_objects",
        sa.Column("seq", BIG, primary_key=True, autoincrement=True),
        sa.Column("stix_id", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("tlp", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("revoked", sa.Boolean, nullable=False),
        sa.Column("value", sa.String(64), nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("first_seen_ms", number),
        sa.Column("added_us", number, nullable=False),
        sa.UniqueConstraint("stix_id", "version", name="one_per_version"),
        sqlite_autoincrement=True,
    )
    op.create_index("intel_by_value", "intel_objects", ["value", "seq"])
    op.create_index("intel_by_time", "intel_objects", ["added_us"])
    op.create_table(
        "intel_reached",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("stix_id", sa.Text, nullable=False),
        sa.Column("seq", number, sa.ForeignKey("intel_objects.seq"), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("added_us", number, nullable=False),
        sa.UniqueConstraint("audience", "seq", name="reached_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("intel_collection", "intel_reached", ["audience", "id"])
    op.create_index("intel_reached_object", "intel_reached", ["stix_id", "audience"])
    op.create_table(
        "intel_acts",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("stix_id", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.UniqueConstraint("stix_id", "country", "act", name="done_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("intel_acts_of_country", "intel_acts", ["country", "stix_id"])
    op.create_table(
        "intel_links",
        sa.Column("source", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("target", sa.Text, primary_key=True),
        sa.Column("said_by", sa.Text, primary_key=True),
    )
    op.create_index("intel_links_back", "intel_links", ["target", "kind"])
    op.create_index("intel_links_said", "intel_links", ["said_by"])
    op.create_table(
        "intel_posts",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.Column("told", sa.Text, nullable=False),
    )
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """There is no way back: what countries shared would be lost."""
    raise NotImplementedError("a store with intelligence is not made into one without")


def _guard(dialect: str) -> None:
    """What was written stays: the database itself refuses to change or remove it."""
    for table in KEPT:
        if dialect == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
                    f" SELECT RAISE(ABORT, '{table} are only ever added to'); END"
                )
        elif dialect == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR"
                " EACH STATEMENT EXECUTE FUNCTION watch_refuses()"
            )
