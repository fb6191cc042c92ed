from __future__ import annotations

from clerk_desktop.common.messages.work import (
    DeskHello,
    DocumentAnswer,
    DocumentShow,
    DocumentShown,
    DocumentWithdraw,
    FinishedPaper,
    PaperReceived,
    SignatureAccepted,
    SignatureAsk,
    SignatureDrawn,
    SignatureSentBack,
    SignatureWithdraw,
    StageChanged,
)
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.common.stages import Stage
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_drawing

DOT = Drawing(width=100, height=50, strokes=((Point(x=1, y=1, t=0),),))


def said(rehearsal: Rehearsal) -> list[str]:
    """What the desk said since the last look."""
    kinds = [message.type for message in rehearsal.call.said]
    rehearsal.call.said.clear()
    return kinds


async def agreed(rehearsal: Rehearsal) -> None:
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    await rehearsal.quiet()


async def signing(rehearsal: Rehearsal) -> SignatureAsk:
    await rehearsal.shown()
    await agreed(rehearsal)
    rehearsal.desk.case.go(Stage.SIGN)
    rehearsal.desk.case.ask_signature()
    await rehearsal.quiet()
    ask = rehearsal.call.said[-1]
    assert isinstance(ask, SignatureAsk)
    return ask


async def signed(rehearsal: Rehearsal) -> None:
    ask = await signing(rehearsal)
    rehearsal.call.page_says(SignatureDrawn(id=ask.id, document_sha256=ask.document_sha256, drawing=a_drawing()))
    await rehearsal.quiet()


async def test_hello_comes_first_and_names_office_matter_and_stages(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    hello, stage = rehearsal.call.said
    assert isinstance(hello, DeskHello)
    assert (hello.clerk, hello.office, hello.matter.en) == ("Frau Wolf", "Bürgeramt City", "Moving within the town")
    assert hello.stages[0] is Stage.GREET
    assert stage == StageChanged(stage=Stage.GREET)


async def test_both_show_the_same_stage(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    said(rehearsal)
    rehearsal.desk.case.go(Stage.IDENTIFY)
    await rehearsal.quiet()
    stages = [message for message in rehearsal.call.said if isinstance(message, StageChanged)]
    assert stages == [StageChanged(stage=Stage.IDENTIFY)]


async def test_the_paper_follows_its_announcement(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    show = next(message for message in rehearsal.call.said if isinstance(message, DocumentShow))
    paper = rehearsal.rooms.review.papers[0]
    assert (show.id, show.title, show.revision, show.pages, show.sha256) == (
        paper.id,
        "Meldeschein",
        1,
        2,
        paper.revision.digest,
    )
    assert rehearsal.call.blobs == [(paper.id, "document", paper.revision.pdf)]


async def test_a_reloaded_page_is_told_everything_anew(rehearsal: Rehearsal) -> None:
    await signing(rehearsal)
    said(rehearsal)
    rehearsal.call.blobs.clear()
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    shown = [message for message in rehearsal.call.said if message.type == "document.show"]
    assert said(rehearsal) == ["desk.hello", "stage", "document.show", "signature.ask"]
    assert len(rehearsal.call.blobs) == 1
    # What the citizen said before the reload still holds, on both screens.
    assert rehearsal.rooms.review.all_agreed
    assert [paper.agreed for paper in shown] == [True]


async def test_what_is_said_without_a_channel_is_said_when_it_opens(rehearsal: Rehearsal) -> None:
    await rehearsal.identified()
    rehearsal.call.channel_open = False
    said(rehearsal)
    for field, value in {"new_street": "Weg 1", "new_postcode": "66111", "new_kind": "only"}.items():
        rehearsal.rooms.form.set_value(field, value)
    rehearsal.desk.case.send_papers()
    await rehearsal.quiet()
    assert said(rehearsal) == []
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    assert said(rehearsal) == ["desk.hello", "stage", "document.show"]


async def test_a_correction_takes_the_paper_off_the_screen(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    said(rehearsal)
    rehearsal.desk.case.correct()
    await rehearsal.quiet()
    assert rehearsal.call.said == [DocumentWithdraw(id=paper.id), StageChanged(stage=Stage.WORK)]


async def test_signature_sent_back_withdrawn_accepted(rehearsal: Rehearsal) -> None:
    ask = await signing(rehearsal)
    said(rehearsal)
    rehearsal.call.page_says(SignatureDrawn(id=ask.id, document_sha256=ask.document_sha256, drawing=DOT))
    await rehearsal.quiet()
    assert rehearsal.call.said == [SignatureSentBack(id=ask.id, code="signature_refused")]
    rehearsal.rooms.signature.withdraw()
    await rehearsal.quiet()
    assert rehearsal.call.said[-1] == SignatureWithdraw(id=ask.id)
    rehearsal.desk.case.ask_signature()
    await rehearsal.quiet()
    again = rehearsal.call.said[-1]
    assert again.id != ask.id
    rehearsal.call.page_says(SignatureDrawn(id=again.id, document_sha256=again.document_sha256, drawing=a_drawing()))
    await rehearsal.quiet()
    assert SignatureAccepted(id=again.id) in rehearsal.call.said


async def test_the_signed_paper_is_handed_over_at_once_and_again_after_a_reload(rehearsal: Rehearsal) -> None:
    await signed(rehearsal)
    paper = rehearsal.rooms.handover.papers[0]
    announced = FinishedPaper(
        id=paper.id, title="Meldeschein", file_name="Meldeschein.pdf", sha256=paper.digest, level="simple"
    )
    assert announced in rehearsal.call.said
    assert rehearsal.call.blobs[-1] == (paper.id, "finished", paper.pdf)
    rehearsal.call.page_says(PaperReceived(id=paper.id, sha256=paper.digest))
    said(rehearsal)
    rehearsal.call.connect_page()
    await rehearsal.quiet()
    # The reloaded page has lost its download: it gets the paper once more.
    assert said(rehearsal) == ["desk.hello", "stage", "document.show", "finished.paper"]


async def test_what_the_page_says_of_pages_reaches_the_review(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentShown(id=paper.id, page=2, sha256=paper.revision.digest))
    assert rehearsal.rooms.review.papers[0].revision.pages_seen == {2}


async def test_after_the_end_nothing_is_heard_or_said(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    said(rehearsal)
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    rehearsal.call.channel_opened.emit()
    await rehearsal.quiet()
    assert said(rehearsal) == []
    assert rehearsal.rooms.review.papers == ()
