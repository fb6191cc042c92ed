from __future__ import annotations

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import QueueEntry
from clerk_desktop.common.messages.live import Note, NoteSender, Queue
from clerk_desktop.common.messages.work import Chat
from clerk_desktop.desktop.models.alerts import Event
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import NOW, a_queue, an_entry


async def begun(rehearsal: Rehearsal, *entries: QueueEntry) -> list[Event]:
    rehearsal.office.view = a_queue(*entries)
    noticed: list[Event] = []
    rehearsal.desk.alerts.noticed.connect(noticed.append)
    await rehearsal.sign_in()
    return noticed


def queue(rehearsal: Rehearsal, *entries: QueueEntry) -> None:
    rehearsal.live.says(Queue(queue=a_queue(*entries)))


async def test_an_arrival_rings_once(rehearsal: Rehearsal) -> None:
    noticed = await begun(rehearsal, an_entry(1), an_entry(2, state=State.CONFIRMED))
    # Whoever is there when the clerk signs in is no news.
    assert rehearsal.bell.rung == []
    queue(rehearsal, an_entry(1), an_entry(2))
    queue(rehearsal, an_entry(1), an_entry(2))
    assert rehearsal.bell.rung == ["arrival"]
    assert noticed == [Event.ARRIVAL]


async def test_somebody_redirected_here_or_back_after_an_interruption_is_an_arrival(rehearsal: Rehearsal) -> None:
    await begun(rehearsal, an_entry(1, state=State.INTERRUPTED, present=False))
    queue(rehearsal, an_entry(1, state=State.INTERRUPTED, present=False), an_entry(2, redirected_from="West"))
    assert rehearsal.bell.rung == ["arrival"]
    queue(rehearsal, an_entry(1, state=State.INTERRUPTED, present=True), an_entry(2, redirected_from="West"))
    assert rehearsal.bell.rung == ["arrival", "arrival"]


async def test_parking_calling_and_sending_back_is_no_arrival(rehearsal: Rehearsal) -> None:
    await begun(rehearsal, an_entry(1))
    queue(rehearsal, an_entry(1, parked=True))
    queue(rehearsal, an_entry(1))
    queue(rehearsal, an_entry(1, state=State.CALLED))
    queue(rehearsal, an_entry(1))
    assert rehearsal.bell.rung == []


async def test_a_note_rings_with_its_own_tone(rehearsal: Rehearsal) -> None:
    noticed = await begun(rehearsal, an_entry(1))
    rehearsal.live.says(Note(appointment="a1", id="n", sender=NoteSender.CITIZEN, name="", text="Hallo", at=NOW))
    rehearsal.live.says(Note(appointment="a1", id="m", sender=NoteSender.CLERK, name="Frau Wolf", text="Ja?", at=NOW))
    assert rehearsal.bell.rung == ["note"]
    assert noticed == [Event.NOTE]


async def test_during_a_call_it_stays_silent_but_notices(rehearsal: Rehearsal) -> None:
    noticed = await begun(rehearsal, an_entry(1))
    await rehearsal.in_call()
    queue(rehearsal, an_entry(1, state=State.IN_CALL), an_entry(2))
    assert rehearsal.bell.rung == []
    assert noticed == [Event.ARRIVAL]


async def test_both_can_be_switched_off_and_stay_off_over_a_restart(rehearsal: Rehearsal) -> None:
    noticed = await begun(rehearsal, an_entry(1, state=State.CONFIRMED))
    rehearsal.desk.alerts.switch_sounds(False)
    rehearsal.desk.alerts.switch_notices(False)
    queue(rehearsal, an_entry(1))
    assert rehearsal.bell.rung == []
    assert noticed == []
    assert (rehearsal.desk.settings.get("sounds"), rehearsal.desk.settings.get("notices")) == ("off", "off")
    again = Rehearsal(rehearsal.desk.settings.folder)
    assert (again.desk.alerts.sounds, again.desk.alerts.notices) == (False, False)
    await again.close()
    rehearsal.desk.alerts.switch_sounds(True)
    assert rehearsal.desk.settings.get("sounds") == "on"


async def test_another_clerks_sign_in_begins_anew(rehearsal: Rehearsal) -> None:
    await begun(rehearsal, an_entry(1))
    rehearsal.desk.session.sign_out()
    await rehearsal.quiet()
    rehearsal.office.view = a_queue(an_entry(1), an_entry(2))
    await rehearsal.sign_in()
    assert rehearsal.bell.rung == []


async def test_the_citizen_at_the_desk_is_heard_writing_unless_one_reads_along(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    told: list[Event] = []
    rehearsal.desk.alerts.noticed.connect(told.append)
    rehearsal.bell.rung.clear()
    rehearsal.call.page_says(Chat(id="c1", text="Hallo"))
    assert (rehearsal.bell.rung, told) == (["note"], [Event.CHAT])
    rehearsal.rooms.chat.look(True)
    rehearsal.call.page_says(Chat(id="c2", text="Hallo?"))
    assert len(told) == 1
    rehearsal.rooms.chat.look(False)
    rehearsal.desk.alerts.switch_sounds(False)
    rehearsal.desk.alerts.switch_notices(False)
    rehearsal.call.page_says(Chat(id="c3", text="?"))
    assert (rehearsal.bell.rung, len(told)) == (["note"], 1)
