"""Between signature and end: the fee of a matter that has one. It cannot be paid in the call yet, and that is said."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, spaced


class PayPanel(View):
    """Names the fee and lets the clerk go on."""

    stage = Stage.PAY

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._title = SafeLabel(size="heading")
        self._text = SafeLabel(wrap=True)
        self.go_on = DeskButton("pay.go_on", "primary", "arrow-right")
        actions.bind("go_on", self.go_on)
        self.go_on.clicked.connect(lambda: case.go(Stage.FINISH))
        column = QVBoxLayout(self)
        spaced(column, 20, 10)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        column.addLayout(foot)
        case.opened.connect(lambda _view: self.retranslate())
        self.retranslate()

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        self.go_on.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Gebühr"))
        cents = self._case.view.matter.fee_cents if self._case.view else 0
        fee = f"{cents // 100},{cents % 100:02d} €"
        text = self.tr("Für dieses Anliegen fallen {fee} an. Im Gespräch kann noch nicht bezahlt werden.")
        self._text.setText(text.replace("{fee}", fee))
        self.go_on.say(self.tr("Weiter zum Abschluss"))
