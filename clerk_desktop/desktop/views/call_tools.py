"""Writing, captions, the picture's menu: one quiet row below the picture."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.view import View, spaced


class CallTools(View):
    """Three buttons; the first says how much is unread."""

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self.chat = DeskButton("call.chat", "small", "message-square", badge=False)
        self.captions = DeskButton("call.captions", "small", "captions", badge=False)
        self.menu = DeskButton("call.picture", "small", "scan-face", badge=False)
        actions.bind("chat", self.chat)
        actions.bind("captions", self.captions)
        row = QHBoxLayout(self)
        spaced(row, 0, 6)
        for button in (self.chat, self.captions, self.menu):
            row.addWidget(button, 1)
        captions = case.rooms.captions
        self.captions.clicked.connect(lambda: captions.switch(not captions.on))
        captions.changed.connect(self.retranslate)
        case.rooms.chat.changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        unread, on = self._case.rooms.chat.unread, self._case.rooms.captions.on
        self.chat.set_kind("small-alert" if unread else "small")
        new = self.tr("{n} neue Nachrichten im Chat").replace("{n}", str(unread))
        one = self.tr("Eine neue Nachricht im Chat")
        chat = self.tr("Chat")
        self.chat.say(
            f"{chat} ({unread})" if unread else chat,
            (one if unread == 1 else new) if unread else self.tr("Mit der Person schreiben"),
        )
        self.captions.set_icon("captions-off" if on else "captions")
        self.captions.say(
            self.tr("Untertitel"), self.tr("Untertitel beenden") if on else self.tr("Untertitel mitschreiben")
        )
        self.menu.say(self.tr("Bild"), self.tr("Größe, Drehung, Fenster und Statistik des Bildes"))
        for button in (self.chat, self.captions, self.menu):
            button.setEnabled(self._case.is_open)
