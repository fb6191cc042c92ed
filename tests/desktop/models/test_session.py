from __future__ import annotations

import pytest

from clerk_desktop.common.errors import NotSignedIn, Unavailable, WrongPassword
from clerk_desktop.desktop.models.session import SessionState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import SERVER, TOKEN


async def test_signing_in_keeps_the_token(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    session = rehearsal.desk.session
    assert session.state is SessionState.SIGNED_IN
    assert session.kept
    assert rehearsal.keeper.tokens == {SERVER: TOKEN}


async def test_a_wrong_password_is_said_and_not_tried_again(rehearsal: Rehearsal) -> None:
    rehearsal.office.fail["sign_in"] = WrongPassword()
    await rehearsal.sign_in()
    session = rehearsal.desk.session
    assert (session.state, session.error, session.retrying) == (SessionState.SIGNED_OUT, "wrong_password", False)


async def test_without_a_keyring_the_clerk_is_told(rehearsal: Rehearsal) -> None:
    rehearsal.keeper.exists = False
    await rehearsal.sign_in()
    assert [notice.key for notice in rehearsal.desk.banner.notices] == ["no_keyring"]


async def test_the_kept_token_opens_the_desk_after_a_restart(rehearsal: Rehearsal) -> None:
    rehearsal.keeper.tokens[SERVER] = TOKEN
    rehearsal.desk.session.resume(SERVER)
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_IN
    assert rehearsal.office.token == TOKEN


async def test_without_a_kept_token_the_sign_in_simply_stands_there(rehearsal: Rehearsal) -> None:
    rehearsal.desk.session.resume(SERVER)
    await rehearsal.quiet()
    session = rehearsal.desk.session
    assert (session.state, session.error, session.server) == (SessionState.SIGNED_OUT, "", SERVER)


async def test_a_token_that_is_no_longer_good_is_forgotten(rehearsal: Rehearsal) -> None:
    rehearsal.keeper.tokens[SERVER] = TOKEN
    rehearsal.office.fail["me"] = NotSignedIn()
    rehearsal.desk.session.resume(SERVER)
    await rehearsal.quiet()
    assert rehearsal.desk.session.error == "not_signed_in"
    assert rehearsal.keeper.tokens == {}


@pytest.mark.parametrize("way", ["resume", "sign_in"])
async def test_a_server_that_is_down_is_tried_again_by_itself(rehearsal: Rehearsal, way: str) -> None:
    session = rehearsal.desk.session
    rehearsal.keeper.tokens[SERVER] = TOKEN
    rehearsal.office.fail = {"me": Unavailable(), "sign_in": Unavailable()}
    if way == "resume":
        session.resume(SERVER)
    else:
        session.sign_in(SERVER, "wolf", "secret")
    await rehearsal.quiet()
    assert (session.state, session.error) == (SessionState.TRYING, "unavailable")
    assert session.retrying
    assert session._timer.isActive()
    assert rehearsal.keeper.tokens == {SERVER: TOKEN}
    rehearsal.office.fail.clear()
    session._timer.timeout.emit()
    await rehearsal.quiet()
    assert session.state is SessionState.SIGNED_IN
    assert not session.retrying


async def test_the_clerk_may_give_up_trying(rehearsal: Rehearsal) -> None:
    session = rehearsal.desk.session
    rehearsal.office.fail["sign_in"] = Unavailable()
    await rehearsal.sign_in()
    session.give_up()
    assert (session.state, session.error, session.retrying) == (SessionState.SIGNED_OUT, "", False)
    assert not session._timer.isActive()


async def test_signing_out_forgets_everywhere_also_without_a_server(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.office.fail["sign_out"] = Unavailable()
    rehearsal.desk.reception.sign_out()
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_OUT
    assert rehearsal.keeper.tokens == {}
    assert rehearsal.office.token is None
    assert rehearsal.desk.session.error == ""


async def test_a_session_that_ran_out_leads_back_with_a_sentence(rehearsal: Rehearsal) -> None:
    await rehearsal.sign_in()
    rehearsal.live.refuse(NotSignedIn())
    await rehearsal.quiet("live", "sign-out")
    session = rehearsal.desk.session
    assert (session.state, session.error) == (SessionState.SIGNED_OUT, "not_signed_in")
    assert rehearsal.keeper.tokens == {}


async def test_a_token_that_was_handed_over_is_used_and_not_kept(rehearsal: Rehearsal) -> None:
    rehearsal.desk.session.use_token(SERVER, TOKEN)
    await rehearsal.quiet()
    assert rehearsal.desk.session.state is SessionState.SIGNED_IN
    assert rehearsal.keeper.tokens == {}
