"""What goes out to who is told, each try at it, and how far each is."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0006", "0005", None, None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("deliveries", "delivery_tries")


def upgrade() -> None:
    """Makes the step."""
    number = sa.BigInteger
    op.create_table(
        "deliveries",
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("number", number, primary_key=True, autoincrement=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("tlp", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.UniqueConstraint("entry", "key", name="delivered_once"),
    )
    op.create_table(
        "delivery_tries",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("number", number, nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.Column("became", sa.Text, nullable=False),
        sa.Column("fault", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("delivery_tries_of_entry", "delivery_tries", ["entry", "id"])
    op.create_table(
        "delivery_stands",
        sa.Column("entry", sa.Text, primary_key=True),
        sa.Column("done", number, nullable=False),
        sa.Column("failures", number, nullable=False),
        sa.Column("next_ms", number, nullable=False),
        sa.Column("sent_ms", number),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("held_ms", number, nullable=False),
        sa.Column("events", number, nullable=False),
        sa.Column("reached", number, nullable=False),
        sa.Column("since_ms", number, nullable=False),
    )
    _guard(op.get_bind().dialect.name)


def downgrade() -> None:
    """Takes it back, with all that was to be sent."""
    for table in ("delivery_stands", "delivery_tries", "deliveries"):
        op.drop_table(table)


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
