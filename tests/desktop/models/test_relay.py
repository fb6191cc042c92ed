from __future__ import annotations

from datetime import timedelta

from clerk_desktop.common.errors import Unavailable
from clerk_desktop.common.messages.clerk import IceServer, IceView
from clerk_desktop.desktop.models import relay
from clerk_desktop.desktop.models.call import CallState
from tests.helpers.desk_fakes import Rehearsal

SERVERS = (IceServer(urls=("turn:turn.example.org",), username="1:a", credential="c"),)


async def in_call(rehearsal: Rehearsal, minutes: int | None = 40) -> None:
    ends = None if minutes is None else rehearsal.clock.now() + timedelta(minutes=minutes)
    rehearsal.office.relay = IceView(ice_servers=SERVERS, expires_at=ends)
    await rehearsal.in_call()
    await rehearsal.quiet(relay.NAME)


async def test_a_call_gets_passwords_and_new_ones_at_half_of_their_life(rehearsal: Rehearsal) -> None:
    await in_call(rehearsal)
    timer = rehearsal.desk.relay.timer
    assert rehearsal.call.servers == [SERVERS]
    assert timer.interval() == 20 * 60 * 1000
    timer.timeout.emit()
    await rehearsal.quiet(relay.NAME)
    assert rehearsal.call.servers == [SERVERS, SERVERS]


async def test_what_never_ends_is_not_asked_for_again(rehearsal: Rehearsal) -> None:
    await in_call(rehearsal, None)
    assert rehearsal.call.servers == [SERVERS]
    assert not rehearsal.desk.relay.timer.isActive()


async def test_an_office_that_is_away_is_asked_again_soon_without_a_word(rehearsal: Rehearsal) -> None:
    rehearsal.office.fail["ice"] = Unavailable("away")
    await in_call(rehearsal)
    assert rehearsal.call.servers == []
    assert rehearsal.desk.relay.timer.interval() == relay.AGAIN_MS
    assert not rehearsal.desk.banner.notices


async def test_after_the_call_nobody_asks(rehearsal: Rehearsal) -> None:
    await in_call(rehearsal)
    rehearsal.call.set_state(CallState.ENDED)
    assert not rehearsal.desk.relay.timer.isActive()


async def test_a_guests_connections_get_them_too(rehearsal: Rehearsal) -> None:
    await in_call(rehearsal)
    assert rehearsal.rooms.guests.call._servers == SERVERS
