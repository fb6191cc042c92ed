"""A town's database with people in it becomes a newer one: nothing and nobody is lost, on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.booking import AppointmentView, ListState
from clerk_desktop.hosted import migrations
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.schema import (
    Appointment,
    AuditEvent,
    Base,
    Cell,
    CitizenLink,
    OutboxMail,
    StepTaken,
    StoredAnswer,
    Wish,
)

START = datetime(2026, 11, 23, 8, 10, tzinfo=UTC)
SAMPLES = json.loads((Path(__file__).parents[1] / "contract" / "samples.json").read_text(encoding="utf-8"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    sqlite = f"sqlite:///{tmp_path}/office.sqlite"
    made = Database(sqlite if request.param == "sqlite" else request.getfixturevalue("postgresql_url"))
    yield made
    made.close()


def upgrade_to(database: Database, revision: str) -> None:
    """Make the steps up to this one."""
    config = Config()
    config.set_main_option("script_location", str(migrations.HERE))
    with database.engine.execution_options(office_writes=True).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()


def fill(database: Database, table: str, *rows: dict[str, Any]) -> None:
    """Put rows into a table as it is now."""
    with database.engine.execution_options(office_writes=True).begin() as connection:
        there = sa.Table(table, sa.MetaData(), autoload_with=connection, resolve_fks=False)
        for row in rows:
            connection.execute(there.insert().values(row))


def booked(name: str, state: State, **more: object) -> dict[str, Any]:
    """An appointment as the first tables had it."""
    return {
        "id": name,
        "reference": f"VB-{name}",
        "office": "city",
        "matter": "ummeldung",
        "start": START,
        "end": START + timedelta(minutes=20),
        "state": state.value,
        "reserved_until": START,
        "hold_hash": f"hold-{name}",
        "given_names": "ERIKA",
        "family_name": "MÜSTERMANN",
        "birth_date": date(1964, 8, 12),
        "email": "erika@example.org",
        "language": "en",
        "erased": False,
        **more,
    }


def first_town(database: Database) -> None:
    """A clerk, two appointments with their mail and their history, and a request that may be repeated."""
    upgrade_to(database, "0001")
    clerk = {"id": "c1", "user": "wolf", "name": "Frau Wolf", "office": "city", "password_hash": "x", "active": True}
    fill(database, "clerks", clerk)
    fill(database, "cells", {"office": "city", "start": START, "capacity": 3, "used": 2})
    fill(
        database,
        "appointments",
        booked("a1", State.CONFIRMED, token_hash="link-a1"),
        booked("a2", State.FINISHED, token_hash="link-a2", clerk_id="c1", call_began=START, matter="kurz"),
    )
    moments = {"actor": "citizen", "actor_id": "a1", "appointment": "a1"}
    fill(
        database,
        "audit",
        {"at": START - timedelta(days=2), "event": "reserved", **moments},
        {"at": START - timedelta(days=1), "event": "confirmed", **moments},
        {"at": START - timedelta(days=1), "event": "consented", **moments},
    )
    mail = {"id": "m1", "kind": "confirmation", "appointment": "a1", "secret": "s", "state": "sent", "attempts": 1}
    fill(database, "outbox", mail | {"due": START, "created": START})
    view = dict(SAMPLES["rest"]["AppointmentView"])
    (view["matter"],) = view.pop("matters")
    answer = {"id": "k1", "fingerprint": "f", "salt": b"s", "body": json.dumps(view), "created": START}
    held = {"id": "k2", "fingerprint": "f", "salt": b"s", "body": '{"hold_token":""}', "created": START}
    fill(database, "answers", answer, held)


def sound(database: Database) -> None:
    """The tables are those of the schema, and every reference leads somewhere."""
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        if database.is_sqlite:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_from_the_first_tables_nothing_is_lost(database: Database) -> None:
    first_town(database)
    migrations.upgrade(database)
    sound(database)
    with database.read() as tx:
        one, other = tx.scalars(sa.select(Appointment).order_by(Appointment.id)).all()
        assert (one.matters, other.matters) == (("ummeldung",), ("kurz",))
        assert (one.state, one.start, one.end) == (State.CONFIRMED, START, START + timedelta(minutes=20))
        assert (one.family_name, one.birth_date, one.email, one.language) == (
            "MÜSTERMANN",
            date(1964, 8, 12),
            "erika@example.org",
            "en",
        )
        assert (one.series, one.sequence, one.serving_office, one.inside) == ("a1", 0, "city", False)
        assert (other.clerk_id, other.call_began) == ("c1", START)
        cell = tx.get_one(Cell, ("city", START))
        assert (cell.capacity, cell.used, cell.public_capacity, cell.public_used) == (3, 2, 3, 2)
        links = tx.scalars(sa.select(CitizenLink).order_by(CitizenLink.token_hash)).all()
        assert [(link.token_hash, link.appointment) for link in links] == [("link-a1", "a1"), ("link-a2", "a2")]
        steps = tx.scalars(sa.select(StepTaken).order_by(StepTaken.id)).all()
        assert [(step.state, step.at) for step in steps] == [
            (State.RESERVED, START - timedelta(days=2)),
            (State.CONFIRMED, START - timedelta(days=1)),
        ]
        assert tx.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 3
        (mail,) = tx.scalars(sa.select(OutboxMail)).all()
        assert (mail.id, mail.appointment, mail.state, mail.due) == ("m1", "a1", "sent", START)


def test_whoever_repeats_an_old_request_gets_its_answer_in_the_new_words(database: Database) -> None:
    first_town(database)
    migrations.upgrade(database)
    with database.read() as tx:
        stored = {row.id: row.body for row in tx.scalars(sa.select(StoredAnswer))}
    assert [m.id for m in AppointmentView.model_validate_json(stored["k1"]).matters] == ["ummeldung"]
    assert stored["k2"] == '{"hold_token":""}'


def test_who_waits_in_line_goes_on_waiting(database: Database) -> None:
    first_town(database)
    upgrade_to(database, "0002")
    wish = {"id": "w1", "office": "city", "matter": "kurz", "first": START.date(), "last": START.date()}
    person = {"person": "p", "given_names": "ERIKA", "email": "erika@example.org", "language": "de", "erased": False}
    fill(database, "waiting_list", wish | person | {"state": "offered", "created": START})
    offer = booked("a3", State.RESERVED, series="a3", sequence=0, serving_office="city", inside=False, wish="w1")
    fill(database, "appointments", offer)
    fill(database, "links", {"token_hash": "link-w1", "wish": "w1", "made": START})
    migrations.upgrade(database)
    sound(database)
    with database.read() as tx:
        kept = tx.get_one(Wish, "w1")
        assert (kept.matters, kept.state, kept.created) == (("kurz",), ListState.OFFERED, START)
        assert tx.get_one(Appointment, "a3").wish == "w1"
        assert tx.get_one(CitizenLink, "link-w1").wish == "w1"


def test_several_matters_are_kept_in_their_order(database: Database) -> None:
    first_town(database)
    migrations.upgrade(database)
    with database.write() as tx:
        tx.get_one(Appointment, "a1").matters = ("kurz", "abmeldung", "ummeldung")
    with database.read() as tx:
        assert tx.get_one(Appointment, "a1").matters == ("kurz", "abmeldung", "ummeldung")
        assert set(tx.scalars(sa.select(Appointment.matters).distinct())) == {
            ("kurz",),
            ("kurz", "abmeldung", "ummeldung"),
        }
