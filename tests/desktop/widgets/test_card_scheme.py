from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from clerk_desktop.common.card_documents import CardSide, Region
from clerk_desktop.desktop.services.card_documents import load_documents
from clerk_desktop.desktop.widgets.card_scheme import CardScheme
from clerk_desktop.desktop.widgets.doubt_view import MOST, DoubtView, place_of
from clerk_desktop.desktop.widgets.look import look


def test_the_place_is_drawn_where_the_region_says(qtbot: QtBot) -> None:
    scheme = CardScheme()
    qtbot.addWidget(scheme)
    scheme.resize(220, 140)
    plain, region = load_documents()["personalausweis"], Region(x=0.5, y=0.1, width=0.4, height=0.3)
    scheme.show_place(plain, CardSide.BACK, None)
    without = scheme.grab().toImage()
    scheme.show_place(plain, CardSide.BACK, region)
    marked = scheme.grab().toImage()
    card = scheme.card_rect()

    def at(image: QImage, x: float, y: float) -> QColor:
        return image.pixelColor(round(card.left() + x * card.width()), round(card.top() + y * card.height()))

    assert at(marked, 0.7, 0.25) != at(without, 0.7, 0.25)
    assert at(marked, 0.2, 0.25) == at(without, 0.2, 0.25)


def test_both_schemes_of_colours(qtbot: QtBot) -> None:
    scheme = CardScheme()
    qtbot.addWidget(scheme)
    scheme.show_place(load_documents()["reisepass"], CardSide.FRONT, None)
    before = scheme.grab().toImage()
    look().scheme = "dark"
    try:
        assert scheme.grab().toImage() != before
    finally:
        look().scheme = "light"


def test_a_character_is_cut_out_with_its_neighbours() -> None:
    first, last = place_of(0, 0, 3), place_of(2, 29, 3)
    assert first.x < 0.06
    assert last.x + last.width > 0.9
    assert last.y > first.y
    assert place_of(1, 43, 2).x + place_of(1, 43, 2).width <= 1


def test_not_more_doubts_than_one_can_look_at(qtbot: QtBot) -> None:
    view = DoubtView()
    qtbot.addWidget(view)
    view.show_doubts([(letter, QImage(30, 12, QImage.Format.Format_RGB32)) for letter in "ABCDEFGH"])
    assert view.letters == "ABCDEFGH"[:MOST]
    view.resize(view.sizeHint())
    view.grab()
    view.show_doubts([])
    assert view.letters == ""
    assert view.isHidden()
