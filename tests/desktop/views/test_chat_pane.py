from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clerk_desktop.common.messages.live import Note, NoteSender
from clerk_desktop.common.messages.work import Chat, ChatReceived, PageHello
from clerk_desktop.desktop.models.chat import phrases
from clerk_desktop.desktop.views.chat_pane import ChatPane
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW

HTML = '<img src="http://example.org/x.png"><b>fett</b>'


async def opened(rehearsal: Rehearsal) -> ChatPane:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["chat"].trigger()
    return window.call_panel.chat


def words(pane: ChatPane) -> list[str]:
    labels = [pane._lines.itemAt(place).widget() for place in range(pane._lines.count())]
    return [
        label.text()
        for widget in labels
        if widget is not None
        for label in ([widget] if isinstance(widget, SafeLabel) else widget.findChildren(SafeLabel))
    ]


async def test_return_sends_shift_return_begins_a_line(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    assert not pane.send.isEnabled()
    QTest.keyClicks(pane.text, "Guten")
    QTest.keyClick(pane.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(pane.text, "Tag")
    QTest.keyClick(pane.text, Qt.Key.Key_Return)
    assert [message.text for message in rehearsal.call.said if isinstance(message, Chat)] == ["Guten\nTag"]
    assert pane.text.toPlainText() == ""


async def test_the_thread_shows_both_sides_and_where_the_call_began(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    note = Note(appointment="a1", id="n1", sender=NoteSender.CITIZEN, name="", text="Ich bin da", at=NOW)
    rehearsal.live.says(note)
    pane = await opened(rehearsal)
    chat = rehearsal.rooms.chat
    chat.write("Guten Tag")
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    assert words(pane) == [
        "Aus dem Warteraum", "Ich bin da", "10:32", "Im Gespräch",
        "Guten Tag", "10:32 · Sie · wird gesendet …", "Hallo", "10:32",
    ]  # fmt: skip
    rehearsal.call.page_says(ChatReceived(id=chat.lines[1].id))
    assert "10:32 · Sie · zugestellt" in words(pane)
    assert len(words(pane)) == 8


async def test_what_a_citizen_writes_is_text(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    rehearsal.call.page_says(Chat(id="c1", text=HTML))
    label = next(one for one in pane.findChildren(SafeLabel) if HTML[:10] in one.text())
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text().replace("\u200b", "") == HTML


async def test_a_ready_sentence_comes_in_the_citizens_language_and_is_read_once_more_before_it_goes(
    rehearsal: Rehearsal,
) -> None:
    pane = await opened(rehearsal)
    rehearsal.call.page_says(PageHello.model_validate({"language": "en", "devices": {"camera": 1, "microphone": 1}}))
    rehearsal.desk.window.actions_of_desk["phrases"].trigger()
    menu = next(one for one in pane.children() if type(one).__name__ == "QMenu")
    offered = menu.actions()
    assert [action.text() for action in offered] == [phrase.en for phrase in phrases()]
    offered[2].trigger()
    menu.close()
    assert pane.text.toPlainText() == phrases()[2].en
    assert not any(isinstance(message, Chat) for message in rehearsal.call.said)
    QTest.keyClick(pane.text, Qt.Key.Key_Return)
    assert any(isinstance(message, Chat) for message in rehearsal.call.said)


async def test_too_much_is_said_before_it_is_sent(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    pane.text.setPlainText("x" * 1003)
    assert pane._left.text() == "3 Zeichen zu viel"
    assert not pane.send.isEnabled()


async def test_escape_puts_it_away_and_keeps_what_is_half_written(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    QTest.keyClicks(pane.text, "Gut")
    QTest.keyClick(pane.text, Qt.Key.Key_Escape)
    assert pane.isHidden()
    rehearsal.desk.window.actions_of_desk["chat"].trigger()
    assert pane.text.toPlainText() == "Gut"


async def test_screen_readers_hear_what_comes(rehearsal: Rehearsal) -> None:
    pane = await opened(rehearsal)
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    assert pane._inner.accessibleDescription() == "Hallo"


# --- captions


async def test_captions_go_as_they_are_typed_and_return_begins_a_new_line(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    window = rehearsal.desk.window
    window.show()
    window.actions_of_desk["captions"].trigger()
    row = window.call_panel.captions
    assert window.focusWidget() is row.line
    QTest.keyClicks(row.line, "Guten Tag")
    assert rehearsal.rooms.captions.text == "Guten Tag"
    QTest.keyClick(row.line, Qt.Key.Key_Return)
    last = rehearsal.call.said[-1]
    assert (last.type, last.text, last.final) == ("caption", "Guten Tag", True)
    assert row.line.text() == ""
    QTest.keyClick(row.line, Qt.Key.Key_Escape)
    assert row.isHidden()
    assert not rehearsal.rooms.captions.on
