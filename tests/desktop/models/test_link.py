from __future__ import annotations

import pytest

from clerk_desktop.common.errors import Outdated, Unavailable
from clerk_desktop.common.messages.live import LiveError, Presence, Queue, Signal, SignalKind
from clerk_desktop.desktop.models.call import CallState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_queue, an_entry

SIGNAL = Signal(appointment="a1", session="s1", kind=SignalKind.OFFER, sdp="v=0")


async def test_everybody_gets_what_is_theirs(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.live.says(Queue(queue=a_queue(an_entry(1), an_entry(2))))
    rehearsal.live.says(SIGNAL)
    rehearsal.live.says(Presence(appointment="a1", present=False))
    assert rehearsal.desk.queue.waiting == 2
    assert rehearsal.call.signals == [SIGNAL]
    assert rehearsal.call.state is CallState.CITIZEN_AWAY


async def test_a_refused_message_is_said(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.live.says(LiveError(code="wrong_state"))
    assert [n.key for n in rehearsal.desk.banner.notices] == ["error.wrong_state"]


async def test_losing_and_regaining_the_connection_is_shown(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    changes: list[bool] = []
    rehearsal.desk.link.changed.connect(lambda: changes.append(rehearsal.desk.link.connected))
    rehearsal.live.connection(False)
    rehearsal.live.connection(False)
    rehearsal.live.connection(True)
    assert changes == [False, True]


async def test_signals_go_out_through_the_socket_or_say_that_there_is_none(rehearsal: Rehearsal) -> None:
    with pytest.raises(Unavailable):
        await rehearsal.desk.link.send(SIGNAL)
    await rehearsal.sign_in()
    await rehearsal.desk.link.send(SIGNAL)
    assert rehearsal.live.sent == [SIGNAL]


async def test_a_final_refusal_stays_until_the_clerk_connects_again(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.live.refuse(Outdated())
    await rehearsal.quiet("live")
    notice = rehearsal.desk.banner.notices[0]
    assert (notice.key, notice.actions, notice.lasting) == ("error.outdated", ("reconnect",), True)
    rehearsal.desk.banner.act(notice.key, "reconnect")
    await rehearsal.quiet()
    assert len(rehearsal.lives) == 2
    assert rehearsal.desk.banner.notices == ()


async def test_signing_out_disconnects(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.desk.reception.sign_out()
    await rehearsal.quiet()
    assert not rehearsal.desk.link.connected
    assert not rehearsal.desk.tasks.busy("live")


async def test_the_line_is_urgent_in_a_call_and_doubted_when_the_call_breaks(
    rehearsal: Rehearsal,
) -> None:
    await rehearsal.sign_in()
    assert not rehearsal.live.urgent
    await rehearsal.in_call()
    assert (rehearsal.live.urgent, rehearsal.live.doubts) == (True, 0)
    rehearsal.call.set_state(CallState.RECOVERING)
    assert rehearsal.live.doubts == 1
    rehearsal.call.set_state(CallState.ENDED)
    assert not rehearsal.live.urgent
