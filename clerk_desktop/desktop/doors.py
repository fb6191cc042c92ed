"""The doors to service and call, opened when they are first needed: their libraries take a moment to load."""

from __future__ import annotations

from collections.abc import Callable

from clerk_desktop.common.messages.live import LiveToDesk
from clerk_desktop.desktop.models.link import Live
from clerk_desktop.desktop.models.ports import Office


def make_office(server: str, token: str | None) -> Office:
    """The client of the hosted service (called in a thread: loading it takes a tenth of a second)."""
    from clerk_desktop.desktop.services.api import OfficeApi  # noqa: PLC0415

    return OfficeApi(server, token)


def make_live(
    server: str, token: str, on_message: Callable[[LiveToDesk], None], on_connection: Callable[[bool], None]
) -> Live:
    """The live socket."""
    from clerk_desktop.desktop.services.live import LiveSocket  # noqa: PLC0415

    return LiveSocket(server, token, on_message, on_connection)


def load_call() -> None:
    """Load the media libraries (half a second)."""
    from clerk_desktop.desktop.media import sound  # noqa: F401, PLC0415
    from clerk_desktop.desktop.services import remote_peer, unpack  # noqa: F401, PLC0415
