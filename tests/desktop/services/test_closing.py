"""A connection ends, also when aiortc's own closing has stopped half-way."""

from __future__ import annotations

import asyncio

from aiortc import RTCPeerConnection

from clerk_desktop.desktop.services.closing import close


async def test_closes_and_once_more_does_no_harm() -> None:
    connection = RTCPeerConnection()
    await close(connection)
    await close(connection)
    assert connection.connectionState == "closed"


async def test_does_not_wait_for_a_closing_that_never_ends() -> None:
    connection = RTCPeerConnection()
    ours = "_RTCPeerConnection__isClosed"
    assert ours in vars(connection)
    setattr(connection, ours, asyncio.get_running_loop().create_future())  # as after a close that failed half-way
    await close(connection, within_s=0.05)
