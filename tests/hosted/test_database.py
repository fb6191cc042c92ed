"""Transactions and migrations."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import StatementError
from sqlalchemy.schema import CreateTable

from clerk_desktop.common.errors import Unavailable
from clerk_desktop.hosted import database as database_module
from clerk_desktop.hosted import migrations
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Base, Cell

NO_PUBLIC = {"public_capacity": 0, "public_used": 0}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path}/data/office.sqlite")
    migrations.upgrade(made)
    return made


def test_migrations_lead_exactly_to_the_tables_of_the_schema(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    database.close()


def test_head_is_what_alembic_finds() -> None:
    assert ScriptDirectory(str(migrations.HERE)).get_heads() == [migrations.HEAD]


def test_upgrading_twice_changes_nothing_and_keeps_the_data(database: Database) -> None:
    with database.write() as tx:
        tx.add(Cell(office="city", start=datetime(2026, 1, 1, tzinfo=UTC), capacity=1, used=1, **NO_PUBLIC))
    migrations.upgrade(database)
    with database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM cells")).scalar() == 1
    database.close()


def test_the_tables_can_be_made_on_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        assert str(CreateTable(table).compile(dialect=postgresql.dialect())).count("CREATE TABLE") == 1


def test_only_the_owner_may_enter_the_data_folder(database: Database, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    database.close()


def test_a_write_is_all_or_nothing(database: Database) -> None:
    class Boom(Exception):
        pass

    def half_way() -> None:
        with database.write() as tx:
            tx.add(Cell(office="city", start=datetime(2026, 1, 1, tzinfo=UTC), capacity=1, used=1, **NO_PUBLIC))
            tx.flush()
            raise Boom

    with pytest.raises(Boom):
        half_way()
    with database.read() as tx:
        assert tx.execute(text("SELECT count(*) FROM cells")).scalar() == 0
    database.close()


def test_a_writer_holds_the_lock_from_its_first_moment(database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "data" / "office.sqlite", timeout=0, isolation_level=None)
    with database.write() as tx:
        tx.execute(text("SELECT 1"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        assert other.execute("SELECT count(*) FROM cells").fetchone() == (0,), "reading goes on"
    other.execute("BEGIN IMMEDIATE")
    other.close()
    database.close()


def test_a_database_that_stays_locked_is_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0)
    database = Database(f"sqlite:///{tmp_path}/office.sqlite")
    other = sqlite3.connect(tmp_path / "office.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable), database.write() as tx:
        tx.execute(text("SELECT 1"))
    other.close()
    database.close()


def test_writers_of_one_process_queue_up(database: Database) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with database.write() as tx:
        tx.add(Cell(office="city", start=start, capacity=1000, used=0, **NO_PUBLIC))

    def count() -> None:
        for _ in range(20):
            with database.write() as tx:
                cell = tx.get_one(Cell, ("city", start))
                cell.used += 1

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert tx.get_one(Cell, ("city", start)).used == 160
    database.close()


def test_moments_need_a_zone_and_come_back_in_utc(database: Database) -> None:
    with pytest.raises(StatementError, match="time zone"), database.write() as tx:
        tx.add(Cell(office="city", start=datetime(2026, 1, 1), capacity=1, used=0, **NO_PUBLIC))  # noqa: DTZ001
    with database.write() as tx:
        tx.add(
            Cell(office="city", start=datetime.fromisoformat("2026-07-01T10:00+02:00"), capacity=1, used=0, **NO_PUBLIC)
        )
    with database.read() as tx:
        (cell,) = tx.query(Cell).all()
    assert cell.start.isoformat() == "2026-07-01T08:00:00+00:00"
    database.close()


def test_a_connection_that_went_while_it_rested_is_replaced(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "RESTED_SECONDS", 0.0)
    database, other = Database(postgresql_url), Database(postgresql_url)
    with database.read() as tx:
        pid = tx.scalar(text("SELECT pg_backend_pid()"))
    with other.read() as tx:
        tx.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    with database.read() as tx:
        assert tx.scalar(text("SELECT pg_backend_pid()")) != pid
    database.close()
    other.close()


def test_writers_of_several_processes_take_turns(tmp_path: Path) -> None:
    """Two databases on one file stand for two processes: the second waits outside of SQLite's own lock."""
    url = f"sqlite:///{tmp_path}/office.sqlite"
    one, two = Database(url), Database(url)
    order: list[str] = []

    def write() -> None:
        with two.write():
            order.append("two")

    with one.write():
        waits = threading.Thread(target=write)
        waits.start()
        turn = os.open(tmp_path / "office.sqlite-turn", os.O_RDWR)
        with pytest.raises(BlockingIOError):
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        order.append("one")
    waits.join(20)
    assert order == ["one", "two"]
    fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(turn)
    one.close()
    two.close()
