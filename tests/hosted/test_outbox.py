"""The mail server may be down, slow or unwilling: the booking stands, the mail follows, and only once."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clerk_desktop.common.appointments import State
from clerk_desktop.common.clock import FixedClock
from clerk_desktop.hosted.outbox import BACK_OFF, LEASE, Courier, Letter, TryLater, Undeliverable
from clerk_desktop.hosted.schema import Appointment, OutboxMail
from tests.hosted.harness import ERIKA, MailServer, Server, outbox_states, until


def book_without_waiting(server: Server, **details: object) -> None:
    held = server.reserve()
    assert server.post("/reservations/booking", ERIKA | details, held["hold_token"]).status_code == 201


def attempts(server: Server) -> int:
    with server.service.database.read() as tx:
        return sum(tx.scalars(select(OutboxMail.attempts).where(OutboxMail.state == "waiting")))


def test_the_mail_server_is_down_and_comes_back(
    server: Server, smtp: MailServer, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        smtp.stop()
        book_without_waiting(server)
        until(lambda: attempts(server) == 1)
        clock.advance(BACK_OFF[0])
        until(lambda: attempts(server) == 2)
        assert server.catcher.mails == []
        smtp.start()
        clock.advance(BACK_OFF[1])
        (mail,) = server.catcher.wait()
        until(lambda: outbox_states(server) == ["sent"])
    assert "erika" not in caplog.text.lower()
    assert mail["To"] == "erika@example.org"


def test_not_now_is_tried_again_and_never_is_given_up(
    server: Server, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        server.catcher.answers = ["451 not now", "550 no such mailbox"]
        book_without_waiting(server)
        until(lambda: attempts(server) == 1)
        clock.advance(BACK_OFF[0])
        until(lambda: outbox_states(server) == ["undeliverable"])
    with server.service.database.read() as tx:
        row = tx.scalars(select(OutboxMail)).one()
    assert row.trouble == "data 550"


def test_nobody_needs_a_link_after_the_appointment(
    server: Server, smtp: MailServer, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        smtp.stop()
        book_without_waiting(server)
        until(lambda: attempts(server) == 1)
        clock.advance(timedelta(hours=5))
        until(lambda: outbox_states(server) == ["undeliverable"])
        smtp.start()


class Recorder:
    """Carries by remembering."""

    def __init__(self) -> None:
        self.carried: list[Letter] = []

    def send(self, letter: Letter) -> None:
        self.carried.append(letter)


def quiet(server: Server) -> Recorder:
    """Stop the service's own courier, so that a test's couriers are alone."""
    server.service.courier._carrier = None
    return Recorder()


def test_many_couriers_carry_each_mail_once(server: Server) -> None:
    recorder = quiet(server)
    for _ in range(6):
        book_without_waiting(server)
    couriers = [Courier(server.service.database, recorder, server.clock) for _ in range(4)]
    together = threading.Barrier(len(couriers))

    def carry(courier: Courier) -> None:
        together.wait()
        while courier.carry_one():
            pass

    with ThreadPoolExecutor(len(couriers)) as pool:
        list(pool.map(carry, couriers))
    assert len({letter.id for letter in recorder.carried}) == len(recorder.carried) == 6
    assert outbox_states(server) == ["sent"] * 6


def test_what_a_courier_that_died_had_claimed_is_carried_later(server: Server, clock: FixedClock) -> None:
    recorder = quiet(server)
    book_without_waiting(server)
    courier = Courier(server.service.database, recorder, clock)
    with server.service.database.write() as tx:
        claimed = courier._claim(tx)
    assert claimed is not None
    assert courier.carry_one() is False, "another courier has it"
    clock.advance(LEASE)
    assert courier.carry_one() is True
    assert [letter.id for letter in recorder.carried] == [claimed.id], "the same Message-ID"


def test_what_was_cancelled_meanwhile_is_not_carried(server: Server) -> None:
    recorder = quiet(server)
    book_without_waiting(server)
    with server.service.database.write() as tx:
        tx.execute(update(Appointment).values(state=State.CANCELLED))
    assert Courier(server.service.database, recorder, server.clock).carry_one() is False
    assert (recorder.carried, outbox_states(server)) == ([], ["dropped"])


class Refuser:
    """Carries nothing; raises what it is told."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles = list(troubles)
        self.tokens: list[str] = []

    def send(self, letter: Letter) -> None:
        self.tokens.append(letter.token)
        if self.troubles:
            raise self.troubles.pop(0)


def test_a_try_that_surely_failed_leaves_no_link_one_that_perhaps_arrived_does(
    server: Server, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    quiet(server)
    book_without_waiting(server)
    refuser = Refuser(TryLater("not now"), TryLater("broken line", perhaps_sent=True))
    courier = Courier(server.service.database, refuser, clock)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert courier.carry_one() is True
            clock.advance(BACK_OFF[1])
    opened = [server.get("/appointment", token).status_code for token in refuser.tokens]
    assert opened == [401, 200, 200]


def test_a_mail_that_nobody_can_get_leaves_no_link(
    server: Server, clock: FixedClock, caplog: pytest.LogCaptureFixture
) -> None:
    quiet(server)
    book_without_waiting(server)
    refuser = Refuser(Undeliverable("no such mailbox"))
    with caplog.at_level(logging.WARNING):
        Courier(server.service.database, refuser, clock).carry_one()
    assert outbox_states(server) == ["undeliverable"]
    assert server.get("/appointment", refuser.tokens[0]).status_code == 401
