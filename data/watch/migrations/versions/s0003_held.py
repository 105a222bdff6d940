"""Steps that wait outside the history, and queues read by the clock."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes the step."""
    number = sa.BigInteger
    op.create_table(
        "held",
        sa.Column("id", BIG, primary_key=True, autoincrement=True),
        sa.Column("proposal", number, sa.ForeignKey("proposals.id"), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("country", sa.String(3), nullable=False),
        sa.Column("bureau", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("tlp", sa.Text, nullable=False),
        sa.Column("begun_ms", number, nullable=False),
        sa.Column("enters_ms", number, nullable=False),
        sa.Column("became", sa.Text, nullable=False),
        sa.Column("event", number, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("held_waiting", "held", ["became", "enters_ms"])
    op.create_index("turns_by_clock", "turns", ["country", "open", "due_ms"])
    op.create_index("turns_done", "turns", ["country", "open", "last_event"])


def downgrade() -> None:
    """Takes it back: what still waits was never in the history."""
    op.drop_index("turns_done", "turns")
    op.drop_index("turns_by_clock", "turns")
    op.drop_table("held")
