from __future__ import annotations

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.messages.work import DocumentAnswer, SignatureDrawn
from clerk_desktop.common.stages import Stage
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_case, a_drawing, a_matter, t


async def test_the_paper_is_there_when_the_case_opens(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    preview = rehearsal.rooms.preview
    assert preview.page_count == 2
    assert preview.picture is not None
    pdf, page, _width = rehearsal.pages.drawn[-1]
    assert b"family_name=Mustermann" in pdf
    assert page == 0


async def test_after_the_last_key_it_is_set_once(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    before = len(rehearsal.pages.drawn)
    for text in ("M", "Ma", "Mai"):
        rehearsal.rooms.form.set_value("new_street", text)
    rehearsal.rooms.preview._quiet.timeout.emit()
    rehearsal.rooms.preview._quiet.stop()
    await rehearsal.quiet()
    assert len(rehearsal.pages.drawn) == before + 1
    assert b"new_street=Mai" in rehearsal.pages.drawn[-1][0]


async def test_pages_turn_and_stop_at_both_ends(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    preview = rehearsal.rooms.preview
    preview.turn(-1)
    assert preview.page == 0
    preview.turn(5)
    await rehearsal.quiet()
    assert preview.page == 1
    assert rehearsal.pages.drawn[-1][1] == 1


async def test_what_cannot_be_set_is_said_and_the_old_page_stays(rehearsal: Rehearsal) -> None:
    await rehearsal.in_call()
    preview = rehearsal.rooms.preview
    rehearsal.pages.fail = PaperBroken()
    preview.refresh()
    await rehearsal.quiet()
    assert preview.error == "paper_broken"
    assert preview.picture is not None
    rehearsal.pages.fail = None
    preview.refresh()
    await rehearsal.quiet()
    assert preview.error == ""


async def test_a_matter_with_two_papers_shows_either(rehearsal: Rehearsal) -> None:
    two = [
        {"id": name, "template": "x.typ", "title": t(name), "file_name": name.title()} for name in ("first", "second")
    ]
    rehearsal.office.case = a_case(matters=(a_matter(papers=two),))
    await rehearsal.in_call()
    preview = rehearsal.rooms.preview
    preview.show_paper(preview.papers[1])
    await rehearsal.quiet()
    assert rehearsal.pages.drawn[-1][0].startswith(b"%PDF second")


async def test_the_citizens_view_shows_the_very_bytes_and_then_the_signed_ones(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    shown = rehearsal.rooms.review.papers[0]
    assert (shown.revision.pdf, 0, 480) in rehearsal.pages.drawn
    answer = DocumentAnswer(id=shown.id, sha256=shown.revision.digest, agreed=True)
    rehearsal.call.page_says(answer)
    rehearsal.desk.case.go(Stage.SIGN)
    rehearsal.desk.case.ask_signature()
    await rehearsal.quiet()
    request = rehearsal.rooms.signature.items[0].request
    rehearsal.call.page_says(
        SignatureDrawn(id=request.id, document_sha256=request.document_sha256, drawing=a_drawing())
    )
    await rehearsal.quiet()
    assert b"signed by Erika Mustermann (simple)" in rehearsal.pages.drawn[-1][0]


async def test_nothing_is_left_of_a_closed_case(rehearsal: Rehearsal) -> None:
    await rehearsal.shown()
    rehearsal.desk.case.interrupt()
    await rehearsal.quiet()
    for model in (rehearsal.rooms.preview, rehearsal.rooms.shown):
        assert (model.picture, model.paper, model.page_count) == (None, None, 0)
