from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import QueueView
from clerk_desktop.desktop.models.queue import Role
from clerk_desktop.desktop.models.queue_filter import Choice
from clerk_desktop.desktop.views.queue_panel import QueuePanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW, a_queue, an_entry


async def filled(rehearsal: Rehearsal) -> QueuePanel:
    rehearsal.office.view = a_queue(
        an_entry(1),
        an_entry(2, family_name="Yılmaz", parked=True),
        an_entry(3, state=State.CONFIRMED, devices=None, waiting_since=None),
        an_entry(4, state=State.MISSED),
    )
    await rehearsal.sign_in()
    rehearsal.desk.window.show()
    return rehearsal.desk.window.queue_panel


def shown(panel: QueuePanel) -> list[str]:
    model = panel.list.model()
    return [model.index(row, 0).data(Role.ENTRY).id for row in range(model.rowCount())]


async def test_keys_choose_the_part_of_the_day(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    actions = rehearsal.desk.window.actions_of_desk
    for name, ids in (
        ("show_waiting", ["a1", "a2"]),
        ("show_parked", ["a2"]),
        ("show_finished", ["a4"]),
        ("show_today", ["a1", "a2", "a3", "a4"]),
    ):
        actions[name].trigger()
        assert shown(panel) == ids
        assert panel.bar.choices[Choice(name.removeprefix("show_"))].isChecked()
    assert [panel.bar.choices[choice].text() for choice in Choice] == ["Wartend 2", "Alle", "Geparkt 1", "Erledigt 1"]


async def test_search_by_key_then_return_goes_to_the_list_and_return_calls(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.desk.window.actions_of_desk["search"].trigger()
    assert rehearsal.desk.window.focusWidget() is panel.bar.search
    QTest.keyClicks(panel.bar.search, "yilmaz")
    assert shown(panel) == ["a2"]
    QTest.keyClick(panel.bar.search, Qt.Key.Key_Return)
    assert rehearsal.office.called == []
    assert rehearsal.desk.window.focusWidget() is panel.list
    assert panel.deeds.call_button.text().strip() == "Yılmaz aufrufen"
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    await rehearsal.quiet()
    assert rehearsal.office.called == ["a2"]


async def test_escape_empties_the_search(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.bar.search.setText("niemand, der so heißt")
    assert panel._empty.text() == "Niemand gefunden."
    assert panel._empty.isVisible()
    QTest.keyClick(panel.bar.search, Qt.Key.Key_Escape)
    assert len(shown(panel)) == 4
    assert not panel._empty.isVisible()


async def test_the_search_key_opens_a_folded_queue(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.fold(folded=True)
    rehearsal.desk.window.actions_of_desk["search"].trigger()
    assert not panel.folded
    assert rehearsal.desk.window.focusWidget() is panel.bar.search


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (Choice.WAITING, "Niemand ist da. Heute kommen noch: 0"),
        (Choice.TODAY, "Heute stehen keine Termine an."),
        (Choice.PARKED, "Niemand ist geparkt."),
        (Choice.FINISHED, "Heute ist noch niemand fertig."),
    ],
)
async def test_an_empty_list_says_why(rehearsal: Rehearsal, choice: Choice, words: str) -> None:
    panel = await filled(rehearsal)
    rehearsal.desk.queue.update(QueueView(entries=(), generated_at=NOW))
    panel.bar.choose(choice)
    assert panel._empty.text() == words
