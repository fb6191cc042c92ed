from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clerk_desktop.desktop.views.actions import DEEDS
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal


async def test_every_key_stands_in_it(rehearsal: Rehearsal) -> None:
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["help"].trigger()
    assert window.keys.isVisible()
    words = {label.text() for label in window.keys.findChildren(SafeLabel) if label.isVisible()}
    assert {deed.words for deed in DEEDS.values()} <= words
    assert "F2" in words
    await rehearsal.quiet()


async def test_the_same_key_escape_or_a_click_beside_it_puts_it_away(rehearsal: Rehearsal) -> None:
    window = rehearsal.desk.window
    window.show()
    window.keys.toggle()
    window.keys.toggle()
    assert window.keys.isHidden()
    window.keys.toggle()
    QTest.keyClick(window.keys, Qt.Key.Key_Escape)
    assert window.keys.isHidden()
    window.keys.toggle()
    QTest.mouseClick(window.keys, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert window.keys.isHidden()
    await rehearsal.quiet()


async def test_it_blocks_nothing(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    window.keys.toggle()
    assert not window.keys.isModal()
    window.actions_of_desk["microphone"].trigger()
    assert not rehearsal.call.microphone_on
    await rehearsal.quiet()
