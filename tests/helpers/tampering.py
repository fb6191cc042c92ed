"""Somebody in the middle: a service that lies about certificates, and a relay with keys of its own."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from aiortc import RTCConfiguration, RTCDataChannel, RTCPeerConnection, RTCSessionDescription
from aiortc.rtcconfiguration import RTCBundlePolicy

from clerk_desktop.common.messages.live import Signal, SignalKind
from clerk_desktop.common.messages.terms import DATA_CHANNEL
from clerk_desktop.common.messages.work import Fingerprints
from clerk_desktop.common.secrecy import commitment, new_nonce
from clerk_desktop.desktop.services import dtls
from clerk_desktop.desktop.services.closing import close

Rewrite = Callable[[dict[str, Any]], dict[str, Any] | None]
"""What becomes of a message on its way; None: it is swallowed."""
_PRINT = re.compile(r"^(a=fingerprint:\S+ )([0-9A-F]{2})", re.MULTILINE)


def other_fingerprint(signal: Signal) -> Signal:
    """The same description with every fingerprint altered in its first byte."""
    assert signal.sdp

    def alter(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2], 16) ^ 0xFF:02X}"

    return signal.model_copy(update={"sdp": _PRINT.sub(alter, signal.sdp)})


def verbatim(message: dict[str, Any]) -> dict[str, Any]:
    """Passes everything on as it is."""
    return message


class Middle:
    """Speaks to each side as if it were the other: own certificates, own connections, data passed on.

    Args:
        to_desk: what becomes of the page's messages.
        to_page: what becomes of the desk's.
    """

    def __init__(self, to_desk: Rewrite = verbatim, to_page: Rewrite = verbatim) -> None:
        config = RTCConfiguration([], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE)
        self.as_desk, self.as_page = RTCPeerConnection(config), RTCPeerConnection(config)
        self._rewrites = to_desk, to_page
        self._page: RTCDataChannel | None = None
        self._desk = self.as_page.createDataChannel(DATA_CHANNEL)
        self._early: list[str | bytes] = []
        self.as_desk.on("datachannel", self._on_channel)
        self._desk.on("message", lambda data: self._carry(data, self._rewrites[1], self._page))
        self._desk.on("open", self._catch_up)

    async def offer(self, of_page: Signal) -> tuple[Signal, Signal]:
        """What the desk gets instead of the page's offer, and what the page gets for an answer."""
        assert of_page.sdp
        await self.as_desk.setRemoteDescription(RTCSessionDescription(of_page.sdp, "offer"))
        await self.as_desk.setLocalDescription(await self.as_desk.createAnswer())
        await self.as_page.setLocalDescription(await self.as_page.createOffer())
        offer = of_page.model_copy(update={"sdp": self.as_page.localDescription.sdp})
        told = {"kind": SignalKind.ANSWER, "sdp": self.as_desk.localDescription.sdp}
        return offer, of_page.model_copy(update=told)

    async def answer(self, of_desk: Signal) -> None:
        """The desk's answer is for us."""
        assert of_desk.sdp
        await self.as_page.setRemoteDescription(RTCSessionDescription(of_desk.sdp, "answer"))

    def page_sees(self) -> Fingerprints:
        """The certificates on the page's side."""
        seen = dtls.seen(self.as_desk)
        assert seen
        return seen

    def desk_sees(self) -> Fingerprints:
        """The certificates on the desk's side."""
        seen = dtls.seen(self.as_page)
        assert seen
        return Fingerprints(page=seen.desk, desk=seen.page)

    async def close(self) -> None:
        """Gone."""
        await asyncio.gather(close(self.as_desk), close(self.as_page))

    def _on_channel(self, channel: RTCDataChannel) -> None:
        self._page = channel
        channel.on("message", self._from_page)

    def _from_page(self, data: str | bytes) -> None:
        if self._desk.readyState == "open":
            self._carry(data, self._rewrites[0], self._desk)
        else:
            self._early.append(data)

    def _catch_up(self) -> None:
        for data in self._early:
            self._carry(data, self._rewrites[0], self._desk)
        self._early.clear()

    def _carry(self, data: str | bytes, rewrite: Rewrite, to: RTCDataChannel | None) -> None:
        if isinstance(data, str):
            message = rewrite(json.loads(data))
            data = json.dumps(message) if message is not None else ""
        if data and to is not None and to.readyState == "open":
            to.send(data)


class Clever(Middle):
    """Rewrites the agreement as well, so that each end hears exactly what it expects."""

    def __init__(self) -> None:
        super().__init__(self._for_desk, self._for_page)
        self.nonce = new_nonce()

    def _for_desk(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["type"] == "secure.commit":
            seen = self.desk_sees().model_dump()
            return {"type": "secure.commit", "commitment": commitment(self.nonce), "seen": seen}
        if message["type"] == "secure.reveal":
            return {"type": "secure.reveal", "nonce": self.nonce}
        return message

    def _for_page(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["type"] == "secure.nonce":
            return {**message, "seen": self.page_sees().model_dump()}
        return message
