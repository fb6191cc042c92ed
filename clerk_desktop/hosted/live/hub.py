"""Who comes and goes, and who is told what. Lives in the event loop; the rules and the database are in `service.py`.

Everything that must reach somebody in order goes through one queue of work. What piled up meanwhile is done in one go,
so that a rush in the waiting room costs a few looks into the database and not one for each citizen.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import Clock
from clerk_desktop.common.errors import NotSignedIn, NotThere, OfficeError, OtherDevice, WrongState
from clerk_desktop.common.messages.booking import AppointmentView
from clerk_desktop.common.messages.clerk import CardTrial, IceServer, QueueView
from clerk_desktop.common.messages.live import (
    Called,
    DeskWelcome,
    Note,
    NoteSend,
    NoteSender,
    Presence,
    Queue,
    Signal,
    StateChanged,
)
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.events import (
    Bus,
    Changed,
    Event,
    ForCitizen,
    ForClerk,
    ForOffice,
    LookAgain,
    SignedOut,
    Superseded,
    Vanished,
)
from clerk_desktop.hosted.live.link import Link
from clerk_desktop.hosted.live.service import LiveService, Standing
from clerk_desktop.hosted.live.switchboard import Guest, Switchboard
from clerk_desktop.hosted.presence import Presence as PresenceBook

REFRESH_SECONDS = 30
"""How often those who wait are told anew: an estimate grows old while nothing happens."""
_log = logging.getLogger(__name__)
QueueOf = Callable[[str], QueueView]
"""Makes the queue of an office; blocking. The desk's feature provides it."""


class Hub:
    """All live connections of this process."""

    def __init__(
        self,
        service: LiveService,
        bus: Bus,
        presence: PresenceBook,
        queue_of: QueueOf,
        ice_servers: Callable[[str], tuple[IceServer, ...]],
        away_seconds: float,
        clock: Clock,
    ) -> None:
        self._service = service
        self._bus = bus
        self._presence = presence
        self._queue_of = queue_of
        self._ice_servers = ice_servers
        self._away_seconds = away_seconds
        self._clock = clock
        self._board = Switchboard(bus, presence)
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._work: asyncio.Queue[Changed | Vanished | LookAgain] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def board(self) -> Switchboard:
        """The connections, for whoever else has something to say to citizens and desks."""
        return self._board

    def on_event(self, event: Event) -> None:
        """Listener of the bus."""
        if isinstance(event, Changed | Vanished | LookAgain):
            self._work.put_nowait(event)
        elif isinstance(event, ForCitizen | ForClerk | ForOffice):
            self._board.hand_over(event)
        elif isinstance(event, Superseded):
            guest = self._board.guests.pop(event.appointment, None)
            if guest is not None:
                guest.link.refuse(OtherDevice(), final=True)
        elif isinstance(event, SignedOut):
            for desks in self._board.desks.values():
                for link, clerk in desks.items():
                    if clerk.token_hash == event.token_hash:
                        link.refuse(NotSignedIn(), final=True)

    async def run(self) -> None:
        """Tell everybody what changed; ends by being cancelled."""
        for appointment, office in await asyncio.to_thread(self._service.waiting_anywhere):
            if not self._presence.has_citizen(appointment):
                self._leave_later(appointment, office)
        while True:
            events = [await self._work.get()]
            while not self._work.empty():
                events.append(self._work.get_nowait())
            try:
                await self._tell(list(dict.fromkeys(events)))
            except OfficeError as trouble:
                _log.warning("live: %s; trying again", trouble.code)
                await asyncio.sleep(1)
                for event in events:
                    self._work.put_nowait(event)

    async def keep_current(self) -> None:
        """Look again at the estimates of everybody who is connected here, for ever."""
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            for office in sorted(self._board.offices()):
                self._work.put_nowait(Changed("", office))

    # --- coming and going

    def citizen_came(self, view: AppointmentView, link: Link) -> None:
        """A citizen's page said hello; an older one of the same appointment has to go."""
        appointment = view.id
        older = self._board.guests.get(appointment)
        if older is not None:
            older.link.refuse(OtherDevice(), final=True)
        self._board.guests[appointment] = Guest(link, view.office.id, view.state)
        self._presence.citizen(appointment, present=True)
        if (timer := self._leaving.pop(appointment, None)) is not None:
            timer.cancel()
        self._bus.tell(Changed(appointment, view.office.id))

    async def citizen_went(self, appointment: str, office: str, link: Link) -> None:
        """The connection ended; a place in the waiting room is kept for a short while."""
        guest = self._board.guests.get(appointment)
        if guest is None or guest.link is not link:
            return  # another device took over
        del self._board.guests[appointment]
        self._presence.citizen(appointment, present=False)
        self._leave_later(appointment, office)
        standing = await asyncio.to_thread(self._service.standing, appointment)
        if standing.with_clerk and not self._presence.has_citizen(appointment):
            self._board.to_clerk(standing.clerk_id, Presence(appointment=appointment, present=False))
        self._bus.tell(Changed(appointment, standing.office))

    async def desk_came(self, clerk: SignedIn, welcome: DeskWelcome, link: Link) -> None:
        """A desk said hello: it gets the queue and hears which of its citizens are there; they hear of the desk."""
        first = not self._presence.has_clerk(clerk.office, clerk.id)
        self._board.desks.setdefault(clerk.id, {})[link] = clerk
        self._presence.clerk(clerk.office, clerk.id, present=True)
        # Not before: who has read the welcome counts as being there.
        link.send(welcome)
        link.send(Queue(queue=await asyncio.to_thread(self._queue_of, clerk.office)))
        for appointment in await asyncio.to_thread(self._service.cases_of, clerk.id):
            link.send(Presence(appointment=appointment, present=self._presence.has_citizen(appointment)))
            self._board.to_citizen(appointment, Presence(appointment=appointment, present=True))
            if first and (await asyncio.to_thread(self._service.standing, appointment)).state is State.CALLED:
                # An offer that came while no desk listened is lost: have the page make another one.
                self._bus.tell(Changed(appointment, clerk.office, called=True))
        self._bus.tell(Changed("", clerk.office))

    async def desk_went(self, clerk: SignedIn, link: Link) -> None:
        """A desk's connection ended; when it was the clerk's last one, the citizen hears of it."""
        desks = self._board.desks.get(clerk.id, {})
        desks.pop(link, None)
        if desks:
            return
        self._board.desks.pop(clerk.id, None)
        self._presence.clerk(clerk.office, clerk.id, present=False)
        for appointment in await asyncio.to_thread(self._service.cases_of, clerk.id):
            if not self._presence.has_clerk(clerk.office, clerk.id):
                self._board.to_citizen(appointment, Presence(appointment=appointment, present=False))
        self._bus.tell(Changed("", clerk.office))

    async def leave(self, appointment: str, office: str) -> None:
        """The citizen left the waiting room (on purpose, or the kept place ran out)."""
        left = await asyncio.to_thread(self._service.step_out, appointment)
        if left is not None:
            # After a redirection it is not the office that was known here.
            self._bus.tell(*(Changed(appointment, each) for each in {left, office}))

    # --- passing on

    async def signal_from_citizen(self, appointment: str, signal: Signal) -> bool:
        """Relay to the clerk who called; False when there is none."""
        standing = await asyncio.to_thread(self._service.standing, appointment)
        if signal.appointment != appointment or not standing.with_clerk:
            return False
        self._board.to_clerk(standing.clerk_id, signal)
        return True

    async def signal_from_desk(self, clerk: SignedIn, signal: Signal) -> bool:
        """Relay to the citizen whom this clerk called; False when it is not this clerk's."""
        if signal.appointment not in await asyncio.to_thread(self._service.cases_of, clerk.id):
            return False
        self._board.to_citizen(signal.appointment, signal)
        return True

    async def note_from_citizen(self, appointment: str, sent: NoteSend) -> None:
        """Pass a note on to all desks of the office.

        Raises:
            WrongState: the citizen does not wait.
            NotThere: nobody is at a desk.
        """
        standing = await asyncio.to_thread(self._service.standing, appointment)
        if sent.appointment != appointment or standing.state is not State.WAITING:
            raise WrongState("not waiting")
        if not self._presence.clerks_of(standing.office):
            raise NotThere
        self._pass_on(standing, self._note(sent, NoteSender.CITIZEN, ""))

    async def note_from_desk(self, clerk: SignedIn, sent: NoteSend) -> None:
        """Pass a note on to a citizen who waits for this clerk's office; the other desks see it, too.

        Raises:
            WrongState: the citizen does not wait for this office.
            NotThere: the citizen's page is not connected.
        """
        standing = (await asyncio.to_thread(self._service.standings, [sent.appointment])).get(sent.appointment)
        if standing is None or standing.office != clerk.office or standing.state is not State.WAITING:
            raise WrongState("does not wait here")
        if not self._presence.has_citizen(sent.appointment):
            raise NotThere
        self._pass_on(standing, self._note(sent, NoteSender.CLERK, clerk.name))

    def page_ready(self, standing: Standing, link: Link) -> None:
        """The page is ready; when a clerk has called already (a reload), it must connect again."""
        guest = self._board.guests.get(standing.id)
        if guest is not None and guest.link is link:
            guest.ready, guest.placed = True, None
            self._bus.tell(Changed(standing.id, standing.office, called=standing.with_clerk))

    def card_tried(self, appointment: str, trial: CardTrial, link: Link) -> None:
        """How it went to hold up the card; the desks see it in their queue."""
        guest = self._board.guests.get(appointment)
        if guest is not None and guest.link is link:
            self._presence.tried(appointment, trial)
            self._bus.tell(Changed(appointment, guest.office))

    def _note(self, sent: NoteSend, sender: NoteSender, name: str) -> Note:
        now = self._clock.now()
        return Note(appointment=sent.appointment, id=sent.id, sender=sender, name=name, text=sent.text, at=now)

    def _pass_on(self, standing: Standing, note: Note) -> None:
        self._board.to_citizen(standing.id, note)
        self._board.to_office(standing.office, note)

    # --- telling

    async def _tell(self, events: list[Changed | Vanished | LookAgain]) -> None:
        changed = [event for event in events if isinstance(event, Changed)]
        for event in events:
            if isinstance(event, Vanished):
                changed += await self._mourn(event)
        if any(isinstance(event, LookAgain) for event in events):
            changed += await self._missed()
        here = [event for event in changed if event.appointment in self._board.guests]
        if here:
            standings = await asyncio.to_thread(self._service.standings, [event.appointment for event in here])
            for event in here:
                self._tell_citizen(event, standings.get(event.appointment))
        for office in dict.fromkeys(event.office for event in changed):
            await self._refresh(office)

    def _tell_citizen(self, event: Changed, standing: Standing | None) -> None:
        guest = self._board.guests.get(event.appointment)
        if guest is None or standing is None:
            return
        guest.office = standing.office
        if guest.told is not standing.state:
            guest.told, guest.placed = standing.state, None
            guest.link.send(StateChanged(state=standing.state))
        # A page that is not ready yet (just reloaded) is called when it is.
        if event.called and standing.with_clerk and guest.ready:
            guest.link.send(Called(clerk=standing.clerk_name, ice_servers=self._ice_servers(standing.id)))
            here = self._presence.has_clerk(standing.office, standing.clerk_id or "")
            guest.link.send(Presence(appointment=standing.id, present=here))
            self._board.to_clerk(standing.clerk_id, Presence(appointment=standing.id, present=True))

    async def _refresh(self, office: str) -> None:
        """The queue for all desks of the office, the place for all who wait; only what is new for them."""
        if any(self._board.desks_of(office)):
            text = await asyncio.to_thread(self._queue_message, office)
            for link in self._board.desks_of(office):
                link.send_newest("queue", text)
        if not self._board.guests:
            return
        for appointment, position in (await asyncio.to_thread(self._service.positions, office)).items():
            guest = self._board.guests.get(appointment)
            if guest is not None and guest.placed != position:
                guest.placed = position
                guest.link.send_newest("position", position.model_dump_json())

    def _queue_message(self, office: str) -> str:
        return Queue(queue=self._queue_of(office)).model_dump_json()

    async def _missed(self) -> list[Changed]:
        """What happened to the guests while the other processes could not be heard; all their offices anew."""
        standings = await asyncio.to_thread(self._service.standings, list(self._board.guests))
        missed = [
            Changed(id_, standings[id_].office, called=standings[id_].with_clerk)
            for id_, guest in self._board.guests.items()
            if id_ in standings and standings[id_].state is not guest.told
        ]
        return missed + [Changed("", office) for office in sorted(self._board.offices())]

    async def _mourn(self, event: Vanished) -> list[Changed]:
        """Another process is gone: its citizens have a while to come back; who deals with them hears of it."""
        standings: Iterable[Standing] = (await asyncio.to_thread(self._service.standings, event.citizens)).values()
        for standing in standings:
            if standing.state is State.WAITING:
                self._leave_later(standing.id, standing.office)
            elif standing.with_clerk:
                gone = Presence(appointment=standing.id, present=False).model_dump_json()
                self._board.hand_over(ForClerk(standing.clerk_id or "", gone))
        for _, clerk in event.clerks:
            for appointment in await asyncio.to_thread(self._service.cases_of, clerk):
                gone = Presence(appointment=appointment, present=False).model_dump_json()
                self._board.hand_over(ForCitizen(appointment, gone))
        offices = {standing.office for standing in standings} | {office for office, _ in event.clerks}
        return [Changed("", office) for office in sorted(offices)]

    async def _time_is_up(self, appointment: str, office: str) -> None:
        try:
            await self.leave(appointment, office)
        except OfficeError as trouble:
            _log.warning("live: %s; the place is kept a little longer", trouble.code)
            self._leave_later(appointment, office)

    def _leave_later(self, appointment: str, office: str) -> None:
        loop = asyncio.get_running_loop()
        if (timer := self._leaving.get(appointment)) is not None:
            timer.cancel()

        def run_out() -> None:
            self._leaving.pop(appointment, None)
            if self._presence.has_citizen(appointment):
                return
            if not self._bus.whole:
                self._leave_later(appointment, office)  # the page may be with a process that cannot be heard just now
                return
            task = loop.create_task(self._time_is_up(appointment, office))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        self._leaving[appointment] = loop.call_later(self._away_seconds, run_out)
