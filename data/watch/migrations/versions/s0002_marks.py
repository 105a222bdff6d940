"""A mark on each step, and where a country stands as far as a reader may see."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None

MARKS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")
STAYS = (
    "proposal, country, why, arrived_ms, due_ms, first_event, status, answer, seen_ms, answered_ms,"
    " arrested_ms, returned_ms, open, last_event"
)


def upgrade() -> None:
    """Makes the step. History stays as it was written: older steps bear no mark of their own."""
    number = sa.BigInteger
    op.add_column("events", sa.Column("tlp", sa.Text, nullable=False, server_default=""))
    op.execute("CREATE TEMPORARY TABLE turns_before AS SELECT * FROM turns")
    op.drop_table("turns")
    op.create_table(
        "turns",
        sa.Column(
            "proposal", number, sa.ForeignKey("proposals.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("country", sa.String(3), primary_key=True),
        sa.Column("least", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("most", sa.Integer, nullable=False),
        sa.Column("tlp", sa.Text, nullable=False),
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
    places = " ".join(f"WHEN '{mark}' THEN {place}" for place, mark in enumerate(MARKS))
    before = ", ".join(f"b.{name}" for name in STAYS.split(", "))
    op.execute(
        f"INSERT INTO turns ({STAYS}, least, most, tlp) SELECT {before}, CASE p.tlp {places} END,"
        f" {len(MARKS) - 1}, p.tlp FROM turns_before b JOIN proposals p ON p.id = b.proposal"
    )
    op.execute("DROP TABLE turns_before")


def downgrade() -> None:
    """There is no way back: the marks of steps would be lost, and what they hide be shown."""
    raise NotImplementedError("a store with marks on its steps is not made into one without")
