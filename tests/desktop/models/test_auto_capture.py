from __future__ import annotations

import pytest

from clerk_desktop.common.capture import Assessment, GreyFrame, Hint, Side, Wanted
from clerk_desktop.common.identification import StepKind, StepState
from clerk_desktop.common.messages.card import CaptureView
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.auto_capture import GOOD_S
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.identity import IdentityState
from tests.helpers.desk_fakes import Rehearsal

QUAD = ((0.2, 0.3), (0.8, 0.3), (0.8, 0.7), (0.2, 0.7))
GOOD = Assessment(quad=QUAD, side=Side.MRZ, size=0.6, sharpness=0.9, good=True)
FAR = Assessment(quad=QUAD, side=Side.MRZ, size=0.2, hint=Hint.CLOSER)


@pytest.fixture
async def showing(rehearsal: Rehearsal) -> Rehearsal:
    """The card is asked for."""
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    for _ in range(2):
        rehearsal.rooms.identity.answer(StepState.PASSED)
    rehearsal.rooms.capture._timer.stop()
    return rehearsal


async def look(rehearsal: Rehearsal, at: float, view: Assessment) -> None:
    rehearsal.reader.views.append(view)
    rehearsal.call.frames = [GreyFrame(4, 2, bytes(8), at)]
    rehearsal.rooms.capture._look()
    await rehearsal.quiet()


def told(rehearsal: Rehearsal) -> list[CaptureView]:
    return [said for said in rehearsal.call.said if isinstance(said, CaptureView)]


async def test_a_good_view_for_half_a_second_is_taken_without_a_key(showing: Rehearsal) -> None:
    for step in range(6):
        await look(showing, 10 + step * 0.12, GOOD)
    assert len(showing.reader.stills) == 1
    assert showing.rooms.identity.state is IdentityState.READ
    assert showing.reader.assessed[0] is Wanted.MRZ


async def test_a_moment_that_was_not_good_begins_the_count_anew(showing: Rehearsal) -> None:
    for at, view in ((1.0, GOOD), (1.3, GOOD), (1.4, FAR), (1.5, GOOD), (1.5 + GOOD_S - 0.1, GOOD)):
        await look(showing, at, view)
    assert showing.reader.stills == []
    await look(showing, 1.5 + GOOD_S, GOOD)
    assert len(showing.reader.stills) == 1


async def test_both_sides_see_the_same_hint_but_the_page_hears_only_what_changed(showing: Rehearsal) -> None:
    showing.call.said.clear()
    for at in (1.0, 1.1, 1.2):
        await look(showing, at, FAR)
    assert showing.rooms.capture.view == FAR
    (message,) = told(showing)
    assert (message.hint, message.wanted, len(message.outline)) == (Hint.CLOSER, Wanted.MRZ, 8)


async def test_a_frame_is_looked_at_once(showing: Rehearsal) -> None:
    await look(showing, 1.0, FAR)
    await look(showing, 1.0, FAR)
    assert len(showing.reader.assessed) == 1


async def test_the_front_is_taken_once_and_then_waits_for_the_clerk(showing: Rehearsal) -> None:
    showing.rooms.identity.take_still()
    await showing.quiet()
    showing.rooms.capture._timer.stop()
    assert showing.rooms.identity.steps.present is not None
    assert showing.rooms.identity.steps.present.kind is StepKind.FRONT
    showing.reader.assessed.clear()
    for number in range(40):
        await look(showing, 20 + number * 0.2, GOOD)
    assert set(showing.reader.assessed) <= {Wanted.OTHER}
    assert len(showing.reader.stills) == 1
    assert len(showing.rooms.identity.pictures) == 2


async def test_nobody_looks_outside_of_the_step_or_without_a_link(showing: Rehearsal) -> None:
    capture = showing.rooms.capture
    assert capture.wanted is Wanted.MRZ
    showing.call.set_state(CallState.RECOVERING)
    assert capture.wanted is None
    assert not capture._timer.isActive()
    showing.call.connect_page()
    # Picture and sound must be judged anew after a break.
    assert capture.wanted is None
    showing.rooms.identity.answer(StepState.PASSED)
    assert capture.wanted is Wanted.MRZ
    showing.desk.case.go(Stage.GREET)
    assert capture.wanted is None
    assert told(showing)[-1].wanted is None
