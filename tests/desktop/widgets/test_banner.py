from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from clerk_desktop.desktop.widgets.banner import Banner, Shown
from clerk_desktop.desktop.widgets.look import look

AWAY = Shown("away", "warning", "Die Person ist weg.", (("wait", "Warten"), ("missed", "Nicht da")))
INFO = Shown("info", "info", "<b>Hinweis</b>", close_words="Schließen")


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    made = Banner()
    qtbot.addWidget(made)
    return made


def buttons(banner: Banner) -> list[str]:
    return [b.objectName() for b in banner.findChildren(QAbstractButton) if b.isVisibleTo(banner)]


def test_without_notices_it_takes_no_room(banner: Banner) -> None:
    assert banner.isHidden()
    banner.show_notices([AWAY])
    assert not banner.isHidden()
    banner.show_notices([])
    assert banner.isHidden()


def test_notices_stand_one_below_the_other_with_their_buttons(banner: Banner) -> None:
    banner.show_notices([AWAY, INFO])
    assert banner.text == "Die Person ist weg.\n<b>Hinweis</b>"
    assert buttons(banner) == ["banner.wait", "banner.missed", "banner.close"]


def test_buttons_tell_which_notice_they_belong_to(banner: Banner) -> None:
    acted: list[tuple[str, str]] = []
    closed: list[str] = []
    banner.acted.connect(lambda key, action: acted.append((key, action)))
    banner.closed.connect(closed.append)
    banner.show_notices([AWAY, INFO])
    for name in ("banner.missed", "banner.close"):
        button = banner.findChild(QAbstractButton, name)
        assert button is not None
        button.click()
    assert acted == [("away", "missed")]
    assert closed == ["info"]


def test_a_row_that_stays_keeps_its_buttons_and_so_the_keyboard(banner: Banner) -> None:
    banner.show_notices([AWAY])
    before = banner.findChild(QAbstractButton, "banner.wait")
    banner.show_notices([INFO, AWAY])
    assert banner.findChild(QAbstractButton, "banner.wait") is before


def test_what_is_new_is_told_to_screen_readers(banner: Banner) -> None:
    banner.show_notices([AWAY])
    banner.show_notices([INFO, AWAY])
    assert banner.accessibleDescription() == "<b>Hinweis</b>"


def test_another_scheme_builds_it_anew(banner: Banner) -> None:
    banner.show_notices([AWAY])
    look().changed.emit()
    assert buttons(banner).count("banner.wait") == 1
