"""Last stage: the finished paper goes to the citizen's device, its hash comes back, and the clerk says goodbye."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.handover import Finished
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.paper_panel import PaperPanel, paper_card
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named


def _groups(digest: str) -> list[str]:
    """A hash in groups of eight, so that it breaks into lines and can be read aloud."""
    return [digest[start : start + 8] for start in range(0, len(digest), 8)]


class FinishPanel(PaperPanel):
    """One card for each finished paper; ending is offered when all have arrived."""

    stage = Stage.FINISH

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(case, "finish", parent)
        self._model = case.rooms.handover
        self.again = DeskButton("finish.again", "quiet", "refresh-cw")
        self.anyway = DeskButton("finish.anyway", "")
        self.end = DeskButton("finish.end", "primary", "check-check")
        actions.bind("go_on", self.end)
        self.again.clicked.connect(case.hand_over_again)
        self.anyway.clicked.connect(case.finish)
        self.end.clicked.connect(case.finish)
        self._build([self.again], [self.anyway, self.end])
        self._model.changed.connect(self._update)
        self.retranslate()

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        (self.end if self.end.isEnabled() else self.again).setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Abschluss"))
        self.again.say(self.tr("Noch einmal senden"))
        self.anyway.say(self.tr("Ohne Bestätigung beenden"))
        self.end.say(self.tr("Termin abschließen"))
        self._update()

    def _update(self) -> None:
        complete = self._model.complete
        if complete:
            self.prompt.setText(
                self.tr("Alles ist angekommen. Erinnern Sie ans Herunterladen und verabschieden Sie sich.")
            )
        else:
            self.prompt.setText(self.tr("Das Papier geht auf das Gerät der Person. Warten Sie, bis es angekommen ist."))
        self.prompt.set_tone("success" if complete else "")
        self._show_cards(self._card(paper) for paper in self._model.papers)
        self.end.setEnabled(complete)
        self.again.setVisible(not complete)
        self.anyway.setVisible(not complete)

    def _card(self, paper: Finished) -> View:
        card, column = paper_card("success" if paper.received else "info", paper.title)
        state = self.tr("Angekommen, unverändert") if paper.received else self.tr("Wird übertragen …")
        column.addWidget(named(SafeLabel(state, size="heading-small"), "finish.state"))
        size = f"{len(paper.pdf) / 1024:.0f} KB"
        level = sentences.words(sentences.LEVELS, paper.level)
        column.addWidget(SafeLabel(f"{paper.file_name}  ·  {size}  ·  {level}", tone="muted", wrap=True))
        digest = self.tr("Prüfsumme (SHA-256): {sum}").replace("{sum}", " ".join(_groups(paper.digest)))
        column.addWidget(SafeLabel(digest, tone="muted", size="small", wrap=True, copyable=True))
        return card
