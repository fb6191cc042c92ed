"""Several matters in one appointment: a list of ids where one id was.

Columns are added and dropped in place: nothing has to be taken out that points to `appointments`. SQLite adds no
NOT NULL column without a default, so it keeps one; the service always says which matters.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from clerk_desktop.hosted.schema import Ids

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("appointments", "waiting_list")


def upgrade() -> None:
    """Change both tables, and the stored answers that speak of an appointment."""
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in TABLES:
        op.add_column(table, sa.Column("matters", Ids(), nullable=False, server_default="[]"))
        made = "jsonb_build_array(matter)" if on_postgresql else "json_array(matter)"
        op.execute(f"UPDATE {table} SET matters = {made}")  # noqa: S608 - nothing in it comes from outside
        op.drop_column(table, "matter")
        if on_postgresql:
            op.alter_column(table, "matters", server_default=None)
    _answers()


def _answers() -> None:
    """Whoever repeats a request that was sent before the change still gets its answer."""
    answers = sa.table("answers", sa.column("id", sa.String), sa.column("body", sa.Text))
    query = sa.select(answers).where(answers.c.body.contains('"matter":'))
    for row in op.get_bind().execute(query).all():
        body = json.loads(row.body)
        if isinstance(body.get("matter"), dict):
            body["matters"] = [body.pop("matter")]
            text = json.dumps(body, ensure_ascii=False)
            op.get_bind().execute(answers.update().where(answers.c.id == row.id).values(body=text))


def downgrade() -> None:
    """There is no way back: one column cannot hold what the list may.

    Raises:
        NotImplementedError: always; go back with a copy of the database.
    """
    raise NotImplementedError
