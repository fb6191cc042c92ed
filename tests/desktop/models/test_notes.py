from __future__ import annotations

from datetime import timedelta

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import Unavailable
from clerk_desktop.common.messages.live import LiveError, Note, NoteSend, NoteSender, Queue
from clerk_desktop.desktop.models.notes import Delivery, NotesModel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW, a_queue, an_entry


async def begun(rehearsal: Rehearsal) -> NotesModel:
    rehearsal.office.view = a_queue(an_entry(1), an_entry(2, family_name="Yılmaz"))
    await rehearsal.sign_in()
    return rehearsal.desk.notes


def from_citizen(number: int = 1, appointment: str = "a1") -> Note:
    return Note(
        appointment=appointment,
        id=f"c{number}",
        sender=NoteSender.CITIZEN,
        name="",
        text="Ich bin da.",
        at=NOW,
    )


def receipt(sent: NoteSend) -> Note:
    return Note(
        appointment=sent.appointment,
        id=sent.id,
        sender=NoteSender.CLERK,
        name="Frau Wolf",
        text=sent.text,
        at=NOW + timedelta(seconds=1),
    )


async def test_a_note_is_on_its_way_until_its_receipt_comes(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    assert notes.send("a1", "  Es dauert noch.  ")
    assert [(line.text, line.delivery) for line in notes.lines("a1")] == [("Es dauert noch.", Delivery.SENDING)]
    await rehearsal.quiet()
    sent = rehearsal.live.sent[-1]
    assert (sent.appointment, sent.text) == ("a1", "Es dauert noch.")
    rehearsal.live.says(receipt(sent))
    rehearsal.live.says(receipt(sent))
    assert [(line.name, line.delivery) for line in notes.lines("a1")] == [("Frau Wolf", Delivery.DELIVERED)]
    assert notes.unread("a1") == 0


async def test_not_there_is_said_and_can_be_sent_again(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    notes.send("a1", "Hallo")
    await rehearsal.quiet()
    first = rehearsal.live.sent[-1]
    rehearsal.live.says(LiveError(code="not_there", note=first.id))
    assert [(line.delivery, line.code) for line in notes.lines("a1")] == [(Delivery.REFUSED, "not_there")]
    # It stands at the note; the banner stays free.
    assert rehearsal.desk.banner.notices == ()
    notes.send_again("a1", first.id)
    await rehearsal.quiet()
    second = rehearsal.live.sent[-1]
    assert (second.text, len(notes.lines("a1"))) == ("Hallo", 1)
    assert second.id == first.id, "whoever has it already must not read it twice"
    rehearsal.live.says(receipt(second))
    notes.send_again("a1", second.id)
    await rehearsal.quiet()
    assert rehearsal.live.sent[-1] is second


async def test_without_connection_the_note_says_so(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    rehearsal.live.fail = Unavailable()
    notes.send("a1", "Hallo")
    await rehearsal.quiet()
    assert [(line.delivery, line.code) for line in notes.lines("a1")] == [(Delivery.REFUSED, "unavailable")]


async def test_what_was_on_its_way_when_the_link_broke_is_unknown_until_a_late_receipt(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    notes.send("a1", "Hallo")
    await rehearsal.quiet()
    rehearsal.live.connection(False)
    assert notes.lines("a1")[0].delivery is Delivery.UNKNOWN
    rehearsal.live.connection(True)
    rehearsal.live.says(receipt(rehearsal.live.sent[-1]))
    assert notes.lines("a1")[0].delivery is Delivery.DELIVERED


async def test_a_citizens_note_is_unread_until_somebody_looks(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    arrived: list[str] = []
    notes.arrived.connect(arrived.append)
    rehearsal.live.says(from_citizen(1, "a2"))
    rehearsal.live.says(from_citizen(2, "a1"))
    rehearsal.live.says(from_citizen(3, "a2"))
    rehearsal.live.says(from_citizen(3, "a2"))
    assert (notes.unread("a2"), notes.unread("a1"), notes.unread_from) == (2, 1, ("a2", "a1"))
    assert arrived == ["a2", "a1", "a2"]
    notes.open("a2")
    rehearsal.live.says(from_citizen(4, "a2"))
    assert (notes.unread("a2"), notes.unread_from) == (0, ("a1",))
    notes.open("")
    rehearsal.live.says(from_citizen(5, "a2"))
    assert notes.unread("a2") == 1


async def test_an_empty_or_too_long_note_is_refused_with_a_sentence(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    for text in (" \n ", "x" * 501):
        assert not notes.send("a1", text)
    assert notes.lines("a1") == ()
    assert rehearsal.desk.banner.notices[0].key == "error.bad_input"


async def test_notes_go_with_the_appointment_and_with_the_session(rehearsal: Rehearsal) -> None:
    notes = await begun(rehearsal)
    rehearsal.live.says(from_citizen(1, "a1"))
    rehearsal.live.says(from_citizen(2, "a2"))
    view = a_queue(an_entry(1, state=State.FINISHED), an_entry(2, state=State.IN_CALL))
    rehearsal.live.says(Queue(queue=view))
    assert notes.lines("a1") == ()
    assert len(notes.lines("a2")) == 1
    assert notes.unread_from == ("a2",)
    rehearsal.desk.session.sign_out()
    await rehearsal.quiet()
    assert notes.lines("a2") == ()
    assert notes.unread_from == ()
