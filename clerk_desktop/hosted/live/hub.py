"""Who is connected, and who is told what. Lives in the event loop; the rules and the database are in `service.py`.

Everything that must reach somebody in order goes through one queue of work, handled one after the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable

from pydantic import BaseModel

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import NotSignedIn, OfficeError, OtherDevice
from clerk_desktop.common.messages import (
    AppointmentView,
    Called,
    DeskWelcome,
    IceServer,
    Presence,
    Queue,
    QueueView,
    Signal,
    StateChanged,
)
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.events import Changed, Event, SignedOut
from clerk_desktop.hosted.live.link import Link
from clerk_desktop.hosted.live.service import LiveService, Standing
from clerk_desktop.hosted.presence import Presence as PresenceBook

_log = logging.getLogger(__name__)
QueueOf = Callable[[str], QueueView]
"""Makes the queue of an office; blocking. The desk's feature provides it."""


class Hub:
    """All live connections of this process."""

    def __init__(
        self,
        service: LiveService,
        presence: PresenceBook,
        queue_of: QueueOf,
        ice_servers: tuple[IceServer, ...],
        away_seconds: float,
    ) -> None:
        self._service = service
        self._presence = presence
        self._queue_of = queue_of
        self._ice_servers = ice_servers
        self._away_seconds = away_seconds
        self._citizens: dict[str, Link] = {}
        self._desks: dict[str, dict[Link, SignedIn]] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._work: asyncio.Queue[Changed] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, State] = {}
        self._ready: set[str] = set()

    def on_event(self, event: Event) -> None:
        """Listener of the bus."""
        if isinstance(event, Changed):
            self._work.put_nowait(event)
        elif isinstance(event, SignedOut):
            for desks in self._desks.values():
                for link, clerk in desks.items():
                    if clerk.token_hash == event.token_hash:
                        link.refuse(NotSignedIn(), final=True)

    async def run(self) -> None:
        """Tell everybody what changed; ends by being cancelled."""
        for appointment, office in await asyncio.to_thread(self._service.waiting_anywhere):
            if appointment not in self._citizens:
                self._leave_later(appointment, office)
        while True:
            first = await self._work.get()
            events = [first]
            while not self._work.empty():
                events.append(self._work.get_nowait())
            try:
                for event in dict.fromkeys(events):
                    await self._tell_citizen(event)
                for office in dict.fromkeys(event.office for event in events):
                    await self._refresh(office)
            except OfficeError as trouble:
                _log.warning("live: %s; trying again", trouble.code)
                await asyncio.sleep(1)
                for event in events:
                    self._work.put_nowait(event)

    # --- coming and going

    def citizen_came(self, view: AppointmentView, link: Link) -> None:
        """A citizen's page said hello; an older one of the same appointment has to go."""
        appointment = view.id
        older = self._citizens.get(appointment)
        if older is not None:
            older.refuse(OtherDevice(), final=True)
        self._citizens[appointment] = link
        self._told[appointment] = view.state
        self._ready.discard(appointment)
        self._presence.citizen(appointment, present=True)
        if (timer := self._leaving.pop(appointment, None)) is not None:
            timer.cancel()
        self._work.put_nowait(Changed(appointment, view.office.id))

    async def citizen_went(self, appointment: str, office: str, link: Link) -> None:
        """The connection ended; a place in the waiting room is kept for a short while."""
        if self._citizens.get(appointment) is not link:
            return  # another device took over
        del self._citizens[appointment]
        self._told.pop(appointment, None)
        self._ready.discard(appointment)
        self._presence.citizen(appointment, present=False)
        self._leave_later(appointment, office)
        standing = await asyncio.to_thread(self._service.standing, appointment)
        if standing.with_clerk and appointment not in self._citizens:
            self._to_desks(standing.clerk_id, Presence(appointment=appointment, present=False))
        self._work.put_nowait(Changed(appointment, office))

    async def desk_came(self, clerk: SignedIn, welcome: DeskWelcome, link: Link) -> None:
        """A desk said hello: it gets the queue and hears which of its citizens are there; they hear of the desk."""
        first = clerk.id not in self._desks
        self._desks.setdefault(clerk.id, {})[link] = clerk
        self._presence.clerk(clerk.office, clerk.id, present=True)
        # Not before: who has read the welcome counts as being there.
        link.send(welcome)
        link.send(Queue(queue=await asyncio.to_thread(self._queue_of, clerk.office)))
        for appointment in await asyncio.to_thread(self._service.cases_of, clerk.id):
            link.send(Presence(appointment=appointment, present=appointment in self._citizens))
            self._to_citizen(appointment, Presence(appointment=appointment, present=True))
            if first and (await asyncio.to_thread(self._service.standing, appointment)).state is State.CALLED:
                # An offer that came while no desk listened is lost: have the page make another one.
                self._work.put_nowait(Changed(appointment, clerk.office, called=True))
        self._work.put_nowait(Changed("", clerk.office))

    async def desk_went(self, clerk: SignedIn, link: Link) -> None:
        """A desk's connection ended; when it was the clerk's last one, the citizen hears of it."""
        desks = self._desks.get(clerk.id, {})
        desks.pop(link, None)
        if desks:
            return
        self._desks.pop(clerk.id, None)
        self._presence.clerk(clerk.office, clerk.id, present=False)
        for appointment in await asyncio.to_thread(self._service.cases_of, clerk.id):
            if clerk.id not in self._desks:
                self._to_citizen(appointment, Presence(appointment=appointment, present=False))
        self._work.put_nowait(Changed("", clerk.office))

    async def leave(self, appointment: str, office: str) -> None:
        """The citizen left the waiting room (on purpose, or the kept place ran out)."""
        if await asyncio.to_thread(self._service.step_out, appointment):
            self._work.put_nowait(Changed(appointment, office))

    # --- signalling

    async def signal_from_citizen(self, appointment: str, signal: Signal) -> bool:
        """Relay to the clerk who called; False when there is none."""
        standing = await asyncio.to_thread(self._service.standing, appointment)
        if signal.appointment != appointment or not standing.with_clerk:
            return False
        self._to_desks(standing.clerk_id, signal)
        return True

    async def signal_from_desk(self, clerk: SignedIn, signal: Signal) -> bool:
        """Relay to the citizen whom this clerk called; False when it is not this clerk's."""
        if signal.appointment not in await asyncio.to_thread(self._service.cases_of, clerk.id):
            return False
        self._to_citizen(signal.appointment, signal)
        return True

    def page_ready(self, standing: Standing, link: Link) -> None:
        """The page is ready; when a clerk has called already (a reload), it must connect again."""
        if self._citizens.get(standing.id) is link:
            self._ready.add(standing.id)
            self._work.put_nowait(Changed(standing.id, standing.office, called=standing.with_clerk))

    # --- telling

    async def _tell_citizen(self, event: Changed) -> None:
        if event.appointment not in self._citizens:
            return
        standing = await asyncio.to_thread(self._service.standing, event.appointment)
        if self._told.get(standing.id) is not standing.state:
            self._told[standing.id] = standing.state
            self._to_citizen(standing.id, StateChanged(state=standing.state))
        # A page that is not ready yet (just reloaded) is called when it is.
        if event.called and standing.with_clerk and standing.id in self._ready:
            self._to_citizen(standing.id, Called(clerk=standing.clerk_name, ice_servers=self._ice_servers))
            here = (standing.clerk_id or "") in self._desks
            self._to_citizen(standing.id, Presence(appointment=standing.id, present=here))
            self._to_desks(standing.clerk_id, Presence(appointment=standing.id, present=True))

    async def _refresh(self, office: str) -> None:
        """The queue for all desks of the office, the place for all who wait."""
        desks = [link for links in self._desks.values() for link, clerk in links.items() if clerk.office == office]
        if desks:
            queue = Queue(queue=await asyncio.to_thread(self._queue_of, office))
            for link in desks:
                link.send(queue)
        for appointment, position in (await asyncio.to_thread(self._service.positions, office)).items():
            self._to_citizen(appointment, position)

    def _to_citizen(self, appointment: str, message: BaseModel) -> None:
        link = self._citizens.get(appointment)
        if link is not None:
            link.send(message)

    def _to_desks(self, clerk_id: str | None, message: BaseModel) -> None:
        links: Iterable[Link] = self._desks.get(clerk_id or "", ())
        for link in links:
            link.send(message)

    def _leave_later(self, appointment: str, office: str) -> None:
        loop = asyncio.get_running_loop()

        def run_out() -> None:
            self._leaving.pop(appointment, None)
            if appointment not in self._citizens:
                task = loop.create_task(self.leave(appointment, office))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

        self._leaving[appointment] = loop.call_later(self._away_seconds, run_out)
