"""Random requests to the whole application: no mistake of the service, no answer that the description does not know."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.common.messages.booking import BookingRequest, ReservationRequest, WaitingListRequest
from clerk_desktop.common.messages.clerk import SignInRequest
from clerk_desktop.common.messages.guests import GuestRole, GuestState
from clerk_desktop.common.messages.terms import API
from clerk_desktop.hosted.app import Service, create_app
from clerk_desktop.hosted.config import Settings
from clerk_desktop.hosted.schema import Guest
from tests.hosted.harness import ERIKA, GENEROUS, MONDAY_8, PASSWORD, write_town

schemathesis = pytest.importorskip("schemathesis")
EXAMPLES = 10
"""Requests for each operation and caller: what was found while writing this was found with fewer."""
WEDNESDAY = "2026-11-25T07:00:00Z"
SIGN_IN = ("POST", f"{API}/clerk/session")
"""Each try costs a password check; six of them say enough."""
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# The tester's own client is an older one than the framework would like.
pytestmark = pytest.mark.filterwarnings("ignore:Using `httpx`:DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The whole application on a small town, without a network."""
    folder = tmp_path_factory.mktemp("fuzz")
    chosen = Settings(data_dir=folder / "data", lead_minutes=0, **write_town(folder), **GENEROUS)
    made = create_app(chosen, FixedClock(MONDAY_8))
    yield made
    made.state.service.close()


@pytest.fixture(scope="module")
def callers(app: Any) -> dict[str, str]:  # noqa: ANN401
    """Good tokens of every kind, so that the random requests come further than to the door."""
    service: Service = app.state.service
    service.accounts.add("wolf", "Frau Wolf", "city", PASSWORD)
    session = service.accounts.sign_in(SignInRequest(user="wolf", password=PASSWORD), "", None)
    wanted = ReservationRequest(office="city", matters=("ummeldung",), start=WEDNESDAY)
    booked = service.booking.reserve(wanted, None)
    view = service.booking.confirm(booked.hold_token, BookingRequest(**ERIKA), None)
    held = service.booking.reserve(wanted, None)
    days = {"office": "city", "matters": ["ummeldung"], "first": "2026-11-24", "last": "2026-11-30"}
    wish = service.wishes.join(WaitingListRequest(**ERIKA, **days), None)
    from clerk_desktop.hosted.access import new_link

    with service.database.write() as tx:
        link = new_link(tx, MONDAY_8, appointment=view.id)
        list_link = new_link(tx, MONDAY_8, wish=wish.id)
        invited = Guest(
            id="g1",
            appointment=view.id,
            role=GuestRole.HELPER,
            name="Leyla Demir",
            state=GuestState.ADMITTED,
            invited_by=session.clerk.id,
            invited_at=MONDAY_8,
        )
        tx.add(invited)
        guest_link = new_link(tx, MONDAY_8, guest="g1")
    return {
        "nobody": "",
        "a stranger": "z" * 32,
        "a citizen": link,
        "a holder": held.hold_token,
        "a waiter": list_link,
        "a guest": guest_link,
        "a clerk": session.token,
    }


@pytest.mark.parametrize("caller", ["nobody", "a stranger", "a citizen", "a holder", "a waiter", "a guest", "a clerk"])
def test_whatever_comes_the_answer_is_known(
    app: Any,  # noqa: ANN401
    callers: dict[str, str],
    caller: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.ERROR, "clerk_desktop.hosted.outbox")  # it says that there is no mail server
    schema = schemathesis.openapi.from_asgi(f"{API}/openapi.json", app)
    token = callers[caller]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    names = [getattr(schemathesis.checks, name, None) or _check(name) for name in CHECKS]
    for found in schema.get_all_operations():
        operation = found.ok()
        if (operation.method.upper(), operation.path) == SIGN_IN and caller != "nobody":
            continue

        @seed(20261123)
        @settings(
            max_examples=6 if (operation.method.upper(), operation.path) == SIGN_IN else EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:  # noqa: ANN401
            response = case.call(headers=headers)
            documented = case.operation.definition.raw["responses"]
            # "default" stands for a mistake of the service and excuses nothing.
            assert str(response.status_code) in documented, (case.method, case.path, response.status_code)
            case.validate_response(response, checks=names, headers=headers)

        ask()


def _check(name: str) -> Any:  # noqa: ANN401
    return getattr(__import__("schemathesis.specs.openapi.checks", fromlist=[name]), name)
