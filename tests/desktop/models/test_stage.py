from __future__ import annotations

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.stage import StageModel

STAGES = (Stage.GREET, Stage.WORK, Stage.REVIEW, Stage.FINISH)


def test_a_case_begins_with_its_first_stage() -> None:
    model = StageModel()
    entered: list[Stage] = []
    model.entered.connect(entered.append)
    model.start(STAGES, lambda _stage: "")
    assert entered == [Stage.GREET]
    assert model.following is Stage.WORK


def test_a_blocked_stage_says_why_and_is_not_entered() -> None:
    model = StageModel()
    model.start(STAGES, lambda stage: "papers_first" if stage is Stage.REVIEW else "")
    assert model.blocked(Stage.REVIEW) == "papers_first"
    assert not model.go(Stage.REVIEW)
    assert model.current is Stage.GREET


def test_the_clerk_may_step_back_and_what_lies_behind_is_done() -> None:
    model = StageModel()
    model.start(STAGES, lambda _stage: "")
    assert model.go(Stage.FINISH)
    assert model.following is None
    assert [model.is_done(stage) for stage in STAGES] == [True, True, True, False]
    assert model.go(Stage.WORK)
    assert [model.is_done(stage) for stage in STAGES] == [True, False, False, False]


def test_a_stage_that_the_matter_does_not_have_is_not_entered() -> None:
    model = StageModel()
    model.start(STAGES, lambda _stage: "")
    assert not model.go(Stage.SIGN)


def test_entering_the_present_stage_again_says_nothing() -> None:
    model = StageModel()
    model.start(STAGES, lambda _stage: "")
    entered: list[Stage] = []
    model.entered.connect(entered.append)
    assert model.go(Stage.GREET)
    assert entered == []


def test_without_a_case_there_are_no_stages() -> None:
    model = StageModel()
    model.start(STAGES, lambda _stage: "")
    model.stop()
    assert model.stages == ()
    assert model.following is None
