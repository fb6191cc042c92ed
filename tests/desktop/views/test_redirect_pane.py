from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import Unavailable
from clerk_desktop.desktop.views.queue_panel import QueuePanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_queue, an_entry


async def filled(rehearsal: Rehearsal) -> QueuePanel:
    rehearsal.office.view = a_queue(an_entry(1), an_entry(2, state=State.CALLED, called_by="Frau Weber"))
    await rehearsal.sign_in()
    rehearsal.desk.window.show()
    panel = rehearsal.desk.window.queue_panel
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    return panel


async def test_by_keys_alone(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.desk.window.actions_of_desk["redirect"].trigger()
    assert panel.offices.isVisible()
    assert panel.offices.hint.text() == "Die anderen Ämter werden geladen …"
    await rehearsal.quiet()
    button = rehearsal.desk.window.focusWidget()
    assert isinstance(button, QAbstractButton)
    assert button.objectName() == "queue.redirect.dudweiler"
    QTest.keyClick(button, Qt.Key.Key_Space)
    await rehearsal.quiet()
    assert rehearsal.office.redirected == [("a1", "dudweiler")]
    assert panel.list.isVisible()
    assert "steht jetzt in dieser Warteschlange: Bürgeramt Dudweiler." in rehearsal.desk.window.banner.text


async def test_nothing_is_modal_and_escape_changes_nothing(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.desk.window.actions_of_desk["redirect"].trigger()
    await rehearsal.quiet()
    assert panel.offices.window() is rehearsal.desk.window
    QTest.keyClick(panel.offices, Qt.Key.Key_Escape)
    assert panel.list.isVisible()
    assert rehearsal.office.redirected == []


async def test_unknown_offices_are_said(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.office.fail["offices"] = Unavailable()
    rehearsal.desk.window.actions_of_desk["redirect"].trigger()
    await rehearsal.quiet()
    assert panel.offices.hint.text() == "Die anderen Ämter sind gerade nicht zu erfahren."
    assert "Server des Amts ist nicht erreichbar" in rehearsal.desk.window.banner.text


async def test_it_closes_when_somebody_comes_to_the_desk(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.desk.window.actions_of_desk["redirect"].trigger()
    await rehearsal.in_call()
    panel.fold(folded=False)
    assert panel.list.isVisible()


async def test_who_is_with_a_clerk_is_not_offered(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.list.setCurrentIndex(panel.list.model().index(1, 0))
    assert not panel.deeds.redirect_button.isEnabled()
    rehearsal.desk.window.actions_of_desk["redirect"].trigger()
    assert panel.list.isVisible()
