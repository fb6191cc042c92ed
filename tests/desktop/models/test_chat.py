from __future__ import annotations

from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.live import Note, NoteSender
from clerk_desktop.common.messages.work import Chat, ChatReceived, PageHello
from clerk_desktop.desktop.models.chat import MOST, ChatModel, phrases
from clerk_desktop.desktop.models.notes import Delivery
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW

HTML = "<img src='http://example.org/x'><b>Hallo</b>"


def texts(chat: ChatModel) -> list[str]:
    return [line.text for line in chat.lines]


def said(rehearsal: Rehearsal) -> list[Chat | ChatReceived]:
    return [message for message in rehearsal.call.said if isinstance(message, Chat | ChatReceived)]


def hello(device: str) -> PageHello:
    return PageHello(language="de", devices=Devices(camera=True, microphone=True), device=device)


async def test_a_line_is_on_its_way_until_the_page_has_it(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    assert chat.write("  Guten Tag  ")
    (line,) = chat.lines
    assert (line.text, line.sender, line.delivery) == ("Guten Tag", NoteSender.CLERK, Delivery.SENDING)
    assert said(rehearsal) == [Chat(id=line.id, text="Guten Tag")]
    rehearsal.call.page_says(ChatReceived(id="another"))
    assert chat.lines[0].delivery is Delivery.SENDING
    rehearsal.call.page_says(ChatReceived(id=line.id))
    assert chat.lines[0].delivery is Delivery.DELIVERED


async def test_what_is_written_while_there_is_no_link_is_said_when_there_is_one(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.channel_open = False
    rehearsal.rooms.chat.write("Moment bitte")
    assert said(rehearsal) == []
    rehearsal.call.connect_page()
    assert [message.text for message in said(rehearsal) if isinstance(message, Chat)] == ["Moment bitte"]


async def test_a_page_that_was_loaded_anew_gets_all_lines_another_device_only_the_open_ones(
    rehearsal: Rehearsal,
) -> None:
    await rehearsal.in_call()
    rehearsal.call.page_says(hello("phone"))
    chat = rehearsal.rooms.chat
    chat.write("eins")
    rehearsal.call.page_says(ChatReceived(id=chat.lines[0].id))
    chat.write("zwei")
    for device, again in (("phone", ["eins", "zwei"]), ("laptop", ["zwei"]), ("laptop", ["eins", "zwei"])):
        rehearsal.call.said.clear()
        rehearsal.call.page_says(hello(device))
        assert [message.text for message in said(rehearsal) if isinstance(message, Chat)] == again


async def test_what_the_citizen_writes_is_confirmed_each_time_and_shown_once(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    heard: list[str] = []
    chat.arrived.connect(heard.append)
    for _ in range(2):
        rehearsal.call.page_says(Chat(id="c1", text=HTML))
    assert texts(chat) == heard == [HTML]
    assert said(rehearsal) == [ChatReceived(id="c1")] * 2
    assert chat.unread == 1


async def test_what_is_looked_at_is_read(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    chat.look(True)
    assert chat.unread == 0
    rehearsal.call.page_says(Chat(id="c2", text="Sind Sie da?"))
    assert chat.unread == 0
    chat.look(False)
    rehearsal.call.page_says(Chat(id="c3", text="?"))
    assert chat.unread == 1


async def test_the_thread_begins_with_what_was_written_in_the_waiting_room(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    for appointment in ("a1", "a2"):
        note = Note(
            appointment=appointment,
            id=f"n-{appointment}",
            sender=NoteSender.CITIZEN,
            name="",
            text="Ich bin da",
            at=NOW,
        )
        rehearsal.live.says(note)
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    rehearsal.call.page_says(Chat(id="c1", text="Ich höre nichts"))
    assert texts(chat) == ["Ich bin da", "Ich höre nichts"]
    assert (chat.before, chat.unread) == (1, 2)
    chat.look(True)
    assert chat.unread == 0
    # The other citizen's message still waits to be read.
    assert rehearsal.desk.notes.unread_from == ("a2",)


async def test_it_goes_with_the_case(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    rehearsal.desk.case.interrupt()
    assert (chat.lines, chat.unread) == ((), 0)
    rehearsal.call.page_says(Chat(id="c2", text="Noch da?"))
    assert chat.lines == ()
    assert not chat.write("Hallo")


async def test_nothing_and_too_much_are_not_sent(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    chat = rehearsal.rooms.chat
    assert not chat.write("   ")
    assert not chat.write("x" * 1001)
    assert chat.lines == ()


async def test_a_page_gone_wild_does_not_fill_the_memory(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    for number in range(MOST + 5):
        rehearsal.call.page_says(Chat(id=f"c{number}", text="x"))
    assert len(rehearsal.rooms.chat.lines) == MOST


def test_the_ready_phrases_are_there_in_both_languages() -> None:
    found = phrases()
    assert any("Ausweis" in phrase.de and "identity card" in phrase.en for phrase in found)
    for phrase in found:
        Chat(id="p", text=phrase.de)
        Chat(id="p", text=phrase.en)
