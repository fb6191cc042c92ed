"""The line at the bottom: what helps now, in one sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_desktop import __version__
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named


class StatusLine(View):
    """Hint for the present stage at the left, version at the right."""

    def __init__(self, case: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="status")
        self._case = case
        self.hint = named(SafeLabel(tone="muted", size="small"), "status.hint")
        self._version = SafeLabel(f"{__version__}", tone="muted", size="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 3)
        row.addWidget(self.hint, 1)
        row.addWidget(self._version)
        self.setFixedHeight(26)
        case.rooms.stage.changed.connect(self.retranslate)
        case.closed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.hint.setText(self._words())

    def _words(self) -> str:
        if not self._case.is_open:
            return self.tr("F2 ruft die nächste Person auf. F1 zeigt alle Tasten.")
        match self._case.rooms.stage.current:
            case Stage.GREET:
                return self.tr("F8 geht weiter. F9 schaltet Ihr Mikrofon, F10 Ihre Kamera.")
            case Stage.IDENTIFY:
                return self.tr("F4 nimmt das Ausweisbild auf, F5 öffnet die Eingabe von Hand, F8 bestätigt.")
            case Stage.WORK:
                return self.tr("F6 springt zur nächsten Lücke, F8 zeigt der Person das Papier.")
            case Stage.REVIEW:
                return self.tr("F7 holt das Papier zurück, F8 geht weiter, sobald die Person zugestimmt hat.")
            case Stage.SIGN:
                return self.tr("F8 bittet um die Unterschrift.")
            case Stage.PAY:
                return self.tr("F8 geht weiter.")
            case Stage.FINISH:
                return self.tr("F8 schließt den Termin ab, sobald alles angekommen ist.")
