"""The appointment and its lifecycle.

`reserved → confirmed → waiting → called → in_call → finished`, beside it `cancelled`, `rescheduled`,
`missed`, `interrupted` and `expired`. A step that is asked for twice is no error: `check_step`
answers False for "already there" and raises for "not from here".
"""

from __future__ import annotations

from enum import StrEnum

from clerk_desktop.common.errors import WrongState


class State(StrEnum):
    """Where an appointment stands."""

    RESERVED = "reserved"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CALLED = "called"
    IN_CALL = "in_call"
    INTERRUPTED = "interrupted"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    RESCHEDULED = "rescheduled"
    MISSED = "missed"
    EXPIRED = "expired"


STEPS: dict[State, frozenset[State]] = {
    State.RESERVED: frozenset({State.CONFIRMED, State.EXPIRED, State.CANCELLED}),
    State.CONFIRMED: frozenset({State.WAITING, State.CANCELLED, State.RESCHEDULED, State.MISSED}),
    # A citizen who closes the page before being called stands where they stood before.
    State.WAITING: frozenset({State.CALLED, State.CONFIRMED, State.CANCELLED, State.MISSED}),
    State.CALLED: frozenset({State.IN_CALL, State.WAITING, State.MISSED, State.INTERRUPTED}),
    State.IN_CALL: frozenset({State.FINISHED, State.INTERRUPTED}),
    State.INTERRUPTED: frozenset({State.IN_CALL, State.CALLED, State.FINISHED, State.MISSED}),
    State.FINISHED: frozenset(),
    State.CANCELLED: frozenset(),
    State.RESCHEDULED: frozenset(),
    State.MISSED: frozenset(),
    State.EXPIRED: frozenset(),
}

ENDED = frozenset(state for state, onward in STEPS.items() if not onward)
"""States that nothing leads out of."""

HOLDS_PLACE = frozenset(State) - {State.CANCELLED, State.RESCHEDULED, State.EXPIRED}
"""States in which the appointment occupies its slot."""

WITH_CLERK = frozenset({State.CALLED, State.IN_CALL, State.INTERRUPTED})
"""States in which the appointment belongs to one clerk."""


def check_step(current: State, wanted: State) -> bool:
    """Whether the step must be made: True to make it, False when it is made already.

    Raises:
        WrongState: the lifecycle has no such step.
    """
    if current is wanted:
        return False
    if wanted not in STEPS[current]:
        raise WrongState(f"{current} → {wanted}")
    return True
