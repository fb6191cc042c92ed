"""The clerk's camera."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import (
    QCamera,
    QCameraDevice,
    QCameraFormat,
    QMediaCaptureSession,
    QMediaDevices,
    QVideoFrame,
    QVideoSink,
)

from clerk_desktop.desktop.media.pictures import WIDTH

log = logging.getLogger(__name__)

LEAST_FPS, MOST_FPS = 15, 30


class Camera(QObject):
    """One open camera; its light is on as long as this object runs.

    Signals:
        picture: an image of the camera, newest first: one that nobody took yet is replaced.
        failed: the camera cannot be used (denied, in use elsewhere, unplugged).
    """

    picture = Signal(object)
    failed = Signal()

    def __init__(self, device: QCameraDevice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._camera = QCamera(device, self)
        chosen = best_format(device.videoFormats())
        if chosen is not None:
            self._camera.setCameraFormat(chosen)
        self._sink = QVideoSink(self)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._camera.errorOccurred.connect(self._on_error)

    @staticmethod
    def default() -> QCameraDevice | None:
        """The camera that the computer offers first, or None."""
        device = QMediaDevices.defaultVideoInput()
        return None if device.isNull() else device

    def start(self) -> None:
        """Begin to film."""
        self._camera.start()

    def stop(self) -> None:
        """Stop filming and let the device go."""
        self._camera.stop()

    def _on_frame(self, frame: QVideoFrame) -> None:
        image: QImage = frame.toImage()
        if not image.isNull():
            self.picture.emit(image)

    def _on_error(self, error: QCamera.Error, words: str) -> None:
        if error is not QCamera.Error.NoError:
            log.info("camera: %s %s", error.name, words)
            self.failed.emit()


def best_format(formats: list[QCameraFormat]) -> QCameraFormat | None:
    """The smallest format that still fills 640 pixels at 15 to 30 pictures a second; None: leave it to the system."""
    good = [f for f in formats if f.resolution().width() >= WIDTH and f.maxFrameRate() >= LEAST_FPS]

    def cost(one: QCameraFormat) -> tuple[int, float]:
        size = one.resolution()
        return size.width() * size.height(), abs(one.maxFrameRate() - MOST_FPS)

    return min(good, key=cost, default=None)
