"""The citizen's picture in a window of its own, on a second monitor, or over a whole screen."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QKeyEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.picture import PictureModel
from clerk_desktop.desktop.views.actions import CALL_KEYS, Actions
from clerk_desktop.desktop.views.call_picture import CallPicture
from clerk_desktop.desktop.views.guest_picture import GuestPicture
from clerk_desktop.desktop.views.link_line import LinkLine
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, spaced

_SHARE = 0.7
"""Of a screen that the window takes when it has no place yet."""
_CITIZEN, _GUEST = 3, 1
"""How they share the width when there are three."""


class CallWindow(View):
    """Holds the picture while it is away from the panel; closing it sends the picture home.

    Args:
        case: the case.
        model: where the picture is to be.
        picture: the picture itself.
        guest: the picture of a third person, which goes with it.
        actions: keys of the call work here too.
        parent: the desk's window; this one goes with it.
    """

    def __init__(
        self,
        case: CaseModel,
        model: PictureModel,
        picture: CallPicture,
        guest: GuestPicture,
        actions: Actions,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        # It comes with a call: the clerk goes on typing where they are.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setObjectName("call.window")
        self._case, self._model, self._picture, self._guest = case, model, picture, guest
        self._person = SafeLabel(size="heading-small")
        self.back = DeskButton("call.window.back", "", "undo-2")
        self.back.clicked.connect(self._leave)
        for name in CALL_KEYS:
            self.addAction(actions[name])
        self._foot = View(surface="status")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        row.addWidget(self._person)
        row.addWidget(LinkLine(case), 1)
        row.addWidget(self.back)
        self._column = QVBoxLayout(self)
        spaced(self._column, 0, 0)
        self._pictures = QHBoxLayout()
        spaced(self._pictures, 0, 0)
        self._column.addLayout(self._pictures, 1)
        self._column.addWidget(self._foot)
        case.opened.connect(lambda _view: self.retranslate())
        model.changed.connect(self.retranslate)
        self.setMinimumSize(320, 220)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        person, office = self._case.person, self.tr("Virtuelles Amt")
        self.setWindowTitle(f"{person} – {office}" if person else office)
        self._person.setText(person)
        full = self._model.full_screen
        self.back.say(self.tr("Vollbild verlassen (Esc)") if full else self.tr("Zurück ins Hauptfenster"))

    def take(self) -> None:
        """Show the picture here, as the model wants it."""
        if self._picture.parentWidget() is not self:
            self._pictures.addWidget(self._picture, _CITIZEN)
            self._picture.keep_snug(False)
            self._picture.show()
            # Beside it and not upon it: neither the card nor signing hands may be covered.
            self._pictures.addWidget(self._guest, _GUEST)
            self._guest.keep_small(False)
        if self._model.full_screen:
            if not self.isFullScreen():
                self._go_full()
        elif not self.isVisible() or self.isFullScreen():
            self._find_place()
            self.showNormal()

    def _go_full(self) -> None:
        """On the screen where the picture was."""
        parent = self.parentWidget()
        if self.isVisible():
            self._remember()
        elif not self._model.in_window and parent is not None:
            self.setGeometry(parent.screen().geometry())
        self.showFullScreen()
        # Here the clerk wants the keyboard: escape leads back.
        self.activateWindow()
        self.setFocus()

    def _find_place(self) -> None:
        """Where it was last; else in the middle of another screen than the desk's."""
        place = QByteArray.fromBase64(self._model.place.encode())
        if self._model.screen in {screen.name() for screen in QGuiApplication.screens()} and self.restoreGeometry(
            place
        ):
            return
        room = self._other_screen().availableGeometry()
        size = room.size() * _SHARE
        self.resize(size)
        self.move(room.center() - self.rect().center())

    def _other_screen(self) -> QScreen:
        parent = self.parentWidget()
        own = parent.screen() if parent is not None else self.screen()
        return next((screen for screen in QGuiApplication.screens() if screen is not own), own)

    def _leave(self) -> None:
        if self._model.full_screen:
            self._model.to_full_screen(False)
        else:
            self._model.to_window(False)

    def _remember(self) -> None:
        if not self.isFullScreen():
            self._model.remember(bytes(self.saveGeometry().toBase64().data()).decode(), self.screen().name())

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Remember where it was."""
        self._remember()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Escape leaves the full screen."""
        if event.key() == Qt.Key.Key_Escape and self._model.full_screen:
            self._model.to_full_screen(False)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """The picture goes home."""
        self._remember()
        event.accept()
        self._model.to_window(False)
