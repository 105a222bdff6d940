"""The first tables, and the guard that keeps history as it was written."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0001", None, None, None

KEPT = ("proposals", "events")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the step."""
    number = sa.BigInteger
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "proposals",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("requesting", sa.String(3), nullable=False),
        sa.Column("colour", sa.Text, nullable=False),
        sa.Column("offence", sa.Text, nullable=False),
        sa.Column("dated", sa.String(10), nullable=False),
        sa.Column("tlp", sa.Text, nullable=False),
        sa.Column("concerned", sa.Text, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("accepted_ms", number, nullable=False),
        sa.UniqueConstraint("requesting", "reference", name="one_per_reference"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "events",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("proposal", number, sa.ForeignKey("proposals.id"), nullable=False),
        sa.Column("at_ms", number, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("routes", sa.Text, nullable=False),
        sa.Column("due_days", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("events_of_proposal", "events", ["proposal", "id"])
    op.create_table(
        "cases",
        sa.Column(
            "proposal", number, sa.ForeignKey("proposals.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("stage", sa.Text, nullable=False),
    )
    op.create_index("cases_by_stage", "cases", ["stage"])
    op.create_table(
        "turns",
        sa.Column(
            "proposal", number, sa.ForeignKey("proposals.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("country", sa.String(3), primary_key=True),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("arrived_ms", number, nullable=False),
        sa.Column("due_ms", number, nullable=False),
        sa.Column("first_event", number, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("seen_ms", number),
        sa.Column("answered_ms", number),
        sa.Column("arrested_ms", number),
        sa.Column("returned_ms", number),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("last_event", number, nullable=False),
    )
    op.create_index("turns_queue", "turns", ["country", "open", "first_event"])
    op.create_index("turns_status", "turns", ["country", "open", "status", "answered_ms", "due_ms"])
    op.create_index("turns_in_order", "turns", ["first_event"])
    _guard(op.get_bind().dialect.name)


def _guard(dialect: str) -> None:
    """What was written stays: the database itself refuses to change or remove it."""
    if dialect == "sqlite":
        for table in KEPT:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN"
                    f" SELECT RAISE(ABORT, '{table} are only ever added to'); END"
                )
    elif dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION watch_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
            " EXCEPTION '% are only ever added to', TG_TABLE_NAME; END $$"
        )
        for table in KEPT:
            op.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR"
                " EACH STATEMENT EXECUTE FUNCTION watch_refuses()"
            )


def downgrade() -> None:
    """Takes it back, with all that was written."""
    for table in ("turns", "cases", "events", "proposals", "settings"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION watch_refuses()")
