"""The key with which a desk locks what it keeps of a case: the same as long as the case is open, for its clerk only."""

from __future__ import annotations

import base64

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import AlreadyCalled, WrongState
from clerk_desktop.common.messages.clerk import StepRequest
from clerk_desktop.hosted.app import Service
from tests.hosted.desk.test_calling import clerk, service, sit

__all__ = ["service"]


def test_whoever_takes_the_case_up_again_gets_the_same_key(service: Service) -> None:
    first, second = sit(service, 2)
    called = service.desk.call_next(clerk(0), None)
    again = service.desk.call(clerk(0), first, None)
    other = service.desk.call(clerk(1), second, None)
    assert len(base64.b64decode(called.draft_key)) == 32
    assert called.draft_key == again.draft_key != other.draft_key
    assert called.draft_key not in repr(called)


def test_nobody_else_gets_it_and_nobody_at_all_afterwards(service: Service) -> None:
    (only,) = sit(service, 1)
    service.desk.call_next(clerk(0), None)
    with pytest.raises(AlreadyCalled):
        service.desk.call(clerk(1), only, None)
    for to in (State.IN_CALL, State.FINISHED):
        service.desk.step(clerk(0), only, StepRequest(to=to), None)
    with pytest.raises(WrongState):
        service.desk.call(clerk(0), only, None)
