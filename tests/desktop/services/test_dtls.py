"""The certificates that are really in use, and aiortc's private names that tell them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiortc import RTCCertificate, RTCPeerConnection
from aiortc.rtcconfiguration import RTCBundlePolicy, RTCConfiguration
from cryptography.hazmat.primitives.serialization import Encoding

from clerk_desktop.desktop.services import dtls
from clerk_desktop.desktop.services.closing import close
from tests.desktop.page_peer import PagePeer

CONFIG = RTCConfiguration([], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)


def print_of(certificate: RTCCertificate) -> str:
    return hashlib.sha256(certificate._cert.public_bytes(Encoding.DER)).hexdigest()


@pytest.fixture
async def page() -> AsyncIterator[PagePeer]:
    one = PagePeer(secure=False)
    yield one
    await one.close()


@pytest.fixture
async def desk() -> AsyncIterator[RTCPeerConnection]:
    one = RTCPeerConnection(CONFIG)
    yield one
    await close(one)


async def connect(page: PagePeer, desk: RTCPeerConnection) -> None:
    await page.offer()
    await desk.setRemoteDescription(page.pc.localDescription)
    await desk.setLocalDescription(await desk.createAnswer())
    await page.pc.setRemoteDescription(desk.localDescription)
    await page.opened.wait()


async def test_both_certificates_are_those_of_the_handshake(page: PagePeer, desk: RTCPeerConnection) -> None:
    own = dtls.OwnCertificate()
    own.give(desk)
    assert dtls.seen(desk) is None
    assert dtls.srtp_profile(desk) == ""
    await connect(page, desk)
    seen = dtls.seen(desk)
    assert seen is not None
    assert seen.desk == print_of(own._current())
    assert seen.page == print_of(page.pc._RTCPeerConnection__certificates[0])
    assert dtls.srtp_profile(desk).startswith("SRTP_AE")


async def test_the_next_connection_shows_the_same_certificate(page: PagePeer, desk: RTCPeerConnection) -> None:
    own = dtls.OwnCertificate()
    own.give(desk)
    await connect(page, desk)
    another_page, another = PagePeer("s2", secure=False), RTCPeerConnection(CONFIG)
    try:
        own.give(another)
        await connect(another_page, another)
        first, second = dtls.seen(desk), dtls.seen(another)
        assert first
        assert second
        assert first.desk == second.desk
        assert first.page != second.page
    finally:
        await asyncio.gather(another_page.close(), close(another))


async def test_who_pulls_sound_and_data_apart_is_not_believed(page: PagePeer) -> None:
    apart = RTCPeerConnection(RTCConfiguration([]))
    try:
        offer = await page.offer()
        assert offer.sdp
        sdp = "\r\n".join(line for line in offer.sdp.split("\r\n") if not line.startswith("a=group:BUNDLE"))
        from aiortc import RTCSessionDescription

        await apart.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await apart.setLocalDescription(await apart.createAnswer())
        assert dtls._only_transport(apart) is None
        assert dtls.seen(apart) is None
    finally:
        await close(apart)


def test_a_certificate_is_renewed_before_it_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    own = dtls.OwnCertificate()
    first = own._current()
    assert own._current() is first
    monkeypatch.setattr(RTCCertificate, "expires", property(lambda _: datetime.now(UTC) + timedelta(days=1)))
    assert own._current() is not first


async def test_aiortc_still_has_the_private_names(desk: RTCPeerConnection) -> None:
    """Pinned to 1.16: a newer aiortc may take certificates and tell them in a way of its own."""
    assert "_RTCPeerConnection__certificates" in vars(desk)
    desk.createDataChannel("x")
    assert desk.sctp is not None
    assert {"_ssl", "encrypted"} <= set(vars(desk.sctp.transport))
