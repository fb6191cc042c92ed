"""SQL of the invitations."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from clerk_desktop.common.messages.guests import OPEN
from clerk_desktop.hosted.schema import Appointment, Clerk, Guest


def locked(tx: Session, appointment_id: str, office: str) -> Appointment | None:
    """The appointment, locked, when this office serves it."""
    query = select(Appointment).where(Appointment.id == appointment_id, Appointment.serving_office == office)
    return tx.scalar(query.with_for_update())


def guest(tx: Session, guest_id: str, appointment_id: str) -> Guest | None:
    """This guest of this appointment, locked."""
    query = select(Guest).where(Guest.id == guest_id, Guest.appointment == appointment_id)
    return tx.scalar(query.with_for_update())


def open_ones(tx: Session, appointment_id: str) -> Sequence[Guest]:
    """The invitations that are not over, in the order in which they were made."""
    query = select(Guest).where(Guest.appointment == appointment_id, Guest.state.in_(OPEN))
    return tx.scalars(query.order_by(Guest.invited_at, Guest.id)).all()


def all_of(tx: Session, appointment_id: str) -> Sequence[Guest]:
    """All of them, those that are over as well."""
    query = select(Guest).where(Guest.appointment == appointment_id)
    return tx.scalars(query.order_by(Guest.invited_at, Guest.id)).all()


def clerk_name(tx: Session, clerk_id: str | None) -> str:
    """The clerk's name, as the guest reads it."""
    clerk = tx.get(Clerk, clerk_id) if clerk_id else None
    return clerk.name if clerk else ""
