"""The security code: small and quiet; opened when the two want to be sure that nobody listens in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.secrecy import grouped
from clerk_desktop.desktop.models.secrecy import SecrecyModel, SecrecyState
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced

_ICON = 18


class CodePanel(View):
    """One line; below it, when it is opened, what to do and the two answers."""

    def __init__(self, secrecy: SecrecyModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secrecy = secrecy
        self._sign = SafeLabel()
        self._sign.setFixedSize(QSize(_ICON, _ICON))
        self.words = named(SafeLabel(), "code.words")
        self.digits = named(SafeLabel(size="strong"), "code.digits")
        self.open = DeskButton("code.open", "small", badge=False)
        self.open.setMinimumWidth(104)
        self.open.clicked.connect(self._unfold)
        actions.bind("compare", self.open)
        self._fold = View()
        self._fold.setProperty("notice", "info")
        self._how = SafeLabel(wrap=True)
        self._there = SafeLabel(tone="success", wrap=True)
        self.same = DeskButton("code.same", "primary", "check")
        self.different = DeskButton("code.different", "")
        self.same.clicked.connect(lambda: secrecy.compare(True))
        self.different.clicked.connect(lambda: secrecy.compare(False))
        self._build()
        self._fold.hide()
        secrecy.changed.connect(self.retranslate)
        look().changed.connect(self._update_sign)
        self.retranslate()

    def _build(self) -> None:
        line = QHBoxLayout()
        spaced(line, 0, 6)
        line.addWidget(self._sign)
        line.addWidget(self.words)
        line.addWidget(self.digits, 1)
        line.addWidget(self.open)
        answers = QHBoxLayout()
        spaced(answers, 0, 6)
        answers.addWidget(self.same)
        answers.addWidget(self.different)
        answers.addStretch(1)
        inside = QVBoxLayout(self._fold)
        spaced(inside, 10, 6)
        inside.addWidget(self._how)
        inside.addWidget(self._there)
        inside.addLayout(answers)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addLayout(line)
        column.addWidget(self._fold)

    def fold(self) -> None:
        """Only the line; the answers are put away."""
        self._fold.hide()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        secrecy, state = self._secrecy, self._secrecy.state
        asked = state in {SecrecyState.OPEN, SecrecyState.ANEW}
        self.setVisible(asked or state is SecrecyState.COMPARED)
        self.words.setText(self._words(state))
        self.words.set_tone({SecrecyState.COMPARED: "success", SecrecyState.ANEW: "warning"}.get(state, "muted"))
        self.digits.setText(grouped(secrecy.code) if asked else "")
        # Digits one by one, not as a number of millions.
        self.digits.setAccessibleName(" ".join(secrecy.code) if asked else "")
        self.open.setVisible(asked)
        self.open.say(self.tr("Vergleichen"), self.tr("Prüfen, dass niemand mithört"))
        self._fold.setVisible(asked and not self._fold.isHidden())
        self._how.setText(self.tr("Lesen Sie den Code vor. Sieht die Person denselben, hört auf dem Weg niemand mit."))
        self._there.setText(self.tr("Die Person hat bestätigt: Es ist derselbe Code."))
        self._there.setVisible(secrecy.confirmed_there)
        self.same.say(self.tr("Stimmt überein"))
        self.different.say(self.tr("Stimmt nicht"))
        self._update_sign()

    def _words(self, state: SecrecyState) -> str:
        match state:
            case SecrecyState.COMPARED:
                return self.tr("Sicherheitscode verglichen")
            case SecrecyState.ANEW:
                return self.tr("Code neu vergleichen:")
            case _:
                return self.tr("Sicherheitscode")

    def _update_sign(self) -> None:
        done = self._secrecy.state is SecrecyState.COMPARED
        color = look().color("feedback-success" if done else "layout-text-muted")
        self._sign.setPixmap(pixmap("shield-check" if done else "shield", color, _ICON))

    def _unfold(self) -> None:
        """Open it with the keyboard on the answer; the same button closes it."""
        self._fold.setVisible(self._fold.isHidden())
        (self.open if self._fold.isHidden() else self.same).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape folds it."""
        if event.key() == Qt.Key.Key_Escape and not self._fold.isHidden():
            self._fold.hide()
            self.open.setFocus()
        else:
            super().keyPressEvent(event)
