from __future__ import annotations

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.common.messages.work import CodeCompared, Fingerprints
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.secrecy import SecrecyModel, SecrecyState
from tests.helpers.desk_fakes import Rehearsal

SEEN = Fingerprints(page="a" * 64, desk="b" * 64)
OTHER = Fingerprints(page="c" * 64, desk="b" * 64)


async def agreed(rehearsal: Rehearsal) -> SecrecyModel:
    await rehearsal.in_call()
    rehearsal.call.secured.emit("12345678", SEEN)
    return rehearsal.rooms.secrecy


def keys(rehearsal: Rehearsal) -> list[str]:
    return [notice.key for notice in rehearsal.desk.banner.notices]


async def test_an_agreement_brings_a_code_to_compare(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    assert rehearsal.rooms.secrecy.state is SecrecyState.NONE
    secrecy = await agreed(rehearsal)
    assert (secrecy.state, secrecy.code) == (SecrecyState.OPEN, "12345678")


async def test_what_was_compared_is_told_to_the_other_side_and_noted(rehearsal: Rehearsal) -> None:
    secrecy = await agreed(rehearsal)
    secrecy.compare(True)
    await rehearsal.quiet()
    assert secrecy.state is SecrecyState.COMPARED
    assert rehearsal.call.said[-1] == CodeCompared(same=True)
    assert rehearsal.office.notes == [(EvidenceKind.CODE_COMPARED, None)]


@pytest.mark.parametrize(("seen", "state"), [(SEEN, SecrecyState.COMPARED), (OTHER, SecrecyState.ANEW)])
async def test_a_link_that_was_built_anew_stays_compared_while_the_certificates_are_the_same(
    rehearsal: Rehearsal, seen: Fingerprints, state: SecrecyState
) -> None:
    secrecy = await agreed(rehearsal)
    secrecy.compare(True)
    rehearsal.call.set_state(CallState.RECOVERING)
    rehearsal.call.secured.emit("87654321", seen)
    assert secrecy.state is state


async def test_the_citizens_own_verdict_is_shown(rehearsal: Rehearsal) -> None:
    secrecy = await agreed(rehearsal)
    rehearsal.call.page_says(CodeCompared(same=True))
    assert secrecy.confirmed_there
    # What the citizen says is theirs; the clerk has not compared yet.
    assert secrecy.state is SecrecyState.OPEN


@pytest.mark.parametrize("who", ["clerk", "citizen"])
async def test_different_codes_end_the_call_and_say_what_to_do(rehearsal: Rehearsal, who: str) -> None:
    secrecy = await agreed(rehearsal)
    if who == "clerk":
        secrecy.compare(False)
        assert rehearsal.call.said[-1] == CodeCompared(same=False)
    else:
        rehearsal.call.page_says(CodeCompared(same=False))
    await rehearsal.quiet()
    assert not rehearsal.desk.case.is_open
    assert rehearsal.call.goodbyes == [False]
    assert keys(rehearsal) == ["code_differs"]
    assert rehearsal.office.steps[-1] == ("a1", State.INTERRUPTED)
    assert (EvidenceKind.CODE_DIFFERED, None) in rehearsal.office.notes


async def test_a_refusal_is_said_until_a_secret_connection_stands(rehearsal: Rehearsal) -> None:
    secrecy = await agreed(rehearsal)
    rehearsal.call.set_state(CallState.CITIZEN_AWAY)
    rehearsal.call.refused.emit()
    assert (secrecy.state, secrecy.code) == (SecrecyState.REFUSED, "")
    assert keys(rehearsal) == ["not_secret"]
    secrecy.compare(True)
    assert secrecy.state is SecrecyState.REFUSED
    rehearsal.call.secured.emit("12345678", SEEN)
    assert keys(rehearsal) == []


async def test_the_clerk_can_end_a_refused_call_from_the_notice(rehearsal: Rehearsal) -> None:
    await agreed(rehearsal)
    rehearsal.call.refused.emit()
    rehearsal.desk.banner.act("not_secret", "interrupt")
    assert not rehearsal.desk.case.is_open
    assert keys(rehearsal) == []


async def test_nothing_of_it_stays_for_the_next_citizen(rehearsal: Rehearsal) -> None:
    secrecy = await agreed(rehearsal)
    secrecy.compare(True)
    rehearsal.call.page_says(CodeCompared(same=True))
    rehearsal.desk.case.interrupt()
    assert (secrecy.state, secrecy.code, secrecy.confirmed_there) == (SecrecyState.NONE, "", False)
    rehearsal.call.secured.emit("11112222", SEEN)
    assert secrecy.code == ""
