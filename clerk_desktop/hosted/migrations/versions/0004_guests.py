"""A third person in the call: invitations, their links and mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clerk_desktop.hosted.schema import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and a column to two others."""
    op.create_table(
        "guests",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("appointment", sa.String(32), sa.ForeignKey("appointments.id"), nullable=False),
        sa.Column("role", sa.String(24), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("said_name", sa.String(200)),
        sa.Column("email", sa.String(320)),
        sa.Column("language", sa.String(2), nullable=False, server_default="de"),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("mailed", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("invited_by", sa.String(32), sa.ForeignKey("clerks.id"), nullable=False),
        sa.Column("invited_at", Moment(), nullable=False),
    )
    op.create_index("ix_guests_appointment", "guests", ["appointment"])
    op.add_column("links", sa.Column("guest", sa.String(32)))
    op.create_index("ix_links_guest", "links", ["guest"])
    op.add_column("outbox", sa.Column("guest", sa.String(32)))


def downgrade() -> None:
    """Invitations are forgotten."""
    op.execute("DELETE FROM outbox WHERE guest IS NOT NULL")
    op.execute("DELETE FROM links WHERE guest IS NOT NULL")
    op.drop_column("outbox", "guest")
    op.drop_index("ix_links_guest", "links")
    op.drop_column("links", "guest")
    op.drop_table("guests")
