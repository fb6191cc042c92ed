"""One connection of a call, as the call keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clerk_desktop.common.messages import live

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.remote_peer import RemotePeer

BROKEN_S = 1.4
"""A link that was silent for so long when the live connection went has broken; a closed page ends both at once."""


@dataclass
class CallLink:
    """One connection and the page's name for it."""

    session: str
    peer: RemotePeer
    answer: live.Signal | None = None
    stood: bool = False

    @property
    def broken(self) -> bool:
        """Whether it fell silent before anything else was heard of the citizen, or is only being built after that."""
        return not self.stood or self.peer.silent_s > BROKEN_S
