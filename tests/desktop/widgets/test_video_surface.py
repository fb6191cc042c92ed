from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clerk_desktop.desktop.widgets.video_surface import CLOSEST, STEP, VideoSurface

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


# --- closer and turned


@pytest.fixture
def close(qtbot: QtBot) -> VideoSurface:
    one = VideoSurface(closer=True)
    qtbot.addWidget(one)
    one.resize(400, 300)
    one.set_image(picture(800, 600))
    return one


def wheel(surface: VideoSurface, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(surface, event)


def test_the_wheel_zooms_where_the_mouse_points(close: VideoSurface) -> None:
    wheel(close, QPoint(100, 75), 2)
    rect = close.picture_rect()
    assert close.zoom == pytest.approx(STEP**2)
    # A quarter of the picture lay left of and above the mouse, and still does.
    assert (100 - rect.x()) / rect.width() == pytest.approx(0.25, abs=0.01)
    assert (75 - rect.y()) / rect.height() == pytest.approx(0.25, abs=0.01)
    wheel(close, QPoint(300, 200), -9)
    assert close.zoom == 1
    assert close.picture_rect() == close.rect()


def test_nobody_gets_closer_than_makes_sense(close: VideoSurface) -> None:
    close.set_zoom(99)
    assert close.zoom == CLOSEST


def test_a_drag_moves_a_zoomed_picture_but_not_beyond_its_edge(close: VideoSurface) -> None:
    close.set_zoom(2)
    assert close.picture_rect() == QRect(-200, -150, 800, 600)
    QTest.mousePress(close, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(close, QPoint(240, 130))
    assert close.picture_rect() == QRect(-160, -170, 800, 600)
    QTest.mouseMove(close, QPoint(470, 360))
    assert close.picture_rect().topLeft() == QPoint(0, 0)
    QTest.mouseRelease(close, Qt.MouseButton.LeftButton, pos=QPoint(470, 360))
    QTest.mouseMove(close, QPoint(0, 0))
    assert close.picture_rect().topLeft() == QPoint(0, 0)


def test_the_arrow_keys_do_it_too(close: VideoSurface) -> None:
    assert close.focusPolicy() == Qt.FocusPolicy.NoFocus
    close.set_zoom(2)
    assert close.focusPolicy() == Qt.FocusPolicy.StrongFocus
    QTest.keyClick(close, Qt.Key.Key_Left)
    QTest.keyClick(close, Qt.Key.Key_Down)
    assert close.picture_rect() == QRect(-160, -180, 800, 600)


def test_a_phone_that_is_held_across_is_turned_upright(surface: VideoSurface) -> None:
    image = picture(200, 100)
    for x in range(100):
        for y in range(100):
            image.setPixelColor(x, y, QColor(0, 0, 255))
    surface.set_image(image)
    assert surface.ratio == 0.5
    surface.set_rotation(90)
    assert surface.ratio == 2
    assert surface.picture_rect() == QRect(125, 0, 150, 300)
    shot = surface.grab().toImage()
    # What was at the left is on top now.
    assert shot.pixelColor(200, 50).blue() == 255
    assert shot.pixelColor(200, 250) == RED
    surface.set_rotation(360)
    assert surface.rotation == 0


def test_a_fresh_start_is_upright_and_whole(close: VideoSurface) -> None:
    close.set_rotation(270)
    close.set_zoom(3)
    close.reset_view()
    assert (close.zoom, close.rotation) == (1, 0)
    assert close.picture_rect() == close.rect()


def test_it_tells_when_its_view_changes(close: VideoSurface, qtbot: QtBot) -> None:
    for change in (lambda: close.set_zoom(2), lambda: close.set_rotation(90), lambda: close.set_image(picture(9, 9))):
        with qtbot.waitSignal(close.view_changed, timeout=0):
            change()
    with qtbot.assertNotEmitted(close.view_changed):
        close.set_image(picture(9, 9))


def test_the_own_picture_does_not_zoom(surface: VideoSurface) -> None:
    surface.set_image(picture(800, 600))
    wheel(surface, QPoint(100, 75), 2)
    assert surface.zoom == 1


# --- made in the size in which it is shown


def made(width: int, height: int, whole: tuple[int, int]) -> QImage:
    image = picture(width, height)
    image.setText("whole", f"{whole[0]} {whole[1]}")
    return image


def test_it_says_in_how_many_pixels_the_picture_lies(surface: VideoSurface, qtbot: QtBot) -> None:
    told: list[QSize] = []
    surface.wanted.connect(told.append)
    surface.set_image(picture(1280, 720))
    surface.set_image(picture(1280, 720))
    surface.show()
    qtbot.waitExposed(surface)
    surface.resize(500, 400)
    assert told[-1] == QSize(500, 400)
    surface.set_rotation(90)
    assert told[-1] == QSize(400, 500)
    surface.set_zoom(2)
    assert told[-1].isEmpty()
    surface.reset_view()
    assert told[-1] == QSize(500, 400)
    assert len(told) == len(set(map(QSize.toTuple, told))) + 1


def test_a_picture_made_to_measure_looks_like_the_whole_one(surface: VideoSurface) -> None:
    surface.set_image(picture(1280, 720))
    rect, ratio, shot = surface.picture_rect(), surface.ratio, surface.grab().toImage()
    moved: list[None] = []
    surface.view_changed.connect(lambda: moved.append(None))
    surface.set_image(made(400, 225, (1280, 720)))
    assert not moved
    assert (surface.picture_rect(), surface.ratio) == (rect, ratio)
    assert surface.grab().toImage() == shot
