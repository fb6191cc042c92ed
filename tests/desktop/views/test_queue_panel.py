from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem, QToolTip

from clerk_desktop.common.appointments import State
from clerk_desktop.common.matters import Text
from clerk_desktop.common.messages.clerk import CardTrial, Devices, Grade, QueueView
from clerk_desktop.common.messages.live import Queue
from clerk_desktop.desktop.models.queue_filter import Choice
from clerk_desktop.desktop.views.queue_delegate import QueueDelegate, condition, fitting, marks, spoken
from clerk_desktop.desktop.views.queue_panel import NARROW, WIDE, QueuePanel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, NOW, a_queue, an_entry


async def filled(rehearsal: Rehearsal) -> QueuePanel:
    rehearsal.office.view = a_queue(
        an_entry(1),
        an_entry(2, family_name="Yılmaz"),
        an_entry(3, state=State.CONFIRMED, devices=None, waiting_since=None),
        an_entry(4, state=State.CALLED, called_by="somebody else"),
        an_entry(5, state=State.INTERRUPTED, called_by=CLERK.id, present=False),
    )
    await rehearsal.sign_in()
    return rehearsal.desk.window.queue_panel


def select(panel: QueuePanel, row: int) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


async def test_a_named_one_can_be_called_with_mouse_or_return_key(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    assert not panel.deeds.call_button.isVisibleTo(panel)
    select(panel, 1)
    assert panel.deeds.call_button.text().strip() == "Yılmaz aufrufen"
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    await rehearsal.quiet()
    assert rehearsal.office.called == ["a2"]


@pytest.mark.parametrize(("row", "offered"), [(0, True), (2, False), (3, False), (4, True)])
async def test_only_who_can_be_called_is_offered(rehearsal: Rehearsal, row: int, offered: bool) -> None:
    panel = await filled(rehearsal)
    select(panel, row)
    assert panel.deeds.call_button.isVisibleTo(panel) is offered
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    await rehearsal.quiet()
    assert bool(rehearsal.office.called) is offered


async def test_one_s_own_interrupted_call_is_taken_up_again(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 4)
    assert panel.deeds.call_button.text().strip() == "Mustermann wieder aufnehmen"


async def test_it_folds_when_somebody_is_there_and_says_how_many_wait(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    assert not panel.folded
    await rehearsal.in_call()
    assert panel.folded
    assert panel.width() == NARROW or panel.minimumWidth() == NARROW
    rehearsal.desk.window.show()
    rehearsal.desk.window.actions_of_desk["toggle_queue"].trigger()
    assert not panel.folded
    assert panel.minimumWidth() == WIDE
    rehearsal.desk.case.interrupt()
    assert not panel.folded


async def test_a_new_queue_keeps_the_selection(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 1)
    rehearsal.live.says(Queue(queue=rehearsal.office.view))
    assert panel.list.currentIndex().row() == 1


async def test_whoever_is_selected_stays_in_view_when_the_list_gives_room(rehearsal: Rehearsal) -> None:
    rehearsal.office.view = a_queue(*[an_entry(n, parked=n % 2 == 0) for n in range(1, 26)])
    await rehearsal.sign_in()
    window = rehearsal.desk.window
    window.resize(1366, 700)
    window.show()
    panel = window.queue_panel
    QApplication.processEvents()
    rects = [panel.list.visualRect(panel.list.model().index(row, 0)) for row in range(25)]
    last = max(row for row, rect in enumerate(rects) if rect.top() < panel.list.height())
    select(panel, last)
    for _ in range(3):
        QApplication.processEvents()
    assert panel.list.viewport().rect().contains(panel.list.visualRect(panel.list.currentIndex()))


async def test_an_empty_day_is_said(rehearsal: Rehearsal) -> None:
    panel = rehearsal.desk.window.queue_panel
    assert panel._empty.text() == "Die Warteschlange wird geladen …"
    rehearsal.office.view = a_queue(an_entry(1, state=State.FINISHED))
    await rehearsal.sign_in()
    assert not panel._empty.isVisibleTo(panel)
    assert panel.bar.choices[Choice.FINISHED].text() == "Erledigt 1"
    rehearsal.desk.queue.update(QueueView(entries=(), generated_at=NOW))
    assert panel._empty.text() == "Heute stehen keine Termine an."


@pytest.mark.parametrize(
    ("state", "minutes", "mine", "words", "tone"),
    [
        (State.WAITING, 0, False, "wartet seit eben", "success"),
        (State.WAITING, 4, False, "wartet 4 min", "success"),
        (State.WAITING, 10, False, "wartet 10 min", "warning"),
        (State.CONFIRMED, None, False, "noch nicht da", "muted"),
        (State.INTERRUPTED, None, True, "unterbrochen", "warning"),
        (State.IN_CALL, None, True, "bei Ihnen", "info"),
        (State.IN_CALL, None, False, "an einem anderen Platz", "muted"),
        (State.FINISHED, None, False, "erledigt", "muted"),
        (State.MISSED, None, False, "nicht erschienen", "muted"),
        (State.CANCELLED, None, False, "abgesagt", "muted"),
        (State.RESCHEDULED, None, False, "verlegt", "muted"),
    ],
)
def test_how_it_stands(state: State, minutes: int | None, mine: bool, words: str, tone: str) -> None:
    assert condition(an_entry(1, state=state), minutes, mine) == (words, tone)


def test_a_line_is_one_sentence_for_screen_readers() -> None:
    assert spoken(an_entry(1), 4, False) == "10:32, Erika Mustermann, Wohnung ummelden, wartet 4 min"
    assert spoken(an_entry(1), 4, False, 0, 3).endswith("wartet 4 min, Platz 3")


@pytest.mark.parametrize(
    ("changes", "unread", "words"),
    [
        ({}, 0, ()),
        ({}, 2, ("neue Nachricht",)),
        ({"parked": True}, 0, ("geparkt",)),
        ({"parked": True, "parked_by": "Frau Weber"}, 1, ("neue Nachricht", "geparkt von Frau Weber")),
        ({"parked": True, "state": State.IN_CALL}, 0, ()),
        ({"redirected_from": "Bürgeramt West"}, 0, ("umgeleitet von Bürgeramt West",)),
        ({"state": State.INTERRUPTED}, 0, ("wieder da",)),
        ({"state": State.INTERRUPTED, "present": False}, 0, ()),
        ({"present": False}, 0, ("gerade nicht verbunden",)),
    ],
)
def test_what_is_special_is_marked_and_said(changes: dict[str, object], unread: int, words: tuple[str, ...]) -> None:
    entry = an_entry(1, **changes)
    assert tuple(text for _icon, text, _tone in marks(entry, unread)) == words
    assert all(text in spoken(entry, 4, False, unread) for text in words)


async def test_a_line_with_a_mark_is_taller_and_each_mark_is_painted(rehearsal: Rehearsal) -> None:
    pictures, heights = set(), []
    for changes in ({}, {"parked": True}, {"redirected_from": "West"}, {"parked": True, "redirected_from": "West"}):
        rehearsal.desk.queue.update(a_queue(an_entry(1, **changes)))
        delegate, option = QueueDelegate(), QStyleOptionViewItem()
        index = rehearsal.desk.queue.index(0)
        heights.append(delegate.sizeHint(option, index).height())
        image = QImage(300, heights[-1], QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        option.rect = image.rect()
        delegate.paint(painter, option, index)
        painter.end()
        pictures.add(bytes(image.constBits()))
    assert heights[0] < heights[1] == heights[2] == heights[3]
    assert len(pictures) == 4


async def test_lines_are_painted_as_plain_text(rehearsal: Rehearsal) -> None:
    """What is drawn for a name in HTML differs from what is drawn for its text without the tags."""
    pictures = []
    for name in ("<b>Muster</b>", "Muster", "Muster"):
        entry = an_entry(1, family_name=name, waiting_since=NOW - timedelta(minutes=12))
        devices = Devices(camera=True, microphone=False)
        rehearsal.desk.queue.update(a_queue(entry.model_copy(update={"devices": devices})))
        image = QImage(280, 66, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        option = QStyleOptionViewItem()
        option.rect = image.rect()
        option.state |= QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus
        QueueDelegate().paint(painter, option, rehearsal.desk.queue.index(0))
        painter.end()
        pictures.append(image)
    assert pictures[0] != pictures[1]
    assert pictures[1] == pictures[2]


def test_several_matters_in_little_room_are_counted(qapp: QApplication) -> None:
    assert qapp
    move, life = Text(de="Wohnung ummelden", en="Moving"), Text(de="Lebensbescheinigung", en="Certificate of life")
    metrics = QFontMetrics(QFont())
    both, alone = an_entry(1, matters=(move, life)), an_entry(1, matters=(life,))
    assert fitting(both, metrics, 1_000) == "Wohnung ummelden und Lebensbescheinigung"
    narrow = metrics.horizontalAdvance("Wohnung ummelden") + metrics.horizontalAdvance(" +1")
    assert fitting(both, metrics, narrow) == "Wohnung ummelden +1"
    narrower = fitting(both, metrics, narrow - 20)
    assert narrower.startswith("Wohnung")
    assert narrower.endswith("… +1")
    assert fitting(alone, metrics, narrow - 20).endswith("…")


async def test_all_of_several_matters_are_said_under_the_mouse(rehearsal: Rehearsal) -> None:
    two = Text(de="Wohnung ummelden", en="Moving"), Text(de="Lebensbescheinigung", en="Certificate of life")
    rehearsal.office.view = a_queue(an_entry(1, matters=two), an_entry(2))
    await rehearsal.sign_in()
    panel = rehearsal.desk.window.queue_panel
    delegate = panel.list.itemDelegate()
    asked = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), panel.list.mapToGlobal(QPoint(5, 5)))
    one, other = (panel.list.model().index(row, 0) for row in (0, 1))
    assert delegate.helpEvent(asked, panel.list, QStyleOptionViewItem(), one)
    assert QToolTip.text() == "<qt>Wohnung ummelden und Lebensbescheinigung</qt>"
    assert not delegate.helpEvent(asked, panel.list, QStyleOptionViewItem(), other)


def a_trial(**grades: Grade) -> CardTrial:
    names = ("overall", "size", "sharpness", "glare", "light", "posture")
    return CardTrial.model_validate(dict.fromkeys(names, Grade.GOOD) | grades | {"width": 1280, "height": 720})


@pytest.mark.parametrize(
    ("trial", "words", "tone"),
    [
        (a_trial(), "Ausweis-Probe: gut", "success"),
        (a_trial(overall=Grade.POOR, glare=Grade.POOR, sharpness=Grade.POOR), "Ausweis-Probe: Spiegelung", "warning"),
        (a_trial(overall=Grade.FAIR, sharpness=Grade.FAIR), "Ausweis-Probe: unscharf", "muted"),
    ],
)
async def test_how_the_trial_of_the_card_went_stands_in_the_line(trial: CardTrial, words: str, tone: str) -> None:
    entry = an_entry(1, card_trial=trial)
    assert [(text, how) for _icon, text, how in marks(entry)] == [(words, tone)]
    assert words in spoken(entry, 4, mine=False)
    assert marks(an_entry(1, card_trial=trial, state=State.FINISHED)) == ()


async def test_all_of_the_trial_is_said_under_the_mouse(rehearsal: Rehearsal) -> None:
    trial = a_trial(overall=Grade.FAIR, light=Grade.FAIR).model_copy(update={"lines_seen": True})
    rehearsal.office.view = a_queue(an_entry(1, card_trial=trial))
    await rehearsal.sign_in()
    panel = rehearsal.desk.window.queue_panel
    asked = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), panel.list.mapToGlobal(QPoint(5, 5)))
    index = panel.list.model().index(0, 0)
    assert panel.list.itemDelegate().helpEvent(asked, panel.list, QStyleOptionViewItem(), index)
    said = QToolTip.text()
    assert "Größe gut, Licht mittel, Spiegelung gut, Haltung gut, Schärfe gut." in said
    assert "Nur die Seite mit den Zeilen war gut zu lesen." in said
    assert "Kamera 1280 × 720" in said
