"""The citizen's face, always in view; below it microphone, camera and hanging up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.common.stages import Stage
from clerk_desktop.desktop.models.call import CallModel, CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.identity import IdentityState
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.views.id_overlay import IdOverlay
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import german_date
from clerk_desktop.desktop.widgets.level_meter import LevelMeter
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import View, named, spaced
from clerk_desktop.desktop.widgets.words import language

NARROWEST, USUAL, WIDEST = 360, 404, 720
"""Pixels; the clerk pulls the edge between call and work."""
_OWN = (112, 63)


class CallPanel(View):
    """The call: who, the picture with the own one in its corner, what the other side has muted, the controls."""

    def __init__(self, case: CaseModel, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._call = case, case.rooms.call
        self._name = named(SafeLabel(size="heading", wrap=True), "call.person")
        self._about = SafeLabel(tone="muted", wrap=True)
        self.surface = named(VideoSurface(), "call.video")
        self.own = named(VideoSurface(self.surface), "call.own_video")
        self.own.setMinimumSize(*_OWN)
        self.own.setFixedSize(*_OWN)
        self.overlay = IdOverlay(self.surface)
        self.muted = named(SafeLabel(tone="warning", size="strong", wrap=True), "call.muted")
        self.meter = LevelMeter()
        self.state = named(SafeLabel(tone="muted"), "call.state")
        self.microphone = DeskButton("call.microphone", "", "mic", icon_only=True)
        self.camera = DeskButton("call.camera", "", "video", icon_only=True)
        self.hang_up = DeskButton("call.hang_up", "danger", "phone-off")
        actions.bind("microphone", self.microphone)
        actions.bind("camera", self.camera)
        actions.bind("hang_up", self.hang_up)
        self.microphone.clicked.connect(lambda: self._call.set_microphone(not self._call.microphone_on))
        self.camera.clicked.connect(lambda: self._call.set_camera(not self._call.camera_on))
        self.hang_up.clicked.connect(lambda _on: case.ask_to_leave())
        self._build()
        self.surface.installEventFilter(self)
        self._connect(self._call)
        self._ratio = 0.0
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        spaced(column, 12, 8)
        column.addWidget(self._name)
        column.addWidget(self._about)
        column.addWidget(self.surface, 1)
        column.addWidget(self.muted)
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.meter)
        column.addLayout(line)
        controls = QHBoxLayout()
        controls.setSpacing(8)
        controls.addWidget(self.microphone)
        controls.addWidget(self.camera)
        controls.addStretch(1)
        controls.addWidget(self.hang_up)
        column.addLayout(controls)
        column.addStretch(0)

    def _connect(self, call: CallModel) -> None:
        call.frame.connect(self._on_frame)
        call.own_frame.connect(self.own.set_image)
        call.level.connect(self.meter.set_level)
        call.devices_changed.connect(self._update)
        call.state_changed.connect(lambda _state: self._update())
        case = self._case
        case.opened.connect(lambda _view: self._update())
        case.closed.connect(self._update)
        case.changed.connect(self._update)
        case.rooms.identity.changed.connect(self._update)
        case.rooms.stage.changed.connect(self._update)

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.surface.setAccessibleName(self.tr("Bild der Person"))
        self.own.setAccessibleName(self.tr("Eigenes Bild"))
        self.meter.setAccessibleName(self.tr("Lautstärke der Person"))
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The own picture stays in the lower right corner."""
        if watched is self.surface and event.type() == QEvent.Type.Resize:
            self._fit_surface()
            self._place_own()
        return super().eventFilter(watched, event)

    def _on_frame(self, image: QImage) -> None:
        self.surface.set_image(image)
        ratio = image.height() / image.width() if image.width() else 0.0
        if ratio != self._ratio:
            self._ratio = ratio
            self._fit_surface()

    def _fit_surface(self) -> None:
        """No bars above and below a picture in landscape format."""
        tallest = int(self.surface.width() * self._ratio) + 1 if self._ratio else 16_777_215
        if self.surface.maximumHeight() != tallest:
            self.surface.setMaximumHeight(tallest)

    def _place_own(self) -> None:
        self.own.move(self.surface.width() - _OWN[0] - 8, self.surface.height() - _OWN[1] - 8)

    def _update(self) -> None:
        view, call = self._case.view, self._call
        in_case = view is not None
        self._name.setText(self._case.person if in_case else self.tr("Niemand im Gespräch"))
        if view is not None:
            born = self.tr("geb. {date}").replace("{date}", german_date(view.booking.birth_date.isoformat()))
            self._about.setText(f"{born}  ·  {getattr(view.matter.title, language())}  ·  {view.reference}")
        else:
            self._about.setText(self.tr("F2 ruft die nächste Person auf."))
        if call.state is not CallState.CONNECTED:
            self.surface.set_image(None)
            self.meter.reset()
        if not in_case:
            self._ratio = 0.0
            self._fit_surface()
        self.surface.set_placeholder(self._placeholder())
        self.state.setText(self._words_of_state())
        connected = call.state is CallState.CONNECTED
        self.state.set_tone("warning" if not connected or self._words_of_devices() else "muted")
        self.muted.setText(self._words_of_muted())
        self.muted.setVisible(bool(self.muted.text()))
        self._place_own()
        self._dress_controls(in_case)
        identifying = self._case.rooms.stage.current is Stage.IDENTIFY and in_case
        live = self._case.rooms.identity.state in {IdentityState.OPEN, IdentityState.TAKING, IdentityState.UNREADABLE}
        framing = identifying and live and call.state is CallState.CONNECTED
        self.overlay.setVisible(framing)
        # The own picture would lie on the card.
        self.own.setVisible(in_case and not framing)

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

    def _placeholder(self) -> str:
        match self._call.state:
            case _ if not self._case.is_open:
                return ""
            case CallState.CONNECTING:
                return self.tr("Aufgerufen. Die Verbindung wird aufgebaut …")
            case CallState.CITIZEN_AWAY:
                return self.tr("Die Person ist nicht da. Ihr Link führt zurück.")
            case CallState.LOST:
                return self.tr("Verbindung abgerissen. Sie wird neu aufgebaut …")
            case _:
                return self.tr("Noch kein Bild")

    def _words_of_state(self) -> str:
        match self._call.state:
            case _ if not self._case.is_open:
                return ""
            case CallState.CONNECTED:
                return self._words_of_devices() or self.tr("Verbunden, verschlüsselt")
            case CallState.CONNECTING:
                return self.tr("Verbindung wird aufgebaut …")
            case CallState.CITIZEN_AWAY:
                return self.tr("Person nicht da")
            case CallState.LOST:
                return self.tr("Verbindung abgerissen")
            case _:
                return ""

    def _words_of_devices(self) -> str:
        """What the other side misses from this desk; "" when nothing."""
        call = self._call
        if not call.has_microphone:
            return self.tr("Kein Mikrofon an diesem Platz")
        if not call.microphone_on:
            return self.tr("Ihr Mikrofon ist aus")
        return "" if call.camera_on else self.tr("Ihre Kamera ist aus")

    def _words_of_muted(self) -> str:
        media = self._case.rooms.attendance.media
        if media is None or self._call.state is not CallState.CONNECTED:
            return ""
        if not media.camera and not media.microphone:
            return self.tr("Die Person hat Kamera und Mikrofon aus.")
        if not media.camera:
            return self.tr("Die Person hat die Kamera aus.")
        return "" if media.microphone else self.tr("Die Person hat das Mikrofon aus.")
