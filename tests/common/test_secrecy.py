"""The agreement on certificates and the code: vectors, both ends together, and everything that must be refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from clerk_desktop.common import secrecy
from clerk_desktop.common.messages.work import Fingerprints, SecureNonce, SecureRefused, SecureReveal
from clerk_desktop.common.secrecy import DeskHandshake, Outcome, PageHandshake

VECTORS = json.loads((Path(__file__).parents[1] / "contract" / "secrecy.json").read_text("utf-8"))
SEEN = Fingerprints(page="aa" * 32, desk="dd" * 32)
OTHER = Fingerprints(page="aa" * 32, desk="ee" * 32)


def both(page_sees: Fingerprints = SEEN, desk_sees: Fingerprints = SEEN) -> tuple[PageHandshake, DeskHandshake]:
    return PageHandshake(page_sees, 0), DeskHandshake(desk_sees, 0)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v["code"])
def test_commitment_and_code_are_those_of_the_vectors(vector: dict[str, str]) -> None:
    assert secrecy.commitment(vector["page_nonce"]) == vector["commitment"]
    certificates = Fingerprints(page=vector["page"], desk=vector["desk"])
    assert secrecy.code(vector["page_nonce"], vector["desk_nonce"], certificates) == vector["code"]


def test_two_honest_ends_agree_on_the_same_eight_digits() -> None:
    page, desk = both()
    nonce = desk.hear(page.begin())
    assert isinstance(nonce, SecureNonce)
    assert desk.outcome is Outcome.OPEN
    reveal = page.hear(nonce)
    assert isinstance(reveal, SecureReveal)
    assert desk.hear(reveal) is None
    assert (page.outcome, desk.outcome) == (Outcome.AGREED, Outcome.AGREED)
    assert page.code == desk.code
    assert len(desk.code) == 8
    assert desk.code.isdigit()


def test_every_part_changes_the_code() -> None:
    a, b = "0a" * 32, "0b" * 32
    codes = {
        secrecy.code(a, b, SEEN),
        secrecy.code(b, a, SEEN),
        secrecy.code(a, b, OTHER),
        secrecy.code(a, b, Fingerprints(page=SEEN.desk, desk=SEEN.page)),
    }
    assert len(codes) == 4


def test_no_digit_is_favoured() -> None:
    drawn = Counter("".join(secrecy.code(f"{n:064x}", "00" * 32, SEEN) for n in range(2_000)))
    assert set(drawn) == set("0123456789")
    # 16,000 digits, 1,600 of each expected, standard deviation 38: seven of them.
    assert all(abs(count - 1_600) < 266 for count in drawn.values()), drawn


def test_the_desk_refuses_who_sees_other_certificates_and_the_page_hears_it() -> None:
    page, desk = both(page_sees=OTHER)
    refused = desk.hear(page.begin())
    assert isinstance(refused, SecureRefused)
    assert page.hear(refused) is None
    assert (page.outcome, desk.outcome) == (Outcome.REFUSED, Outcome.REFUSED)
    assert not page.code
    assert not desk.code


def test_the_page_refuses_a_desk_that_sees_other_certificates_and_keeps_its_nonce() -> None:
    page, _ = both()
    answer = page.hear(SecureNonce(nonce="00" * 32, seen=OTHER))
    assert isinstance(answer, SecureRefused)
    assert page.outcome is Outcome.REFUSED


def test_a_nonce_that_was_not_committed_to_is_refused() -> None:
    page, desk = both()
    desk.hear(page.begin())
    assert isinstance(desk.hear(SecureReveal(nonce="00" * 32)), SecureRefused)
    assert desk.outcome is Outcome.REFUSED


def test_nobody_gets_a_second_attempt() -> None:
    page, desk = both()
    nonce = desk.hear(page.begin())
    assert isinstance(desk.hear(page.begin()), SecureRefused)
    assert isinstance(nonce, SecureNonce)
    reveal = page.hear(nonce)
    assert isinstance(reveal, SecureReveal)
    assert isinstance(page.hear(nonce), SecureRefused)
    assert desk.hear(reveal) is None
    assert (page.outcome, desk.outcome) == (Outcome.REFUSED, Outcome.REFUSED)


def test_revealing_before_committing_is_refused() -> None:
    _, desk = both()
    assert isinstance(desk.hear(SecureReveal(nonce="00" * 32)), SecureRefused)


def test_a_refusal_after_the_agreement_ends_it() -> None:
    page, desk = both()
    nonce = desk.hear(page.begin())
    assert isinstance(nonce, SecureNonce)
    page.hear(nonce)
    page.hear(SecureRefused())
    assert page.outcome is Outcome.REFUSED
    assert not page.code


def test_silence_ends_the_attempt_but_not_an_agreement() -> None:
    page, desk = both()
    assert desk.look(secrecy.WITHIN_S - 0.1) is Outcome.OPEN
    nonce = desk.hear(page.begin())
    assert isinstance(nonce, SecureNonce)
    reveal = page.hear(nonce)
    assert isinstance(reveal, SecureReveal)
    assert desk.look(secrecy.WITHIN_S) is Outcome.TIMEOUT
    assert desk.hear(reveal) is None
    assert desk.outcome is Outcome.TIMEOUT
    assert page.look(secrecy.WITHIN_S) is Outcome.AGREED


def test_nonces_are_drawn_anew() -> None:
    assert len({secrecy.new_nonce() for _ in range(100)}) == 100
    assert PageHandshake(SEEN, 0).begin() != PageHandshake(SEEN, 0).begin()


def test_a_code_is_shown_in_two_groups() -> None:
    assert secrecy.grouped("01234567") == "0123 4567"
