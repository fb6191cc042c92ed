from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from tests.helpers.desk_fakes import Rehearsal


async def test_held_it_talks_and_let_go_it_is_silent(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    window.activateWindow()
    window.actions_of_desk["talk"].trigger()
    assert rehearsal.call.talking == [True]
    QTest.keyRelease(window, Qt.Key.Key_A)
    assert rehearsal.call.talking == [True]
    QTest.keyRelease(window, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert rehearsal.call.talking == [True, False]
    QTest.keyRelease(window, Qt.Key.Key_Control)
    assert rehearsal.call.talking == [True, False]
    await rehearsal.quiet()


async def test_the_keys_repeat_is_no_release(rehearsal: Rehearsal) -> None:
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["talk"].trigger()
    assert not window.actions_of_desk["talk"].autoRepeat()
    again = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier, " ", autorep=True)
    QCoreApplication.sendEvent(window, again)
    assert rehearsal.call.talking == [True]
    await rehearsal.quiet()


async def test_a_window_that_is_left_is_silent(rehearsal: Rehearsal) -> None:
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["talk"].trigger()
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert rehearsal.call.talking == [True, False]
    await rehearsal.quiet()
