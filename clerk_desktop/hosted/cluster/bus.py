"""Events that all processes of the service hear."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict

from clerk_desktop.hosted.cluster.wire import Message, Wire
from clerk_desktop.hosted.events import (
    Bus,
    Changed,
    Event,
    ForCitizen,
    ForClerk,
    ForGuest,
    ForOffice,
    GuestsChanged,
    LookAgain,
    SignedOut,
)

LOOK_SECONDS = 2.0
"""How often to look into the database while the other processes cannot be heard."""
SHARED: dict[str, type[Changed | SignedOut | ForCitizen | ForClerk | ForOffice | GuestsChanged | ForGuest]] = {
    "changed": Changed,
    "signed_out": SignedOut,
    "for_citizen": ForCitizen,
    "for_clerk": ForClerk,
    "for_office": ForOffice,
    "guests_changed": GuestsChanged,
    "for_guest": ForGuest,
}
"""What concerns other processes as well, by its name on the wire."""
_KINDS = {shape: kind for kind, shape in SHARED.items()}
_log = logging.getLogger(__name__)


class SharedBus(Bus):
    """Delivers here at once and to the other processes over the wire."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        wire.on_message.append(self._hear)
        wire.on_connection.append(self._look_again)

    @property
    def whole(self) -> bool:
        """See `Bus.whole`."""
        return self._wire.connected

    async def run(self) -> None:
        """While the others cannot be heard, have everybody look into the database; for ever."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._wire.connected:
                self.deliver(LookAgain())

    def share(self, *events: Event) -> None:
        """Tell the other processes only."""
        for event in events:
            kind = _KINDS.get(type(event))  # type: ignore[arg-type]
            if kind is not None:
                self._wire.send({"kind": kind, **asdict(event)})

    def _hear(self, _sender: str, message: Message) -> None:
        shape = SHARED.get(message.get("kind", ""))
        if shape is None:
            return
        try:
            event = shape(**{name: value for name, value in message.items() if name != "kind"})
        except TypeError:
            _log.warning("cluster: %s of another version", message["kind"])
            return
        self.deliver(event)

    def _look_again(self, connected: bool) -> None:
        if connected:
            self.deliver(LookAgain())
