"""The lifecycle of an appointment."""

from __future__ import annotations

import itertools

import pytest

from clerk_desktop.common.appointments import ENDED, HOLDS_PLACE, STEPS, WITH_CLERK, State, check_step
from clerk_desktop.common.errors import WrongState


def reachable(start: State) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        new = STEPS[ahead.pop()] - found
        found |= new
        ahead.extend(new)
    return found


def test_every_state_has_its_steps_and_comes_from_a_reservation() -> None:
    assert STEPS.keys() == set(State)
    assert reachable(State.RESERVED) == set(State)


def test_every_pair_is_a_step_a_repetition_or_refused() -> None:
    for current, wanted in itertools.product(State, State):
        if current is wanted:
            assert check_step(current, wanted) is False
        elif wanted in STEPS[current]:
            assert check_step(current, wanted) is True
        else:
            with pytest.raises(WrongState, match=f"{current} → {wanted}"):
                check_step(current, wanted)


def test_the_way_through_a_whole_appointment() -> None:
    way = ("reserved", "confirmed", "waiting", "called", "in_call", "interrupted", "in_call", "finished")
    assert all(check_step(State(before), State(after)) for before, after in itertools.pairwise(way))


def test_nothing_leads_out_of_an_end_and_from_everywhere_an_end_is_reached() -> None:
    assert {"finished", "cancelled", "rescheduled", "missed", "expired"} == ENDED
    assert all(reachable(state) & ENDED for state in State)


def test_a_finished_appointment_keeps_its_place_and_a_cancelled_one_gives_it_back() -> None:
    assert State.FINISHED in HOLDS_PLACE
    assert not HOLDS_PLACE & {State.CANCELLED, State.RESCHEDULED, State.EXPIRED}


def test_only_a_called_citizen_belongs_to_a_clerk() -> None:
    assert {"called", "in_call", "interrupted"} == WITH_CLERK
    into = {state for state in State if STEPS[state] & WITH_CLERK} - WITH_CLERK
    assert into == {State.WAITING}
