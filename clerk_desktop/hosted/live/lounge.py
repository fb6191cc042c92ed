"""The guests' part of the live sockets: who is at the door, who is in, and their signals to the other two.

Lives in the event loop. A guest's signals pass only while the citizen has agreed, the clerk has let them in and a
clerk has the call; the database is asked each time, so a no counts at once.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from clerk_desktop.common.errors import OfficeError, OtherDevice, WrongState
from clerk_desktop.common.messages.clerk import IceServer
from clerk_desktop.common.messages.guests import GuestState, GuestView, GuestVisitView
from clerk_desktop.common.messages.live import GuestConsent, GuestOther, GuestReady, Guests, GuestSignal, GuestStanding
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.events import Bus, Changed, Event, ForGuest, GuestsChanged, LookAgain, Superseded, Vanished
from clerk_desktop.hosted.live.link import Link
from clerk_desktop.hosted.live.switchboard import Switchboard
from clerk_desktop.hosted.presence import Presence, guest_key, guest_of

_log = logging.getLogger(__name__)


class Room(Protocol):
    """Who belongs to one call."""

    @property
    def clerk_id(self) -> str | None:
        """Whose call it is."""
        ...

    @property
    def with_clerk(self) -> bool:
        """Whether signals may pass."""
        ...

    @property
    def guests(self) -> tuple[GuestView, ...]:
        """The open invitations."""
        ...

    @property
    def visits(self) -> dict[str, GuestVisitView]:
        """What each guest is told."""
        ...


class GuestRules(Protocol):
    """The rules of the invitations; blocking."""

    def visit(self, token: str) -> GuestVisitView:
        """What a link opens."""
        ...

    def ready(self, visit: GuestVisitView, ready: GuestReady) -> None:
        """The guest said who is there."""
        ...

    def consent(self, appointment_id: str, answer: GuestConsent) -> None:
        """The citizen's yes or no."""
        ...

    def room(self, appointment_id: str) -> Room | None:
        """Who belongs to this call."""
        ...

    def servers(self, guest_id: str) -> tuple[IceServer, ...]:
        """STUN and TURN servers."""
        ...


class _Here:
    """A guest's page that is connected to this process, and what it was told last."""

    def __init__(self, link: Link, visit: GuestVisitView) -> None:
        self.link, self.told = link, visit
        self.ready = False


class Lounge:
    """All guests of this process."""

    def __init__(self, rules: GuestRules, board: Switchboard, bus: Bus, presence: Presence) -> None:
        self.rules = rules
        self._board, self._bus, self._presence = board, bus, presence
        self._here: dict[str, _Here] = {}
        """By guest."""
        self._known: set[str] = set()
        """Appointments with guests, as far as was heard."""
        self._work: asyncio.Queue[str] = asyncio.Queue()

    def on_event(self, event: Event) -> None:
        """Listener of the bus."""
        if isinstance(event, GuestsChanged):
            self._known.add(event.appointment)
            self._work.put_nowait(event.appointment)
        elif isinstance(event, Changed):
            if event.appointment and (event.called or event.appointment in self._known):
                self._work.put_nowait(event.appointment)
        elif isinstance(event, ForGuest):
            here = self._here.get(event.guest)
            if here is not None:
                here.link.send(event.message)
        elif isinstance(event, Superseded):
            here = self._here.pop(guest_of(event.appointment), None)
            if here is not None:
                here.link.refuse(OtherDevice(), final=True)
        elif isinstance(event, Vanished | LookAgain):
            for appointment in self._known:
                self._work.put_nowait(appointment)

    async def run(self) -> None:
        """Tell everybody what changed, for ever; ends by being cancelled."""
        while True:
            appointments = [await self._work.get()]
            while not self._work.empty():
                appointments.append(self._work.get_nowait())
            for appointment in dict.fromkeys(appointments):
                try:
                    await self._tell(appointment)
                except OfficeError as trouble:
                    _log.warning("guests: %s; trying again", trouble.code)
                    await asyncio.sleep(1)
                    self._work.put_nowait(appointment)

    # --- coming and going

    def came(self, visit: GuestVisitView, link: Link) -> None:
        """A guest's page said hello; an older one of the same invitation has to go."""
        older = self._here.get(visit.id)
        if older is not None:
            older.link.refuse(OtherDevice(), final=True)
        self._known.add(visit.appointment)
        self._here[visit.id] = _Here(link, visit)

    async def ready(self, visit: GuestVisitView, link: Link, ready: GuestReady) -> None:
        """The guest waits at the door, or comes back in. Raises InvitationOver."""
        await asyncio.to_thread(self.rules.ready, visit, ready)
        here = self._here.get(visit.id)
        if here is None or here.link is not link:
            return
        here.ready = True
        self._presence.citizen(guest_key(visit.id), present=True)
        here.link.send(await self._standing(here.told))
        self._bus.tell(GuestsChanged(visit.appointment))

    def went(self, visit: GuestVisitView, link: Link) -> None:
        """The connection ended; whoever was let in may come back."""
        here = self._here.get(visit.id)
        if here is None or here.link is not link:
            return  # another device took over
        del self._here[visit.id]
        if here.ready:
            self._presence.citizen(guest_key(visit.id), present=False)
        self._bus.tell(GuestsChanged(visit.appointment))

    def desk_came(self, cases: list[str]) -> None:
        """A desk is back: it hears who is invited into its calls."""
        for appointment in cases:
            self._work.put_nowait(appointment)

    # --- passing on

    async def from_guest(self, visit: GuestVisitView, signal: GuestSignal) -> None:
        """Relay to the desk or the citizen. Raises WrongState when this guest is not in a call."""
        room = await self._room_of(signal)
        if signal.guest != visit.id or signal.appointment != visit.appointment or room is None:
            raise WrongState("not in a call")
        if signal.other is GuestOther.DESK:
            self._board.to_clerk(room.clerk_id, signal)
        else:
            self._board.to_citizen(signal.appointment, signal)

    async def from_citizen(self, appointment: str, message: GuestSignal | GuestConsent) -> None:
        """A yes or no, or a signal to a guest. Raises NotFound, InvitationOver, WrongState."""
        if isinstance(message, GuestConsent):
            await asyncio.to_thread(self.rules.consent, appointment, message)
        elif message.appointment != appointment or message.other is not GuestOther.CITIZEN:
            raise WrongState("somebody else's connection")
        elif await self._room_of(message) is None:
            raise WrongState("not in a call")
        else:
            self._to_guest(message.guest, message)

    async def from_desk(self, clerk: SignedIn, signal: GuestSignal) -> None:
        """Relay to a guest of this clerk's call. Raises WrongState when it is none."""
        room = await self._room_of(signal)
        if room is None or room.clerk_id != clerk.id or signal.other is not GuestOther.DESK:
            raise WrongState("not in a call")
        self._to_guest(signal.guest, signal)

    # --- telling

    async def _room_of(self, signal: GuestSignal) -> Room | None:
        """The call, when this guest is in it now."""
        room = await asyncio.to_thread(self.rules.room, signal.appointment)
        if room is None or not room.with_clerk:
            return None
        there = any(g.id == signal.guest and g.state is GuestState.ADMITTED for g in room.guests)
        return room if there else None

    def _to_guest(self, guest: str, message: GuestSignal) -> None:
        here = self._here.get(guest)
        if here is not None:
            here.link.send(message)
        elif self._presence.has_citizen(guest_key(guest)):
            self._bus.share(ForGuest(guest, message.model_dump_json()))

    async def _tell(self, appointment: str) -> None:
        room = await asyncio.to_thread(self.rules.room, appointment)
        if room is None:
            return
        if room.visits:
            self._known.add(appointment)
        elif appointment not in self._known:
            return
        news = Guests(appointment=appointment, guests=room.guests if room.with_clerk else ()).model_dump_json()
        # Each process tells those who are connected to it.
        page = self._board.guests.get(appointment)
        if page is not None:
            page.link.send(news)
        for link in self._board.desks.get(room.clerk_id or "", ()):
            link.send(news)
        for guest, visit in room.visits.items():
            here = self._here.get(guest)
            if here is not None and here.told != visit:
                here.told = visit
                if here.ready:
                    here.link.send(await self._standing(visit))

    async def _standing(self, visit: GuestVisitView) -> GuestStanding:
        servers = await asyncio.to_thread(self.rules.servers, visit.id) if visit.running else ()
        return GuestStanding(visit=visit, ice_servers=servers)
