from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QCamera, QCameraDevice, QVideoFrame

from clerk_desktop.desktop.media.camera import Camera, best_format

pytestmark = pytest.mark.usefixtures("qapp")


@dataclass(frozen=True)
class Format:
    """What a camera says it can do; Qt lets nobody make a QCameraFormat."""

    width: int
    height: int
    fps: float

    def resolution(self) -> QSize:
        return QSize(self.width, self.height)

    def maxFrameRate(self) -> float:  # noqa: N802
        return self.fps


VGA, HD, HD_SLOW, TINY, FAST = (
    Format(640, 480, 30),
    Format(1280, 720, 30),
    Format(640, 360, 5),
    Format(320, 240, 30),
    Format(640, 480, 60),
)


def test_the_smallest_format_that_fills_the_picture_is_taken() -> None:
    assert best_format([HD, VGA, FAST, TINY, HD_SLOW]) is VGA  # type: ignore[list-item]


@pytest.mark.parametrize("formats", [[], [TINY], [HD_SLOW]])
def test_where_nothing_fits_the_system_chooses(formats: list[Format]) -> None:
    assert best_format(formats) is None  # type: ignore[arg-type]


@pytest.mark.qt_log_ignore("No RHI backend")
def test_a_frame_becomes_an_image() -> None:
    camera = Camera(QCameraDevice())
    got: list[QImage] = []
    camera.picture.connect(got.append)
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    camera._on_frame(QVideoFrame(image))
    camera._on_frame(QVideoFrame())
    assert [one.pixelColor(5, 5) for one in got] == [QColor("red")]


def test_an_error_is_told_once_it_is_one() -> None:
    camera = Camera(QCameraDevice())
    told: list[bool] = []
    camera.failed.connect(lambda: told.append(True))
    camera._on_error(QCamera.Error.NoError, "")
    assert told == []
    camera._on_error(QCamera.Error.CameraError, "denied")
    assert told == [True]
