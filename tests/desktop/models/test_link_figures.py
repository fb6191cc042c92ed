from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QSize

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.work import MediaState, PageHello, QualityLevel
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.inflow import Inflow
from clerk_desktop.desktop.models.link_figures import LinkFigures
from clerk_desktop.desktop.services.call_stats import Statistics


class Peer:
    """A connection of which only the figures are asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.gone = False
        self.answer = Statistics(round_trip_ms=20, loss=0.0, srtp="SRTP_X")
        self.often = asyncio.Event()

    async def statistics(self) -> Statistics:
        self.asked += 1
        if self.asked == 3:
            self.often.set()
        if self.gone:
            raise CallLost("gone")
        return self.answer


class Listener:
    def __init__(self) -> None:
        self.inflow = Inflow(MediaDevices())
        self.figures = LinkFigures(self.inflow)
        self.figures._timer.setInterval(5)
        self.read: asyncio.Queue[Statistics] = asyncio.Queue()
        self.figures.read.connect(self.read.put_nowait)


@pytest.fixture
def listener() -> Listener:
    return Listener()


async def test_each_second_the_figures_are_told_with_what_the_window_shows(listener: Listener) -> None:
    peer = Peer()
    listener.inflow.size = QSize(1280, 720)
    listener.figures.watch(peer)  # type: ignore[arg-type]
    listener.inflow.shown += 1000
    one = await listener.read.get()
    assert (one.width, one.height, one.srtp, one.round_trip_ms) == (1280, 720, "SRTP_X", 20)
    assert one.pictures_per_s > 0
    assert (await listener.read.get()).pictures_per_s == 0
    listener.figures.watch(None)
    assert not listener.figures._timer.isActive()


async def test_no_pictures_are_a_fault_only_while_the_camera_is_on(listener: Listener) -> None:
    listener.figures.watch(Peer())  # type: ignore[arg-type]
    assert (await listener.read.get()).level is QualityLevel.GOOD
    listener.figures.hear(PageHello(language="de", devices=Devices(camera=True, microphone=True)))
    while (await listener.read.get()).level is not QualityLevel.BAD:
        pass
    listener.figures.hear(MediaState(camera=False, microphone=True))
    while (await listener.read.get()).level is not QualityLevel.GOOD:
        pass
    listener.figures.watch(None)


async def test_a_connection_that_is_gone_has_no_figures(listener: Listener) -> None:
    peer = Peer()
    peer.gone = True
    listener.figures.watch(peer)  # type: ignore[arg-type]
    await peer.often.wait()
    assert listener.read.empty()
    listener.figures.watch(None)


async def test_a_line_that_was_flooded_begins_slower_next_time_but_not_for_somebody_else(listener: Listener) -> None:
    usual = listener.figures.start_kbps
    peer = Peer()
    peer.answer = Statistics(loss=0.3, kbps_in=1000)
    listener.figures.watch(peer)  # type: ignore[arg-type]
    await listener.read.get()
    listener.figures.watch(None)
    assert listener.figures.start_kbps == 800
    listener.figures.another_person()
    assert listener.figures.start_kbps == usual
