from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import OfficeError, Unavailable, WrongState
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.desktop.models.lane import NAME, OfficeLane
from clerk_desktop.desktop.tasks import Tasks
from tests.helpers.desk_fakes import FakeOffice


class Lane:
    """A lane whose pauses are counted instead of waited for; after `back_after` of them the office is back."""

    def __init__(self, tasks: Tasks) -> None:
        self.tasks, self.office = tasks, FakeOffice()
        self.pauses = 0
        self.back_after = 2
        self.model = OfficeLane(tasks, pause=self._pause)
        self.model.use(self.office)
        self.told: list[bool] = []
        self.failures: list[OfficeError] = []
        self.model.stuck.connect(self.told.append)
        self.model.failed.connect(self.failures.append)

    async def _pause(self, _seconds: float) -> None:
        self.pauses += 1
        if self.pauses >= self.back_after:
            self.office.fail.clear()
        await asyncio.sleep(0)


@pytest.fixture
async def lane() -> AsyncIterator[Lane]:
    tasks = Tasks()
    yield Lane(tasks)
    await tasks.close()


async def test_writes_keep_their_order(lane: Lane) -> None:
    done: list[str] = []
    lane.model.step("a1", State.IN_CALL, lambda: done.append("in call"))
    lane.model.note("a1", EvidenceKind.PAPER_SHOWN, "0" * 64)
    lane.model.step("a1", State.FINISHED, lambda: done.append("finished"))
    await lane.model.drained(10)
    assert lane.office.steps == [("a1", State.IN_CALL), ("a1", State.FINISHED)]
    assert lane.office.notes == [(EvidenceKind.PAPER_SHOWN, "0" * 64)]
    assert done == ["in call", "finished"]


async def test_nothing_is_lost_while_the_office_is_away(lane: Lane) -> None:
    lane.office.fail = {"note": Unavailable(), "step": Unavailable()}
    lane.model.note("a1", EvidenceKind.SIGNED)
    lane.model.step("a1", State.FINISHED)
    await lane.model.drained(10)
    assert lane.office.notes == [(EvidenceKind.SIGNED, None)]
    assert lane.office.steps == [("a1", State.FINISHED)]
    assert lane.told == [True, False]


async def test_a_refusal_is_said_and_not_repeated(lane: Lane, caplog: pytest.LogCaptureFixture) -> None:
    lane.office.fail = {"step": WrongState("finished → in_call")}
    with caplog.at_level(logging.WARNING):
        lane.model.step("a1", State.IN_CALL)
        lane.model.note("a1", EvidenceKind.IDENTIFIED)
        await lane.model.drained(10)
    assert [error.code for error in lane.failures] == ["wrong_state"]
    assert lane.office.notes == [(EvidenceKind.IDENTIFIED, None)]
    assert lane.pauses == 0


async def test_waiting_for_the_end_has_an_end(lane: Lane, caplog: pytest.LogCaptureFixture) -> None:
    lane.office.fail = {"note": Unavailable()}
    lane.back_after = 10**9
    lane.model.note("a1", EvidenceKind.SIGNED)
    with caplog.at_level(logging.WARNING):
        await lane.model.drained(0.05)
    assert lane.model.busy
    lane.tasks.cancel(NAME)


async def test_before_the_sign_in_writes_wait() -> None:
    tasks, office = Tasks(), FakeOffice()

    async def pause(_seconds: float) -> None:
        model.use(office)

    model = OfficeLane(tasks, pause=pause)
    model.note("a1", EvidenceKind.SIGNED)
    await model.drained(10)
    assert office.notes == [(EvidenceKind.SIGNED, None)]
    await tasks.close()
