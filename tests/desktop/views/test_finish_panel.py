from __future__ import annotations

from clerk_desktop.common.appointments import State
from clerk_desktop.common.messages.work import DocumentAnswer, PaperReceived
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.finish_panel import FinishPanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_case, a_matter


async def opened(rehearsal: Rehearsal) -> FinishPanel:
    rehearsal.office.case = a_case(matters=(a_matter(signature="none"),))
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    rehearsal.desk.case.go(Stage.FINISH)
    await rehearsal.quiet()
    panel = rehearsal.desk.window.work_area.panels[Stage.FINISH]
    assert isinstance(panel, FinishPanel)
    return panel


def words(panel: FinishPanel) -> str:
    return "\n".join(label.text() for label in panel._cards.findChildren(SafeLabel))


async def test_the_end_waits_for_the_paper_to_arrive(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert "Wird übertragen …" in words(panel)
    assert not panel.end.isEnabled()
    paper = rehearsal.rooms.handover.papers[0]
    rehearsal.call.page_says(PaperReceived(id=paper.id, sha256=paper.digest))
    assert "Angekommen, unverändert" in words(panel)
    assert paper.digest[:8] in words(panel)
    panel.end.click()
    await rehearsal.quiet()
    assert rehearsal.office.steps[-1] == ("a1", State.FINISHED)
    assert not rehearsal.desk.case.is_open


async def test_it_can_be_sent_again(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    before = len(rehearsal.call.blobs)
    panel.again.click()
    await rehearsal.quiet()
    assert len(rehearsal.call.blobs) == before + 1


async def test_the_clerk_may_end_without_the_confirmation(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.anyway.click()
    await rehearsal.quiet()
    assert rehearsal.office.steps[-1] == ("a1", State.FINISHED)
