"""The clerk signs in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.session import SessionModel, SessionState
from clerk_desktop.desktop.views.sentences import error_sentence
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, set_property
from clerk_desktop.desktop.widgets.view import View, named, spaced


class SignInView(View):
    """Server, name, password; says what is wrong and goes on trying while the server is away."""

    def __init__(self, session: SessionModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._title = SafeLabel(size="heading-large")
        self._hello = SafeLabel(tone="muted", wrap=True)
        self._labels = [SafeLabel(size="strong") for _ in range(3)]
        self.server = named(QLineEdit(), "signin.server")
        self.user = named(QLineEdit(), "signin.user")
        self.password = named(QLineEdit(), "signin.password")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.error = SafeLabel(wrap=True)
        self.error.setObjectName("signin.error")
        self.submit = DeskButton("signin.submit", "primary", "log-in")
        self.cancel = DeskButton("signin.cancel", "quiet")
        self._build()
        self.submit.clicked.connect(self._submit)
        self.cancel.clicked.connect(session.give_up)
        for field in (self.server, self.user, self.password):
            field.returnPressed.connect(self._submit)
            field.textChanged.connect(self._update)
        session.changed.connect(self._on_session)
        self.retranslate()
        self._on_session()

    def _build(self) -> None:
        card = View(surface="card")
        card.setFixedWidth(440)
        inner = QVBoxLayout(card)
        spaced(inner, 32, 6)
        inner.addWidget(self._title)
        inner.addWidget(self._hello)
        for label, field in zip(self._labels, (self.server, self.user, self.password), strict=True):
            inner.addSpacing(8)
            label.setBuddy(field)
            inner.addWidget(label)
            inner.addWidget(field)
        inner.addSpacing(8)
        inner.addWidget(self.error)
        inner.addSpacing(8)
        row = QHBoxLayout()
        row.addWidget(self.submit, 1)
        row.addWidget(self.cancel)
        inner.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Virtuelles Amt"))
        self._hello.setText(self.tr("Melden Sie sich an Ihrem Arbeitsplatz an."))
        for label, field, words in zip(
            self._labels,
            (self.server, self.user, self.password),
            (self.tr("Adresse des Amts"), self.tr("Benutzername"), self.tr("Passwort")),
            strict=True,
        ):
            label.setText(words)
            field.setAccessibleName(words)
        self.server.setPlaceholderText("https://")
        self.cancel.say(self.tr("Abbrechen"))
        self._on_session()

    def focus_first(self) -> None:
        """Put the keyboard where something is to be typed."""
        fields = (self.server, self.user, self.password)
        next((field for field in fields if not field.text()), self.password).setFocus()

    def _submit(self) -> None:
        if self.submit.isEnabled():
            self._session.sign_in(self.server.text().strip(), self.user.text().strip(), self.password.text())

    def _update(self) -> None:
        filled = all(field.text().strip() for field in (self.server, self.user, self.password))
        self.submit.setEnabled(filled and self._session.state is not SessionState.TRYING)

    def _on_session(self) -> None:
        session = self._session
        if session.server and not self.server.text():
            self.server.setText(session.server)
        trying = session.state is SessionState.TRYING
        self.submit.say(self.tr("Anmelden"))
        self.submit.set_busy(trying, self.tr("Anmeldung läuft …"))
        self.cancel.setVisible(trying)
        for field in (self.server, self.user, self.password):
            field.setEnabled(not trying)
        self.error.setText(self._what_is_wrong())
        self.error.setVisible(bool(session.error))
        self.error.set_tone("warning" if session.retrying else "danger")
        set_property(self.password, "wrong", "true" if session.error == "wrong_password" else "false")
        if session.state is SessionState.SIGNED_IN:
            self.password.clear()
        self._update()

    def _what_is_wrong(self) -> str:
        session = self._session
        if session.error == "unavailable":
            return self.tr("Der Server des Amts ist nicht erreichbar. Es wird alle fünf Sekunden neu versucht.")
        if session.error == "bad_input":
            return self.tr("Diese Adresse geht nicht. Sie muss mit https:// beginnen, wie die IT sie Ihnen gab.")
        return error_sentence(session.error) if session.error else ""
