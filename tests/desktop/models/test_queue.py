from __future__ import annotations

from datetime import timedelta

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.desktop.models.queue import QueueModel, Role
from tests.helpers.desk_samples import CLERK, NOW, a_queue, an_entry


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def model(clock: FixedClock) -> QueueModel:
    model = QueueModel(clock)
    model.begin(CLERK)
    return model


def test_everybody_of_today_is_listed_and_counted(model: QueueModel) -> None:
    states = (State.WAITING, State.FINISHED, State.CONFIRMED, State.CANCELLED, State.RESERVED, State.INTERRUPTED)
    model.update(a_queue(*[an_entry(n, state=state) for n, state in enumerate(states, start=1)]))
    assert [entry.id for entry in model.entries] == ["a1", "a2", "a3", "a4", "a6"]
    assert (model.waiting, model.done, model.expected) == (1, 2, 1)


def test_a_reservation_is_not_done(model: QueueModel) -> None:
    model.update(a_queue(an_entry(1, state=State.RESERVED)))
    assert model.done == 0


def test_minutes_are_counted_from_entering_the_waiting_room(model: QueueModel, clock: FixedClock) -> None:
    model.update(a_queue(an_entry(1, waiting_since=NOW - timedelta(minutes=4, seconds=59))))
    assert model.index(0).data(Role.MINUTES) == 4
    clock.advance(timedelta(seconds=1))
    assert model.index(0).data(Role.MINUTES) == 5
    # A clock of the server that runs ahead does not make minutes negative.
    model.update(a_queue(an_entry(1, waiting_since=NOW + timedelta(minutes=30))))
    assert model.index(0).data(Role.MINUTES) == 0


@pytest.mark.parametrize(
    ("state", "by", "mine"),
    [
        (State.CALLED, CLERK.id, True),
        (State.IN_CALL, CLERK.name, True),
        (State.INTERRUPTED, CLERK.id, True),
        (State.IN_CALL, "somebody else", False),
        (State.WAITING, CLERK.id, False),
    ],
)
def test_mine_is_whom_i_called(model: QueueModel, state: State, by: str, mine: bool) -> None:
    model.update(a_queue(an_entry(1, state=state, called_by=by)))
    assert bool(model.mine) is mine
    assert model.index(0).data(Role.MINE) is mine


def test_the_same_people_keep_selection_and_place(model: QueueModel) -> None:
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    model.update(a_queue(an_entry(1), an_entry(2)))
    model.update(a_queue(an_entry(1, state=State.CALLED), an_entry(2)))
    assert len(resets) == 1
    assert model.index(0).data(Role.ENTRY).state is State.CALLED
    model.update(a_queue(an_entry(2)))
    assert len(resets) == 2
    assert model.row_of("a2") == 0
    assert model.row_of("a1") == -1


def test_rows_say_the_name_as_it_is(model: QueueModel) -> None:
    model.update(a_queue(an_entry(1, family_name="<b>Muster</b>")))
    assert model.index(0).data() == "Erika <b>Muster</b>"
    assert model.data(model.index(7)) is None


def test_another_clerk_begins_with_nothing(model: QueueModel) -> None:
    model.update(a_queue())
    assert model.loaded
    model.begin(CLERK)
    assert not model.loaded
    assert model.rowCount() == 0


def test_the_place_counts_only_those_who_are_called_in_turn(model: QueueModel) -> None:
    model.update(
        a_queue(
            an_entry(1, state=State.IN_CALL, called_by="somebody else"),
            an_entry(2),
            an_entry(3, parked=True),
            an_entry(4),
            an_entry(5, state=State.CONFIRMED),
        )
    )
    assert [model.index(row).data(Role.PLACE) for row in range(5)] == [None, 1, None, 2, None]
    assert (model.waiting, model.parked) == (3, 1)


def test_an_answer_is_shown_before_the_next_queue_comes(model: QueueModel) -> None:
    updates: list[None] = []
    model.update(a_queue(an_entry(1), an_entry(2)))
    model.updated.connect(lambda: updates.append(None))
    model.replace(an_entry(2, parked=True))
    assert model.parked == 1
    model.remove("a1")
    assert [entry.id for entry in model.entries] == ["a2"]
    model.replace(an_entry(9))
    model.remove("a9")
    assert len(updates) == 2
