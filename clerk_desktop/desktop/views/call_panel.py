"""The citizen's face, always in view; below it how the link is, writing, microphone, camera and hanging up."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.picture import PictureModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.call_picture import CallPicture
from clerk_desktop.desktop.views.call_tools import CallTools
from clerk_desktop.desktop.views.call_window import CallWindow
from clerk_desktop.desktop.views.caption_row import CaptionRow
from clerk_desktop.desktop.views.chat_pane import ChatPane
from clerk_desktop.desktop.views.code_panel import CodePanel
from clerk_desktop.desktop.views.guest_panel import GuestPanel
from clerk_desktop.desktop.views.link_line import LinkLine
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import german_date
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced
from clerk_desktop.desktop.widgets.words import language

NARROWEST, USUAL, WIDEST = 376, 404, 720
"""Pixels; the clerk pulls the edge between call and work."""


class CallPanel(View):
    """The call: who, the picture, what the other side has muted, the link, captions and chat, the controls."""

    def __init__(self, case: CaseModel, picture: PictureModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._call, self._model = case, case.rooms.call, picture
        self._name = named(SafeLabel(size="heading", wrap=True), "call.person")
        self._about = SafeLabel(tone="muted", wrap=True)
        self.picture = CallPicture(case, picture, actions)
        self.guests = GuestPanel(case.rooms.guests, actions)
        guest = self.guests.there.picture
        self.window_of_picture = CallWindow(case, picture, self.picture, guest, actions, self)
        self.elsewhere = Elsewhere(picture)
        self.surface, self.own, self.overlay = self.picture.surface, self.picture.own, self.picture.overlay
        self.muted = named(SafeLabel(tone="warning", size="strong", wrap=True), "call.muted")
        self.link = LinkLine(case)
        self.meter, self.state = self.link.meter, self.link.state
        self.code = CodePanel(case.rooms.secrecy, actions)
        self.tools = CallTools(case, actions)
        self.captions = CaptionRow(case.rooms.captions)
        self.chat = ChatPane(case, actions)
        self.microphone = DeskButton("call.microphone", "", "mic", icon_only=True)
        self.camera = DeskButton("call.camera", "", "video", icon_only=True)
        self.hang_up = DeskButton("call.hang_up", "danger", "phone-off")
        actions.bind("microphone", self.microphone)
        actions.bind("camera", self.camera)
        actions.bind("hang_up", self.hang_up)
        self.microphone.clicked.connect(lambda: self._call.set_microphone(not self._call.microphone_on))
        self.camera.clicked.connect(lambda: self._call.set_camera(not self._call.camera_on))
        self.hang_up.clicked.connect(self._ask_to_leave)
        self.tools.chat.clicked.connect(self._toggle_chat)
        self.tools.menu.clicked.connect(self._offer_menu)
        self.chat.left.connect(self._close_chat)
        self._build()
        self._connect(self._call)
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self.retranslate()

    def _build(self) -> None:
        column = self._column = QVBoxLayout(self)
        spaced(column, 12, 8)
        column.addWidget(self._name)
        column.addWidget(self._about)
        self._place = column.count()
        column.addWidget(self.picture, 1)
        column.addWidget(self.elsewhere)
        column.addWidget(self.muted)
        column.addWidget(self.link)
        column.addWidget(self.code)
        column.addWidget(self.guests)
        column.addWidget(self.captions)
        column.addWidget(self.chat, 1)
        column.addWidget(self.tools)
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(self.microphone)
        controls.addWidget(self.camera)
        controls.addStretch(1)
        controls.addWidget(self.hang_up)
        column.addLayout(controls)
        column.addStretch(0)
        self.picture.keep_snug(True)
        self.elsewhere.hide()
        self.chat.hide()

    def _connect(self, call: CallModel) -> None:
        call.devices_changed.connect(self._update)
        call.state_changed.connect(lambda _state: self._update())
        case = self._case
        case.opened.connect(lambda _view: self._on_case())
        case.closed.connect(self._on_case)
        case.changed.connect(self._update)
        case.rooms.captions.changed.connect(self.code.fold)
        self._model.changed.connect(self._place_picture)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._update()

    # --- where the picture is

    def _on_case(self) -> None:
        """Another citizen, or none."""
        self.chat.hide()
        if not self._case.is_open:
            self._model.to_full_screen(False)
        self._place_picture()
        self.tools.retranslate()
        self._update()

    def _place_picture(self) -> None:
        """Here, in its window, or over a screen."""
        away = self._case.is_open and (self._model.in_window or self._model.full_screen)
        if away:
            self.window_of_picture.take()
        elif self.picture.parentWidget() is not self:
            self.picture.keep_snug(True)
            self._column.insertWidget(self._place, self.picture, 1)
            self.picture.show()
            self.guests.there.take_picture()
            self.window_of_picture.hide()
            # The keyboard comes back with the picture.
            self.activateWindow()
        self.elsewhere.setVisible(away)

    def _offer_menu(self) -> None:
        button = self.tools.menu
        self.picture.tools.popup(button.mapToGlobal(button.rect().bottomLeft()), self)

    def _toggle_chat(self) -> None:
        """Open it and write; from elsewhere the keyboard goes there first; pressed there it is put away."""
        focused = self.window().focusWidget()
        if self.chat.isHidden():
            self._model.to_full_screen(False)
            # Both opened would not fit on the smallest screen.
            self.code.fold()
            self.guests.fold()
            self.chat.show()
            self.chat.take_keyboard()
        elif focused is self.tools.chat or (focused is not None and self.chat.isAncestorOf(focused)):
            self._close_chat()
        else:
            self.chat.take_keyboard()

    def _close_chat(self) -> None:
        self.chat.hide()
        self.tools.chat.setFocus()

    def _ask_to_leave(self) -> None:
        """The question stands on the desk's window: nothing may lie over it."""
        self._model.to_full_screen(False)
        self._case.ask_to_leave()

    # --- what is said

    def _update(self) -> None:
        view = self._case.view
        in_case = view is not None
        self._name.setText(self._case.person if in_case else self.tr("Niemand im Gespräch"))
        if view is not None:
            born = self.tr("geb. {date}").replace("{date}", german_date(view.booking.birth_date.isoformat()))
            self._about.setText(f"{born}  ·  {getattr(view.matter.title, language())}  ·  {view.reference}")
        else:
            self._about.setText(self.tr("F2 ruft die nächste Person auf."))
        self.muted.setText(self._words_of_muted())
        self.muted.setVisible(bool(self.muted.text()))
        self._dress_controls(in_case)

    def _dress_controls(self, in_case: bool) -> None:
        call = self._call
        for button in (self.microphone, self.camera, self.hang_up):
            button.setEnabled(in_case)
        self.microphone.set_icon("mic" if call.microphone_on else "mic-off")
        self.microphone.set_kind("" if call.microphone_on or not in_case else "off")
        self.microphone.say(self.tr("Mikrofon ausschalten") if call.microphone_on else self.tr("Mikrofon einschalten"))
        self.camera.set_icon("video" if call.camera_on else "video-off")
        self.camera.set_kind("" if call.camera_on or not in_case else "off")
        self.camera.say(self.tr("Kamera ausschalten") if call.camera_on else self.tr("Kamera einschalten"))
        self.hang_up.say(self.tr("Auflegen"))

    def _words_of_muted(self) -> str:
        media = self._case.rooms.attendance.media
        if media is None or self._call.state is not CallState.CONNECTED:
            return ""
        if not media.camera and not media.microphone:
            return self.tr("Die Person hat Kamera und Mikrofon aus.")
        if not media.camera:
            return self.tr("Die Person hat die Kamera aus.")
        return "" if media.microphone else self.tr("Die Person hat das Mikrofon aus.")


class Elsewhere(View):
    """In the picture's place while it is in another window."""

    def __init__(self, picture: PictureModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="hued")
        self._words = SafeLabel(tone="muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.back = DeskButton("call.elsewhere.back", "", "undo-2")
        self.back.clicked.connect(lambda: picture.to_window(False))
        column = QVBoxLayout(self)
        spaced(column, 16, 10)
        column.addWidget(self._words)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._words.setText(self.tr("Das Bild ist in einem eigenen Fenster."))
        self.back.say(self.tr("Hierher zurückholen"))
