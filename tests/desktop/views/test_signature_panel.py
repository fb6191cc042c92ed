from __future__ import annotations

from clerk_desktop.common.messages.work import DocumentAnswer, SignatureDeclined, SignatureDrawn
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.views.signature_panel import SignaturePanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from tests.helpers.desk_fakes import Rehearsal
from tests.helpers.desk_samples import a_drawing

LINE = Drawing(width=400, height=100, strokes=(tuple(Point(x=10 * i, y=10, t=i) for i in range(9)),))


async def opened(rehearsal: Rehearsal) -> SignaturePanel:
    await rehearsal.shown()
    paper = rehearsal.rooms.review.papers[0]
    rehearsal.call.page_says(DocumentAnswer(id=paper.id, sha256=paper.revision.digest, agreed=True))
    rehearsal.desk.case.go(Stage.SIGN)
    panel = rehearsal.desk.window.work_area.panels[Stage.SIGN]
    assert isinstance(panel, SignaturePanel)
    return panel


def words(panel: SignaturePanel) -> list[str]:
    return [label.text() for label in panel._cards.findChildren(SafeLabel)]


async def draws(rehearsal: Rehearsal, drawing: Drawing) -> None:
    item = rehearsal.rooms.signature.open
    assert item is not None
    rehearsal.call.page_says(
        SignatureDrawn(id=item.request.id, document_sha256=item.request.document_sha256, drawing=drawing)
    )
    await rehearsal.quiet()


async def test_the_level_is_named_before_asking(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    assert "einfache elektronische Signatur" in panel.prompt.text()
    assert "nicht qualifiziert" in panel.prompt.text()


async def test_asking_shows_who_is_to_sign_what(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    assert "Die Person ist gebeten zu unterschreiben …" in words(panel)
    assert "Unterzeichnet von: Erika Mustermann" in words(panel)
    assert not panel.ask.isEnabled()
    assert panel.withdraw.isVisibleTo(panel)


async def test_a_straight_line_is_sent_back_with_the_reason(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    await draws(rehearsal, LINE)
    assert "Zurückgegeben; die Person zeichnet noch einmal." in words(panel)
    assert "Es war nur ein gerader Strich." in words(panel)
    assert rehearsal.rooms.stage.current is Stage.SIGN


async def test_a_signature_leads_to_the_end(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    await draws(rehearsal, a_drawing())
    assert rehearsal.rooms.stage.current is Stage.FINISH
    rehearsal.desk.case.go(Stage.SIGN)
    assert "Unterschrieben und geprüft" in words(panel)
    assert panel.go_on.isVisibleTo(panel)
    panel.go_on.click()
    assert rehearsal.rooms.stage.current is Stage.FINISH


async def test_declining_shows_the_words_and_can_be_asked_again(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    item = rehearsal.rooms.signature.open
    assert item is not None
    rehearsal.call.page_says(SignatureDeclined(id=item.request.id, reason="<i>Nein</i>"))
    assert "Die Person möchte nicht unterschreiben." in words(panel)
    assert "<i>Nein</i>" in words(panel)
    assert panel.ask.text().strip() == "Noch einmal bitten"
    panel.ask.click()
    assert rehearsal.rooms.signature.open is not None


async def test_withdrawing(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    panel.withdraw.click()
    assert "Zurückgezogen" in words(panel)
    assert rehearsal.rooms.signature.open is None
    assert panel.ask.isEnabled()


async def test_correcting_from_here(rehearsal: Rehearsal) -> None:
    panel = await opened(rehearsal)
    panel.ask.click()
    panel.correct.click()
    assert rehearsal.rooms.stage.current is Stage.WORK
    assert rehearsal.rooms.signature.items == ()
