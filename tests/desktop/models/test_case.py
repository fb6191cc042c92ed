from __future__ import annotations

import pytest

from clerk_desktop.common.appointments import State
from clerk_desktop.common.errors import PaperBroken, Unavailable
from clerk_desktop.common.messages.clerk import EvidenceKind
from clerk_desktop.common.messages.work import DocumentAnswer, PaperReceived, SignatureDeclined, SignatureDrawn
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.identity import IdentityState
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import CLERK, COMPLETE, NOW, a_case, a_drawing, a_matter


def notes(rehearsal: Rehearsal) -> list[str]:
    return [str(kind) for kind, _ in rehearsal.office.notes]


async def answer(rehearsal: Rehearsal, agreed: bool = True, remark: str = "") -> None:
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=agreed, remark=remark))
    await rehearsal.quiet()


async def sign(rehearsal: Rehearsal) -> None:
    rehearsal.desk.case.go(Stage.SIGN)
    rehearsal.desk.case.ask_signature()
    await rehearsal.quiet()
    item = rehearsal.rooms.signature.open
    assert item is not None
    rehearsal.call.page_says(
        SignatureDrawn(id=item.request.id, document_sha256=item.request.document_sha256, drawing=a_drawing())
    )
    await rehearsal.quiet()


async def test_a_whole_appointment(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    await answer(rehearsal)
    await sign(rehearsal)
    assert rehearsal.rooms.stage.current is Stage.FINISH
    paper = rehearsal.rooms.handover.papers[0]
    rehearsal.call.page_says(PaperReceived(id=paper.id, sha256=paper.digest))
    rehearsal.desk.case.finish()
    await rehearsal.quiet()
    assert rehearsal.office.steps == [("a1", State.IN_CALL), ("a1", State.FINISHED)]
    assert notes(rehearsal) == [
        "identified", "paper_shown", "paper_agreed", "signature_asked", "signed", "handed_over",
    ]  # fmt: skip
    shown, agreed, asked, signed, handed = [sha for _, sha in rehearsal.office.notes[1:]]
    assert shown == agreed == asked
    assert signed == handed == paper.digest
    assert rehearsal.call.goodbyes == [True]
    assert not rehearsal.desk.case.is_open


async def test_the_clock_runs_from_the_first_picture(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    assert rehearsal.desk.case.since == NOW


async def test_what_opens_when(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    stage = rehearsal.rooms.stage
    assert [stage.blocked(s) for s in (Stage.IDENTIFY, Stage.WORK)] == ["", ""]
    assert stage.blocked(Stage.REVIEW) == "papers_first"
    assert stage.blocked(Stage.SIGN) == "identify_first"
    await rehearsal.identified()
    assert stage.blocked(Stage.SIGN) == "agree_first"
    for field, value in COMPLETE.items():
        rehearsal.rooms.form.set_value(field, value)
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert stage.current is Stage.REVIEW
    assert stage.blocked(Stage.SIGN) == "agree_first"
    await answer(rehearsal)
    assert stage.blocked(Stage.SIGN) == ""
    assert stage.blocked(Stage.FINISH) == "sign_first"
    await sign(rehearsal)
    assert stage.blocked(Stage.FINISH) == ""


async def test_an_incomplete_form_is_not_sent(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    told: list[None] = []
    rehearsal.desk.case.incomplete.connect(lambda: told.append(None))
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert told == [None]
    assert rehearsal.rooms.review.papers == ()


async def test_a_paper_that_cannot_be_made_is_said_and_the_form_stays(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    for field, value in COMPLETE.items():
        rehearsal.rooms.form.set_value(field, value)

    async def broken(_pdf: bytes) -> int:
        raise PaperBroken

    rehearsal.pages.page_count = broken  # type: ignore[method-assign]
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert [n.key for n in rehearsal.desk.banner.notices] == ["error.paper_broken"]
    assert rehearsal.rooms.stage.current is Stage.WORK
    assert rehearsal.rooms.form.values["new_street"] == COMPLETE["new_street"]


async def test_a_correction_makes_a_new_revision(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    await answer(rehearsal, agreed=False, remark="12a")
    rehearsal.desk.case.correct()
    assert rehearsal.rooms.stage.current is Stage.WORK
    assert rehearsal.rooms.form.values["new_street"] == COMPLETE["new_street"]
    rehearsal.rooms.form.set_value("new_street", "Mainzer Straße 12a")
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert rehearsal.rooms.review.papers[0].revision.number == 2
    assert notes(rehearsal) == ["identified", "paper_shown", "paper_disagreed", "paper_shown"]


async def test_editing_behind_the_citizens_back_takes_the_paper_from_their_screen(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    await answer(rehearsal)
    rehearsal.desk.case.go(Stage.WORK)
    assert rehearsal.rooms.review.all_agreed
    rehearsal.rooms.form.set_value("new_street", "Anderswo 1")
    assert rehearsal.rooms.review.papers == ()
    assert rehearsal.rooms.stage.blocked(Stage.SIGN) == "agree_first"
    assert [n.key for n in rehearsal.desk.banner.notices] == ["withdrawn"]
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert rehearsal.desk.banner.notices == ()


async def test_correcting_after_the_signature_voids_it(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    await answer(rehearsal)
    await sign(rehearsal)
    rehearsal.desk.case.correct()
    assert rehearsal.rooms.signature.items == ()
    assert rehearsal.rooms.handover.papers == ()
    assert rehearsal.rooms.stage.blocked(Stage.FINISH) == "agree_first"


async def test_declining_is_noted(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    await answer(rehearsal)
    rehearsal.desk.case.go(Stage.SIGN)
    rehearsal.desk.case.ask_signature()
    item = rehearsal.rooms.signature.open
    assert item is not None
    rehearsal.call.page_says(SignatureDeclined(id=item.request.id, reason="Nein"))
    await rehearsal.quiet()
    assert rehearsal.office.notes[-1] == (EvidenceKind.SIGNATURE_DECLINED, item.request.document_sha256)


async def test_a_matter_without_identity_and_signature_goes_the_short_way(rehearsal: Rehearsal) -> None:
    rehearsal.office.case = a_case(matters=(a_matter(identity="none", signature="none"),))
    await rehearsal.in_call()
    assert rehearsal.rooms.stage.stages == (Stage.GREET, Stage.WORK, Stage.REVIEW, Stage.FINISH)
    for field, value in {**COMPLETE, "document_number": "L"}.items():
        rehearsal.rooms.form.set_value(field, value)
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    await answer(rehearsal)
    rehearsal.desk.case.go(Stage.FINISH)
    await rehearsal.quiet()
    assert rehearsal.rooms.handover.papers[0].level == "none"
    assert rehearsal.call.blobs[-1][2] == rehearsal.rooms.review.papers[0].revision.pdf


async def test_whoever_cannot_be_identified_is_noted_and_the_call_ends(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.desk.case.identification_failed()
    await rehearsal.quiet()
    assert notes(rehearsal) == ["identification_failed"]
    assert rehearsal.office.steps[-1] == ("a1", State.INTERRUPTED)


async def test_the_end_does_not_wait_for_a_server_that_is_away(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    rehearsal.office.fail["step"] = Unavailable()
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet("hang-up")
    assert not rehearsal.desk.case.is_open
    assert rehearsal.call.goodbyes == [False]
    assert rehearsal.desk.lane.busy
    rehearsal.desk.tasks.cancel("office")


async def test_another_case_closes_the_one_before_completely(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    rehearsal.desk.case.open(a_case(appointment="a2"), CLERK)
    await rehearsal.quiet()
    assert rehearsal.rooms.identity.state is IdentityState.OPEN
    assert rehearsal.rooms.review.papers == ()
    assert rehearsal.rooms.form.values["new_street"] == ""
    assert rehearsal.rooms.stage.current is Stage.GREET


@pytest.mark.parametrize(
    ("arrived", "actions"), [(False, ("interrupt", "missed", "stay")), (True, ("finish", "interrupt", "stay"))]
)
async def test_hanging_up_asks_on_the_window(rehearsal: Rehearsal, arrived: bool, actions: tuple[str, ...]) -> None:
    await rehearsal.shown()
    await answer(rehearsal)
    await sign(rehearsal)
    if arrived:
        paper = rehearsal.rooms.handover.papers[0]
        rehearsal.call.page_says(PaperReceived(id=paper.id, sha256=paper.digest))
    rehearsal.desk.case.ask_to_leave()
    assert rehearsal.desk.banner.notices[0].actions == actions
    assert rehearsal.desk.case.is_open
    rehearsal.desk.banner.act("leave?", actions[0])
    await rehearsal.quiet()
    assert rehearsal.call.goodbyes == [arrived]
