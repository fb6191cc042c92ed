"""Alembic's door to the database; the connection is handed in by `migrations.upgrade`."""

from __future__ import annotations

from alembic import context

from clerk_desktop.hosted.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
