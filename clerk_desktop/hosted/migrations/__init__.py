"""Steps that bring an existing database to the tables of `schema.py`; run on every start.

This module is cheap to import: Alembic itself is only loaded when there is a step to make.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from clerk_desktop.hosted.database import Database

HERE = Path(__file__).parent
HEAD = "0004"
"""The newest step; a test keeps it equal to what Alembic finds in `versions`."""


def upgrade(database: Database) -> None:
    """Make all missing steps, in one transaction each; does nothing on a database that is up to date."""
    with database.engine.execution_options(office_writes=True).connect() as connection:
        with connection.begin():
            current = _current(connection)
        if current != HEAD:
            _run(connection)
            connection.commit()


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _run(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - see the docstring
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
