"""The tables. What is secret (link, hold and session tokens) lies here as SHA-256 only.

A change here needs a step in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    false,
    true,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from clerk_desktop.common.appointments import State


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


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: Moment(), str: String(200), date: Date()}  # noqa: RUF012 - SQLAlchemy reads it


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
    """A counter: how many of the places of an office are taken in the five minutes from `start`."""

    __tablename__ = "cells"
    office: Mapped[str] = mapped_column(String(64), primary_key=True)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    capacity: Mapped[int]
    used: Mapped[int]
    # The last word against overbooking has the database itself.
    __table_args__ = (CheckConstraint("used >= 0 AND used <= capacity", name="never_overbooked"),)


class Appointment(Base):
    """One appointment from the reservation on. Personal columns become NULL when retention deletes them."""

    __tablename__ = "appointments"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    office: Mapped[str] = mapped_column(String(64))
    matter: Mapped[str] = mapped_column(String(64))
    start: Mapped[datetime]
    end: Mapped[datetime]
    state: Mapped[State] = mapped_column(
        Enum(State, native_enum=False, length=16, values_callable=lambda states: [s.value for s in states])
    )
    reserved_until: Mapped[datetime]
    hold_hash: Mapped[str] = mapped_column(String(64), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
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
    call_began: Mapped[datetime | None]
    erased: Mapped[bool] = mapped_column(server_default=false())
    __table_args__ = (
        Index("appointments_by_office", "office", "start"),
        Index("appointments_by_state", "state", "reserved_until"),
    )


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
    """A mail that was decided in a transaction and is carried out afterwards, at most once.

    `secret` is the link's token: it must be known until the mail has gone, and is deleted then.
    """

    __tablename__ = "outbox"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    appointment: Mapped[str] = mapped_column(ForeignKey("appointments.id"))
    secret: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    due: Mapped[datetime]
    created: Mapped[datetime]
    trouble: Mapped[str | None]
    __table_args__ = (Index("outbox_by_due", "state", "due"),)


class StoredAnswer(Base):
    """The answer to a POST with an Idempotency-Key; a token in it is not stored but derived again from the key."""

    __tablename__ = "answers"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime] = mapped_column(index=True)


def columns(row: Base) -> dict[str, Any]:
    """The row's values by column name, for tests and exports."""
    return {column.name: getattr(row, column.name) for column in row.__table__.columns}
