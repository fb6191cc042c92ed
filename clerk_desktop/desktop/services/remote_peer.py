"""A connection that lives on the media loop, as whoever lives on another loop (Qt's) sees it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.live import Signal
from clerk_desktop.common.messages.work import BlobKind, DataFromDesk
from clerk_desktop.desktop.services.call import Peer, PeerEvents
from clerk_desktop.desktop.services.call_stats import Statistics
from clerk_desktop.desktop.services.media_thread import MEDIA, MediaThread

log = logging.getLogger(__name__)

MakePeer = Callable[[PeerEvents], Peer]


class RemotePeer:
    """The same methods as `Peer`, for the loop on which this object is made.

    Args:
        make: makes the peer, on the media loop, with the events it gets.
        events: whom to tell. All are called on the maker's loop, in their order, except `frame` and `sound`: those are
            called on the media thread, so that picture and sound never wait for the window.
        media: the thread of the calls.
    """

    def __init__(self, make: MakePeer, events: PeerEvents, media: MediaThread = MEDIA) -> None:
        self._media = media
        self._make = make
        self._events = replace(
            events,
            connected=partial(self._post, events.connected),
            lost=partial(self._post, events.lost),
            secured=partial(self._post, events.secured),
            refused=partial(self._post, events.refused),
            opened=partial(self._post, events.opened),
            message=partial(self._post, events.message),
            blob=partial(self._post, events.blob),
        )
        self._home = asyncio.get_running_loop()
        self._peer: Peer | None = None
        self._closed = False
        self._waiting: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def open(self) -> bool:
        """Whether the data channel can be used."""
        return self._peer is not None and self._peer.open and not self._closed

    @property
    def silent_s(self) -> float:
        """Seconds since the other side was last heard; without end before the first answer."""
        return self._peer.silent_s if self._peer is not None else float("inf")

    async def answer(self, offer: Signal) -> Signal:
        """See `Peer.answer`."""
        return await self._media.run(self._answer(offer))

    async def add_candidate(self, signal: Signal) -> None:
        """See `Peer.add_candidate`; before the answer nothing happens."""
        if self._peer is not None:
            await self._media.run(self._peer.add_candidate(signal))

    def send(self, message: DataFromDesk) -> None:
        """Send one data message, after all that was said before. Raises CallLost when the channel is not open."""
        if not self.open:
            raise CallLost("data channel")
        self._media.call(self._send, message)

    async def send_blob(self, blob_id: str, kind: BlobKind, mime: str, data: bytes) -> None:
        """See `Peer.send_blob`."""
        if self._peer is None or not self.open:
            raise CallLost("data channel")
        await self._media.run(self._peer.send_blob(blob_id, kind, mime, data))

    async def drained(self, within_s: float) -> None:
        """See `Peer.drained`."""
        if self._peer is not None:
            await self._media.run(self._peer.drained(within_s))

    async def statistics(self) -> Statistics:
        """See `Peer.statistics`. Raises CallLost before the answer."""
        if self._peer is None or self._closed:
            raise CallLost("no connection")
        return await self._media.run(self._peer.statistics())

    async def close(self) -> None:
        """End the connection. No event comes afterwards, except pictures and sound of this very moment."""
        self._closed = True
        if self._media.running:
            await self._media.run(self._close())

    # --- on the media loop

    async def _answer(self, offer: Signal) -> Signal:
        if self._closed:
            raise CallLost("closed before it was made")
        self._peer = self._make(self._events)
        return await self._peer.answer(offer)

    def _send(self, message: DataFromDesk) -> None:
        try:
            if self._peer is not None:
                self._peer.send(message)
        except CallLost:
            # It closed in this moment; whoever spoke hears of it by `lost`.
            log.info("%s was not said, the channel is closed", message.type)

    async def _close(self) -> None:
        if self._peer is not None:
            await self._peer.close()

    # --- home

    def _post(self, listener: Callable[..., None], *args: object) -> None:
        with self._lock:
            first = not self._waiting
            self._waiting.append(partial(listener, *args))
        if first:
            try:
                self._home.call_soon_threadsafe(self._deliver)
            except RuntimeError:
                log.debug("nobody is there any more to be told")

    def _deliver(self) -> None:
        """Tell what waits, in its order: Qt's loop promises none between two calls of its own."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for tell in waiting:
            if self._closed:
                return
            try:
                tell()
            except Exception as error:  # noqa: BLE001  # one listener's fault must not silence the others
                self._home.call_exception_handler({"message": "an event of the call", "exception": error})
