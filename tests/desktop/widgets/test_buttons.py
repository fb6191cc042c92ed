from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence

from clerk_desktop.desktop.widgets.buttons import DeskButton


def test_it_says_its_words_and_its_key() -> None:
    button = DeskButton("queue.next", "primary", "send")
    button.say("Nächste & letzte")
    width = button.sizeHint().width()
    button.show_key(QKeySequence("F2"))
    assert button.objectName() == "queue.next"
    assert button.text().strip() == "Nächste && letzte"
    assert button.accessibleName() == "Nächste & letzte (F2)"
    assert button.sizeHint().width() > width


def test_an_icon_alone_says_what_it_does_to_those_who_cannot_see_it() -> None:
    button = DeskButton("help", "quiet", "keyboard", icon_only=True, badge=False)
    button.show_key(QKeySequence("F1"))
    button.say("Tasten")
    assert button.text() == ""
    assert button.accessibleName() == "Tasten (F1)"
    assert "Tasten (F1)" in button.toolTip()


def test_while_busy_it_cannot_be_pressed_and_says_what_it_does() -> None:
    button = DeskButton()
    button.say("Senden")
    button.set_busy(True, "Wird gesendet …")
    assert not button.isEnabled()
    assert button.text() == "Wird gesendet …"
    button.set_busy(False)
    assert button.isEnabled()
    assert button.text() == "Senden"


@pytest.mark.parametrize("kind", ["", "primary", "danger", "quiet", "off"])
@pytest.mark.parametrize("badge", [True, False])
def test_it_can_be_drawn(kind: str, badge: bool) -> None:
    button = DeskButton("x", kind, "mic", badge=badge)
    button.show_key(QKeySequence("F9"))
    button.say("Mikrofon")
    button.setFocus()
    button.resize(button.sizeHint())
    assert not button.grab().isNull()


def test_kind_and_icon_can_change() -> None:
    button = DeskButton("x", "", "mic")
    button.show()
    before = button.icon().cacheKey()
    button.set_icon("mic-off")
    button.set_kind("off")
    assert button.property("kind") == "off"
    assert button.icon().cacheKey() != before
    button.hide()
