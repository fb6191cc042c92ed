from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from clerk_desktop.desktop.widgets.video_surface import VideoSurface

RED = QColor(200, 30, 30)


@pytest.fixture
def surface(qtbot: QtBot) -> VideoSurface:
    one = VideoSurface()
    qtbot.addWidget(one)
    one.resize(400, 300)
    return one


def picture(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    return image


@pytest.mark.parametrize(
    ("size", "rect"),
    [((1280, 720), QRect(0, 37, 400, 225)), ((300, 300), QRect(50, 0, 300, 300)), ((40, 30), QRect(0, 0, 400, 300))],
)
def test_a_picture_fills_what_it_can_without_distortion(
    surface: VideoSurface, size: tuple[int, int], rect: QRect
) -> None:
    surface.set_image(picture(*size))
    assert surface.picture_rect() == rect
    shot = surface.grab().toImage()
    assert shot.pixelColor(200, 150) == RED
    if rect.top():
        assert shot.pixelColor(200, 5) != RED


def test_without_picture_words_stand_there(surface: VideoSurface) -> None:
    blank = surface.grab().toImage()
    surface.set_placeholder("<b>Frau Muster ist gegangen</b>")
    assert surface.grab().toImage() != blank
    assert surface.accessibleDescription() == "<b>Frau Muster ist gegangen</b>"
    assert surface.picture_rect() == surface.rect()
    assert not surface.has_picture


@pytest.mark.parametrize("nothing", [None, QImage()])
def test_a_picture_that_ends_leaves_nothing_behind(surface: VideoSurface, nothing: QImage | None) -> None:
    blank = surface.grab().toImage()
    surface.set_image(picture(1280, 720))
    assert surface.grab().toImage() != blank
    surface.set_image(nothing)
    assert surface.grab().toImage() == blank
