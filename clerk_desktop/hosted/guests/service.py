"""Rules of the invitations: who may invite, who must agree, who lets in, and when it is over.

Three people have a say, in this order: the clerk invites, the citizen agrees, the clerk lets in. The citizen's no and
the clerk's taking back are final; whoever is to come after that is invited anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import ENDED, WITH_CLERK
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import AlreadyCalled, InvitationOver, NotAgreed, NotFound, TooManyGuests, WrongState
from clerk_desktop.common.messages.clerk import IceServer, IceView
from clerk_desktop.common.messages.guests import (
    MOST_GUESTS,
    OPEN,
    GuestInvitation,
    GuestInvitationRequest,
    GuestState,
    GuestsView,
    GuestView,
    GuestVisitView,
)
from clerk_desktop.common.messages.live import GuestConsent, GuestReady
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import SignedIn, guest_of, new_id, new_link
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.events import Bus, GuestsChanged, MailQueued
from clerk_desktop.hosted.guests import store
from clerk_desktop.hosted.idempotency import Attempt, Idempotency
from clerk_desktop.hosted.presence import Presence, guest_key
from clerk_desktop.hosted.schema import Appointment, Guest


@dataclass(frozen=True)
class Room:
    """Who belongs to one call at this moment, as the live sockets need it."""

    clerk_id: str | None
    with_clerk: bool
    """Whether a clerk has the call, so that signals may pass."""
    guests: tuple[GuestView, ...]
    visits: dict[str, GuestVisitView]
    """What each guest is told, also those whose invitation is over."""


@dataclass(frozen=True)
class Tools:
    """What the rules stand on.

    Attributes:
        ice: STUN and TURN servers for whoever has this id.
        public_url: where the guest's page is.
    """

    database: Database
    catalog: Catalog
    clock: Clock
    once: Idempotency
    bus: Bus
    presence: Presence
    ice: Callable[[str], IceView]
    public_url: str


class GuestService:
    """Blocking; called by the routes and, in threads, by the live sockets."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    # --- the clerk's side

    def list(self, clerk: SignedIn, appointment_id: str) -> GuestsView:
        """The invitations of one's own case. Raises NotFound, AlreadyCalled."""
        with self._tools.database.write() as tx:
            self._case(tx, clerk, appointment_id)
            return GuestsView(guests=tuple(self._view(row) for row in store.open_ones(tx, appointment_id)))

    def invite(
        self, clerk: SignedIn, appointment_id: str, wanted: GuestInvitationRequest, attempt: Attempt | None
    ) -> GuestInvitation:
        """Invite somebody into the call that runs; the mail is decided in the same transaction.

        Raises:
            NotFound, AlreadyCalled: not this clerk's case.
            WrongState: no call runs.
            TooManyGuests: there is somebody already.
        """
        tools = self._tools

        def work(tx: Session, token: str) -> GuestInvitation:
            appointment, now = self._case(tx, clerk, appointment_id), tools.clock.now()
            if appointment.state not in WITH_CLERK:
                raise WrongState(appointment.state.value)
            if len(store.open_ones(tx, appointment_id)) >= MOST_GUESTS:
                raise TooManyGuests
            guest = _invited(wanted, appointment_id, clerk.id, now)
            tx.add(guest)
            tx.flush()
            new_link(tx, now, guest=guest.id, token=token)
            if wanted.email:
                outbox.enqueue(tx, "guest_invitation", now, guest=guest.id)
            audit.note(tx, now, audit.clerk(clerk.id), "guest_invited", appointment_id)
            return GuestInvitation(guest=self._view(guest), page=f"{tools.public_url}/gast", token=token)

        made, fresh = tools.once.run(attempt, GuestInvitation, work, secret="token")  # noqa: S106 - a field's name
        if fresh:
            tools.bus.tell(GuestsChanged(appointment_id), MailQueued())
        return made

    def admit(self, clerk: SignedIn, appointment_id: str, guest_id: str, attempt: Attempt | None) -> GuestView:
        """Let a guest in; again is no error.

        Raises:
            NotFound, AlreadyCalled: not this clerk's case, or no such guest.
            NotAgreed: the citizen has not said yes.
            InvitationOver: taken back or refused.
        """

        def work(tx: Session, _token: str) -> GuestView:
            self._case(tx, clerk, appointment_id)
            guest = self._open_guest(tx, guest_id, appointment_id)
            if guest.state is GuestState.ASKED:
                raise NotAgreed
            if guest.state is GuestState.AGREED:
                self._move(tx, guest, GuestState.ADMITTED, audit.clerk(clerk.id))
            return self._view(guest)

        view, fresh = self._tools.once.run(attempt, GuestView, work)
        if fresh:
            self._tools.bus.tell(GuestsChanged(appointment_id))
        return view

    def remove(self, clerk: SignedIn, appointment_id: str, guest_id: str) -> None:
        """Take an invitation back, or send a guest out; again is no error. Raises NotFound, AlreadyCalled."""
        with self._tools.database.write() as tx:
            self._case(tx, clerk, appointment_id)
            guest = store.guest(tx, guest_id, appointment_id)
            if guest is None:
                raise NotFound
            if guest.state in OPEN:
                self._move(tx, guest, GuestState.REMOVED, audit.clerk(clerk.id))
        self._tools.bus.tell(GuestsChanged(appointment_id))

    # --- the citizen's side

    def consent(self, appointment_id: str, answer: GuestConsent) -> None:
        """The citizen's yes or no; no also sends away who is in the call already. Again is no error.

        Raises:
            NotFound: no such guest in this appointment.
            InvitationOver: a yes to somebody who is not invited any more.
        """
        with self._tools.database.write() as tx:
            guest = store.guest(tx, answer.guest, appointment_id)
            if guest is None:
                raise NotFound
            actor = audit.citizen(appointment_id)
            if answer.agreed and guest.state not in OPEN:
                raise InvitationOver
            if answer.agreed and guest.state is GuestState.ASKED:
                self._move(tx, guest, GuestState.AGREED, actor)
            elif not answer.agreed and guest.state in OPEN:
                self._move(tx, guest, GuestState.REFUSED, actor)
        self._tools.bus.tell(GuestsChanged(appointment_id))

    # --- the guest's side

    def visit(self, token: str) -> GuestVisitView:
        """What a link opens. Raises LinkUnknown, LinkExpired, InvitationOver."""
        with self._tools.database.read() as tx:
            guest, appointment = guest_of(tx, token, self._tools.clock.now())
            return self._visit(guest, appointment, store.clerk_name(tx, appointment.clerk_id))

    def ice(self, token: str) -> IceView:
        """STUN and TURN servers, also for the device check. Raises as `visit`, and WrongState when no call runs."""
        with self._tools.database.read() as tx:
            guest, appointment = guest_of(tx, token, self._tools.clock.now())
            if appointment.state not in WITH_CLERK:
                raise WrongState(appointment.state.value)
        return self._tools.ice(guest.id)

    def servers(self, guest_id: str) -> tuple[IceServer, ...]:
        """The same, as it travels with the news that the call runs."""
        return self._tools.ice(guest_id).ice_servers

    def ready(self, visit: GuestVisitView, ready: GuestReady) -> None:
        """The guest agreed, checked the devices and said who is there. Raises InvitationOver."""
        with self._tools.database.write() as tx:
            guest = self._open_guest(tx, visit.id, visit.appointment)
            if guest.said_name is None:
                actor = audit.guest(guest.id)
                audit.note(tx, self._tools.clock.now(), actor, "guest_came", visit.appointment)
            guest.said_name = ready.name

    def room(self, appointment_id: str) -> Room | None:
        """Who belongs to the call of this appointment; None when there is no such appointment."""
        with self._tools.database.read() as tx:
            appointment = tx.get(Appointment, appointment_id)
            if appointment is None:
                return None
            name = store.clerk_name(tx, appointment.clerk_id)
            rows = store.all_of(tx, appointment_id)
            return Room(
                clerk_id=appointment.clerk_id,
                with_clerk=appointment.state in WITH_CLERK and appointment.clerk_id is not None,
                guests=tuple(self._view(row) for row in rows if row.state in OPEN),
                visits={row.id: self._visit(row, appointment, name) for row in rows},
            )

    # --- inside

    @staticmethod
    def _case(tx: Session, clerk: SignedIn, appointment_id: str) -> Appointment:
        appointment = store.locked(tx, appointment_id, clerk.office)
        if appointment is None:
            raise NotFound
        if appointment.clerk_id != clerk.id:
            raise AlreadyCalled
        return appointment

    @staticmethod
    def _open_guest(tx: Session, guest_id: str, appointment_id: str) -> Guest:
        guest = store.guest(tx, guest_id, appointment_id)
        if guest is None:
            raise NotFound
        if guest.state not in OPEN:
            raise InvitationOver
        return guest

    def _move(self, tx: Session, guest: Guest, to: GuestState, actor: audit.Actor) -> None:
        guest.state = to
        audit.note(tx, self._tools.clock.now(), actor, f"guest_{to.value}", guest.appointment)

    def _view(self, row: Guest) -> GuestView:
        return GuestView(
            id=row.id,
            role=row.role,
            name=row.name or "",
            said_name=row.said_name or "",
            state=row.state,
            present=self._tools.presence.has_citizen(guest_key(row.id)),
            mailed=row.mailed,
        )

    def _visit(self, row: Guest, appointment: Appointment, clerk: str) -> GuestVisitView:
        admitted = row.state is GuestState.ADMITTED
        running = admitted and appointment.state in WITH_CLERK and appointment.clerk_id is not None
        presence = self._tools.presence
        citizen = f"{appointment.given_names or ''} {appointment.family_name or ''}".strip()
        return GuestVisitView(
            id=row.id,
            appointment=appointment.id,
            role=row.role,
            name=row.name or "",
            language="en" if row.language == "en" else "de",
            office=self._tools.catalog.office_view(appointment.serving_office),
            start=appointment.start,
            end=appointment.end,
            state=row.state,
            over=appointment.state in ENDED,
            running=running,
            clerk=clerk if running else "",
            citizen=citizen if running else "",
            desk_present=presence.has_clerk(appointment.serving_office, appointment.clerk_id or ""),
            citizen_present=presence.has_citizen(appointment.id),
        )


def _invited(wanted: GuestInvitationRequest, appointment_id: str, clerk_id: str, now: datetime) -> Guest:
    return Guest(
        id=new_id(),
        appointment=appointment_id,
        role=wanted.role,
        name=wanted.name,
        email=wanted.email,
        language=wanted.language,
        state=GuestState.ASKED,
        mailed=wanted.email is not None,
        invited_by=clerk_id,
        invited_at=now,
    )
