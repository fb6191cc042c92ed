"""Fourth stage: the paper is on the citizen's screen; what they have seen of it, and what they say."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clerk_desktop.common.documents import Review
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.review import UnderReview
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.paper_panel import PaperPanel, paper_card
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named

_TONES = {
    Review.NOT_SHOWN: "info",
    Review.SHOWN: "info",
    Review.AGREED: "success",
    Review.DISAGREED: "warning",
}


class ReviewPanel(PaperPanel):
    """The same page as the citizen sees, and one card for each paper with its answer."""

    stage = Stage.REVIEW

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(case, "review", parent)
        self.correct = DeskButton("review.correct", "", "pencil-line")
        self.go_on = DeskButton("review.go_on", "primary", "arrow-right")
        actions.bind("correct", self.correct)
        actions.bind("go_on", self.go_on)
        self.correct.clicked.connect(case.correct)
        self.go_on.clicked.connect(self._go_on)
        self._build([self.correct], [self.go_on])
        case.rooms.review.changed.connect(self._update)
        case.rooms.stage.changed.connect(self._update)
        self.retranslate()

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        (self.go_on if self.go_on.isEnabled() else self.correct).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.correct.say(self.tr("Korrigieren"))
        self._update()

    def _update(self) -> None:
        review, stage = self._case.rooms.review, self._case.rooms.stage
        self._ask(several=len(review.papers) > 1)
        self._show_cards(self._card(paper) for paper in review.papers)
        signing = stage.following is Stage.SIGN
        self.go_on.say(self.tr("Weiter zur Unterschrift") if signing else self.tr("Weiter"))
        self.go_on.setEnabled(stage.following is not None and not stage.blocked(stage.following))
        why = "" if review.all_agreed else self.tr("Die Person hat noch nicht zugestimmt.")
        self.go_on.setAccessibleDescription(why)

    def _ask(self, several: bool) -> None:
        if several:
            self._title.setText(self.tr("Stimmen die Papiere?"))
            text = self.tr(
                "Die Person sieht sie auf ihrem Bildschirm. Gehen Sie alle mit ihr durch, eines nach dem anderen."
            )
        else:
            self._title.setText(self.tr("Stimmt das Papier?"))
            text = self.tr(
                "Die Person sieht das Papier auf ihrem Bildschirm. Gehen Sie es mit ihr durch, bis sie antwortet."
            )
        self.prompt.setText(text)

    def _card(self, paper: UnderReview) -> View:
        revision = paper.revision
        card, column = paper_card(_TONES[revision.review], revision.title)
        column.addWidget(named(SafeLabel(self._answer(paper), size="heading-small", wrap=True), "review.answer"))
        if revision.remark:
            column.addWidget(SafeLabel(self.tr("Bemerkung der Person:"), tone="muted"))
            column.addWidget(named(SafeLabel(revision.remark, wrap=True, copyable=True), "review.remark"))
        seen = self.tr("{seen} von {all} Seiten gesehen")
        seen = seen.replace("{seen}", str(len(revision.pages_seen))).replace("{all}", str(revision.pages))
        column.addWidget(named(SafeLabel(f"{seen}  ·  {self._fassung(revision.number)}", tone="muted"), "review.seen"))
        return card

    def _fassung(self, number: int) -> str:
        return self.tr("Fassung {n}").replace("{n}", str(number))

    def _answer(self, paper: UnderReview) -> str:
        match paper.revision.review:
            case Review.AGREED:
                return self.tr("Die Person sagt: stimmt.")
            case Review.DISAGREED:
                return self.tr("Die Person sagt: stimmt nicht.")
            case _ if paper.revision.pages_seen:
                return self.tr("Die Person liest …")
            case _:
                return self.tr("Wird übertragen …")
