"""Prepared statements keep what SQLAlchemy's own way promises: types, errors, one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from clerk_desktop.common.appointments import State
from clerk_desktop.hosted import audit, migrations
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import Appointment, AuditEvent, Secret, table_of
from clerk_desktop.hosted.statements import Prepared
from tests.bench.booking import appointment

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
_APPOINTMENTS = table_of(Appointment)
_FIND = Prepared(
    select(_APPOINTMENTS.c.start, _APPOINTMENTS.c.matters, _APPOINTMENTS.c.state, _APPOINTMENTS.c.birth_date).where(
        _APPOINTMENTS.c.start == bindparam("start"), _APPOINTMENTS.c.state == State.CONFIRMED
    )
)
_SECRET = Prepared(insert(table_of(Secret)), "name", "value")


@pytest.fixture
def base(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    database = Database(database_url or f"sqlite:///{tmp_path}/office.sqlite")
    migrations.upgrade(database)
    yield database
    database.close()


def notes(base: Database) -> int:
    with base.read() as tx:
        return tx.scalar(select(func.count()).select_from(AuditEvent)) or 0


def test_values_go_in_and_come_out_as_python_knows_them(base: Database) -> None:
    with base.write() as tx:
        tx.execute(insert(Appointment), [appointment("one", "city", NOON, State.CONFIRMED)])
        elsewhere = NOON.astimezone(timezone(timedelta(hours=5)))
        ((start, matters, state, born),) = _FIND.rows(tx, {"start": elsewhere})
    assert (start, start.utcoffset(), matters, state) == (NOON, timedelta(), ("ummeldung",), State.CONFIRMED)
    assert born.isoformat() == "1964-08-12"


def test_what_is_put_off_is_written_with_the_rest(base: Database) -> None:
    with base.write() as tx:
        audit.note(tx, NOON, audit.SYSTEM, "first")
        tx.add(Secret(name="later", value=b"x"))
        audit.note(tx, NOON, audit.SYSTEM, "second")
    with base.read() as tx:
        assert list(tx.scalars(select(AuditEvent.event).order_by(AuditEvent.id))) == ["first", "second"]
        assert tx.scalars(select(Secret.value).where(Secret.name == "later")).one() == b"x"


def test_or_not_at_all(base: Database) -> None:
    with pytest.raises(ZeroDivisionError), base.write() as tx:  # noqa: PT012 - as it happens inside
        audit.note(tx, NOON, audit.SYSTEM, "never")
        raise ZeroDivisionError
    assert notes(base) == 0


@pytest.mark.parametrize("put_off", [False, True])
def test_an_error_is_sqlalchemys_and_tells_no_values(base: Database, put_off: bool) -> None:
    with base.write() as tx:
        _SECRET.run(tx, {"name": "twice", "value": b"one"})
    with pytest.raises(IntegrityError) as caught, base.write() as tx:  # noqa: PT012 - which line raises is the question
        audit.note(tx, NOON, audit.SYSTEM, "before")
        (_SECRET.later if put_off else _SECRET.run)(tx, {"name": "twice", "value": b"secret"})
        audit.note(tx, NOON, audit.SYSTEM, "after")
    assert "secret'" not in str(caught.value)
    assert notes(base) == 0
    with base.write() as tx:  # the connection is as good as before
        audit.note(tx, NOON, audit.SYSTEM, "again")
    assert notes(base) == 1
