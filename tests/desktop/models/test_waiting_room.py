from __future__ import annotations

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import NotSignedIn, Unavailable, WrongState
from clerk_desktop.desktop.models.session import SessionState
from clerk_desktop.desktop.models.waiting_room import (
    WaitingRoomModel,
    may_miss,
    may_park,
    may_redirect,
    may_unpark,
    may_write,
)
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import DUDWEILER, a_queue, an_entry


async def begun(rehearsal: Rehearsal) -> WaitingRoomModel:
    rehearsal.office.view = a_queue(
        an_entry(1),
        an_entry(2, parked=True),
        an_entry(3, state=State.CONFIRMED),
        an_entry(4, state=State.IN_CALL, called_by="somebody else"),
    )
    await rehearsal.sign_in()
    return rehearsal.desk.window.queue_panel._lobby.room


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, {may_park, may_redirect, may_miss, may_write}),
        ({"parked": True}, {may_unpark, may_redirect, may_miss, may_write}),
        ({"state": State.CONFIRMED}, {may_redirect, may_miss}),
        ({"state": State.INTERRUPTED}, {may_miss}),
        ({"state": State.CALLED}, set()),
        ({"state": State.IN_CALL}, set()),
        ({"state": State.FINISHED}, set()),
    ],
)
def test_what_can_be_done_in_which_state(changes: dict[str, object], allowed: set[object]) -> None:
    entry = an_entry(1, **changes)
    deeds = (may_park, may_unpark, may_redirect, may_miss, may_write)
    assert {deed for deed in deeds if deed(entry)} == allowed


async def test_parking_shows_at_once_and_the_same_key_takes_it_back(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    room.toggle_parking("a1")
    await rehearsal.quiet()
    entry = rehearsal.desk.queue.entry("a1")
    assert entry is not None
    assert (entry.parked, entry.parked_by) == (True, "Frau Wolf")
    room.toggle_parking("a1")
    room.toggle_parking("a2")
    await rehearsal.quiet()
    assert rehearsal.office.parked == [("a1", True), ("a1", False), ("a2", False)]
    assert rehearsal.desk.queue.parked == 0
    room.toggle_parking("a3")
    room.toggle_parking("nobody")
    await rehearsal.quiet()
    assert len(rehearsal.office.parked) == 3


async def test_missed_is_asked_first_and_done_only_on_a_yes(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    banner = rehearsal.desk.banner
    room.ask_missed("a1")
    assert (banner.notices[0].key, banner.notices[0].actions) == ("missed?", ("mark_missed", "stay_waiting"))
    banner.act("missed?", "stay_waiting")
    await rehearsal.quiet()
    assert (rehearsal.office.steps, banner.notices) == ([], ())
    room.ask_missed("a1")
    banner.act("missed?", "mark_missed")
    banner.act("missed?", "mark_missed")
    await rehearsal.quiet()
    assert rehearsal.office.steps == [("a1", State.MISSED)]
    entry = rehearsal.desk.queue.entry("a1")
    assert entry is not None
    assert entry.state is State.MISSED
    room.ask_missed("a4")
    room.missed("a4")
    assert banner.notices == ()


async def test_the_clerk_answers_about_whom_was_asked_not_about_who_is_selected_now(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    room.ask_missed("a1")
    room.ask_missed("a3")
    rehearsal.desk.banner.act("missed?", "mark_missed")
    await rehearsal.quiet()
    assert rehearsal.office.steps == [("a3", State.MISSED)]


async def test_redirecting_takes_the_person_off_this_queue_and_says_where_they_are(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    room.load_offices()
    await rehearsal.quiet()
    assert room.others == (DUDWEILER,)
    room.redirect("a1", DUDWEILER)
    await rehearsal.quiet()
    assert rehearsal.office.redirected == [("a1", "dudweiler")]
    assert rehearsal.desk.queue.entry("a1") is None
    notice = rehearsal.desk.banner.notices[0]
    assert (notice.key, notice.params["office"]) == ("redirected", "Bürgeramt Dudweiler")


@pytest.mark.parametrize("name", ["park", "redirect", "offices", "step"])
async def test_a_refusal_is_said_and_changes_nothing(rehearsal: Rehearsal, name: str) -> None:
    room = await begun(rehearsal)
    rehearsal.office.fail[name] = WrongState()
    before = rehearsal.desk.queue.entries
    room.toggle_parking("a1") if name == "park" else None
    room.redirect("a1", DUDWEILER) if name == "redirect" else None
    room.load_offices() if name == "offices" else None
    room.missed("a1") if name == "step" else None
    await rehearsal.quiet()
    assert rehearsal.desk.banner.notices[0].key == "error.wrong_state"
    assert rehearsal.desk.queue.entries == before


async def test_offices_can_be_asked_again_after_a_failure_and_are_asked_once(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    answers: list[None] = []
    room.offices_changed.connect(lambda: answers.append(None))
    rehearsal.office.fail["offices"] = Unavailable()
    room.load_offices()
    room.load_offices()
    await rehearsal.quiet()
    assert (room.others, len(answers)) == (None, 1)
    del rehearsal.office.fail["offices"]
    room.load_offices()
    await rehearsal.quiet()
    room.load_offices()
    await rehearsal.quiet()
    assert (room.others, len(answers)) == ((DUDWEILER,), 2)
    rehearsal.desk.session.sign_out()
    await rehearsal.quiet()
    assert room.others is None


async def test_an_ended_session_brings_the_sign_in(rehearsal: Rehearsal) -> None:
    room = await begun(rehearsal)
    rehearsal.office.fail["park"] = NotSignedIn()
    room.toggle_parking("a1")
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_OUT
