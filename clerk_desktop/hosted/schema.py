"""The tables. What is secret (link, hold and session tokens) lies here as SHA-256 only.

A change here needs a step in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.booking import ListState
from clerk_desktop.common.messages.guests import GuestRole, GuestState


class Moment(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database: always UTC; a moment without a zone is a mistake of the program."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database: aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Ids(TypeDecorator[tuple[str, ...]]):
    """A few ids in their order, as a JSON list."""

    impl = JSON().with_variant(JSONB(), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> list[str] | None:  # noqa: ARG002
        """To the database."""
        return None if value is None else list(value)

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else tuple(value)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: Moment(), str: String(200), date: Date()}  # noqa: RUF012 - SQLAlchemy reads it


_STATE = Enum(State, native_enum=False, length=16, values_callable=lambda states: [s.value for s in states])


class Clerk(Base):
    """Somebody who may sign in at a desk."""

    __tablename__ = "clerks"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    user: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str]
    office: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=true())


class ClerkToken(Base):
    """A signed-in desk."""

    __tablename__ = "clerk_tokens"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    clerk_id: Mapped[str] = mapped_column(ForeignKey("clerks.id"))
    expires_at: Mapped[datetime]


class Cell(Base):
    """A counter: how many of the places of an office are taken in the five minutes from `start`.

    What citizens book counts in both pairs; what clerks book, in the first only.
    """

    __tablename__ = "cells"
    office: Mapped[str] = mapped_column(String(64), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    used: Mapped[int]
    public_capacity: Mapped[int]
    public_used: Mapped[int]
    # The last word against overbooking has the database itself.
    __table_args__ = (
        CheckConstraint("used >= 0 AND used <= capacity", name="never_overbooked"),
        CheckConstraint("public_used >= 0 AND public_used <= public_capacity", name="never_overbooked_in_public"),
        CheckConstraint("public_used <= used", name="public_is_part_of_all"),
    )


class Appointment(Base):
    """One appointment from the reservation on. Personal columns become NULL when retention deletes them.

    Moving makes a new one of the same `series` (one event in the citizen's calendar) with the next `sequence`.
    """

    __tablename__ = "appointments"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    series: Mapped[str] = mapped_column(String(32))
    sequence: Mapped[int] = mapped_column(server_default="0")
    office: Mapped[str] = mapped_column(String(64))
    """Where it was booked and counts."""
    serving_office: Mapped[str] = mapped_column(String(64))
    """In whose queue it stands; another one after a redirection."""
    matters: Mapped[tuple[str, ...]] = mapped_column(Ids)
    start: Mapped[datetime]
    end: Mapped[datetime]
    inside: Mapped[bool] = mapped_column(server_default=false())
    """Booked by a clerk: counts on no public place."""
    state: Mapped[State] = mapped_column(_STATE)
    reserved_until: Mapped[datetime]
    hold_hash: Mapped[str] = mapped_column(String(64), unique=True)
    wish: Mapped[str | None] = mapped_column(ForeignKey("waiting_list.id"))
    """Who on the waiting list was offered this."""
    person: Mapped[str | None] = mapped_column(String(64))
    """Keyed hash of e-mail address and birth date: recognises a person without telling who it is."""
    given_names: Mapped[str | None]
    family_name: Mapped[str | None]
    birth_date: Mapped[date | None]
    email: Mapped[str | None] = mapped_column(String(320))
    mobile: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2), server_default="de")
    waiting_since: Mapped[datetime | None]
    camera: Mapped[bool | None]
    microphone: Mapped[bool | None]
    clerk_id: Mapped[str | None] = mapped_column(ForeignKey("clerks.id"))
    parked_by: Mapped[str | None] = mapped_column(ForeignKey("clerks.id"))
    """The clerk who had them left out when the next one is called."""
    call_began: Mapped[datetime | None]
    erased: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (
        Index("appointments_by_office", "serving_office", "start"),
        Index("appointments_by_state", "state", "reserved_until"),
        Index("appointments_by_person", "person"),
        Index("appointments_by_wish", "wish"),
    )


class StepTaken(Base):
    """When an appointment came into a state, and by whom; every waiting and serving time is derived from here."""

    __tablename__ = "steps"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    appointment: Mapped[str] = mapped_column(ForeignKey("appointments.id"), index=True)
    state: Mapped[State] = mapped_column(_STATE)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(String(32))


class Return(Base):
    """Places that were given back and are not to be had yet; in `cells` they still count as used."""

    __tablename__ = "returns"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    office: Mapped[str] = mapped_column(String(64))
    start: Mapped[datetime]
    end: Mapped[datetime]
    inside: Mapped[bool]
    delayed: Mapped[bool]
    """Whether the random time was waited for already (or is not needed)."""
    due: Mapped[datetime] = mapped_column(index=True)


class Wish(Base):
    """A place on the waiting list. Personal columns become NULL when retention deletes them."""

    __tablename__ = "waiting_list"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    office: Mapped[str] = mapped_column(String(64))
    matters: Mapped[tuple[str, ...]] = mapped_column(Ids)
    first: Mapped[date]
    last: Mapped[date]
    state: Mapped[ListState] = mapped_column(
        Enum(ListState, native_enum=False, length=16, values_callable=lambda states: [s.value for s in states])
    )
    created: Mapped[datetime]
    person: Mapped[str | None] = mapped_column(String(64))
    given_names: Mapped[str | None]
    family_name: Mapped[str | None]
    birth_date: Mapped[date | None]
    email: Mapped[str | None] = mapped_column(String(320))
    mobile: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(2), server_default="de")
    erased: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (Index("waiting_list_by_office", "office", "state", "created"),)


class Guest(Base):
    """Somebody who was invited into a call. Personal columns become NULL with those of the appointment."""

    __tablename__ = "guests"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    appointment: Mapped[str] = mapped_column(ForeignKey("appointments.id"), index=True)
    role: Mapped[GuestRole] = mapped_column(
        Enum(GuestRole, native_enum=False, length=24, values_callable=lambda roles: [r.value for r in roles])
    )
    name: Mapped[str | None]
    said_name: Mapped[str | None]
    email: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(2), server_default="de")
    state: Mapped[GuestState] = mapped_column(
        Enum(GuestState, native_enum=False, length=16, values_callable=lambda states: [s.value for s in states])
    )
    mailed: Mapped[bool] = mapped_column(server_default=false())
    invited_by: Mapped[str] = mapped_column(ForeignKey("clerks.id"))
    invited_at: Mapped[datetime]


class CitizenLink(Base):
    """What the token behind `#` in a mail opens: an appointment, a place on the waiting list or a guest's place."""

    __tablename__ = "links"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    appointment: Mapped[str | None] = mapped_column(ForeignKey("appointments.id"), index=True)
    wish: Mapped[str | None] = mapped_column(ForeignKey("waiting_list.id"), index=True)
    guest: Mapped[str | None] = mapped_column(String(32), index=True)
    """Of `guests`. Not a foreign key: SQLite cannot add one to a table that is there."""
    made: Mapped[datetime]


class SpentChallenge(Base):
    """A proof of work that was used; kept until its challenge has run out."""

    __tablename__ = "spent_challenges"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class Secret(Base):
    """A random key of this service, made on first use and the same for all of its processes."""

    __tablename__ = "secrets"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class AuditEvent(Base):
    """That something happened, when, by whom; never a name, a token or what a paper said."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str] = mapped_column(String(32))
    appointment: Mapped[str | None] = mapped_column(String(32), index=True)
    event: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str | None] = mapped_column(String(64))


class OutboxMail(Base):
    """A mail that was decided in a transaction and is carried out when it is `due`, once, unless it is `stale` then.

    There is no token in it: the link is made when the mail is written.
    """

    __tablename__ = "outbox"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    appointment: Mapped[str | None] = mapped_column(ForeignKey("appointments.id"))
    wish: Mapped[str | None] = mapped_column(ForeignKey("waiting_list.id"))
    guest: Mapped[str | None] = mapped_column(String(32))
    """Whose invitation it is; then `appointment` is empty, as there may be several of its kind."""
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    due: Mapped[datetime]
    stale: Mapped[datetime | None]
    """From when on nobody needs it any more."""
    created: Mapped[datetime]
    trouble: Mapped[str | None]
    __table_args__ = (
        Index("outbox_by_due", "state", "due"),
        # Each kind once for an appointment, whatever happens twice.
        UniqueConstraint("appointment", "kind", name="one_of_a_kind"),
    )


class StoredAnswer(Base):
    """The answer to a POST with an Idempotency-Key; a token in it is not stored but derived again from the key."""

    __tablename__ = "answers"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(index=True)


def table_of(mapped: type[Base]) -> Table:
    """The table itself, for statements that need none of the mapper's work."""
    assert isinstance(mapped.__table__, Table)  # noqa: S101 - all of them are
    return mapped.__table__


def columns(row: Base) -> dict[str, Any]:
    """The row's values by column name, for tests and exports."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}
