"""Ends a connection of aiortc's, for certain.

aiortc 1.16 closes a connection by itself when the other end has gone. If that fails half-way, a later `close` waits
for its end, which never comes. And a connection that is closed while it is being made still starts its receivers, each
with a thread that nobody ends any more.
"""

from __future__ import annotations

import asyncio
import logging

from aiortc import RTCPeerConnection

log = logging.getLogger(__name__)

CLOSE_S = 3.0
"""Closing in good order takes some milliseconds."""


async def close(connection: RTCPeerConnection, within_s: float = CLOSE_S) -> None:
    """Close it in good order, or stop waiting for that after `within_s` seconds."""
    try:
        async with asyncio.timeout(within_s):
            await connection.close()
    except TimeoutError:
        log.info("a connection did not end in good order; it is left alone")
    try:
        async with asyncio.timeout(within_s):
            # What was stopped before it had begun has begun meanwhile; the rest is stopped already.
            for transceiver in connection.getTransceivers():
                await transceiver.stop()
    except TimeoutError:
        log.info("a receiver did not end in good order; it is left alone")
