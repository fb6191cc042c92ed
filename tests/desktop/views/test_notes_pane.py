from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.live import LiveError, Note, NoteSender, Queue
from clerk_desktop.desktop.views.queue_panel import WIDE, QueuePanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW, a_queue, an_entry


async def filled(rehearsal: Rehearsal) -> QueuePanel:
    rehearsal.office.view = a_queue(an_entry(1), an_entry(2, family_name="Yılmaz"))
    await rehearsal.sign_in()
    rehearsal.desk.window.show()
    return rehearsal.desk.window.queue_panel


def select(panel: QueuePanel, row: int) -> None:
    panel.list.setCurrentIndex(panel.list.model().index(row, 0))


def said(panel: QueuePanel) -> str:
    return "\n".join(label.text() for label in panel.notes._inner.findChildren(SafeLabel))


def from_citizen(text: str, appointment: str = "a1", number: int = 1) -> Note:
    return Note(appointment=appointment, id=f"c{number}", sender=NoteSender.CITIZEN, name="", text=text, at=NOW)


async def test_by_key_written_sent_and_delivered(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    select(panel, 0)
    rehearsal.desk.window.actions_of_desk["note"].trigger()
    assert rehearsal.desk.window.focusWidget() is panel.notes.text
    assert not panel.notes.send.isEnabled()
    QTest.keyClicks(panel.notes.text, "Noch zehn Minuten.")
    QTest.keyClick(panel.notes.text, Qt.Key.Key_Return)
    await rehearsal.quiet()
    assert panel.notes.text.toPlainText() == ""
    sent = rehearsal.live.sent[-1]
    assert (sent.appointment, sent.text) == ("a1", "Noch zehn Minuten.")
    assert "wird gesendet …" in said(panel)
    receipt = Note(appointment="a1", id=sent.id, sender=NoteSender.CLERK, name="Frau Wolf", text=sent.text, at=NOW)
    rehearsal.live.says(receipt)
    assert "10:32 · Frau Wolf · zugestellt" in said(panel)
    QTest.keyClick(panel.notes.text, Qt.Key.Key_Escape)
    assert panel.list.isVisible()
    assert rehearsal.desk.window.focusWidget() is panel.list


async def test_shift_and_return_begin_a_new_line(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    QTest.keyClicks(panel.notes.text, "eins")
    QTest.keyClick(panel.notes.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(panel.notes.text, "zwei")
    assert rehearsal.live.sent == []
    assert len(panel.notes.text.toPlainText().splitlines()) == 2


async def test_not_there_stands_at_the_note_with_a_way_to_repeat(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    rehearsal.desk.notes.send("a1", "Hallo")
    await rehearsal.quiet()
    rehearsal.live.says(LiveError(code="not_there", note=rehearsal.live.sent[-1].id))
    assert "nicht zugestellt: Die Person ist gerade nicht verbunden" in said(panel)
    again = panel.notes._inner.findChild(QAbstractButton, "queue.notes.again")
    assert again is not None
    again.click()
    await rehearsal.quiet()
    assert len(rehearsal.live.sent) == 2
    assert "wird gesendet …" in said(panel)


async def test_a_code_of_a_newer_server_is_said_in_general(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    rehearsal.desk.notes.send("a1", "Hallo")
    await rehearsal.quiet()
    rehearsal.live.says(LiveError(code="something_new", note=rehearsal.live.sent[-1].id))
    assert said(panel).endswith("nicht zugestellt")


async def test_unread_is_marked_and_the_key_opens_it_also_from_the_folded_queue(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    rehearsal.live.says(from_citizen("Wie lange noch?", "a2"))
    assert panel._mail.isVisible()
    assert "neue Nachricht" not in said(panel)
    panel.fold(folded=True)
    assert panel._mail_folded.isVisible()
    rehearsal.desk.window.actions_of_desk["note"].trigger()
    assert not panel.folded
    assert panel.notes.appointment == "a2"
    assert "Wie lange noch?" in said(panel)
    assert rehearsal.desk.notes.unread_from == ()
    assert not panel._mail.isVisibleTo(panel)


async def test_a_folded_conversation_is_not_read(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    panel.fold(folded=True)
    rehearsal.live.says(from_citizen("Hallo?"))
    assert rehearsal.desk.notes.unread("a1") == 1
    panel.fold(folded=False)
    assert rehearsal.desk.notes.unread("a1") == 0


async def test_half_written_notes_stay_with_their_person_and_go_with_the_session(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    QTest.keyClicks(panel.notes.text, "Guten Tag")
    panel.talk("a2")
    assert panel.notes.text.toPlainText() == ""
    panel.talk("a1")
    assert panel.notes.text.toPlainText() == "Guten Tag"
    rehearsal.desk.session.sign_out()
    await rehearsal.quiet()
    await rehearsal.sign_in()
    assert panel.list.isVisible()
    panel.talk("a1")
    assert panel.notes.text.toPlainText() == ""


async def test_too_long_is_counted_and_cannot_be_sent(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    panel.notes.text.setPlainText("x" * 450)
    assert panel.notes._left.text() == "noch 50 Zeichen"
    panel.notes.text.setPlainText("x" * 503)
    assert panel.notes._left.text() == "3 Zeichen zu viel"
    assert not panel.notes.send.isEnabled()
    QTest.keyClick(panel.notes.text, Qt.Key.Key_Return)
    assert rehearsal.desk.notes.lines("a1") == ()
    assert len(panel.notes.text.toPlainText()) == 503


async def test_text_of_a_citizen_is_shown_letter_by_letter_and_never_widens_the_panel(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    rehearsal.live.says(from_citizen("<b>fett</b> <img src=x>"))
    rehearsal.live.says(from_citizen("x" * 500, number=2))
    assert "<b>fett</b> <img src=x>" in said(panel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in panel.notes.findChildren(SafeLabel))
    assert panel.notes._inner.minimumSizeHint().width() <= WIDE


async def test_who_no_longer_waits_cannot_be_written_to(rehearsal: Rehearsal) -> None:
    panel = await filled(rehearsal)
    panel.talk("a1")
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1, state=State.IN_CALL, called_by="somebody else"))))
    assert not panel.notes.text.isEnabled()
    assert not panel.notes.send.isEnabled()
    assert panel.notes._hint.text() == "Schreiben geht nur, solange die Person wartet."
