from __future__ import annotations

import pytest

from clerk_desktop.common.clock import FixedClock
from clerk_desktop.desktop.models.form import CLERK, FormModel
from tests.helpers.desk_samples import CARD, COMPLETE, NOW, a_case


@pytest.fixture
def form() -> FormModel:
    form = FormModel(FixedClock(NOW))
    form.start(a_case())
    return form


def test_the_form_opens_with_the_booking(form: FormModel) -> None:
    assert form.filled("family_name").value == "Mustermann"
    assert form.filled("family_name").source == "booking"
    assert form.filled("birth_date").source == "booking"
    assert form.filled("document_number").value == ""


def test_the_card_refills_what_the_clerk_has_not_written(form: FormModel) -> None:
    changed: list[str] = []
    form.set_value("document_number", "X")
    form.value_changed.connect(changed.append)
    form.use_card(CARD)
    assert form.filled("birth_date").source == "card"
    assert form.filled("document_number").value == "X"
    assert form.filled("document_number").source == CLERK
    assert changed == ["birth_date"]


def test_errors_are_said_only_where_the_clerk_has_been(form: FormModel) -> None:
    assert {error.field for error in form.errors} == {"document_number", *COMPLETE}
    assert form.shown_error("new_postcode") is None
    form.set_value("new_postcode", "661")
    error = form.shown_error("new_postcode")
    assert error is not None
    assert error.code == "not_a_postcode"
    form.leave("new_street")
    assert form.shown_error("new_street") is not None
    assert form.shown_error("document_number") is None


def test_going_on_says_every_error_and_loses_nothing(form: FormModel) -> None:
    form.set_value("new_postcode", "661")
    assert not form.complete()
    assert form.shown_error("document_number") is not None
    assert form.values["new_postcode"] == "661"
    for field, value in {**COMPLETE, "document_number": "LZ6311T47"}.items():
        form.set_value(field, value)
    assert form.complete()
    assert form.errors == ()


def test_the_same_value_again_is_no_change(form: FormModel) -> None:
    changed: list[str] = []
    form.value_changed.connect(changed.append)
    form.set_value("family_name", "Mustermann")
    assert changed == []
    assert form.filled("family_name").source == "booking"


def test_another_citizen_begins_anew(form: FormModel) -> None:
    form.set_value("remark", "private")
    form.stop()
    assert form.values == {}
    assert form.matter is None
    form.start(a_case())
    assert form.values["remark"] == ""
