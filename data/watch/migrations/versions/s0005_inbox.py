"""What lies before a country, by urgency: derived from what is kept."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0005", "0004", None, None

FILLED = r"""
INSERT INTO intel_inbox (country, stix_id, seq, reached, urgency, done, place, why)
SELECT r.audience, r.stix_id, r.seq, r.id,
  CASE WHEN o.type = 'opinion' THEN 3
       WHEN r.why LIKE '%"sighting\:%' THEN 0
       WHEN r.why LIKE '%"victim\:%' OR r.why LIKE '%"infrastructure\:%' THEN 1
       ELSE 2 END,
  EXISTS (SELECT 1 FROM intel_acts a WHERE a.stix_id = r.stix_id
          AND a.country = r.audience AND a.act IN ('acted', 'false-positive')),
  r.place, r.why
FROM intel_reached r JOIN intel_objects o ON o.seq = r.seq
WHERE r.audience NOT LIKE 'group\:%' AND r.audience <> o.owner AND NOT o.revoked
  AND o.type NOT IN ('relationship', 'location', 'marking-definition', 'identity', 'grouping')
  AND NOT EXISTS (SELECT 1 FROM intel_objects n
                  WHERE n.stix_id = o.stix_id AND n.version > o.version)
"""


def upgrade() -> None:
    """Makes the step, and the inboxes of what is kept already."""
    number = sa.BigInteger
    op.create_table(
        "intel_inbox",
        sa.Column("country", sa.String(3), primary_key=True),
        sa.Column("stix_id", sa.Text, primary_key=True),
        sa.Column("seq", number, sa.ForeignKey("intel_objects.seq"), nullable=False),
        sa.Column("reached", number, nullable=False),
        sa.Column("urgency", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
    )
    op.create_index("intel_inbox_order", "intel_inbox", ["country", "done", "urgency", "reached"])
    op.create_index("intel_inbox_object", "intel_inbox", ["stix_id"])
    op.create_index("intel_by_owner", "intel_objects", ["owner", "seq"])
    op.get_bind().execute(sa.text(FILLED))


def downgrade() -> None:
    """Takes it back: it is derived."""
    op.drop_index("intel_by_owner", "intel_objects")
    op.drop_table("intel_inbox")
