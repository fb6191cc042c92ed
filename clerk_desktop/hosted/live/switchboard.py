"""Who holds which connection, and how a message gets there, also when another process holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.live import Position
from clerk_desktop.hosted.access import SignedIn
from clerk_desktop.hosted.events import Bus, ForCitizen, ForClerk, ForOffice
from clerk_desktop.hosted.live.link import Link
from clerk_desktop.hosted.presence import Presence


@dataclass
class Guest:
    """A citizen's page that is connected to this process, and what it was told last."""

    link: Link
    office: str
    told: State
    ready: bool = False
    """Whether it has passed its device check; before, it cannot be called."""
    placed: Position | None = None


class Switchboard:
    """All connections of this process, and the way to those of the others."""

    def __init__(self, bus: Bus, presence: Presence) -> None:
        self._bus = bus
        self._presence = presence
        self.guests: dict[str, Guest] = {}
        """By appointment."""
        self.desks: dict[str, dict[Link, SignedIn]] = {}
        """By clerk; one clerk may have several desks."""

    def desks_of(self, office: str) -> Iterator[Link]:
        """The desks of an office that are connected to this process."""
        for links in self.desks.values():
            for link, clerk in links.items():
                if clerk.office == office:
                    yield link

    def offices(self) -> set[str]:
        """All offices that somebody here waits for or works in."""
        working = {clerk.office for links in self.desks.values() for clerk in links.values()}
        return working | {guest.office for guest in self.guests.values()}

    def to_citizen(self, appointment: str, message: BaseModel) -> None:
        """To the page of this appointment, wherever it is."""
        guest = self.guests.get(appointment)
        if guest is not None:
            guest.link.send(message)
        elif self._presence.has_citizen(appointment):
            self._bus.share(ForCitizen(appointment, message.model_dump_json()))

    def to_clerk(self, clerk_id: str | None, message: BaseModel) -> None:
        """To all desks of this clerk, wherever they are."""
        if clerk_id is not None:
            text = message.model_dump_json()
            self.hand_over(ForClerk(clerk_id, text))
            self._bus.share(ForClerk(clerk_id, text))

    def to_office(self, office: str, message: BaseModel) -> None:
        """To all desks of this office, wherever they are."""
        text = message.model_dump_json()
        self.hand_over(ForOffice(office, text))
        self._bus.share(ForOffice(office, text))

    def hand_over(self, event: ForCitizen | ForClerk | ForOffice) -> None:
        """To whoever of them is connected to this process."""
        links: Iterable[Link]
        if isinstance(event, ForCitizen):
            guest = self.guests.get(event.appointment)
            links = [guest.link] if guest is not None else []
        elif isinstance(event, ForClerk):
            links = self.desks.get(event.clerk, ())
        else:
            links = self.desks_of(event.office)
        for link in links:
            link.send(event.message)
