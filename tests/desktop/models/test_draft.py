from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.clerk import Devices
from clerk_desktop.common.messages.work import DocumentAnswer, PageHello, SignatureDrawn
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.identity import IdentityState
from tests.helpers.desk_fakes import FakeDrafts, Rehearsal
from tests.helpers.desk_samples import COMPLETE, a_case, a_drawing

KEY = base64.b64encode(bytes(32)).decode()
NewDesk = Callable[[State], Awaitable[Rehearsal]]


@pytest.fixture
async def new_desk(tmp_path: Path, qapp: object) -> AsyncIterator[NewDesk]:
    """Makes desks that have the same disk, each in the state that the office knows."""
    del qapp
    drafts, made = FakeDrafts(), []

    async def make(state: State) -> Rehearsal:
        desk = Rehearsal(tmp_path / str(len(made)), drafts=drafts)
        desk.drafts = drafts
        desk.office.case = a_case().model_copy(update={"draft_key": KEY, "state": state})
        made.append(desk)
        await desk.sign_in()
        return desk

    yield make
    for desk in made:
        await desk.close()


async def kept(desk: Rehearsal) -> None:
    """Until the disk has it."""
    assert desk.desk.draft._soon.isActive()
    desk.desk.draft._soon.stop()
    desk.desk.draft._keep()
    await desk.quiet()


async def resumed(new_desk: NewDesk, state: State = State.IN_CALL) -> Rehearsal:
    desk = await new_desk(state)
    desk.desk.reception.call("a1")
    await desk.quiet()
    return desk


async def test_a_desk_that_died_while_writing_is_where_it_was(new_desk: NewDesk) -> None:
    first = await new_desk(State.CALLED)
    await first.identified()
    first.rooms.form.set_value("new_street", "Am Ludwigsplatz 5")
    await kept(first)

    second = await resumed(new_desk)
    rooms = second.rooms
    assert rooms.stage.current is Stage.WORK
    assert rooms.form.values == first.rooms.form.values
    assert rooms.form.filled("new_street") == first.rooms.form.filled("new_street")
    assert rooms.identity.state is IdentityState.CONFIRMED
    assert rooms.identity.record == first.rooms.identity.record
    assert rooms.identity.steps.list == first.rooms.identity.steps.list
    assert rooms.identity.person == first.rooms.identity.person
    assert second.office.notes == []  # nothing happened a second time


async def test_a_paper_that_was_agreed_to_waits_for_its_signature(new_desk: NewDesk) -> None:
    first = await new_desk(State.CALLED)
    await first.shown()
    paper = first.rooms.review.papers[0]
    first.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    first.desk.case.go(Stage.SIGN)
    first.desk.case.ask_signature()
    await first.quiet()
    await kept(first)

    second = await resumed(new_desk)
    rooms = second.rooms
    assert rooms.stage.current is Stage.SIGN
    assert rooms.review.papers == first.rooms.review.papers
    item = rooms.signature.open
    assert item is not None
    assert item.request == first.rooms.signature.items[0].request

    second.call.connect_page()
    await second.quiet()
    assert {"document.show", "signature.ask"} <= {message.type for message in second.call.said}
    second.call.page_says(
        SignatureDrawn(id=item.request.id, document_sha256=item.request.document_sha256, drawing=a_drawing())
    )
    await second.quiet()
    assert rooms.stage.current is Stage.FINISH
    await kept(second)

    third = await resumed(new_desk)
    assert third.rooms.stage.current is Stage.FINISH
    assert [paper.pdf for paper in third.rooms.handover.papers] == [paper.pdf for paper in rooms.handover.papers]


async def test_a_corrected_paper_gets_the_next_number_also_afterwards(new_desk: NewDesk) -> None:
    first = await new_desk(State.CALLED)
    await first.shown()
    await kept(first)
    second = await resumed(new_desk)
    second.desk.case.correct()
    second.rooms.form.set_value("new_street", "Bahnhofstraße 1")
    second.desk.case.send_papers()
    await second.quiet()
    assert second.rooms.review.papers[0].revision.number == 2


@pytest.mark.parametrize(("state", "later"), [(State.IN_CALL, timedelta(hours=1)), (State.CALLED, timedelta())])
async def test_another_talk_begins_with_the_card_but_what_was_written_stays(
    new_desk: NewDesk, state: State, later: timedelta
) -> None:
    first = await new_desk(State.CALLED)
    await first.shown()
    await kept(first)
    second = await new_desk(state)
    second.clock.advance(later)
    second.desk.reception.call("a1")
    await second.quiet()
    rooms = second.rooms
    assert rooms.stage.current is Stage.GREET
    assert rooms.identity.record is None
    assert rooms.review.papers == ()
    assert {field: rooms.form.values[field] for field in COMPLETE} == COMPLETE


async def test_whoever_comes_back_on_another_device_shows_the_card_again(new_desk: NewDesk) -> None:
    first = await new_desk(State.CALLED)
    await first.in_call()
    first.call.page_says(hello_of("phone"))
    await first.identified()
    await kept(first)
    second = await resumed(new_desk)
    second.call.page_says(hello_of("phone"))
    assert second.rooms.identity.record is not None
    second.call.page_says(hello_of("laptop"))
    assert second.rooms.identity.record is None
    assert second.rooms.stage.current is Stage.IDENTIFY


async def test_what_is_over_is_forgotten_and_what_is_interrupted_is_not(new_desk: NewDesk) -> None:
    first = await new_desk(State.CALLED)
    await first.identified()
    await kept(first)
    first.desk.case.interrupt()
    await first.quiet()
    assert list(first.drafts.kept) == ["a1"]
    first.desk.reception.call("a1")
    await first.quiet()
    first.desk.case.missed()
    await first.quiet()
    assert first.drafts.kept == {}


async def test_without_a_key_nothing_is_kept(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    assert not rehearsal.desk.draft._soon.isActive()


def hello_of(device: str) -> PageHello:
    return PageHello(language="de", device=device, devices=Devices(camera=True, microphone=True))
