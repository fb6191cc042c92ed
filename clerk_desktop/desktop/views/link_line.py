"""How the link is: a light and a word for both directions, what the other side misses, how loud the citizen is."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from clerk_desktop.common.messages.work import QualityLevel
from clerk_desktop.desktop.models.call import CallState
from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.models.secrecy import SecrecyState
from clerk_desktop.desktop.widgets.level_meter import LevelMeter
from clerk_desktop.desktop.widgets.quality_light import QualityLight
from clerk_desktop.desktop.widgets.safe_label import SafeLabel, safe_tip
from clerk_desktop.desktop.widgets.view import View, named, spaced


class LinkLine(View):
    """One line below the picture."""

    def __init__(self, case: CaseModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case, self._call, self._quality = case, case.rooms.call, case.rooms.quality
        self.light = named(QualityLight(), "call.quality")
        self.word = SafeLabel(size="strong")
        self.state = named(SafeLabel(tone="muted", wrap=True), "call.state")
        self.meter = LevelMeter()
        self._call.level.connect(self.meter.set_level)
        row = QHBoxLayout(self)
        spaced(row, 0, 6)
        row.addWidget(self.light)
        row.addWidget(self.word)
        row.addWidget(self.state, 1)
        row.addWidget(self.meter)
        self._quality.changed.connect(self.retranslate)
        self._call.devices_changed.connect(self.retranslate)
        self._call.state_changed.connect(lambda _state: self.retranslate())
        case.rooms.secrecy.changed.connect(self.retranslate)
        case.opened.connect(lambda _view: self.retranslate())
        case.closed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self.meter.setAccessibleName(self.tr("Lautstärke der Person"))
        connected = self._call.state is CallState.CONNECTED
        if not connected:
            self.meter.reset()
        self.state.setText(self._words_of_state())
        self.state.set_tone("warning" if not connected or self._words_of_devices() else "muted")
        level = self._quality.level
        self.light.set_level(level or "")
        self.light.setVisible(level is not None)
        self.word.setVisible(level is not None)
        self.word.setText(self._word(level))
        why = self._why()
        safe_tip(self.light, why)
        safe_tip(self.word, why)
        self.light.setAccessibleName(self.tr("Verbindung: {word}").replace("{word}", self._word(level)))
        self.light.setAccessibleDescription(why)

    def _word(self, level: QualityLevel | None) -> str:
        match level:
            case QualityLevel.GOOD:
                return self.tr("gut")
            case QualityLevel.WEAK:
                return self.tr("schwach")
            case QualityLevel.BAD:
                return self.tr("schlecht")
            case _:
                return ""

    def _why(self) -> str:
        """Whose side it is: the other person cannot know how they arrive here."""
        quality = self._quality
        ours = quality.ours not in {None, QualityLevel.GOOD}
        theirs = quality.theirs not in {None, QualityLevel.GOOD}
        if ours and theirs:
            return self.tr("Die Verbindung ist in beiden Richtungen schwach.")
        if ours:
            return self.tr("Bild und Ton der Person kommen hier nicht gut an.")
        if theirs:
            return self.tr("Ihr Bild und Ton kommen bei der Person nicht gut an.")
        return self.tr("Bild und Ton kommen auf beiden Seiten gut an.") if quality.level else ""

    def _words_of_state(self) -> str:
        match self._call.state:
            case _ if not self._case.is_open:
                return ""
            case _ if self._case.rooms.secrecy.state is SecrecyState.REFUSED:
                return self.tr("Aus Sicherheitsgründen getrennt")
            case CallState.CONNECTED:
                return self._words_of_devices() or self.tr("Verbunden, verschlüsselt")
            case CallState.CONNECTING:
                return self.tr("Verbindung wird aufgebaut …")
            case CallState.CITIZEN_AWAY:
                return self.tr("Person nicht da")
            case CallState.RECOVERING:
                return self.tr("Verbindung wird wiederhergestellt …")
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
