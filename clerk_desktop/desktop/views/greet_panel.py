"""First stage: who is this about to be, what was asked to be ready, and do picture and sound work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.clock import berlin
from clerk_desktop.common.messages.clerk import CaseView
from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import german_date
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, scrolling, spaced
from clerk_desktop.desktop.widgets.words import language


class GreetPanel(View):
    """Booking and matter at a glance, and what to say first."""

    stage = Stage.GREET

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._title = SafeLabel(size="heading")
        self._prompt = SafeLabel(wrap=True)
        self._body = QWidget()
        self._rows = QVBoxLayout(self._body)
        spaced(self._rows, 0, 16)
        self.go_on = DeskButton("greet.go_on", "primary", "arrow-right")
        self.go_on.clicked.connect(self._go_on)
        actions.bind("go_on", self.go_on)
        self.code = DeskButton("greet.code", "", "qr-code")
        self.code.clicked.connect(self._find_code)
        actions.bind("mail_code", self.code)
        column = QVBoxLayout(self)
        spaced(column, 20, 12)
        column.addWidget(self._title)
        column.addWidget(self._prompt)
        column.addWidget(scrolling(self._body), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.code)
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        column.addLayout(foot)
        case.opened.connect(lambda _view: self.retranslate())
        case.rooms.mail_code.changed.connect(self._dress_code)
        self.retranslate()

    def take_keyboard(self) -> None:
        """To the button that comes next."""
        self.go_on.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._title.setText(self.tr("Begrüßen"))
        self._prompt.setText(self.tr("Stellen Sie sich vor, fragen Sie nach Bild und Ton, und sagen Sie, was folgt."))
        following = self._case.rooms.stage.following
        self.go_on.say(self.tr("Weiter zum Ausweis") if following is Stage.IDENTIFY else self.tr("Weiter"))
        self._dress_code()
        clear(self._rows)
        view = self._case.view
        if view is not None:
            self._rows.addWidget(self._booking(view))
            self._rows.addWidget(self._matter(view))
            self._rows.addStretch(1)

    def _dress_code(self) -> None:
        looking = self._case.rooms.mail_code.looking
        self.code.say(self.tr("Suche beenden") if looking else self.tr("Code aus der E-Mail"))

    def _find_code(self) -> None:
        if self._case.view is not None:
            self._case.rooms.mail_code.start(self._case.view.appointment)

    def _go_on(self) -> None:
        following = self._case.rooms.stage.following
        if following is not None:
            self._case.go(following)

    def _booking(self, view: CaseView) -> View:
        booking = view.booking
        spoken = self.tr("Deutsch") if booking.language == "de" else self.tr("Englisch")
        rows = [
            (self.tr("Name"), f"{booking.given_names} {booking.family_name}"),
            (self.tr("Geburtsdatum"), german_date(booking.birth_date.isoformat())),
            (self.tr("E-Mail"), booking.email),
            (self.tr("Mobil"), booking.mobile or "–"),
            (self.tr("Sprache"), spoken),
            (self.tr("Termin"), f"{berlin(view.start):%d.%m.%Y, %H:%M}  ·  {view.reference}"),
        ]
        return _card(self.tr("Buchung"), rows)

    def _matter(self, view: CaseView) -> View:
        matter, worn = view.matter, language()
        rows = [(self.tr("Anliegen"), getattr(matter.title, worn))]
        if matter.bring:
            rows.append((self.tr("Bereitzuhalten"), "\n".join(f"• {getattr(item, worn)}" for item in matter.bring)))
        if matter.legal_basis:
            rows.append((self.tr("Rechtsgrundlage"), ", ".join(matter.legal_basis)))
        return _card(self.tr("Worum es geht"), rows)


def _card(title: str, rows: list[tuple[str, str]]) -> View:
    card = View(surface="card")
    column = QVBoxLayout(card)
    spaced(column, 16, 10)
    column.addWidget(SafeLabel(title, size="heading-small"))
    form = QFormLayout()
    form.setHorizontalSpacing(20)
    form.setVerticalSpacing(6)
    for label, value in rows:
        name = SafeLabel(label, tone="muted")
        name.setMinimumWidth(120)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        form.addRow(name, SafeLabel(value, wrap=True, copyable=True))
    column.addLayout(form)
    return card
