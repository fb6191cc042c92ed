"""Reads the figures of the connection once a second, adds what the window knows of the picture, and has them judged."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import CallLost
from clerk_desktop.common.messages.work import DataFromPage, MediaState, PageHello
from clerk_desktop.desktop.models.inflow import Inflow

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.call_stats import Judge
    from clerk_desktop.desktop.services.pace import Pace
    from clerk_desktop.desktop.services.remote_peer import RemotePeer

log = logging.getLogger(__name__)

EVERY_MS = 1000


class LinkFigures(QObject):
    """The figures of one connection at a time.

    Args:
        inflow: shows its pictures.
        parent: Qt owner.

    Signals:
        read: the last second (`services/call_stats.py: Statistics`).
    """

    read = Signal(object)

    def __init__(self, inflow: Inflow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inflow = inflow
        self._peer: RemotePeer | None = None
        self._judge: Judge | None = None
        self._pace: Pace | None = None
        self._camera_on = False
        self._shown, self._at = 0, 0.0
        self._reading: asyncio.Task[None] | None = None
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    def watch(self, peer: RemotePeer | None) -> None:
        """From now on this connection; None: none."""
        self._peer = peer
        self._timer.stop()
        if self._reading is not None:
            self._reading.cancel()
        if peer is not None:
            from clerk_desktop.desktop.services.call_stats import Judge  # noqa: PLC0415  # loads aiortc

            self._judge, self._camera_on = Judge(), False
            self._shown, self._at = self._inflow.shown, time.monotonic()
            self._timer.start()

    @property
    def start_kbps(self) -> int:
        """At which bit rate the page may begin to send over the next connection."""
        from clerk_desktop.desktop.services.pace import Pace  # noqa: PLC0415  # loads aiortc

        if self._pace is None:
            self._pace = Pace()
        return self._pace.kbps

    def another_person(self) -> None:
        """What was learnt of the line before says nothing about theirs."""
        self._pace = None

    def hear(self, message: DataFromPage) -> None:
        """Of what the page says only whether its camera is on: then few pictures are a fault."""
        if isinstance(message, PageHello):
            self._camera_on = message.devices.camera
        elif isinstance(message, MediaState):
            self._camera_on = message.camera

    # --- inside

    def _look(self) -> None:
        if self._peer is not None and (self._reading is None or self._reading.done()):
            self._reading = asyncio.get_running_loop().create_task(self._read(self._peer))

    async def _read(self, peer: RemotePeer) -> None:
        try:
            one = await peer.statistics()
        except CallLost:
            return
        if peer is not self._peer or self._judge is None:
            return
        if self._pace is not None:
            self._pace.learn(one)
        now, shown, size = time.monotonic(), self._inflow.shown, self._inflow.size
        pictures_per_s = (shown - self._shown) / max(now - self._at, 0.001)
        self._shown, self._at = shown, now
        whole = replace(one, width=max(size.width(), 0), height=max(size.height(), 0), pictures_per_s=pictures_per_s)
        self.read.emit(self._judge.judge(whole, picture_expected=self._camera_on))
