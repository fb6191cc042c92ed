from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clerk_desktop.common.errors import CallLost, CardUnreadable
from clerk_desktop.common.identification import AbortReason, By, StepKind, StepState
from clerk_desktop.common.identity import Check, HandTyped
from clerk_desktop.common.matters import IdentityLevel
from clerk_desktop.common.messages.card import IdentityAnswer, IdentityAsk, IdentityAskOver, IdentitySerial
from clerk_desktop.common.messages.clerk import Devices, EvidenceKind
from clerk_desktop.common.messages.work import PageHello, StageChanged
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.identity import EXPIRED, IdentityState
from tests.helpers.desk_fakes import FakeReading, Rehearsal
from tests.helpers.desk_samples import CARD, CLERK

TYPED = HandTyped("Mustermann", "Erika", date(1964, 8, 12), date(2033, 8, 1), "LZ6311T47")


async def test_a_still_is_read_and_compared(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    model = rehearsal.rooms.identity
    states: list[IdentityState] = []
    model.changed.connect(lambda: states.append(model.state))
    await rehearsal.card_read()
    seen = list(dict.fromkeys(states))
    assert seen == [IdentityState.OPEN, IdentityState.TAKING, IdentityState.READING, IdentityState.READ]
    assert model.still == rehearsal.call.still
    assert model.differences == ()
    assert not model.can_confirm
    rehearsal.checked()
    assert model.can_confirm


async def test_pressing_twice_takes_one_still(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.rooms.identity.take_still()
    rehearsal.rooms.identity.take_still()
    await rehearsal.quiet()
    assert len(rehearsal.reader.stills) == 1


async def test_confirming_forgets_the_picture_notes_it_and_goes_on(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    model = rehearsal.rooms.identity
    await rehearsal.card_read()
    rehearsal.checked()
    model.confirm(CLERK)
    await rehearsal.quiet()
    assert model.still is None
    assert model.reading is None
    assert (model.pictures, model.face) == ({}, None)
    assert model.record is not None
    assert model.record.by == CLERK.id
    assert Check.CHECK_DIGITS in model.record.checks
    assert rehearsal.office.notes == [(EvidenceKind.IDENTIFIED, None)]
    assert rehearsal.rooms.stage.current is Stage.WORK
    assert rehearsal.rooms.form.filled("document_number").value == "LZ6311T47"


async def test_an_unreadable_card_says_why_and_keeps_the_picture_to_look_at(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = CardUnreadable("glare")
    model = rehearsal.rooms.identity
    model.take_still()
    await rehearsal.quiet()
    assert (model.state, model.reason) == (IdentityState.UNREADABLE, "glare")
    assert model.still is not None
    assert not model.can_confirm
    model.retry()
    assert (model.state, model.still) == (IdentityState.OPEN, None)


async def test_a_lost_call_leads_back_to_the_beginning_with_a_sentence(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.call.still = CallLost()
    rehearsal.rooms.identity.take_still()
    await rehearsal.quiet()
    assert rehearsal.rooms.identity.state is IdentityState.OPEN
    assert [notice.key for notice in rehearsal.desk.banner.notices] == ["error.call_lost"]


async def test_every_difference_and_the_expiry_must_be_settled(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = FakeReading(
        fields=replace(CARD, family_name="MUSTERFRAU", expiry_date=date(2026, 11, 22))
    )
    model = rehearsal.rooms.identity
    await rehearsal.card_read()
    assert model.open_points == ("family_name", EXPIRED)
    assert model.steps.present is not None
    assert model.steps.present.kind is StepKind.READ
    model.answer(StepState.PASSED)
    assert model.steps.present.kind is StepKind.READ
    model.confirm(CLERK)
    assert model.record is None
    model.settle("family_name", settled=True)
    model.settle(EXPIRED, settled=True)
    rehearsal.checked()
    assert model.can_confirm
    model.settle(EXPIRED, settled=False)
    assert not model.can_confirm
    assert model.steps.present.kind is StepKind.READ
    model.settle(EXPIRED, settled=True)
    model.confirm(CLERK)
    assert model.record is not None
    assert {Check.EXPIRED_ACCEPTED, Check.DIFFERENCES_ACCEPTED} <= set(model.record.checks)
    assert model.person == "ERIKA MUSTERFRAU"


async def test_on_its_last_day_a_card_is_good(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = FakeReading(fields=replace(CARD, expiry_date=date(2026, 11, 23)))
    await rehearsal.card_read()
    rehearsal.checked()
    assert rehearsal.rooms.identity.can_confirm


async def test_fewer_given_names_are_a_note_and_no_obstacle(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = FakeReading(fields=replace(CARD, given_names="ERIKA ANNA"))
    model = rehearsal.rooms.identity
    await rehearsal.card_read()
    assert [line.is_note for line in model.differences] == [True]
    rehearsal.checked()
    assert model.can_confirm


async def test_the_clerk_may_type_what_the_machine_cannot_read(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = CardUnreadable("blurred")
    model = rehearsal.rooms.identity
    await rehearsal.card_read()
    model.by_hand()
    assert model.still is not None
    model.typed(replace(TYPED, document_number="OIL"))
    assert model.problems == {"document_number": "characters"}
    assert model.state is IdentityState.BY_HAND
    model.typed(TYPED)
    assert model.problems == {}
    rehearsal.checked()
    model.confirm(CLERK)
    assert model.record is not None
    assert Check.TYPED_BY_CLERK in model.record.checks
    assert model.person == "Erika Mustermann"


async def test_the_end_of_a_case_forgets_everything(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.rooms.identity.take_still()
    await rehearsal.quiet()
    rehearsal.desk.case.interrupt()
    model = rehearsal.rooms.identity
    assert (model.still, model.reading, model.card, model.record) == (None, None, None, None)


async def test_giving_up_forgets_all_that_was_seen_at_once(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    await rehearsal.card_read()
    rehearsal.desk.case.identification_failed(AbortReason.NOT_THIS_PERSON)
    model = rehearsal.rooms.identity
    assert (model.still, model.reading, model.card, model.pictures) == (None, None, None, {})
    await rehearsal.quiet()
    assert (EvidenceKind.IDENTIFICATION_FAILED, None) in rehearsal.office.notes


async def test_a_break_of_the_link_lets_lapse_what_was_only_seen(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    await rehearsal.card_read()
    rehearsal.checked()
    model = rehearsal.rooms.identity
    assert model.can_confirm
    rehearsal.call.set_state(CallState.RECOVERING)
    rehearsal.call.connect_page()
    assert not model.can_confirm
    assert model.card is not None
    assert model.steps.present is not None
    assert model.steps.present.lapsed


async def test_without_a_card_the_level_says_so_and_the_matter_may_ask_for_more(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    model = rehearsal.rooms.identity
    model.show_document("")
    rehearsal.checked()
    assert model.can_confirm
    model.confirm(CLERK)
    await rehearsal.quiet()
    assert model.record is not None
    assert (model.record.fields, model.record.level) == (None, IdentityLevel.QUESTIONS)
    assert rehearsal.desk.case.rooms.stage.blocked(Stage.SIGN) == "level_too_low"


async def test_the_page_is_asked_step_by_step_and_the_citizen_answers(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    model = rehearsal.rooms.identity
    await rehearsal.quiet()

    def asked() -> list[IdentityAsk]:
        return [said for said in rehearsal.call.said if isinstance(said, IdentityAsk)]

    assert asked()[-1].kind is StepKind.CONSENT
    rehearsal.call.page_says(IdentityAnswer(id="another", yes=True))
    assert model.steps.present is not None
    assert model.steps.present.kind is StepKind.CONSENT
    rehearsal.call.page_says(IdentityAnswer(id=asked()[-1].id, yes=True))
    consent = model.steps.list.step("consent") if model.steps.list else None
    assert consent is not None
    assert consent.by is By.CITIZEN
    await rehearsal.quiet()
    assert isinstance(rehearsal.call.said[-1], IdentityAskOver)
    model.answer(StepState.PASSED)
    model.take_still()
    await rehearsal.quiet()
    while model.steps.present and model.steps.present.kind is not StepKind.SERIAL:
        await rehearsal.quiet()
        assert asked()[-1].id == model.steps.request
        model.answer(StepState.PASSED)
    assert model.serial_fits is None
    rehearsal.call.page_says(IdentitySerial(id=model.steps.request, number="lz6311t4 7"))
    assert model.serial_fits is True
    rehearsal.call.page_says(IdentitySerial(id=model.steps.request, number="LZ6311T48"))
    assert model.serial_fits is False


async def test_a_reloaded_page_is_asked_again(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.go(Stage.IDENTIFY)
    await rehearsal.quiet()
    rehearsal.call.said.clear()
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    assert [said.kind for said in rehearsal.call.said if isinstance(said, IdentityAsk)] == [StepKind.CONSENT]


async def test_a_request_never_overtakes_the_stage_that_it_belongs_to(rehearsal: Rehearsal) -> None:
    """A page that hears "work" after the request would take it away again."""
    await rehearsal.identified()
    rehearsal.call.said.clear()
    rehearsal.call.channel_opened.emit()
    hello = PageHello(language="de", devices=Devices(camera=True, microphone=True), device="laptop")
    rehearsal.call.page_says(hello)
    await rehearsal.quiet()
    said = [message for message in rehearsal.call.said if isinstance(message, StageChanged | IdentityAsk)]
    assert isinstance(said[-1], IdentityAsk)
    assert [message.stage for message in said if isinstance(message, StageChanged)] == [Stage.WORK, Stage.IDENTIFY]


async def test_no_picture_is_written_to_disk(
    rehearsal: Rehearsal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
            opened.append(str(args[0]))

    import sys

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    sys.addaudithook(watch)
    await rehearsal.identified()
    mine = [name for name in opened if not name.endswith("settings.ini") and ".lock" not in name]
    opened.clear()
    assert [name for name in mine if "pytest" in name or str(tmp_path) in name] == []
