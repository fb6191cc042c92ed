"""Somebody in the middle is refused by both ends, by themselves; the clever one by the code, in 100 of 100 runs.

The desk's end is the real one (`services/call.py`), the page's a twin in Python; `test_tampering_in_chromium.py` has
the real page's modules against the same desk and the same relay.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from clerk_desktop.common.messages.live import Signal
from clerk_desktop.common.messages.work import Fingerprints
from clerk_desktop.common.secrecy import Outcome
from clerk_desktop.desktop.services import agreement, call
from clerk_desktop.desktop.services.call import Peer, PeerEvents
from clerk_desktop.desktop.services.tracks import PictureTrack, SoundTrack
from tests.desktop.page_peer import PagePeer
from tests.helpers.tampering import Clever, Middle, other_fingerprint

RUNS = 100
AT_ONCE = 5


@dataclass
class Told:
    """What the desk is told."""

    connected: int = 0
    frames: int = 0
    shown: asyncio.Event = field(default_factory=asyncio.Event)
    code: str = ""
    seen: Fingerprints | None = None
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    secured: asyncio.Event = field(default_factory=asyncio.Event)
    lost: asyncio.Event = field(default_factory=asyncio.Event)

    def events(self) -> PeerEvents:
        return PeerEvents(
            connected=self._connected,
            lost=self.lost.set,
            secured=self._secured,
            refused=self.refused.set,
            frame=self._frame,
            sound=self._frame,
        )

    def _connected(self) -> None:
        self.connected += 1

    def _frame(self, _: object) -> None:
        self.frames += 1
        self.shown.set()

    def _secured(self, code: str, seen: Fingerprints) -> None:
        self.code, self.seen = code, seen
        self.secured.set()


@asynccontextmanager
async def ends(*, media: bool = False) -> AsyncIterator[tuple[PagePeer, Peer, Told]]:
    told = Told()
    page = PagePeer(media=media)
    desk = Peer([], PictureTrack() if media else None, SoundTrack() if media else None, told.events())
    try:
        yield page, desk, told
    finally:
        await asyncio.gather(page.close(), desk.close())


async def through(middle: Middle, page: PagePeer, desk: Peer) -> None:
    offer, answer = await middle.offer(await page.offer())
    await asyncio.gather(middle.answer(await desk.answer(offer)), page.accept(answer))


async def many(run: Callable[[], Awaitable[bool]]) -> int:
    """How many of `RUNS` runs were as they should."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one() -> bool:
        async with room, asyncio.timeout(30):
            return await run()

    return sum(await asyncio.gather(*(one() for _ in range(RUNS))))


async def test_without_anybody_in_the_middle_both_read_the_same_code() -> None:
    async with ends() as (page, desk, told):
        await page.accept(await desk.answer(await page.offer()))
        await asyncio.gather(told.secured.wait(), page.opened.wait())
        assert page.handshake
        assert page.handshake.code == told.code
        assert page.handshake.seen == told.seen
        assert told.connected == 1


async def test_a_relay_with_its_own_certificates_is_refused_by_both_ends_every_time(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> bool:
        middle = Middle()
        async with ends() as (page, desk, told):
            await through(middle, page, desk)
            await asyncio.gather(told.refused.wait(), page.refused.wait())
            assert page.handshake
            await middle.close()
            assert desk._parting
            await desk._parting
            return (
                page.handshake.outcome is Outcome.REFUSED
                and desk._pc.connectionState == "closed"
                and not page.handshake.code
                and not told.code
                and told.connected == 0
                and not desk.open
            )

    with caplog.at_level(logging.WARNING):
        assert await many(run) == RUNS


async def test_a_clever_relay_cannot_make_the_codes_alike() -> None:
    async def run() -> bool:
        middle = Clever()
        async with ends() as (page, desk, told):
            await through(middle, page, desk)
            await asyncio.gather(told.secured.wait(), page.opened.wait())
            assert page.handshake
            await middle.close()
            return len(told.code) == len(page.handshake.code) == 8 and told.code != page.handshake.code

    assert await many(run) == RUNS


async def test_a_relay_that_swallows_the_refusal_leaves_no_end_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "WITHIN_S", 0.5)
    monkeypatch.setattr(call, "LOOK_S", 0.1)

    def nothing_secret(message: dict[str, object]) -> dict[str, object] | None:
        return None if str(message["type"]).startswith("secure.") else message

    middle = Middle(nothing_secret, nothing_secret)
    async with ends() as (page, desk, told):
        await through(middle, page, desk)
        await told.lost.wait()
        assert told.connected == 0
        assert not page.opened.is_set()
        assert page.handshake
        assert page.handshake.look(float("inf")) is Outcome.TIMEOUT
        await middle.close()


async def test_a_relay_hears_and_shows_nothing_before_the_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    """Picture and sound of the desk are not even sent to it, and its own are not shown."""
    monkeypatch.setattr(agreement, "WITHIN_S", 60)

    async with ends(media=True) as (page, desk, told):
        page.begin_late = True
        await page.accept(await desk.answer(await page.offer()))
        await page.there.wait()
        senders = desk._pc.getSenders()
        assert senders
        assert all(sender.track is None for sender in senders)
        # The page's picture arrives, and is dropped.
        while await desk._packets() < 20:  # noqa: ASYNC110  # aiortc tells nobody of packets
            await asyncio.sleep(0.05)
        assert told.frames == 0
        assert told.connected == 0
        page.begin()
        await told.secured.wait()
        assert all(sender.track is not None for sender in senders)
        await told.shown.wait()


@pytest.mark.parametrize("to", ["desk", "page"])
async def test_a_service_that_alters_a_fingerprint_connects_nobody(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreement, "WITHIN_S", 1.0)
    monkeypatch.setattr(call, "LOOK_S", 0.1)

    def tamper(signal: Signal, end: str) -> Signal:
        return other_fingerprint(signal) if end == to else signal

    async with ends(media=True) as (page, desk, told):
        offer = tamper(await page.offer(), "desk")
        await page.accept(tamper(await desk.answer(offer), "page"))
        await told.lost.wait()
        assert told.connected == 0
        assert told.frames == 0
        assert not told.code
        assert not page.opened.is_set()
        assert not desk.open
