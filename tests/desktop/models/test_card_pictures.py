from __future__ import annotations

from PySide6.QtGui import QColor, QImage, QPainter

from clerk_desktop.common.card_documents import Region
from clerk_desktop.desktop.models.card_pictures import CardPicture, grey

QUAD = ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))


def a_picture() -> QImage:
    """A green card in a black room; its upper left quarter is red."""
    image = QImage(400, 252, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    painter.fillRect(100, 63, 200, 126, QColor("green"))
    painter.fillRect(100, 63, 100, 63, QColor("red"))
    painter.end()
    return image


def test_a_region_of_the_card_is_straightened_and_enlarged() -> None:
    picture = CardPicture(a_picture(), QUAD)
    red = picture.cut(Region(x=0.05, y=0.05, width=0.4, height=0.4))
    green = picture.cut(Region(x=0.55, y=0.55, width=0.4, height=0.4))
    assert max(red.width(), red.height()) >= 850
    assert red.pixelColor(red.rect().center()) == QColor("red")
    assert green.pixelColor(green.rect().center()) == QColor("green")


def test_without_a_place_the_whole_still_is_shown() -> None:
    image = a_picture()
    assert CardPicture(image).cut(Region(x=0, y=0, width=0.1, height=0.1)) is image


def test_brightness_row_by_row_without_padding() -> None:
    image = QImage(7, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    frame = grey(image)
    assert (frame.width, frame.height, frame.grey) == (7, 3, b"\xff" * 21)
