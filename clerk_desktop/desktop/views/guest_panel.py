"""A third person in the call: inviting, letting in, their picture, and the way out again. A part of the call panel."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.messages.guests import GuestRole, GuestState
from clerk_desktop.common.secrecy import grouped
from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.guests import GuestsModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.guest_picture import GuestPicture
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import ChoiceField, TextField, TickBox
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced
from clerk_desktop.desktop.widgets.words import QT_TRANSLATE_NOOP

CONTEXT = "GuestPanel"
ROLES = {
    GuestRole.INTERPRETER: QT_TRANSLATE_NOOP("GuestPanel", "Dolmetschen"),
    GuestRole.SIGN_INTERPRETER: QT_TRANSLATE_NOOP("GuestPanel", "Gebärdensprache"),
    GuestRole.HELPER: QT_TRANSLATE_NOOP("GuestPanel", "Begleitung"),
}


class GuestPanel(View):
    """One quiet line as long as there are two; with a third person their picture, who they are and what can be done."""

    def __init__(self, guests: GuestsModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guests = guests
        self.open = DeskButton("guest.open", "small", "user-plus", badge=False)
        actions.bind("invite", self.open)
        self.form = InviteForm(guests)
        self.there = GuestRow(guests)
        column = QVBoxLayout(self)
        spaced(column, 0, 6)
        column.addWidget(self.open)
        column.addWidget(self.form)
        column.addWidget(self.there)
        self.form.hide()
        self.open.clicked.connect(self._unfold)
        self.form.left.clicked.connect(self.fold)
        guests.changed.connect(self.retranslate)
        self.retranslate()

    def fold(self) -> None:
        """Put the form away."""
        if not self.form.isHidden():
            self.form.hide()
            self.open.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        guests = self._guests
        self.setVisible(guests.open)
        if guests.guest is not None:
            self.form.hide()
        self.there.setVisible(guests.guest is not None)
        self.open.setVisible(guests.guest is None)
        self.open.say(self.tr("Weitere Person einladen"), self.tr("Dolmetschen, Gebärdensprache oder Begleitung"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape folds the form."""
        if event.key() == Qt.Key.Key_Escape and not self.form.isHidden():
            self.fold()
        else:
            super().keyPressEvent(event)

    def _unfold(self) -> None:
        if self.form.isHidden():
            self.form.begin()
        else:
            self.fold()


class InviteForm(View):
    """Who is to come, and where the link goes."""

    def __init__(self, guests: GuestsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guests = guests
        self.setProperty("notice", "info")
        self.lead = SafeLabel(tone="muted", size="small", wrap=True)
        self.role = named(ChoiceField(), "guest.role")
        self.name = named(TextField(), "guest.name")
        self.email = named(TextField(), "guest.email")
        self.send = DeskButton("guest.invite", "primary", badge=False)
        self.left = DeskButton("guest.cancel", "", badge=False)
        buttons = QHBoxLayout()
        spaced(buttons, 0, 6)
        buttons.addWidget(self.send)
        buttons.addWidget(self.left)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        spaced(column, 10, 6)
        for widget in (self.lead, self.role, self.name, self.email):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.send.clicked.connect(self._send)
        self.name.returnPressed.connect(self._send)
        self.email.returnPressed.connect(self._send)
        self.retranslate()

    def begin(self) -> None:
        """Empty, with the keyboard in it."""
        self.name.set_value("")
        self.email.set_value("")
        self.name.set_wrong(False)
        self.show()
        self.role.setFocus()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        chosen = self.role.value() or GuestRole.INTERPRETER.value
        self.role.set_choices([(role.value, role_words(role)) for role in GuestRole], None)
        self.role.set_value(chosen)
        self.lead.setText(self.tr("Die Person im Gespräch wird gefragt. Ohne ihr Ja kommt niemand dazu."))
        self.role.setAccessibleName(self.tr("Als was"))
        for field, words in ((self.name, self.tr("Name")), (self.email, self.tr("E-Mail (ohne: Link kopieren)"))):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.send.say(self.tr("Einladen"))
        self.left.say(self.tr("Abbrechen"))

    def _send(self) -> None:
        name = self.name.value().strip()
        self.name.set_wrong(not name)
        if name:
            self._guests.invite(GuestRole(self.role.value()), name, self.email.value(), "de")
        else:
            self.name.setFocus()


class GuestRow(View):
    """The guest: picture, name, how it stands, and the buttons that make sense now."""

    def __init__(self, guests: GuestsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guests = guests
        self.picture = GuestPicture(guests)
        self.surface = self.picture.surface
        self.name = named(SafeLabel(size="strong", wrap=True), "guest.who")
        self.state = named(SafeLabel(tone="muted", size="small", wrap=True), "guest.state")
        self.admit = DeskButton("guest.admit", "primary", "check", badge=False)
        self.copy = DeskButton("guest.copy", "small", "copy", badge=False)
        self.mute = DeskButton("guest.mute", "small", "volume-2", icon_only=True, badge=False)
        self.remove = DeskButton("guest.remove", "small", "log-out", badge=False)
        self.share = named(TickBox(), "guest.share")
        self._was_inside = False
        self._build()
        self.admit.clicked.connect(guests.admit)
        self.remove.clicked.connect(guests.remove)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(guests.link))
        self.mute.clicked.connect(lambda: guests.call.mute(not guests.call.muted))
        self.share.toggled.connect(guests.share)
        guests.changed.connect(self.retranslate)
        self.retranslate()

    def _build(self) -> None:
        deeds = QHBoxLayout()
        spaced(deeds, 0, 6)
        for button in (self.admit, self.copy, self.mute, self.remove):
            deeds.addWidget(button)
        deeds.addStretch(1)
        words = QVBoxLayout()
        spaced(words, 0, 2)
        words.addWidget(self.name)
        words.addWidget(self.state)
        words.addStretch(1)
        top = self._top = QHBoxLayout()
        spaced(top, 0, 8)
        top.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        column = QVBoxLayout(self)
        spaced(column, 0, 4)
        column.addLayout(top)
        column.addLayout(deeds)
        column.addWidget(self.share)

    def take_picture(self) -> None:
        """The picture comes back from where the citizen's was large."""
        if not self.isAncestorOf(self.picture):
            self._top.insertWidget(0, self.picture, 0, Qt.AlignmentFlag.AlignTop)
            self.picture.keep_small(True)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        guests, guest = self._guests, self._guests.guest
        if guest is None:
            return
        inside, call = guests.inside, guests.call
        self.name.setText(f"{guest.name}  ·  {role_words(guest.role)}")
        self.state.setText(self._words())
        self.admit.setVisible(guests.may_admit)
        self.admit.say(self.tr("Hereinlassen"))
        self.copy.setVisible(bool(guests.link) and not inside)
        self.copy.say(self.tr("Link kopieren"))
        self.mute.setVisible(inside)
        if inside and not self._was_inside and self.remove.hasFocus():
            self.mute.setFocus()  # a second press of "let in" must not send out
        self._was_inside = inside
        self.mute.set_icon("volume-x" if call.muted else "volume-2")
        self.mute.say(self.tr("Ton dieser Person an") if call.muted else self.tr("Ton dieser Person aus"))
        self.remove.say(self.tr("Hinausschicken") if inside else self.tr("Zurückziehen"))
        self.share.setVisible(inside)
        self.share.setText(self.tr("Chat und Untertitel mitgeben"))
        if self.share.isChecked() is not guests.shares:
            self.share.blockSignals(True)
            self.share.setChecked(guests.shares)
            self.share.blockSignals(False)

    def _words(self) -> str:
        guests, guest = self._guests, self._guests.guest
        if guest is None:
            return ""
        parts = [self._standing(guest.state, guest.present)]
        if guest.said_name and guest.said_name != guest.name:
            parts.append(self.tr("Nennt sich: {name}").replace("{name}", guest.said_name))
        if guests.inside and guests.call.state is CallState.CONNECTED:
            if not guests.call.microphone_on:
                parts.append(self.tr("Mikrofon ist aus"))
            if guests.code:
                parts.append(self.tr("Sicherheitscode {code}").replace("{code}", grouped(guests.code)))
        return "\n".join(parts)

    def _standing(self, state: GuestState, present: bool) -> str:
        match state, present:
            case GuestState.ASKED, _:
                return self.tr("Wartet auf das Ja der Person im Gespräch.")
            case GuestState.AGREED, True:
                return self.tr("Zugestimmt. Steht vor der Tür.")
            case GuestState.AGREED, _:
                return self.tr("Zugestimmt. Hat den Link noch nicht geöffnet.")
            case _, False:
                return self.tr("Gerade nicht verbunden. Der Link führt zurück.")
            case _:
                return self._words_of_link()

    def _words_of_link(self) -> str:
        match self._guests.call.state:
            case CallState.CONNECTED:
                return self.tr("Im Gespräch")
            case CallState.RECOVERING:
                return self.tr("Verbindung wird wiederhergestellt …")
            case CallState.CITIZEN_AWAY:
                return self.tr("Hat aufgelegt. Der Link führt zurück.")
            case _:
                return self.tr("Verbindung wird aufgebaut …")


def role_words(role: GuestRole) -> str:
    """A role as the clerk reads it."""
    return QCoreApplication.translate(CONTEXT, ROLES[role])
