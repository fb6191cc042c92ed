"""The checklist: what is drawn, what a step is worth, what lapses."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from clerk_desktop.common.identification import (
    FEATURES,
    LIVE,
    SUGGESTED,
    By,
    Checklist,
    StepKind,
    StepState,
    draw_features,
    plan,
    reaches,
    same_serial,
)
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.desktop.services.card_documents import load_documents

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
CARD, PASSPORT = load_documents()["personalausweis"], load_documents()["reisepass"]
EID_CARD = load_documents()["eid-karte"]
NONE, QUESTIONS, SEEN, VIDEO = (
    IdentityLevel.NONE,
    IdentityLevel.QUESTIONS,
    IdentityLevel.CARD,
    IdentityLevel.VIDEO,
)


def a_plan(wanted: IdentityLevel = VIDEO, seed: int = 1) -> Checklist:
    return plan(wanted, CARD, Random(seed))


def all_passed(listed: Checklist, *but: StepKind) -> Checklist:
    for step in listed.steps:
        if step.kind not in but:
            listed = listed.decided(step.id, StepState.PASSED, AT)
    return listed


def kinds(listed: Checklist) -> list[StepKind]:
    return [step.kind for step in listed.steps]


class TestPlan:
    def test_three_features_are_of_three_categories_and_each_draw_is_another(self) -> None:
        drawn = [draw_features(CARD.features, Random(seed)) for seed in range(60)]
        for features in drawn:
            assert len({feature.category for feature in features}) == FEATURES
        assert {feature.id for features in drawn for feature in features} == {feature.id for feature in CARD.features}
        assert len({tuple(f.id for f in features) for features in drawn}) > 20

    def test_movement_and_covering_are_drawn_too(self) -> None:
        steps = [a_plan(seed=seed) for seed in range(60)]
        assert len({listed.step("tilt").detail for listed in steps if listed.step("tilt")}) == 4  # type: ignore[union-attr]
        assert len({listed.step("occlude").detail for listed in steps if listed.step("occlude")}) == 6  # type: ignore[union-attr]

    def test_the_card_is_turned_over_once(self) -> None:
        for seed in range(40):
            sides = [feature.side for feature in draw_features(CARD.features, Random(seed))]
            assert sides == sorted(sides, reverse=True)

    def test_a_matter_that_asks_for_less_is_not_burdened_with_features(self) -> None:
        assert kinds(a_plan(SEEN)) == [
            StepKind.CONSENT,
            StepKind.QUALITY,
            StepKind.READ,
            StepKind.FRONT,
            StepKind.FACE,
            StepKind.QUESTION,
        ]

    def test_a_passport_has_no_other_side(self) -> None:
        assert StepKind.FRONT not in kinds(plan(VIDEO, PASSPORT, Random(1)))

    def test_without_a_card_only_questions_are_left(self) -> None:
        listed = plan(VIDEO, None, Random(1))
        assert kinds(listed) == [StepKind.CONSENT, StepKind.QUALITY, *[StepKind.QUESTION] * 3]
        assert len({step.detail for step in listed.steps if step.kind is StepKind.QUESTION}) == 3


class TestLevel:
    def test_everything_passed_is_the_whole_check(self) -> None:
        assert all_passed(a_plan()).level(valid=True) is VIDEO

    @pytest.mark.parametrize("kind", [kind for kind in StepKind if kind not in {StepKind.CONSENT, StepKind.READ}])
    def test_one_step_left_out_is_less(self, kind: StepKind) -> None:
        listed = all_passed(a_plan(), kind)
        for step in listed.steps:
            listed = listed.decided(step.id, StepState.SKIPPED, AT) if step.kind is kind else listed
        assert not reaches(listed.level(valid=True), VIDEO)
        assert {step.kind for step in listed.unchecked} == {kind}

    def test_an_expired_card_is_no_valid_one(self) -> None:
        assert all_passed(a_plan()).level(valid=False) is SEEN

    @pytest.mark.parametrize("kind", list(StepKind))
    def test_one_no_is_worth_nothing(self, kind: StepKind) -> None:
        listed = all_passed(a_plan())
        step = next(step for step in listed.steps if step.kind is kind)
        assert listed.decided(step.id, StepState.FAILED, AT).level(valid=True) is NONE

    def test_without_consent_nothing_counts(self) -> None:
        assert all_passed(a_plan(), StepKind.CONSENT).level(valid=True) is NONE

    def test_a_card_whose_face_was_not_compared_could_be_anybodys(self) -> None:
        assert all_passed(a_plan(), StepKind.FACE).level(valid=True) is QUESTIONS
        assert all_passed(a_plan(), StepKind.FACE, StepKind.QUESTION).level(valid=True) is NONE

    def test_a_card_without_a_photo_shows_nobody(self) -> None:
        listed = all_passed(plan(VIDEO, EID_CARD, Random(1)))
        assert listed.level(valid=True) is QUESTIONS

    def test_a_document_with_features_of_two_kinds_only_is_not_enough(self) -> None:
        poor = CARD.model_copy(
            update={"features": tuple(f for f in CARD.features if f.category in {"print", "material"})}
        )
        assert all_passed(plan(VIDEO, poor, Random(1))).level(valid=True) is SEEN

    def test_nothing_ever_reaches_the_chip(self) -> None:
        assert not reaches(all_passed(plan(IdentityLevel.EID, CARD, Random(1))).level(valid=True), IdentityLevel.EID)


class TestCourse:
    def test_steps_come_in_order_with_their_time_and_who_decided(self) -> None:
        listed = a_plan()
        assert listed.present is not None and listed.present.kind is StepKind.CONSENT  # noqa: PT018
        listed = listed.asked("consent", AT).decided("consent", StepState.PASSED, AT + timedelta(seconds=3), By.CITIZEN)
        step = listed.step("consent")
        assert step is not None
        assert (step.asked_at, step.at, step.by) == (AT, AT + timedelta(seconds=3), By.CITIZEN)
        assert listed.present is not None
        assert listed.present.kind is StepKind.QUALITY

    def test_an_interruption_lets_everything_lapse_that_was_only_seen_in_it(self) -> None:
        before = all_passed(a_plan())
        after = before.interrupted(CARD, Random(2))
        assert {step.kind for step in after.steps if step.state is StepState.OPEN} == set(LIVE)
        assert all(step.lapsed for step in after.steps if step.state is StepState.OPEN)
        assert {step.kind for step in after.steps if step.state is StepState.PASSED} == {
            StepKind.CONSENT,
            StepKind.READ,
            StepKind.FRONT,
            StepKind.SERIAL,
        }
        assert not reaches(after.level(valid=True), SEEN)

    def test_after_it_other_things_are_asked(self) -> None:
        before = a_plan()
        draws = {tuple(step.detail for step in before.interrupted(CARD, Random(seed)).steps) for seed in range(30)}
        assert len(draws) > 20

    def test_a_no_does_not_lapse(self) -> None:
        listed = a_plan().decided("tilt", StepState.FAILED, AT).interrupted(CARD, Random(3))
        assert [step.id for step in listed.failed] == ["tilt"]

    def test_another_document_keeps_what_does_not_depend_on_it(self) -> None:
        listed = all_passed(a_plan(), StepKind.READ).for_document(PASSPORT, Random(1))
        assert {step.kind for step in listed.steps if step.state is StepState.PASSED} == {
            StepKind.CONSENT,
            StepKind.QUALITY,
        }
        known = {feature.id for feature in PASSPORT.features}
        assert {step.detail for step in listed.steps if step.kind is StepKind.FEATURE} <= known

    def test_what_is_skipped_stays_in_the_list(self) -> None:
        listed = a_plan().skipped_rest(AT)
        assert listed.present is None
        assert len(listed.unchecked) == len(listed.steps)

    def test_a_list_is_never_changed(self) -> None:
        listed = a_plan()
        copy = replace(listed)
        listed.decided("consent", StepState.PASSED, AT)
        assert listed == copy

    def test_every_step_has_usual_reasons_to_end(self) -> None:
        assert set(SUGGESTED) == set(StepKind)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("L01X00T47", True), (" l01 x00-t47 ", True), ("LO1XOOT47", True), ("L01X00T48", False), ("", False)],
)
def test_the_serial_number_as_people_type_it(typed: str, fits: bool) -> None:
    assert same_serial(typed, "L01X00T47") is fits
