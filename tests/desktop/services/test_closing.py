"""A connection ends, also when aiortc's own closing has stopped half-way."""

from __future__ import annotations

import asyncio
import threading

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSctpTransport
from aiortc.mediastreams import AudioStreamTrack

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


async def test_leaves_no_thread_when_it_is_closed_while_it_is_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = RTCPeerConnection(RTCConfiguration([])), RTCPeerConnection(RTCConfiguration([]))
    before, stop = set(threading.enumerate()), RTCSctpTransport.stop
    states = {"connecting": asyncio.Event(), "connected": asyncio.Event(), "closed": asyncio.Event()}

    async def stop_late(transport: RTCSctpTransport) -> None:
        await states["connected"].wait()
        await asyncio.sleep(0)  # the connection is there now, and goes on to start its receivers
        await stop(transport)

    monkeypatch.setattr(RTCSctpTransport, "stop", stop_late)
    one.addTrack(AudioStreamTrack())
    other.addTrack(AudioStreamTrack())
    one.createDataChannel("work")
    await one.setLocalDescription(await one.createOffer())
    await other.setRemoteDescription(one.localDescription)
    transport = one.getTransceivers()[0].receiver.transport

    @transport.on("statechange")
    def _note() -> None:
        states[transport.state].set()

    await other.setLocalDescription(await other.createAnswer())
    await one.setRemoteDescription(other.localDescription)
    await states["connecting"].wait()
    await asyncio.gather(close(one), close(other))
    assert states["connected"].is_set()
    assert set(threading.enumerate()) <= before
