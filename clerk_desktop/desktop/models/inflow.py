"""What comes in from the citizen: pictures to the window, the newest only, and sound to the speaker.

`frame` and `sound` are called on the media thread. Pictures are converted on a thread of their own and reach the window
as one queued signal, however long it was busy; sound never touches the window's thread.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from clerk_desktop.common.capture import GreyFrame
from clerk_desktop.desktop.media.pictures import to_image
from clerk_desktop.desktop.services.level import loudness

if TYPE_CHECKING:
    from av import AudioFrame, VideoFrame

log = logging.getLogger(__name__)

_PLANAR = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuv444p", "nv12", "gray"})
"""Formats whose first plane is the brightness."""
LEVEL_PACKETS = 5
"""The meter moves once per so many packets of 20 ms."""


class Speaker(Protocol):
    """Plays a packet of sound."""

    def play(self, packet: AudioFrame) -> None:
        """From any thread, one at a time."""
        ...


class Inflow(QObject):
    """Picture and sound of one connection at a time.

    Args:
        media: plays sound.
        parent: Qt owner.

    Attributes:
        shown: pictures handed to the window so far.
        size: of the newest picture as the citizen sent it.

    Signals:
        picture: the newest picture (QImage).
        level: loudness 0…1, ten times a second.
    """

    picture = Signal(object)
    level = Signal(float)
    _picture_waits = Signal()

    def __init__(self, media: Speaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media = media
        self._session = ""
        self._lock = threading.Lock()
        self._newest: VideoFrame | None = None
        self._converting = False
        self._image: QImage | None = None
        self._seen: tuple[VideoFrame, float] | None = None
        self._worker: ThreadPoolExecutor | None = None
        self._loudest: list[float] = []
        self._box = QSize()
        self.shown = 0
        self.size = QSize()
        self._picture_waits.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def take_from(self, session: str) -> None:
        """From now on only this connection is seen and heard; "" for none."""
        with self._lock:
            self._session = session
            self._newest = self._image = self._seen = None
        self.size = QSize()

    def show_at(self, box: QSize) -> None:
        """Pictures are made as large as fits into so many pixels; an empty size: as they come."""
        self._box = QSize(box)

    def grey_frame(self) -> GreyFrame | None:
        """The brightness of the newest picture at its full size; None when there is none or it is no usual video."""
        with self._lock:
            seen = self._seen
        if seen is None or seen[0].format.name not in _PLANAR:
            return None
        frame, at = seen
        plane = frame.planes[0]
        data, stride, width, height = memoryview(plane), plane.line_size, frame.width, frame.height
        rows = data if stride == width else b"".join(data[row * stride : row * stride + width] for row in range(height))
        return GreyFrame(width, height, bytes(rows[: width * height]), at)

    # --- on the media thread

    def frame(self, session: str, frame: VideoFrame) -> None:
        """A decoded picture; one that was not converted yet is replaced."""
        with self._lock:
            if session != self._session:
                return
            self._newest = frame
            self._seen = frame, time.monotonic()
            if self._converting:
                return
            self._converting = True
            if self._worker is None:
                self._worker = ThreadPoolExecutor(1, "picture")
        self._worker.submit(self._convert)

    def sound(self, session: str, sound: AudioFrame) -> None:
        """A packet of decoded sound."""
        if session != self._session:
            return
        self._media.play(sound)
        self._loudest.append(loudness(bytes(sound.planes[0])))
        if len(self._loudest) >= LEVEL_PACKETS:
            self.level.emit(max(self._loudest))
            self._loudest.clear()

    # --- on the picture thread

    def _convert(self) -> None:
        while True:
            with self._lock:
                session, frame, self._newest = self._session, self._newest, None
                if frame is None:
                    self._converting = False
                    return
            try:
                self._hand_over(session, frame)
            except Exception:
                # A picture that cannot be converted is left out; the next one may be better.
                log.exception("a picture could not be shown")

    def _hand_over(self, session: str, frame: VideoFrame) -> None:
        size = QSize(frame.width, frame.height)
        image = to_image(frame, self._box)
        with self._lock:
            if session != self._session:
                return
            first, self._image, self.size = self._image is None, image, size
        if first:
            self._picture_waits.emit()

    # --- at the window

    def _show(self) -> None:
        with self._lock:
            image, self._image = self._image, None
        if image is not None:
            self.shown += 1
            self.picture.emit(image)
