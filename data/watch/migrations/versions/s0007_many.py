"""What finds few among many of others: by moment, by mark, by kind."""

from alembic import op

revision, down_revision, branch_labels, depends_on = "0007", "0006", None, None

MADE = {
    "events_by_moment": ("events", ["at_ms", "id"]),
    "intel_collection_mark": ("intel_reached", ["audience", "place", "id"]),
    "intel_collection_type": ("intel_reached", ["audience", "type", "id"]),
    "intel_reached_time": ("intel_reached", ["added_us"]),
}


def upgrade() -> None:
    """Makes the step."""
    for name, (table, columns) in MADE.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Takes it back."""
    for name, (table, _) in MADE.items():
        op.drop_index(name, table)
