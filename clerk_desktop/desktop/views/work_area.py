"""The right side of the desk: the panel of the present stage, or what to do while nobody is there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.document_editor import DocumentEditor
from clerk_desktop.desktop.views.finish_panel import FinishPanel
from clerk_desktop.desktop.views.greet_panel import GreetPanel
from clerk_desktop.desktop.views.identity_panel import IdentityPanel
from clerk_desktop.desktop.views.pay_panel import PayPanel
from clerk_desktop.desktop.views.review_panel import ReviewPanel
from clerk_desktop.desktop.views.signature_panel import SignaturePanel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, spaced

PANELS = (GreetPanel, IdentityPanel, DocumentEditor, ReviewPanel, SignaturePanel, PayPanel, FinishPanel)


class IdlePanel(View):
    """Nobody is at the desk."""

    def __init__(self, queue: QueueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self._title = SafeLabel(size="heading-large")
        self._text = SafeLabel(tone="muted", wrap=True)
        column = QVBoxLayout(self)
        spaced(column, 40, 8)
        column.addStretch(2)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(3)
        queue.updated.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        waiting = self._queue.waiting
        if waiting == 0:
            self._title.setText(self.tr("Niemand wartet"))
            self._text.setText(self.tr("Sobald jemand den Warteraum betritt, sehen Sie es links."))
        else:
            one, many = self.tr("Eine Person wartet"), self.tr("{n} Personen warten")
            self._title.setText(one if waiting == 1 else many.replace("{n}", str(waiting)))
            self._text.setText(self.tr("F2 ruft auf, wer als Nächstes an der Reihe ist."))


class WorkArea(QStackedWidget):
    """Shows one panel at a time."""

    def __init__(self, case: CaseModel, queue: QueueModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._idle = IdlePanel(queue)
        self.addWidget(self._idle)
        self.panels: dict[Stage, View] = {}
        for make in PANELS:
            panel = make(case, actions)
            self.panels[make.stage] = panel
            self.addWidget(panel)
        case.rooms.stage.entered.connect(self._show)
        case.closed.connect(lambda: self.setCurrentWidget(self._idle))

    def _show(self, stage: Stage) -> None:
        if self._case.is_open:
            self.setCurrentWidget(self.panels[stage])
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """Where work begins in the present stage."""
        if self._case.is_open:
            self.panels[self._case.rooms.stage.current].take_keyboard()
