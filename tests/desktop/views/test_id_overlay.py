from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from clerk_desktop.desktop.views.id_overlay import CARD_RATIO, IdOverlay
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from tests.helpers.desk_samples import a_face


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (720, 1280), (640, 480)])
def test_the_frame_is_a_card_inside_the_picture(width: int, height: int) -> None:
    surface = VideoSurface()
    surface.resize(400, 560)
    surface.set_image(a_face(width, height))
    overlay = IdOverlay(surface)
    card = overlay.card_rect()
    assert card.width() / card.height() == pytest.approx(CARD_RATIO)
    assert surface.picture_rect().contains(card.toAlignedRect())


def test_it_follows_the_size_and_lets_the_mouse_through() -> None:
    surface = VideoSurface()
    surface.resize(400, 300)
    overlay = IdOverlay(surface)
    surface.show()
    overlay.show()
    surface.resize(500, 280)
    assert overlay.size() == surface.size()
    assert surface.childAt(100, 100) is None
    surface.hide()


def test_what_is_outside_the_card_is_darker() -> None:
    surface = VideoSurface()
    surface.resize(320, 240)
    white = QImage(320, 240, QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    surface.set_image(white)
    overlay = IdOverlay(surface)
    overlay.setGeometry(surface.rect())
    overlay.show()
    drawn = surface.grab().toImage()
    assert drawn.pixelColor(160, 90).lightness() > drawn.pixelColor(4, 4).lightness()
