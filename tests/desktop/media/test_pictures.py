from __future__ import annotations

import pytest
from av import VideoFrame
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QGuiApplication, QImage

from clerk_desktop.desktop.media.pictures import HEIGHT, WIDTH, name_card, to_frame, to_image

BLUE = QColor(20, 40, 200)


def close(one: QColor, other: QColor) -> bool:
    """Alike but for the rounding of the colour conversion."""
    return all(
        abs(a - b) <= 6
        for a, b in zip((one.red(), one.green(), one.blue()), (other.red(), other.green(), other.blue()), strict=True)
    )


@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (640, 480), (322, 242)])
def test_a_camera_picture_reaches_the_encoder_filled_and_undistorted(size: tuple[int, int]) -> None:
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(BLUE)
    frame = to_frame(image)
    assert (frame.width, frame.height, frame.format.name) == (WIDTH, HEIGHT, "yuv420p")
    back = to_image(frame)
    assert all(close(back.pixelColor(x, y), BLUE) for x in (0, 320, 639) for y in (0, 180, 359))


def test_what_is_left_stays_left() -> None:
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    for x in range(100):
        for y in range(HEIGHT):
            image.setPixelColor(x, y, BLUE)
    back = to_image(to_frame(image))
    assert close(back.pixelColor(50, 300), BLUE)
    assert close(back.pixelColor(300, 50), QColor("black"))


@pytest.mark.parametrize("size", [(1280, 720), (642, 362), (66, 34), (1284, 720), (403, 227)])
def test_an_image_outlives_its_frame(size: tuple[int, int]) -> None:
    frame = VideoFrame(*size, "yuv420p")
    for plane, value in zip(frame.planes, (81, 90, 240), strict=True):  # red
        plane.update(bytes([value]) * plane.buffer_size)
    image = to_image(frame)
    del frame, plane
    assert (image.width(), image.height(), image.text("whole")) == (*size, f"{size[0]} {size[1]}")
    assert all(image.pixelColor(x, y).red() > 240 for x in range(image.width()) for y in (0, size[1] - 1))


@pytest.mark.parametrize(
    ("size", "box", "made"),
    [
        ((1280, 720), (404, 999), (404, 227)),
        ((1280, 720), (405, 999), (404, 227)),
        ((1280, 720), (1920, 1080), (1920, 1080)),
        ((720, 1280), (404, 300), (168, 300)),
        ((642, 362), (401, 401), (400, 226)),
        ((1280, 720), (0, 0), (1280, 720)),
        ((1280, 720), (1, 1), (2, 2)),
    ],
)
def test_a_picture_is_made_as_large_as_it_is_shown(
    size: tuple[int, int], box: tuple[int, int], made: tuple[int, int]
) -> None:
    frame = VideoFrame(*size, "yuv420p")
    for plane, value in zip(frame.planes, (81, 90, 240), strict=True):  # red
        plane.update(bytes([value]) * plane.buffer_size)
    image = to_image(frame, QSize(*box))
    assert (image.width(), image.height(), image.text("whole")) == (*made, f"{size[0]} {size[1]}")
    assert all(image.pixelColor(x, y).red() > 240 for x in range(image.width()) for y in (0, made[1] - 1))


def test_an_image_that_somebody_holds_is_not_painted_over() -> None:
    def shade(value: int) -> VideoFrame:
        frame = VideoFrame(64, 32, "yuv420p")
        for plane, level in zip(frame.planes, (value, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        return frame

    held = [to_image(shade(value)) for value in (40, 80, 120, 160, 200, 220)]
    greys = [image.pixelColor(9, 9).green() for image in held]
    assert greys == sorted(set(greys))
    taken = [id(image) for image in held[:4]]
    del held[1]
    again = to_image(shade(240))
    assert id(again) == taken[1]
    assert [image.pixelColor(9, 9).green() for image in held] == greys[:1] + greys[2:]
    # A copy that shares its memory keeps it.
    copy = QImage(again)
    del again
    to_image(shade(60))
    assert copy.pixelColor(9, 9).green() > 240


@pytest.mark.usefixtures("qapp")
def test_the_name_card_says_who_it_is() -> None:
    assert QGuiApplication.instance()
    card, other = name_card("Frau Wolf", "Bürgeramt City"), name_card("Herr Braun", "Bürgeramt City")
    assert (card.width(), card.height()) == (WIDTH, HEIGHT)
    assert card != other
    # Nothing of a very long name is drawn outside.
    name_card("Frau " + "Wolf-" * 30, "Bürgeramt")
