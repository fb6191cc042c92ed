from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from clerk_desktop.common.messages.live import Note, NoteSender, Queue
from clerk_desktop.desktop.views.tray import Tray
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW, a_queue, an_entry


class FakeIcon(QObject):
    """An icon in a notification area that keeps what it shows."""

    activated = Signal(object)
    messageClicked = Signal()  # noqa: N815 - Qt's name

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.visible = False
        self.tip = ""
        self.messages: list[tuple[str, str]] = []

    def setIcon(self, icon: QIcon) -> None:  # noqa: N802
        assert not icon.isNull()

    def setVisible(self, visible: bool) -> None:  # noqa: N802
        self.visible = visible

    def hide(self) -> None:
        self.visible = False

    def setToolTip(self, tip: str) -> None:  # noqa: N802
        self.tip = tip

    def showMessage(self, title: str, text: str, _icon: QSystemTrayIcon.MessageIcon, _ms: int) -> None:  # noqa: N802
        self.messages.append((title, text))


async def with_tray(rehearsal: Rehearsal) -> tuple[Tray, FakeIcon]:
    made: list[FakeIcon] = []

    def make(parent: QObject) -> FakeIcon:
        made.append(FakeIcon(parent))
        return made[0]

    desk = rehearsal.desk
    tray = Tray(desk.alerts, desk.queue, desk.window, lambda: True, make)
    rehearsal.office.view = a_queue(an_entry(1))
    await rehearsal.sign_in()
    return tray, made[0]


async def test_it_tells_that_somebody_waits_but_never_who(rehearsal: Rehearsal) -> None:
    tray, icon = await with_tray(rehearsal)
    assert tray.available
    assert icon.visible
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2, family_name="Yılmaz"))))
    secret = Note(appointment="a2", id="n", sender=NoteSender.CITIZEN, name="", text="Geheim", at=NOW)
    rehearsal.live.says(secret)
    assert icon.messages == [
        ("Virtuelles Amt", "Eine Person wartet"),
        ("Virtuelles Amt", "Eine wartende Person hat geschrieben"),
    ]
    assert icon.tip == "Wartende: 2"
    for said in (*[text for _title, text in icon.messages], icon.tip):
        assert not any(word in said for word in ("Erika", "Mustermann", "Yılmaz", "Geheim"))


async def test_a_window_in_use_is_told_nothing(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    _tray, icon = await with_tray(rehearsal)
    monkeypatch.setattr(rehearsal.desk.window, "isActiveWindow", lambda: True)
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    assert icon.messages == []


async def test_switched_off_it_is_gone_and_silent(rehearsal: Rehearsal) -> None:
    tray, icon = await with_tray(rehearsal)
    rehearsal.desk.alerts.switch_notices(False)
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    assert (icon.visible, icon.messages) == (False, [])
    rehearsal.desk.alerts.switch_notices(True)
    assert icon.visible
    tray.hide()
    assert not icon.visible


async def test_a_click_brings_the_window(rehearsal: Rehearsal, monkeypatch: pytest.MonkeyPatch) -> None:
    _tray, icon = await with_tray(rehearsal)
    raised: list[None] = []
    # The platform of the tests cannot raise windows.
    monkeypatch.setattr(rehearsal.desk.window, "raise_", lambda: raised.append(None))
    rehearsal.desk.window.hide()
    icon.messageClicked.emit()
    assert rehearsal.desk.window.isVisible()
    assert raised == [None]


async def test_without_a_notification_area_nothing_is_offered(rehearsal: Rehearsal) -> None:
    desk = rehearsal.desk
    tray = Tray(desk.alerts, desk.queue, desk.window, lambda: False)
    await rehearsal.sign_in()
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    assert not tray.available
    desk.window.show()
    desk.window.top_bar.can_notice(tray.available)
    assert not desk.window.top_bar.notices.isVisible()
    desk.window.top_bar.can_notice(True)
    assert desk.window.top_bar.notices.isVisible()
