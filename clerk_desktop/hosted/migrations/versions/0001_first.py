"""The first tables: clerks, counter cells, appointments, audit, outbox, stored answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clerk_desktop.hosted.schema import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _people()
    _appointments()
    _book_keeping()


def _people() -> None:
    op.create_table(
        "clerks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "clerk_tokens",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("clerk_id", sa.String(32), sa.ForeignKey("clerks.id"), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
    )


def _appointments() -> None:
    op.create_table(
        "cells",
        sa.Column("office", sa.String(64), primary_key=True),
        sa.Column("start", Moment(), primary_key=True),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= capacity", name="never_overbooked"),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False, unique=True),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("start", Moment(), nullable=False),
        sa.Column("end", Moment(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reserved_until", Moment(), nullable=False),
        sa.Column("hold_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("token_hash", sa.String(64), unique=True),
        sa.Column("given_names", sa.String(200)),
        sa.Column("family_name", sa.String(200)),
        sa.Column("birth_date", sa.Date),
        sa.Column("email", sa.String(320)),
        sa.Column("mobile", sa.String(32)),
        sa.Column("language", sa.String(2), nullable=False, server_default="de"),
        sa.Column("waiting_since", Moment()),
        sa.Column("camera", sa.Boolean),
        sa.Column("microphone", sa.Boolean),
        sa.Column("clerk_id", sa.String(32), sa.ForeignKey("clerks.id")),
        sa.Column("call_began", Moment()),
        sa.Column("erased", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("appointments_by_office", "appointments", ["office", "start"])
    op.create_index("appointments_by_state", "appointments", ["state", "reserved_until"])


def _book_keeping() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", Moment(), nullable=False, index=True),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=False),
        sa.Column("appointment", sa.String(32), index=True),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64)),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("appointment", sa.String(32), sa.ForeignKey("appointments.id"), nullable=False),
        sa.Column("secret", sa.String(200)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("trouble", sa.String(200)),
    )
    op.create_index("outbox_by_due", "outbox", ["state", "due"])
    op.create_table(
        "answers",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created", Moment(), nullable=False, index=True),
    )


def downgrade() -> None:
    """Take the tables away, and all that is in them."""
    for table in ("answers", "outbox", "audit", "appointments", "cells", "clerk_tokens", "clerks"):
        op.drop_table(table)
