"""Which camera, microphone and speakers the desk uses, and whether they work: chosen, seen and heard at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QImage, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.devices import DevicesModel, Kind, Offer
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import ChoiceField, TickBox
from clerk_desktop.desktop.widgets.level_meter import LevelMeter
from clerk_desktop.desktop.widgets.overlay import Overlay
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import named, spaced

_FIELD_PX, _BESIDE_PX = 420, 240
_PICTURE_PX = (_BESIDE_PX, 135)


class DeviceSettings(Overlay):
    """A card over the window (Alt+G). While it is open camera and microphone are open too, for nobody but the clerk."""

    _trying = False

    def __init__(self, window: QWidget, devices: DevicesModel) -> None:
        super().__init__(window, "devices")
        self._devices = devices
        self._title = SafeLabel(size="heading")
        self._about = SafeLabel(tone="muted", wrap=True)
        self._names = {kind: SafeLabel(size="strong") for kind in Kind}
        self.choices = {kind: named(ChoiceField(), f"devices.{kind}") for kind in Kind}
        self.picture = named(VideoSurface(), "devices.picture")
        self.picture.setMinimumSize(*_PICTURE_PX)
        self.picture.setFixedSize(*_PICTURE_PX)
        self.microphone_meter = named(LevelMeter(), "devices.microphone_level")
        self.speaker_meter = named(LevelMeter(), "devices.speaker_level")
        self.speak = SafeLabel(tone="muted", size="small", wrap=True)
        self.test_speaker = DeskButton("devices.test_speaker", "", "volume-2", badge=False)
        self.test_ringer = DeskButton("devices.test_ringer", "", "bell-ring", badge=False)
        self.cleaning = named(TickBox(), "devices.cleaning")
        self.cleaning_note = named(SafeLabel(tone="muted", size="small", wrap=True), "devices.cleaning_note")
        self._close = DeskButton("devices.close", "primary")
        for kind, field in self.choices.items():
            field.setFixedWidth(_FIELD_PX)
            field.edited.connect(partial(self._choose, kind))
        self.test_speaker.clicked.connect(devices.test_speaker)
        self.test_ringer.clicked.connect(devices.test_ringer)
        self.cleaning.clicked.connect(devices.switch_cleaning)
        self._close.clicked.connect(self.hide)
        self._build()
        devices.changed.connect(self._update)
        devices.microphone_level.connect(self.microphone_meter.set_level)
        devices.speaker_level.connect(self.speaker_meter.set_level)
        devices.preview.connect(self._on_picture)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(18)
        beside: dict[Kind, list[QWidget]] = {
            Kind.CAMERA: [self.picture],
            Kind.MICROPHONE: [self.microphone_meter, self.speak],
            Kind.SPEAKER: [self.test_speaker, self.speaker_meter],
            Kind.RINGER: [self.test_ringer],
        }
        for row, kind in enumerate(Kind):
            left = QVBoxLayout()
            spaced(left, 0, 4)
            left.addWidget(self._names[kind])
            left.addWidget(self.choices[kind])
            left.addStretch(1)
            right = QHBoxLayout() if kind is Kind.SPEAKER else QVBoxLayout()
            spaced(right, 0, 8)
            for widget in beside[kind]:
                right.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addLayout(left, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(right, row, 1, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnMinimumWidth(1, _BESIDE_PX)
        self.speak.setFixedWidth(_BESIDE_PX)
        self.cleaning_note.setMaximumWidth(_FIELD_PX + _BESIDE_PX)
        self.inner.addWidget(self._title)
        self.inner.addWidget(self._about)
        self.inner.addLayout(grid)
        self.inner.addWidget(self.cleaning)
        self.inner.addWidget(self.cleaning_note)
        self.inner.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)

    def take_keyboard(self) -> None:
        """On the first choice."""
        self.choices[Kind.CAMERA].setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """From now on the devices are tried."""
        super().showEvent(event)
        self._trying = True
        self.picture.set_image(None)
        self._devices.try_out(True)
        self._update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Let them go; a call keeps what it uses."""
        super().hideEvent(event)
        if not self._trying:
            return
        self._trying = False
        self._devices.try_out(False)
        self.picture.set_image(None)
        self.microphone_meter.reset()
        self.speaker_meter.reset()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        names = {
            Kind.CAMERA: self.tr("Kamera"),
            Kind.MICROPHONE: self.tr("Mikrofon"),
            Kind.SPEAKER: self.tr("Lautsprecher für das Gespräch"),
            Kind.RINGER: self.tr("Lautsprecher für Klingeln und Hinweise"),
        }
        for kind, name in names.items():
            self._names[kind].setText(name)
            self.choices[kind].setAccessibleName(name)
        self._title.setText(self.tr("Kamera und Ton"))
        self._about.setText(self.tr("Jede Wahl gilt sofort, auch im laufenden Gespräch. Nichts wird aufgenommen."))
        self.picture.setAccessibleName(self.tr("Bild Ihrer Kamera"))
        self.microphone_meter.setAccessibleName(self.tr("Lautstärke Ihres Mikrofons"))
        self.speaker_meter.setAccessibleName(self.tr("Lautstärke des Lautsprechers"))
        self.test_speaker.say(self.tr("Testton"))
        self.test_ringer.say(self.tr("Klingeln"))
        self.cleaning.setText(self.tr("Echo und Rauschen aus dem Mikrofon nehmen"))
        self._close.say(self.tr("Schließen"))
        if self.isVisible():
            self._update()

    def _update(self) -> None:
        # Not while it is hidden: asking what there is loads the sound system, and half of that is not needed at start.
        if not self.isVisible():
            return
        for kind, field in self.choices.items():
            self._fill(kind, field)
        self.picture.set_placeholder("" if self._devices.has_camera else self.tr("Keine Kamera"))
        self.speak.setText(
            self.tr("Sprechen Sie: Die Balken schlagen aus. Die Person hört Sie.")
            if self._devices.heard
            else self.tr("Sprechen Sie: Die Balken schlagen aus. Niemand hört das mit.")
        )
        possible = self._devices.cleaning_possible
        self.cleaning.setEnabled(possible)
        self.cleaning.setChecked(possible and self._devices.cleaning)
        self.cleaning_note.setText(
            self.tr("Damit brauchen Sie kein Headset.")
            if possible
            else self.tr("Auf diesem Rechner ist das nicht möglich. Benutzen Sie bitte ein Headset.")
        )
        self.cleaning_note.set_tone("muted" if possible else "warning")

    def _fill(self, kind: Kind, field: ChoiceField) -> None:
        offers = list(self._devices.offers(kind))
        choices = [(offer.packed(), offer.name) for offer in offers]
        chosen = self._devices.choice(kind)
        value = ""
        if chosen is not None:
            found = next((one for one in offers if one.id == chosen.id), None)
            found = found or next((one for one in offers if one.name == chosen.name), None)
            value = (found or chosen).packed()
            if found is None:
                choices.append((value, self.tr("{device} (nicht angeschlossen)").replace("{device}", chosen.name)))
        empty = self.tr("Standard des Systems") if offers else self.tr("Nichts angeschlossen")
        field.set_choices(choices, empty)
        field.set_value(value)

    def _choose(self, kind: Kind, value: str) -> None:
        self._devices.choose(kind, Offer.unpacked(value))

    def _on_picture(self, image: QImage) -> None:
        if self.isVisible():
            self.picture.set_image(image)
