"""Third stage: the form beside the paper that it becomes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import PAPERS, CaseModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.form_panel import FormPanel
from clerk_desktop.desktop.views.page_preview import PagePreview
from clerk_desktop.desktop.views.uploads_panel import UploadsPanel
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced


class DocumentEditor(View):
    """Form left, live page right, below what is still missing and the button that shows it to the citizen."""

    stage = Stage.WORK

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self.form = FormPanel(case.rooms.form)
        self.preview = PagePreview(case.rooms.preview)
        self.uploads = UploadsPanel(case.rooms.uploads)
        self._status = named(SafeLabel(wrap=True), "document.status")
        self._gap = DeskButton("document.next_gap", "quiet", "arrow-down-to-line")
        self.send = DeskButton("document.send", "primary", "send")
        actions.bind("next_gap", self._gap)
        actions.bind("go_on", self.send)
        self._gap.clicked.connect(self.form.focus_next_gap)
        self.send.clicked.connect(case.send_papers)
        self._build()
        case.rooms.form.checked.connect(self._update)
        case.rooms.tasks.busy_changed.connect(lambda name, _busy: self._update() if name == PAPERS else None)
        case.incomplete.connect(self._on_incomplete)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 0, 0)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(5)
        split.addWidget(self.form)
        split.addWidget(self.preview)
        split.setSizes([440, 460])
        column.addWidget(split, 1)
        column.addWidget(self.uploads)
        bar = View(surface="foot")
        foot = QHBoxLayout(bar)
        foot.setContentsMargins(20, 10, 20, 12)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._gap)
        foot.addWidget(self.send)
        column.addWidget(bar)

    def take_keyboard(self) -> None:
        """To the first gap of the form."""
        if self._case.rooms.form.errors:
            self.form.focus_next_gap()
        else:
            self.send.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._gap.say(self.tr("Nächste Lücke"))
        self.send.say(self.tr("Der Person zeigen"))
        self._update()

    def _update(self) -> None:
        missing = len(self._case.rooms.form.errors)
        self.send.set_busy(self._case.rooms.tasks.busy(PAPERS), self.tr("Papier entsteht …"))
        self._gap.setVisible(missing > 0)
        if missing == 0:
            self._status.setText(self.tr("Das Formular ist vollständig."))
        elif missing == 1:
            self._status.setText(self.tr("Eine Angabe fehlt noch oder stimmt nicht."))
        else:
            self._status.setText(self.tr("{n} Angaben fehlen noch oder stimmen nicht.").replace("{n}", str(missing)))
        self._status.set_tone("success" if missing == 0 else "muted")

    def _on_incomplete(self) -> None:
        self._status.set_tone("danger")
        self.form.focus_next_gap()
