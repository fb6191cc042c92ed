"""Public and internal places, steps with their times, links of their own, returned places, waiting list.

SQLite cannot change a constraint: small tables are read, dropped, made anew and filled again. Nothing may point to
`appointments` while it is rebuilt, so the outbox goes first and comes back last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from clerk_desktop.common.appointments import State
from clerk_desktop.hosted.schema import Moment

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables and keep what is in them."""
    cells = _take_out("cells")
    mails = _take_out("outbox")
    _waiting_list()
    links = [
        {"token_hash": row.token_hash, "appointment": row.id, "made": datetime.now(UTC)}
        for row in _rows("SELECT id, token_hash FROM appointments WHERE token_hash IS NOT NULL")
    ]
    _appointments()
    _cells(cells)
    _steps()
    _outbox(mails)
    op.bulk_insert(_links(), links)
    _small_ones()


def _rows(query: str) -> Sequence[sa.Row[Any]]:
    return op.get_bind().execute(sa.text(query)).all()


def _take_out(table: str) -> list[dict[str, Any]]:
    """The rows of a table that is dropped now, with real types."""
    old = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    moments = {column.name for column in old.columns if isinstance(column.type, sa.DateTime)}
    found = [dict(row._mapping) for row in op.get_bind().execute(sa.select(old))]  # noqa: SLF001 - SQLAlchemy's public name
    for row in found:
        row.update({name: row[name].replace(tzinfo=row[name].tzinfo or UTC) for name in moments & row.keys()})
    op.drop_table(table)
    return found


def _waiting_list() -> None:
    op.create_table(
        "waiting_list",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("matter", sa.String(64), nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("person", sa.String(64)),
        sa.Column("given_names", sa.String(200)),
        sa.Column("family_name", sa.String(200)),
        sa.Column("birth_date", sa.Date),
        sa.Column("email", sa.String(320)),
        sa.Column("mobile", sa.String(32)),
        sa.Column("language", sa.String(2), nullable=False, server_default="de"),
        sa.Column("erased", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("waiting_list_by_office", "waiting_list", ["office", "state", "created"])


def _appointments() -> None:
    op.drop_index("appointments_by_office", "appointments")
    op.drop_index("appointments_by_state", "appointments")
    with op.batch_alter_table("appointments") as table:
        table.drop_column("token_hash")
        table.add_column(sa.Column("series", sa.String(32), nullable=False, server_default=""))
        table.add_column(sa.Column("sequence", sa.Integer, nullable=False, server_default="0"))
        table.add_column(sa.Column("serving_office", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("inside", sa.Boolean, nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("person", sa.String(64)))
        table.add_column(sa.Column("wish", sa.String(32)))
        table.add_column(sa.Column("parked_by", sa.String(32)))
        table.create_foreign_key("appointments_wish", "waiting_list", ["wish"], ["id"])
        table.create_foreign_key("appointments_parked_by", "clerks", ["parked_by"], ["id"])
    op.execute("UPDATE appointments SET series = id, serving_office = office")
    with op.batch_alter_table("appointments") as table:
        table.alter_column("series", existing_type=sa.String(32), server_default=None)
        table.alter_column("serving_office", existing_type=sa.String(64), server_default=None)
    op.create_index("appointments_by_office", "appointments", ["serving_office", "start"])
    op.create_index("appointments_by_state", "appointments", ["state", "reserved_until"])
    op.create_index("appointments_by_person", "appointments", ["person"])
    op.create_index("appointments_by_wish", "appointments", ["wish"])


def _cells(rows: list[dict[str, Any]]) -> None:
    table = op.create_table(
        "cells",
        sa.Column("office", sa.String(64), primary_key=True),
        sa.Column("start", Moment(), primary_key=True),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("public_capacity", sa.Integer, nullable=False),
        sa.Column("public_used", sa.Integer, nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= capacity", name="never_overbooked"),
        sa.CheckConstraint("public_used >= 0 AND public_used <= public_capacity", name="never_overbooked_in_public"),
        sa.CheckConstraint("public_used <= used", name="public_is_part_of_all"),
    )
    op.bulk_insert(table, [row | {"public_capacity": row["capacity"], "public_used": row["used"]} for row in rows])


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("appointment", sa.String(32), sa.ForeignKey("appointments.id"), nullable=False, index=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("actor", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(32), nullable=False),
    )
    # The audit trail knows every step so far.
    known = ", ".join(f"'{state.value}'" for state in State)
    op.execute(
        "INSERT INTO steps (appointment, state, at, actor, actor_id) "  # noqa: S608 - nothing in it comes from outside
        "SELECT audit.appointment, audit.event, audit.at, audit.actor, audit.actor_id FROM audit "
        f"JOIN appointments ON appointments.id = audit.appointment WHERE audit.event IN ({known}) ORDER BY audit.id"
    )


def _outbox(rows: list[dict[str, Any]]) -> None:
    table = op.create_table(
        "outbox",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("appointment", sa.String(32), sa.ForeignKey("appointments.id")),
        sa.Column("wish", sa.String(32), sa.ForeignKey("waiting_list.id")),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("stale", Moment()),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("trouble", sa.String(200)),
        sa.UniqueConstraint("appointment", "kind", name="one_of_a_kind"),
    )
    op.create_index("outbox_by_due", "outbox", ["state", "due"])
    for row in rows:
        del row["secret"]
    op.bulk_insert(table, rows)


def _links() -> sa.Table:
    return op.create_table(
        "links",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("appointment", sa.String(32), sa.ForeignKey("appointments.id"), index=True),
        sa.Column("wish", sa.String(32), sa.ForeignKey("waiting_list.id"), index=True),
        sa.Column("made", Moment(), nullable=False),
    )


def _small_ones() -> None:
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("office", sa.String(64), nullable=False),
        sa.Column("start", Moment(), nullable=False),
        sa.Column("end", Moment(), nullable=False),
        sa.Column("inside", sa.Boolean, nullable=False),
        sa.Column("delayed", sa.Boolean, nullable=False),
        sa.Column("due", Moment(), nullable=False, index=True),
    )
    op.create_table(
        "spent_challenges",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("until", Moment(), nullable=False, index=True),
    )
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """There is no way back: the older tables cannot say what the newer ones know.

    Raises:
        NotImplementedError: always; go back with a copy of the database.
    """
    raise NotImplementedError
