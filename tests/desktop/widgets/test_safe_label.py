from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip, set_property

HTML = '<b>Muster</b><img src="https://example.org/x.png">&amp;'


def test_text_is_shown_letter_by_letter() -> None:
    label = SafeLabel(HTML)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HTML
    label.setTextFormat(Qt.TextFormat.RichText)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_html_takes_as_much_room_as_its_letters() -> None:
    assert SafeLabel("<b>i</b>").sizeHint().width() > SafeLabel("i").sizeHint().width() * 3


def test_a_tool_tip_shows_letters_too() -> None:
    for target in (QWidget(), QAction()):
        safe_tip(target, HTML)
        assert "<img" not in target.toolTip()
        assert "&lt;img" in target.toolTip()
        safe_tip(target, "")
        assert target.toolTip() == ""


def test_an_ampersand_is_no_mnemonic() -> None:
    assert SafeLabel("Meier & Sohn").text() == "Meier & Sohn"


@pytest.mark.parametrize("copyable", [True, False])
def test_what_can_be_copied_can_be_reached_by_keyboard(copyable: bool) -> None:
    label = SafeLabel("a", copyable=copyable)
    assert bool(label.focusPolicy() & Qt.FocusPolicy.TabFocus) is False or copyable
    assert bool(label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard) is copyable


def test_properties_can_be_changed_later() -> None:
    label = SafeLabel("a", tone="muted", size="heading")
    label.set_tone("danger")
    set_property(label, "look", "small")
    assert (label.property("tone"), label.property("look")) == ("danger", "small")
