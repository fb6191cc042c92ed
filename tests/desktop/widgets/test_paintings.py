"""What paints itself: pages, loudness, machine-readable zone, icons, look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtWidgets import QApplication

from clerk_desktop.desktop.widgets.icons import icon, pixmap
from clerk_desktop.desktop.widgets.level_meter import LevelMeter
from clerk_desktop.desktop.widgets.look import DARK, LIGHT, dress, look, tokens
from clerk_desktop.desktop.widgets.mrz_view import MrzView
from clerk_desktop.desktop.widgets.page_view import PageView
from clerk_desktop.desktop.widgets.style_sheet import style_sheet


def colors(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_a_page_keeps_its_shape_and_asks_for_its_pixels() -> None:
    view = PageView()
    wanted: list[int] = []
    view.width_wanted.connect(wanted.append)
    view.show()
    view.resize(300, 280)
    view.set_page(2, 3, bytes([0, 0, 255, 255]) * 6)
    rect = view.page_rect()
    assert rect.width() / rect.height() == pytest.approx(2 / 3, rel=0.02)
    assert view.rect().contains(rect)
    assert wanted
    assert view.grab().toImage().pixelColor(view.rect().center()) == QColor(255, 0, 0)
    view.set_words("Das Papier entsteht …")
    assert not view.has_page
    assert view.accessibleDescription() == "Das Papier entsteht …"
    view.hide()


def test_the_bytes_of_a_page_are_copied() -> None:
    view = PageView()
    pixels = bytearray([0, 255, 0, 255] * 4)
    view.set_page(2, 2, bytes(pixels))
    del pixels
    view.resize(200, 240)
    assert view.grab().toImage().pixelColor(view.rect().center()) == QColor(0, 255, 0)


def test_loudness_rises_at_once_and_falls_slowly() -> None:
    meter = LevelMeter()
    meter.set_level(0.8)
    meter.set_level(0.0)
    assert 0.5 < meter.level < 0.8
    meter.set_level(7.0)
    assert meter.level == 1.0
    assert look().color("feedback-success").name() in colors(meter.grab().toImage())
    meter.reset()
    assert meter.level == 0.0
    assert look().color("feedback-success").name() not in colors(meter.grab().toImage())


def test_the_zone_marks_what_a_person_should_look_at() -> None:
    view = MrzView()
    view.resize(360, 90)
    view.show_lines(("IDD<<LZ6311T475", "6408125<3308012"), ((0, 8),))
    marked = view.grab().toImage()
    assert look().color("feedback-warning-background").name() in colors(marked)
    view.show_lines(("IDD<<LZ6311T475", "6408125<3308012"))
    assert look().color("feedback-warning-background").name() not in colors(view.grab().toImage())
    assert view.accessibleDescription().count("\n") == 1
    view.show_lines(())
    assert not view.grab().isNull()


def test_icons_come_in_the_colour_that_is_asked_for() -> None:
    image = pixmap("mic", QColor("#ff0000"), 24, 1.0).toImage()
    assert any(image.pixelColor(x, y) == QColor("#ff0000") for x in range(24) for y in range(24))
    assert not icon("mic", QColor("#000000"), disabled=QColor("#888888")).isNull()


# --- the look ----------------------------------------------------------------------------------------


@pytest.fixture
def dressed() -> Iterator[QApplication]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    font, style = app.font(), app.style().objectName()
    yield app
    look().undress()
    app.setFont(font)
    app.setStyle(style)


def test_both_schemes_have_the_same_tokens_and_fill_the_sheet() -> None:
    themes = tokens()["color"]
    assert set(themes[LIGHT]) == set(themes[DARK])
    for scheme in (LIGHT, DARK):
        assert "$" not in style_sheet(tokens(), scheme)


def luminance(color: QColor) -> float:
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


PAIRS = [
    ("layout-text-default", "layout-background-default"),
    ("layout-text-muted", "layout-background-default"),
    ("layout-text-muted", "layout-background-hued"),
    ("layout-text-muted", "feedback-warning-background"),
    ("layout-text-muted", "feedback-success-background"),
    ("layout-text-muted", "action-tint"),
    ("action-on-default", "action-default"),
    ("action-on-default", "action-hover"),
    ("action-default", "layout-background-default"),
    ("action-default", "action-tint"),
    ("danger-on-default", "feedback-danger"),
    ("danger-on-default", "danger-hover"),
    ("feedback-danger", "feedback-danger-background"),
    ("feedback-success", "feedback-success-background"),
    ("feedback-success", "layout-background-hued"),
    ("feedback-warning", "layout-background-hued"),
    ("feedback-warning", "layout-background-default"),
    ("feedback-danger", "layout-background-default"),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_can_be_read(scheme: str, front: str, back: str) -> None:
    """Contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    theme = tokens()["color"][scheme]
    bright, dark = sorted((luminance(QColor(theme[front])), luminance(QColor(theme[back]))), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def test_the_program_wears_fira_and_changes_its_scheme(dressed: QApplication) -> None:
    dress(dressed)
    assert QFont(dressed.font()).family() == "Fira Sans"
    changes: list[str] = []
    look().changed.connect(lambda: changes.append(look().scheme))
    look().toggle()
    assert changes == [DARK]
    assert dressed.palette().window().color() == QColor(tokens()["color"][DARK]["layout-background-default"])
    look().wear("pink")
    assert look().scheme == DARK
    assert look().size("space", "m") == 12
    assert look().font("heading", "strong").pixelSize() == 20
    assert Qt.GlobalColor.white is not None
