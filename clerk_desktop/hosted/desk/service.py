"""Rules of the clerk's side: the day's queue, calling, steps, evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from pydantic import BaseModel
from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import ENDED, WITH_CLERK, State
from clerk_desktop.common.clock import BERLIN, Clock, berlin
from clerk_desktop.common.errors import AlreadyCalled, NobodyWaiting, NotFound, WrongState
from clerk_desktop.common.messages.clerk import (
    Booking,
    CaseView,
    Devices,
    EvidenceRequest,
    FiguresView,
    IceServer,
    QueueEntry,
    QueueView,
    StepRequest,
)
from clerk_desktop.hosted import audit
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.catalog import Catalog
from clerk_desktop.hosted.database import Database
from clerk_desktop.hosted.desk import store
from clerk_desktop.hosted.events import Bus, Changed
from clerk_desktop.hosted.figures import figures
from clerk_desktop.hosted.idempotency import Attempt, Idempotency
from clerk_desktop.hosted.keys import DraftKeys
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.presence import Presence
from clerk_desktop.hosted.schema import Appointment
from clerk_desktop.hosted.waiting import Line, call_order

REDIRECTABLE = frozenset({State.CONFIRMED, State.WAITING, State.CALLED})
EVIDENCE_STATES = WITH_CLERK | {State.FINISHED}


class Noted(BaseModel):
    """Stored answer of a request that answers nothing."""


class DeskService:
    """What a signed-in clerk may see and do; always within the own office."""

    def __init__(
        self,
        database: Database,
        catalog: Catalog,
        clock: Clock,
        idempotency: Idempotency,
        bus: Bus,
        presence: Presence,
        ice_servers: Callable[[str], tuple[IceServer, ...]],
    ) -> None:
        self._draft_keys = DraftKeys(database)
        self._database = database
        self._catalog = catalog
        self._clock = clock
        self._once = idempotency
        self._bus = bus
        self._presence = presence
        self._ice_servers = ice_servers

    def queue(self, office: str) -> QueueView:
        """Today's appointments: who is with a clerk, who waits in the order of calling, who is to come, who is done."""
        now = self._clock.now()
        begin = datetime.combine(berlin(now).date(), datetime.min.time(), BERLIN)
        end = datetime.combine(berlin(now).date() + timedelta(days=1), datetime.min.time(), BERLIN)
        with self._database.read() as tx:
            rows = store.day(tx, office, begin, end - timedelta(microseconds=1))
            names = store.clerk_names(tx, {clerk for row in rows for clerk in (row.clerk_id, row.parked_by) if clerk})
        waiting = call_order(row for row in rows if row.state is State.WAITING)
        ordered = [
            *(row for row in rows if row.state in WITH_CLERK),
            *waiting,
            *(row for row in rows if row.state is State.CONFIRMED),
            *(row for row in rows if row.state in ENDED),
        ]
        return QueueView(entries=tuple(self._entry(row, names) for row in ordered), generated_at=now)

    def by_code(self, clerk: SignedIn, digest: str) -> QueueEntry:
        """The appointment of the clerk's office that the link with this hash opens.

        Raises:
            NotFound: no such link, of another office, or not booked any more.
        """
        with self._database.read() as tx:
            appointment = store.by_link(tx, digest, clerk.office)
            if appointment is None or appointment.state in store.NOT_BOOKED or appointment.erased:
                raise NotFound
            return self._entry(appointment, store.clerk_names(tx, self._clerks(appointment)))

    def call_next(self, clerk: SignedIn, attempt: Attempt | None) -> CaseView:
        """Call whoever is next and whose page is open; a second press finds the one who was just called.

        Raises:
            NobodyWaiting: the waiting room is empty.
            WrongState: this clerk is in a call.
        """

        def work(tx: Session, _token: str) -> CaseView:
            store.take_turn(tx, clerk.id)
            mine = store.on_the_line(tx, clerk.id)
            if mine is not None:
                if mine.state is State.IN_CALL:
                    raise WrongState("in a call")
                return self._case(mine)
            return self._call(tx, clerk, self._next(tx, clerk.office))

        return self._called(self._once.run(attempt, CaseView, work), clerk.office)

    def call(self, clerk: SignedIn, appointment_id: str, attempt: Attempt | None) -> CaseView:
        """Call a certain citizen, take up one's own call again, or an interrupted one whose clerk is gone.

        Raises:
            NotFound: not an appointment of this office.
            AlreadyCalled: another clerk has this citizen.
            WrongState: the citizen does not wait, or this clerk is busy with another one.
        """

        def work(tx: Session, _token: str) -> CaseView:
            store.take_turn(tx, clerk.id)
            appointment = self._of_office(tx, appointment_id, clerk.office)
            self._check_owner(appointment, clerk)
            mine = store.on_the_line(tx, clerk.id)
            if mine is not None and mine.id != appointment.id:
                raise WrongState("busy with another citizen")
            if mine is not None:
                audit.note(tx, self._clock.now(), audit.clerk(clerk.id), "resumed", appointment.id)
                return self._case(mine)
            return self._call(tx, clerk, appointment)

        return self._called(self._once.run(attempt, CaseView, work), clerk.office)

    def park(self, clerk: SignedIn, appointment_id: str, parked: bool, attempt: Attempt | None) -> QueueEntry:
        """Leave somebody who waits out when the next one is called, or take them back in; the place in line stays.

        Raises:
            NotFound: not an appointment of this office.
            WrongState: does not wait.
        """

        def work(tx: Session, _token: str) -> QueueEntry:
            appointment = self._of_office(tx, appointment_id, clerk.office)
            if appointment.state is not State.WAITING:
                raise WrongState(appointment.state.value)
            if (appointment.parked_by is not None) != parked:
                appointment.parked_by = clerk.id if parked else None
                event = "parked" if parked else "unparked"
                audit.note(tx, self._clock.now(), audit.clerk(clerk.id), event, appointment.id)
            return self._entry(appointment, store.clerk_names(tx, self._clerks(appointment)))

        entry, fresh = self._once.run(attempt, QueueEntry, work)
        if fresh:
            self._bus.tell(Changed(entry.id, clerk.office))
        return entry

    def redirect(self, clerk: SignedIn, appointment_id: str, office: str, attempt: Attempt | None) -> QueueEntry:
        """Hand somebody over to another office's queue: who is to come, waits, or was called by this clerk just now.

        Raises:
            NotFound: not an appointment of this office, or no such office.
            AlreadyCalled: another clerk has this citizen.
            WrongState: is being served, or it is over.
        """
        self._catalog.office(office)

        def work(tx: Session, _token: str) -> QueueEntry:
            now, actor = self._clock.now(), audit.clerk(clerk.id)
            appointment = self._of_office(tx, appointment_id, clerk.office)
            self._check_owner(appointment, clerk)
            if appointment.state not in REDIRECTABLE:
                raise WrongState(appointment.state.value)
            if appointment.state is State.CALLED:
                move(tx, appointment, State.WAITING, actor, now)
            appointment.parked_by = None
            if appointment.serving_office != office:
                appointment.serving_office = office
                audit.note(tx, now, actor, "redirected", appointment.id)
            return self._entry(appointment, {})

        entry, fresh = self._once.run(attempt, QueueEntry, work)
        if fresh:
            self._bus.tell(Changed(entry.id, clerk.office), Changed(entry.id, office))
        return entry

    def figures(self, clerk: SignedIn, first: date, last: date) -> FiguresView:
        """How the appointments of these days went in the clerk's office."""
        with self._database.read() as tx:
            return figures(tx, clerk.office, first, last)

    def step(self, clerk: SignedIn, appointment_id: str, wanted: StepRequest, attempt: Attempt | None) -> QueueEntry:
        """Move an appointment on; a step that is made already is no error.

        Raises:
            NotFound: not an appointment of this office.
            AlreadyCalled: another clerk has this citizen.
            WrongState: not from here.
        """

        def work(tx: Session, _token: str) -> QueueEntry:
            appointment = self._of_office(tx, appointment_id, clerk.office)
            self._check_owner(appointment, clerk)
            if wanted.to is State.WAITING and appointment.state is State.CONFIRMED:
                raise WrongState("only the citizen can enter the waiting room")
            move(tx, appointment, wanted.to, audit.clerk(clerk.id), self._clock.now())
            return self._entry(appointment, store.clerk_names(tx, self._clerks(appointment)))

        entry, fresh = self._once.run(attempt, QueueEntry, work)
        if fresh:
            self._bus.tell(Changed(entry.id, clerk.office))
        return entry

    def evidence(self, clerk: SignedIn, appointment_id: str, event: EvidenceRequest, attempt: Attempt | None) -> None:
        """Note that something happened in the call.

        Raises:
            NotFound: not an appointment of this office.
            AlreadyCalled: it belongs to another clerk.
            WrongState: there is no call.
        """

        def work(tx: Session, _token: str) -> Noted:
            appointment = self._of_office(tx, appointment_id, clerk.office)
            if appointment.clerk_id not in (None, clerk.id):
                raise AlreadyCalled
            if appointment.state not in EVIDENCE_STATES:
                raise WrongState(appointment.state.value)
            now = self._clock.now()
            audit.note(tx, now, audit.clerk(clerk.id), event.kind.value, appointment.id, event.sha256)
            return Noted()

        self._once.run(attempt, Noted, work)

    def _next(self, tx: Session, office: str) -> Appointment:
        """The first in line whose page is open, locked. Whom others lock just now is probably being called by them.

        Raises:
            NobodyWaiting: really nobody, also after those others are done.
        """
        patient = False
        while there := [one for one in call_order(store.waiting(tx, office)) if self._presence.has_citizen(one.id)]:
            for one in there:
                appointment = store.grab(tx, one.id, office, patient=patient)
                if appointment is not None:
                    return appointment
                if patient:
                    break  # waited, and this one is gone: look who is left
            patient = True
        raise NobodyWaiting

    def _check_owner(self, appointment: Appointment, clerk: SignedIn) -> None:
        """Hands off another clerk's call, unless it is interrupted and that clerk's desk is gone (taking over)."""
        owner = appointment.clerk_id
        if appointment.state not in WITH_CLERK or owner in (None, clerk.id):
            return
        if appointment.state is State.INTERRUPTED and not self._presence.has_clerk(clerk.office, owner or ""):
            return
        raise AlreadyCalled

    def _called(self, result: tuple[CaseView, bool], office: str) -> CaseView:
        case, fresh = result
        if fresh:
            self._bus.tell(Changed(case.appointment, office, called=True))
        return case

    def _call(self, tx: Session, clerk: SignedIn, appointment: Appointment) -> CaseView:
        move(tx, appointment, State.CALLED, audit.clerk(clerk.id), self._clock.now())
        appointment.clerk_id = clerk.id
        return self._case(appointment)

    @staticmethod
    def _of_office(tx: Session, appointment_id: str, office: str) -> Appointment:
        appointment = store.locked(tx, appointment_id, office)
        if appointment is None or appointment.state in store.NOT_BOOKED:
            raise NotFound
        return appointment

    @staticmethod
    def _clerks(appointment: Appointment) -> set[str]:
        return {clerk for clerk in (appointment.clerk_id, appointment.parked_by) if clerk}

    def _entry(self, row: Appointment | Line, names: dict[str, str]) -> QueueEntry:
        devices = None
        if row.camera is not None and row.microphone is not None:
            devices = Devices(camera=row.camera, microphone=row.microphone)
        return QueueEntry(
            id=row.id,
            start=row.start,
            state=row.state,
            matters=tuple(matter.title for matter in self._catalog.several(row.matters)),
            given_names=row.given_names or "",
            family_name=row.family_name or "",
            waiting_since=row.waiting_since,
            present=self._presence.has_citizen(row.id),
            devices=devices,
            called_by=names.get(row.clerk_id or ""),
            reference=row.reference,
            parked=row.parked_by is not None,
            parked_by=names.get(row.parked_by or ""),
            redirected_from=self._catalog.office(row.office).name if row.office != row.serving_office else None,
            card_trial=self._presence.trial_of(row.id),
        )

    def _case(self, row: Appointment) -> CaseView:
        if row.birth_date is None or row.email is None:
            raise NotFound("personal data were deleted")
        return CaseView(
            appointment=row.id,
            reference=row.reference,
            office=self._catalog.office_view(row.serving_office),
            matters=self._catalog.several(row.matters),
            booking=Booking(
                given_names=row.given_names or "",
                family_name=row.family_name or "",
                birth_date=row.birth_date,
                email=row.email,
                mobile=row.mobile,
                language="en" if row.language == "en" else "de",
            ),
            state=row.state,
            start=row.start,
            ice_servers=self._ice_servers(row.id),
            draft_key=self._draft_keys.of(row.id),
        )
