from __future__ import annotations

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import AlreadyCalled, NobodyWaiting, NotSignedIn, Unavailable
from clerk_desktop.common.messages.live import Queue
from clerk_desktop.desktop.models.session import SessionState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, SERVER, a_case, a_queue, an_entry


def keys(rehearsal: Rehearsal) -> list[str]:
    return [notice.key for notice in rehearsal.desk.banner.notices]


async def test_signing_in_fills_the_queue_and_connects(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    assert rehearsal.desk.queue.waiting == 1
    assert rehearsal.desk.link.connected


async def test_one_key_calls_the_next_and_twice_calls_once(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.desk.reception.call_next()
    rehearsal.desk.reception.call_next()
    await rehearsal.quiet()
    assert rehearsal.office.called == ["next"]
    assert rehearsal.desk.case.person == "Erika Mustermann"
    assert rehearsal.call.case is not None


async def test_while_somebody_is_there_nobody_else_is_called(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.reception.call_next()
    rehearsal.desk.reception.call("a2")
    rehearsal.desk.reception.sign_out()
    await rehearsal.quiet()
    assert rehearsal.office.called == ["next"]
    assert keys(rehearsal) == ["finish_first"]
    assert rehearsal.desk.session.state is SessionState.SIGNED_IN
    rehearsal.desk.case.interrupt()
    assert keys(rehearsal) == []


async def test_an_empty_waiting_room_is_said_gently(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.office.fail["call_next"] = NobodyWaiting()
    rehearsal.desk.reception.call_next()
    await rehearsal.quiet()
    assert keys(rehearsal) == ["error.nobody_waiting"]
    rehearsal.office.fail.clear()
    rehearsal.desk.reception.call_next()
    await rehearsal.quiet()
    assert keys(rehearsal) == []


async def test_somebody_else_was_faster(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.office.fail["call"] = AlreadyCalled()
    rehearsal.desk.reception.call("a1")
    await rehearsal.quiet()
    assert keys(rehearsal) == ["error.already_called"]
    assert not rehearsal.desk.case.is_open


async def test_a_token_that_ran_out_leads_to_the_sign_in(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.office.fail["call_next"] = NotSignedIn()
    rehearsal.desk.reception.call_next()
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_OUT
    assert rehearsal.desk.session.error == "not_signed_in"
    assert not rehearsal.desk.link.connected


async def test_after_a_crash_the_open_call_is_offered_and_resumed(rehearsal: Rehearsal) -> None:
    rehearsal.office.view = a_queue(an_entry(1, state=State.IN_CALL, called_by=CLERK.name))
    rehearsal.office.case = a_case(state=State.IN_CALL)
    await rehearsal.sign_in()
    assert keys(rehearsal) == ["resume?"]
    rehearsal.desk.banner.act("resume?", "resume")
    await rehearsal.quiet()
    assert rehearsal.office.called == ["a1"]
    assert keys(rehearsal) == []
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    # It is in call already: no step is asked for twice.
    assert rehearsal.office.steps == []


async def test_an_interrupted_call_is_offered_only_while_the_citizen_is_there(rehearsal: Rehearsal) -> None:
    rehearsal.office.view = a_queue(an_entry(1, state=State.INTERRUPTED, called_by=CLERK.id, present=False))
    await rehearsal.sign_in()
    assert keys(rehearsal) == []


async def test_an_offer_is_made_once(rehearsal: Rehearsal) -> None:
    rehearsal.office.view = a_queue(an_entry(1, state=State.INTERRUPTED, called_by=CLERK.id))
    await rehearsal.sign_in()
    rehearsal.desk.banner.act("resume?", "later")
    rehearsal.live.says(Queue(queue=rehearsal.office.view))
    assert keys(rehearsal) == []


async def test_a_stuck_server_is_said_and_taken_back(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.desk.lane.stuck.emit(True)
    assert keys(rehearsal) == ["stuck"]
    rehearsal.desk.lane.stuck.emit(False)
    assert keys(rehearsal) == []


async def test_the_case_survives_an_expired_session_and_the_sign_in_after_it(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    rehearsal.live.refuse(NotSignedIn())
    await rehearsal.quiet("live", "sign-out")
    assert rehearsal.desk.case.is_open
    await rehearsal.sign_in()
    assert rehearsal.desk.case.is_open
    assert rehearsal.rooms.identity.record is not None


async def test_another_clerk_does_not_inherit_the_case(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.live.refuse(NotSignedIn())
    await rehearsal.quiet("live", "sign-out")
    rehearsal.office.clerk = CLERK.model_copy(update={"id": "berg", "name": "Herr Berg"})
    await rehearsal.sign_in()
    assert not rehearsal.desk.case.is_open


async def test_closing_in_mid_call_asks_first_and_then_says_interrupted(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    may: list[None] = []
    rehearsal.desk.reception.may_close.connect(lambda: may.append(None))
    assert not rehearsal.desk.reception.close_desk()
    assert rehearsal.desk.banner.notices[0].actions == ("interrupt_and_close", "stay")
    rehearsal.desk.banner.act("leave?", "interrupt_and_close")
    await rehearsal.quiet()
    assert rehearsal.office.steps[-1] == ("a1", State.INTERRUPTED)
    assert rehearsal.call.goodbyes == [False]
    assert may == [None]


async def test_an_idle_desk_closes_without_a_word(rehearsal: Rehearsal) -> None:
    assert rehearsal.desk.reception.close_desk()


async def test_the_queue_may_fail_to_load(rehearsal: Rehearsal) -> None:
    rehearsal.office.fail["queue"] = Unavailable()
    rehearsal.desk.session.sign_in(SERVER, "wolf", "secret")
    await rehearsal.quiet()
    assert keys(rehearsal) == ["error.unavailable"]
    rehearsal.live.says(Queue(queue=a_queue()))
    assert rehearsal.desk.queue.waiting == 1
