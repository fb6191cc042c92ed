"""The waiting list: leave a wish, take or refuse what is offered, withdraw."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import HoldExpired, TooManyOpen, WrongState
from clerk_desktop.common.messages.booking import AppointmentView, ListState, WaitingListRequest, WaitingListView
from clerk_desktop.hosted import audit, outbox
from clerk_desktop.hosted.access import new_id, wish_of
from clerk_desktop.hosted.booking import store
from clerk_desktop.hosted.booking.parts import Parts, check_person, today
from clerk_desktop.hosted.idempotency import Attempt
from clerk_desktop.hosted.lifecycle import move
from clerk_desktop.hosted.problems import WrongFields
from clerk_desktop.hosted.schema import Appointment, Wish
from clerk_desktop.hosted.views import appointment_view, wish_view


class WishService:
    """Who finds no slot waits here; `returns.py` makes the offers."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def join(self, wanted: WaitingListRequest, attempt: Attempt | None, address: str = "") -> WaitingListView:
        """Onto the list; the mail with the link follows.

        Raises:
            NotFound: unknown office or matter.
            BadInput: days, matters, birth date or e-mail address cannot be.
            TooLong: the matters together.
            WrongState: the town has no waiting list.
            TooManyRequests: from this address, or this person.
            TooManyOpen: this person has as many wishes as appointments are allowed.
            CaptchaWrong: the proof of work is missing or wrong.
        """
        parts = self._parts
        office, matters = parts.catalog.office(wanted.office), parts.catalog.wanted(wanted.matters)
        if not parts.catalog.town.waiting_list:
            raise WrongState("no waiting list here")
        if not office.offers(matters):
            raise WrongFields("matters")
        now = parts.clock.now()
        horizon = office.horizon_days or parts.settings.horizon_days
        day = today(parts.clock)
        if wanted.first > wanted.last or not day <= wanted.last < day + timedelta(days=horizon):
            raise WrongFields("first", "last")
        check_person(wanted.email, wanted.birth_date, day)
        parts.fairness.address(address)
        ticket = parts.captcha.check(wanted.captcha)
        mark = parts.persons.mark(wanted.email, wanted.birth_date)

        def work(tx: Session, _token: str) -> WaitingListView:
            parts.captcha.spend(tx, ticket)
            parts.fairness.alone(tx, mark)
            if store.open_wishes(tx, mark) >= parts.catalog.town.max_open_per_person:
                raise TooManyOpen
            parts.fairness.person(mark)
            details = wanted.model_dump(exclude={"consent", "captcha"})
            wish = Wish(id=new_id(), state=ListState.WAITING, created=now, person=mark, **details)
            tx.add(wish)
            tx.flush()
            outbox.enqueue(tx, "listed", now, wish=wish.id)
            audit.note(tx, now, audit.Actor("citizen", wish.id), "listed")
            return wish_view(wish, None, parts.catalog)

        view, fresh = parts.once.run(attempt, WaitingListView, work)
        if fresh:
            parts.tell()
        return view

    def wish(self, token: str) -> WaitingListView:
        """The place on the list behind a link. Raises LinkUnknown, LinkExpired."""
        self._parts.keep_up()
        now = self._parts.clock.now()
        with self._parts.database.read() as tx:
            wish = wish_of(tx, token, now)
            booked = self._booked(tx, wish, now)
            return wish_view(wish, self._offer(tx, wish, now), self._parts.catalog, booked)

    def accept(self, token: str, attempt: Attempt | None) -> AppointmentView:
        """Take what is offered: it is booked, the usual mail follows. Again is no error.

        Raises:
            HoldExpired: there is no offer (any more).
            TooManyOpen: this person has as many appointments as the town allows.
        """
        parts = self._parts

        def work(tx: Session, _token: str) -> AppointmentView:
            now = parts.clock.now()
            wish = wish_of(tx, token, now, lock=True)
            if (booked := self._booked(tx, wish, now)) is not None:
                return booked
            offer = self._offer(tx, wish, now, lock=True)
            if offer is None or offer.person is None:
                raise HoldExpired
            parts.fairness.open_appointments(tx, offer.person, now, besides=offer.id)
            move(tx, offer, State.CONFIRMED, audit.citizen(offer.id), now)
            wish.state = ListState.BOOKED
            parts.announce(tx, offer, "confirmation")
            return appointment_view(offer, parts.catalog, now)

        view, fresh = parts.once.run(attempt, AppointmentView, work)
        if fresh:
            parts.tell((view.id, view.office.id))
        return view

    def refuse(self, token: str, attempt: Attempt | None) -> WaitingListView:
        """Do not take what is offered; it goes to the next one, the wish stays."""

        def work(tx: Session, _token: str) -> WaitingListView:
            now = self._parts.clock.now()
            wish = wish_of(tx, token, now, lock=True)
            self._give_up_offer(tx, wish, now, ListState.WAITING)
            return wish_view(wish, None, self._parts.catalog)

        view, fresh = self._parts.once.run(attempt, WaitingListView, work)
        if fresh:
            self._parts.tell()
        return view

    def withdraw(self, token: str) -> None:
        """Off the list. Again is no error."""
        now = self._parts.clock.now()
        with self._parts.database.write() as tx:
            wish = wish_of(tx, token, now, lock=True)
            self._give_up_offer(tx, wish, now, ListState.WITHDRAWN)
            if wish.state in {ListState.WAITING, ListState.RUN_OUT}:
                wish.state = ListState.WITHDRAWN
                audit.note(tx, now, audit.Actor("citizen", wish.id), "withdrawn")
        self._parts.tell()

    def _give_up_offer(self, tx: Session, wish: Wish, now: datetime, state: ListState) -> None:
        if wish.state is not ListState.OFFERED:
            return
        wish.state = state
        offer = store.held_for(tx, wish.id)
        if offer is not None:
            move(tx, offer, State.CANCELLED, audit.citizen(offer.id), now)
        self._parts.pass_on(tx)

    def _booked(self, tx: Session, wish: Wish, now: datetime) -> AppointmentView | None:
        booked = store.booked_for(tx, wish.id) if wish.state is ListState.BOOKED else None
        return appointment_view(booked, self._parts.catalog, now) if booked is not None else None

    @staticmethod
    def _offer(tx: Session, wish: Wish, now: datetime, lock: bool = False) -> Appointment | None:
        if wish.state is not ListState.OFFERED:
            return None
        offer = store.held_for(tx, wish.id, lock)
        return offer if offer is not None and offer.reserved_until > now else None
