"""Last stage: the finished paper goes to the citizen's device, its hash comes back, and the clerk says goodbye."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.handover import Finished
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.page_preview import PagePreview
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced


def _groups(digest: str) -> list[str]:
    """A hash in groups of eight, so that it breaks into lines and can be read aloud."""
    return [digest[start : start + 8] for start in range(0, len(digest), 8)]


class FinishPanel(View):
    """One card for each finished paper; ending is offered when all have arrived."""

    stage = Stage.FINISH

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._model = case, case.rooms.handover
        self._title = SafeLabel(size="heading")
        self.prompt = named(SafeLabel(wrap=True), "finish.prompt")
        self._cards = QWidget()
        self._rows = QVBoxLayout(self._cards)
        spaced(self._rows, 0, 12)
        self.preview = PagePreview(case.rooms.shown)
        self.preview.page.setObjectName("finish.preview")
        self.again = DeskButton("finish.again", "quiet", "refresh-cw")
        self.anyway = DeskButton("finish.anyway", "")
        self.end = DeskButton("finish.end", "primary", "check-check")
        actions.bind("go_on", self.end)
        self.again.clicked.connect(case.hand_over_again)
        self.anyway.clicked.connect(case.finish)
        self.end.clicked.connect(case.finish)
        column = QVBoxLayout(self)
        spaced(column, 20, 10)
        column.addWidget(self._title)
        column.addWidget(self.prompt)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(scrolling(self._cards), 4)
        middle.addWidget(self.preview, 5)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(self.anyway)
        foot.addWidget(self.end)
        column.addLayout(foot)
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
        clear(self._rows)
        for paper in self._model.papers:
            self._rows.addWidget(self._card(paper))
        self._rows.addStretch(1)
        self.end.setEnabled(complete)
        self.again.setVisible(not complete)
        self.anyway.setVisible(not complete)

    def _card(self, paper: Finished) -> View:
        card = View()
        card.setProperty("notice", "success" if paper.received else "info")
        column = QVBoxLayout(card)
        spaced(column, 14, 6)
        column.addWidget(SafeLabel(paper.title, size="strong", wrap=True))
        state = self.tr("Angekommen, unverändert") if paper.received else self.tr("Wird übertragen …")
        column.addWidget(named(SafeLabel(state, size="heading-small"), "finish.state"))
        size = f"{len(paper.pdf) / 1024:.0f} KB"
        level = sentences.words(sentences.LEVELS, paper.level)
        column.addWidget(SafeLabel(f"{paper.file_name}  ·  {size}  ·  {level}", tone="muted", wrap=True))
        digest = self.tr("Prüfsumme (SHA-256): {sum}").replace("{sum}", " ".join(_groups(paper.digest)))
        column.addWidget(SafeLabel(digest, tone="muted", size="small", wrap=True, copyable=True))
        return card
