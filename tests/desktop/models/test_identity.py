from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clerk_desktop.common.errors import CallLost, CardUnreadable
from clerk_desktop.common.identity import Check, HandTyped
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.identity import EXPIRED, IdentityState
from tests.helpers.desk_fakes import FakeReading, Rehearsal
from tests.helpers.desk_samples import CARD, CLERK

TYPED = HandTyped("Mustermann", "Erika", date(1964, 8, 12), date(2033, 8, 1), "LZ6311T47")


async def test_a_still_is_read_and_compared(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    model = rehearsal.rooms.identity
    states: list[IdentityState] = []
    model.changed.connect(lambda: states.append(model.state))
    model.take_still()
    await rehearsal.quiet()
    assert states == [IdentityState.TAKING, IdentityState.READING, IdentityState.READ]
    assert model.still == rehearsal.call.still
    assert model.differences == ()
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
    model.take_still()
    await rehearsal.quiet()
    model.confirm(CLERK)
    await rehearsal.quiet()
    assert model.still is None
    assert model.reading is None
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
    model.take_still()
    await rehearsal.quiet()
    assert model.open_points == ("family_name", EXPIRED)
    model.confirm(CLERK)
    assert model.record is None
    model.settle("family_name", settled=True)
    model.settle(EXPIRED, settled=True)
    assert model.can_confirm
    model.settle(EXPIRED, settled=False)
    assert not model.can_confirm
    model.settle(EXPIRED, settled=True)
    model.confirm(CLERK)
    assert model.record is not None
    assert {Check.EXPIRED_ACCEPTED, Check.DIFFERENCES_ACCEPTED} <= set(model.record.checks)
    assert model.person == "ERIKA MUSTERFRAU"


async def test_on_its_last_day_a_card_is_good(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = FakeReading(fields=replace(CARD, expiry_date=date(2026, 11, 23)))
    rehearsal.rooms.identity.take_still()
    await rehearsal.quiet()
    assert rehearsal.rooms.identity.can_confirm


async def test_fewer_given_names_are_a_note_and_no_obstacle(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = FakeReading(fields=replace(CARD, given_names="ERIKA ANNA"))
    model = rehearsal.rooms.identity
    model.take_still()
    await rehearsal.quiet()
    assert [line.is_note for line in model.differences] == [True]
    assert model.can_confirm


async def test_the_clerk_may_type_what_the_machine_cannot_read(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.reader.answer = CardUnreadable("blurred")
    model = rehearsal.rooms.identity
    model.take_still()
    await rehearsal.quiet()
    model.by_hand()
    assert model.still is not None
    model.typed(replace(TYPED, document_number="OIL"))
    assert model.problems == {"document_number": "characters"}
    assert model.state is IdentityState.BY_HAND
    model.typed(TYPED)
    assert model.problems == {}
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
