"""How a call stands."""

from __future__ import annotations

from enum import Enum


class CallState(Enum):
    """How the call stands.

    Attributes:
        IDLE: nobody was called yet.
        CONNECTING: called; waiting for the page's connection.
        CONNECTED: picture and sound flow.
        CITIZEN_AWAY: the citizen closed the page or hung up; the link brings them back.
        RECOVERING: the link is silent or broken; the page makes a new one, nobody has to press anything.
        ENDED: the clerk hung up.
    """

    IDLE = "idle"
    CONNECTING = "connecting"
    CONNECTED = "connected"
    CITIZEN_AWAY = "citizen_away"
    RECOVERING = "recovering"
    ENDED = "ended"
