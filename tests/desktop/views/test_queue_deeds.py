from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.live import Note, NoteSender, Queue
from clerk_desktop.desktop.views.queue_panel import WIDE, QueuePanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, NOW, a_queue, an_entry


async def filled(rehearsal: Rehearsal) -> QueuePanel:
    rehearsal.office.view = a_queue(
        an_entry(1, reference="SB-7K2M"),
        an_entry(2, family_name="Yılmaz", parked=True, parked_by="Frau Weber", redirected_from="Bürgeramt West"),
        an_entry(3, state=State.CONFIRMED, devices=None, waiting_since=None),
        an_entry(4, state=State.IN_CALL, called_by="Frau Weber"),
        an_entry(5, state=State.INTERRUPTED, called_by=CLERK.id),
        an_entry(6, state=State.FINISHED),
    )
    await rehearsal.sign_in()
    rehearsal.desk.window.show()
    return rehearsal.desk.window.queue_panel


def select(panel: QueuePanel, row: int) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


async def test_nobody_selected_nothing_offered(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    assert not panel.deeds.isVisible()
    select(panel, 0)
    assert panel.deeds.isVisible()
    panel.list.setCurrentIndex(QModelIndex())
    assert not panel.deeds.isVisible()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (0, "Erika Mustermann\nWohnung ummelden\nPlatz 1 · seit 10:28 Uhr · SB-7K2M"),
        (1, "Erika Yılmaz\nWohnung ummelden\nseit 10:28 Uhr\ngeparkt von Frau Weber · umgeleitet von Bürgeramt West"),
        (2, "Erika Mustermann\nWohnung ummelden\nnoch nicht da"),
        (3, "Erika Mustermann\nWohnung ummelden\nan einem anderen Platz · Frau Weber"),
        (4, "Erika Mustermann\nWohnung ummelden\nunterbrochen\nwieder da"),
        (5, "Erika Mustermann\nWohnung ummelden\nerledigt"),
    ],
)
async def test_the_selected_person_is_said_in_full(rehearsal: Rehearsal, row: int, words: str) -> None:
    panel = await filled(rehearsal)
    select(panel, row)
    assert panel.deeds.who.text() == words


@pytest.mark.parametrize(
    ("row", "usable"),
    [
        (0, {"note", "park", "redirect", "missed"}),
        (1, {"note", "park", "redirect", "missed"}),
        (2, {"redirect", "missed"}),
        (3, set()),
        (4, {"missed"}),
        (5, set()),
    ],
)
async def test_only_what_is_possible_can_be_pressed(rehearsal: Rehearsal, row: int, usable: set[str]) -> None:
    panel = await filled(rehearsal)
    select(panel, row)
    deeds = panel.deeds
    buttons = {
        "note": deeds.note_button,
        "park": deeds.park_button,
        "redirect": deeds.redirect_button,
        "missed": deeds.missed_button,
    }
    assert {name for name, button in buttons.items() if button.isEnabled()} == usable


async def test_keys_park_and_put_back_and_the_same_person_stays_selected(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    actions = rehearsal.desk.window.actions_of_desk
    select(panel, 0)
    actions["park"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.parked == [("a1", True)]
    assert panel.deeds.park_button.text() == "Einreihen"
    actions["park"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.parked[-1] == ("a1", False)
    # Somebody comes before them: all rows are new, the selection stays with the person.
    rehearsal.live.says(Queue(queue=a_queue(an_entry(9), an_entry(1))))
    assert panel.list.currentIndex().row() == 1
    actions["park"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.parked[-1] == ("a1", True)


async def test_whoever_leaves_the_queue_is_no_longer_acted_upon(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 0)
    rehearsal.live.says(Queue(queue=a_queue(an_entry(2))))
    assert not panel.deeds.isVisible()
    rehearsal.desk.window.actions_of_desk["park"].trigger()
    rehearsal.desk.window.actions_of_desk["missed"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.parked == []
    assert "missed?" not in [notice.key for notice in rehearsal.desk.banner.notices]


async def test_missed_by_key_is_asked_on_the_window(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 0)
    rehearsal.desk.window.actions_of_desk["missed"].trigger()
    text = rehearsal.desk.window.banner.text
    assert "Erika Mustermann als nicht erschienen vermerken?" in text
    assert rehearsal.office.steps == []


async def test_a_key_calls_the_selected_one(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 1)
    rehearsal.desk.window.actions_of_desk["call_selected"].trigger()
    await rehearsal.quiet()
    assert rehearsal.office.called == ["a2"]


async def test_very_long_names_do_not_widen_the_panel(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    long = an_entry(1, given_names="Maximilian " * 10, family_name="Hohenlohe" * 12, redirected_from="Bürgeramt " * 9)
    rehearsal.live.says(Queue(queue=a_queue(long)))
    select(panel, 0)
    assert panel.width() == WIDE
    assert panel.deeds.who.minimumSizeHint().width() <= WIDE - 16
    assert panel.deeds.call_button.minimumSizeHint().width() <= WIDE
    assert panel.deeds.call_button.text().strip().endswith("… aufrufen")


async def test_old_notes_can_be_read_when_no_more_can_be_written(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    note = Note(appointment="a5", id="n", sender=NoteSender.CITIZEN, name="", text="Bin zurück", at=NOW)
    rehearsal.live.says(note)
    select(panel, 4)
    assert panel.deeds.note_button.isEnabled()
