from __future__ import annotations

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.work import DocumentAnswer, MediaState, PageGoodbye, PageHello
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.banner import Notice
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.identity import IdentityState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK


def notice(rehearsal: Rehearsal) -> Notice | None:
    return next(iter(rehearsal.desk.banner.notices), None)


def keys(rehearsal: Rehearsal) -> list[str]:
    return [n.key for n in rehearsal.desk.banner.notices]


@pytest.mark.parametrize("stage", [Stage.GREET, Stage.IDENTIFY, Stage.WORK])
async def test_a_closed_tab_is_said_with_what_can_be_done(rehearsal: Rehearsal, stage: Stage) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(stage)
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    shown = notice(rehearsal)
    assert shown is not None
    assert (shown.key, shown.actions) == ("away", ("wait", "interrupt", "missed"))
    assert shown.params == {"person": "Erika Mustermann"}
    assert rehearsal.rooms.stage.current is stage


async def test_coming_back_takes_the_notice_away(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    assert keys(rehearsal) == []
    assert rehearsal.office.steps == [("a1", State.IN_CALL)]


async def test_whoever_comes_back_after_identification_is_looked_at_again(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.call.connect_page()
    assert keys(rehearsal) == ["back"]
    rehearsal.desk.banner.act("back", "identify_again")
    assert rehearsal.rooms.identity.state is IdentityState.OPEN
    assert rehearsal.rooms.identity.record is None
    assert rehearsal.rooms.stage.current is Stage.IDENTIFY
    assert keys(rehearsal) == []


async def test_the_same_person_goes_on_where_they_were(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.call.connect_page()
    rehearsal.desk.banner.act("back", "same_person")
    assert rehearsal.rooms.identity.record is not None
    assert rehearsal.rooms.stage.current is Stage.WORK
    assert keys(rehearsal) == []


async def test_a_lost_link_is_no_absence(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    rehearsal.call.set_state(CallState.RECOVERING)
    # Most breaks are over at once: the picture's place says so, the window does not jump.
    assert keys(rehearsal) == []
    patience = rehearsal.rooms.attendance._patience
    assert patience.isActive()
    patience.timeout.emit()
    assert keys(rehearsal) == ["lost"]
    rehearsal.call.connect_page()
    assert keys(rehearsal) == []
    assert not patience.isActive()


async def test_who_hangs_up_in_a_break_is_not_asked_about_afterwards(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.set_state(CallState.RECOVERING)
    rehearsal.desk.case.interrupt()
    assert not rehearsal.rooms.attendance._patience.isActive()
    assert keys(rehearsal) == []


async def test_hanging_up_is_said_as_such(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.page_says(PageGoodbye())
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    assert keys(rehearsal) == ["hung_up"]


async def test_waiting_puts_the_notice_away_and_keeps_the_case(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.desk.banner.act("away", "wait")
    assert keys(rehearsal) == []
    assert rehearsal.desk.case.is_open


@pytest.mark.parametrize(
    ("action", "steps"),
    [
        ("interrupt", [State.IN_CALL, State.INTERRUPTED]),
        ("missed", [State.IN_CALL, State.INTERRUPTED, State.MISSED]),
    ],
)
async def test_ending_the_case_of_somebody_who_is_gone(rehearsal: Rehearsal, action: str, steps: list[State]) -> None:
    await rehearsal.in_call()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.desk.banner.act("away", action)
    await rehearsal.quiet()
    assert [to for _, to in rehearsal.office.steps] == steps
    assert rehearsal.call.goodbyes == [False]
    assert not rehearsal.desk.case.is_open
    assert keys(rehearsal) == []


async def test_somebody_who_was_called_and_never_came_goes_back_to_the_waiting_room(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.desk.reception.call_next()
    await rehearsal.quiet()
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    shown = notice(rehearsal)
    assert shown is not None
    assert shown.actions == ("wait", "to_waiting_room", "missed")
    rehearsal.desk.banner.act("away", "to_waiting_room")
    await rehearsal.quiet()
    assert rehearsal.office.steps == [("a1", State.WAITING)]


async def test_what_the_citizen_muted_is_known(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    media = MediaState(camera=True, microphone=False)
    rehearsal.call.page_says(media)
    assert rehearsal.rooms.attendance.media == media
    rehearsal.desk.case.interrupt()
    assert rehearsal.rooms.attendance.media is None


def hello(device: str) -> PageHello:
    return PageHello(language="de", devices=Devices(camera=True, microphone=True), device=device)


async def test_another_device_is_looked_at_as_another_person(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    rehearsal.call.page_says(hello("phone"))
    rehearsal.desk.case.go(Stage.REVIEW)
    # "unknown" → "phone" was the first change; identify again, then the phone is loaded anew.
    rehearsal.desk.case.go(Stage.IDENTIFY)
    await rehearsal.card_read()
    rehearsal.checked()
    rehearsal.rooms.identity.confirm(CLERK)
    rehearsal.call.page_says(hello("phone"))
    assert rehearsal.rooms.identity.record is not None
    rehearsal.desk.banner.clear()
    rehearsal.desk.case.go(Stage.REVIEW)
    rehearsal.call.page_says(hello("laptop"))
    assert rehearsal.rooms.identity.record is None
    assert rehearsal.rooms.stage.current is Stage.IDENTIFY
    assert keys(rehearsal) == ["moved"]
    assert rehearsal.rooms.stage.blocked(Stage.SIGN) == "identify_first"


async def test_nobody_signs_on_a_device_where_nobody_has_shown_a_card(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    rehearsal.desk.case.go(Stage.SIGN)
    rehearsal.desk.case.ask_signature()
    assert rehearsal.rooms.signature.open is not None
    rehearsal.call.page_says(hello("laptop"))
    assert rehearsal.rooms.signature.open is None
    rehearsal.desk.case.ask_signature()
    assert rehearsal.rooms.signature.open is None
