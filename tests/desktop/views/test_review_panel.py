from __future__ import annotations

from clerk_desktop.common.messages.work import DocumentAnswer, DocumentShown
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.review_panel import ReviewPanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal


async def opened(rehearsal: Rehearsal) -> ReviewPanel:
    await rehearsal.shown()
    panel = rehearsal.desk.window.work_area.panels[Stage.REVIEW]
    assert isinstance(panel, ReviewPanel)
    return panel


def text(panel: ReviewPanel, name: str) -> str:
    label = panel._cards.findChild(SafeLabel, name)
    return label.text() if label else ""


def says(rehearsal: Rehearsal, agreed: bool, remark: str = "") -> None:
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=agreed, remark=remark))


async def test_what_the_citizen_has_seen_is_counted(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert text(panel, "review.answer") == "Wird übertragen …"
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentShown(id=paper.id, page=1, sha256=paper.revision.digest))
    assert text(panel, "review.answer") == "Die Person liest …"
    assert text(panel, "review.seen") == "1 von 2 Seiten gesehen  ·  Fassung 1"
    assert not panel.go_on.isEnabled()


async def test_the_remark_is_shown_as_text(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    says(rehearsal, agreed=False, remark="<img src=x> 12a & 12b")
    assert text(panel, "review.answer") == "Die Person sagt: stimmt nicht."
    assert text(panel, "review.remark") == "<img src=x> 12a & 12b"
    assert not panel.go_on.isEnabled()
    panel.correct.click()
    assert rehearsal.rooms.stage.current is Stage.WORK


async def test_it_asks_for_each_of_several(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert panel._title.text() == "Stimmt das Papier?"
    panel._ask(several=True)
    assert panel._title.text() == "Stimmen die Papiere?"
    assert "eines nach dem anderen" in panel.prompt.text()


async def test_agreement_opens_the_signature(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    says(rehearsal, agreed=True)
    assert text(panel, "review.answer") == "Die Person sagt: stimmt."
    assert panel.go_on.isEnabled()
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.SIGN


async def test_it_shows_the_very_paper_that_was_sent(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert panel.preview.page.has_page
    assert panel.preview.page.objectName() == "review.preview"
