"""Fifth stage: the signature. What was asked, at which level, and what became of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from clerk_desktop.common.signatures import RequestState
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.signature import Signing
from clerk_desktop.desktop.views import sentences
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.paper_panel import PaperPanel, paper_card
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named

_TONES = {
    RequestState.ASKED: "info",
    RequestState.SIGNED: "success",
    RequestState.DECLINED: "danger",
    RequestState.WITHDRAWN: "warning",
}


class SignaturePanel(PaperPanel):
    """One card for each paper, with its live state."""

    stage = Stage.SIGN

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(case, "signature", parent)
        self._model = case.rooms.signature
        self.correct = DeskButton("signature.correct", "quiet", "pencil-line")
        self.withdraw = DeskButton("signature.withdraw", "", "undo-2")
        self.ask = DeskButton("signature.ask", "primary", "signature")
        self.go_on = DeskButton("signature.go_on", "primary", "arrow-right")
        actions.bind("correct", self.correct)
        actions.bind("go_on", self.ask)
        actions.bind("go_on", self.go_on)
        self.correct.clicked.connect(case.correct)
        self.withdraw.clicked.connect(self._model.withdraw)
        self.ask.clicked.connect(case.ask_signature)
        self.go_on.clicked.connect(self._go_on)
        self._build([self.correct], [self.withdraw, self.ask, self.go_on])
        self._model.changed.connect(self._update)
        case.rooms.stage.changed.connect(self._update)
        self.retranslate()

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        self.ask.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Unterschrift"))
        self.correct.say(self.tr("Papier korrigieren"))
        self.withdraw.say(self.tr("Bitte zurückziehen"))
        self.go_on.say(self.tr("Weiter zum Abschluss"))
        self._update()

    def _update(self) -> None:
        view, model = self._case.view, self._model
        if view is not None:
            level = sentences.words(sentences.LEVELS, view.matter.signature)
            self.prompt.setText(self.tr("Was entsteht: {level}. Sie ist nicht qualifiziert.").replace("{level}", level))
        self._show_cards([self._card(item) for item in model.items] or [self._how()])
        again = any(item.request.state in {RequestState.DECLINED, RequestState.WITHDRAWN} for item in model.items)
        self.ask.say(self.tr("Noch einmal bitten") if again else self.tr("Um Unterschrift bitten"))
        self.ask.setVisible(not model.all_signed)
        self.ask.setEnabled(model.open is None and not model.working)
        self.withdraw.setVisible(model.open is not None)
        self.withdraw.setEnabled(not model.working)
        self.go_on.setVisible(model.all_signed)
        self.correct.setVisible(not model.working)

    def _how(self) -> SafeLabel:
        """In the cards' place before anything was asked."""
        text = self.tr("Die Person unterschreibt mit Finger, Stift oder Maus auf ihrem eigenen Bildschirm.")
        return SafeLabel(text, wrap=True, tone="muted")

    def _card(self, item: Signing) -> View:
        sent_back = bool(item.sent_back) and item.request.state is RequestState.ASKED
        tone = "warning" if sent_back else _TONES[item.request.state]
        card, column = paper_card(tone, item.paper.revision.title)
        column.addWidget(named(SafeLabel(self._state(item), size="heading-small", wrap=True), "signature.state"))
        signer = self.tr("Unterzeichnet von: {name}").replace("{name}", item.request.signer)
        column.addWidget(SafeLabel(signer, wrap=True))
        if sent_back:
            text = sentences.words(sentences.SENT_BACK, item.sent_back)
            column.addWidget(SafeLabel(text, wrap=True))
        if item.request.reason:
            column.addWidget(SafeLabel(self.tr("Die Person sagt:"), tone="muted"))
            column.addWidget(SafeLabel(item.request.reason, wrap=True, copyable=True))
        return card

    def _state(self, item: Signing) -> str:
        match item.request.state:
            case RequestState.SIGNED:
                return self.tr("Unterschrieben und geprüft")
            case RequestState.DECLINED:
                return self.tr("Die Person möchte nicht unterschreiben.")
            case RequestState.WITHDRAWN:
                return self.tr("Zurückgezogen")
            case _ if self._model.working:
                return self.tr("Die Unterschrift wird ins Papier gesetzt …")
            case _ if item.sent_back:
                return self.tr("Zurückgegeben; die Person zeichnet noch einmal.")
            case _:
                return self.tr("Die Person ist gebeten zu unterschreiben …")
