from __future__ import annotations

import pytest

from clerk_desktop.common import errors
from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.forms import FieldCode
from clerk_desktop.common.identity import Reason, Unreadable
from clerk_desktop.common.matters import SignatureLevel
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.notes import Delivery
from clerk_desktop.desktop.models.stage import StageModel
from clerk_desktop.desktop.views import sentences


def codes(root: type[OfficeError] = OfficeError) -> set[str]:
    return {root.code}.union(*(codes(child) for child in root.__subclasses__()))


def test_every_error_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert errors.__name__
    assert set(sentences.ERRORS) == codes()


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (sentences.UNREADABLE, {*Unreadable, "timeout"}),
        (sentences.REASONS, set(Reason)),
        (sentences.FIELD_ERRORS, set(FieldCode)),
        (sentences.LEVELS, set(SignatureLevel)),
        (sentences.STAGES, set(Stage)),
        (sentences.DELIVERIES, {delivery.value for delivery in Delivery}),
    ],
)
def test_every_code_of_the_rules_has_words(table: dict[str, str], keys: set[str]) -> None:
    assert set(table) == {str(key) for key in keys}


def test_no_level_calls_itself_qualified() -> None:
    assert not any("qualifiziert" in text for text in sentences.LEVELS.values())


def test_every_sentence_ends_and_speaks_to_the_clerk() -> None:
    for table in (sentences.ERRORS, sentences.NOTICES, sentences.UNREADABLE, sentences.BLOCKERS):
        for key, text in table.items():
            assert text[-1] in ".?", key
            assert text[0].isupper() or text[0] in "{„", key


def test_parameters_are_put_in_as_they_are() -> None:
    text = sentences.notice_sentence("away", {"person": "<b>{limit}</b>"})
    assert text.startswith("<b>{limit}</b> hat die Seite verlassen.")
    assert sentences.words(sentences.FIELD_ERRORS, "too_late", limit="2026-11-23") == "Spätestens 23.11.2026."


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (sentences.ERRORS, sentences.ERRORS["unexpected"]),
        (sentences.UNREADABLE, sentences.ERRORS["card_unreadable"]),
        (sentences.SENT_BACK, sentences.ERRORS["signature_refused"]),
    ],
)
def test_a_code_that_nobody_knows_gets_the_general_sentence(table: dict[str, str], sentence: str) -> None:
    assert sentences.words(table, "of_a_newer_server") == sentence


def test_the_sentence_of_an_error_serves_as_notice() -> None:
    assert sentences.notice_sentence("error.nobody_waiting", {}) == "Im Moment wartet niemand."


def test_every_blocker_has_its_sentence() -> None:
    model = StageModel()
    assert model.blocked(Stage.GREET) == ""
    assert set(sentences.BLOCKERS) == {
        "papers_first",
        "identify_first",
        "level_too_low",
        "agree_first",
        "sign_first",
    }


def test_why_a_note_was_not_delivered_is_said_for_known_codes_only() -> None:
    assert set(sentences.UNDELIVERED) <= codes()
    assert all(text.startswith(sentences.DELIVERIES["refused"]) for text in sentences.UNDELIVERED.values())
