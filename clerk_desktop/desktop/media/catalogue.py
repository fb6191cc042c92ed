"""Which devices the computer offers, and what a clerk's choice means today. QtMultimedia is loaded when asked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLoggingCategory, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QCameraDevice, QMediaDevices

    Devices = Sequence[QAudioDevice] | Sequence[QCameraDevice]


class Kind(StrEnum):
    """What a device is for. The speaker carries the citizen's voice, the ringer the desk's own tones."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    RINGER = "ringer"


@dataclass(frozen=True)
class Offer:
    """A device as the system names it. The id may change with the socket it is plugged in, the name does not."""

    id: str
    name: str

    def packed(self) -> str:
        """For the settings file."""
        return json.dumps([self.id, self.name], ensure_ascii=True)

    @classmethod
    def unpacked(cls, text: str) -> Offer | None:
        """From the settings file; None for the system's default and for what cannot be read."""
        try:
            first, second = json.loads(text or "null")
        except (ValueError, TypeError):
            return None
        return cls(first, second) if isinstance(first, str) and isinstance(second, str) else None


def meant(choice: Offer | None, offers: Iterable[Offer]) -> Offer | None:
    """The device that a choice means now: the same one, or the only one of its name; None when it is not there."""
    if choice is None:
        return None
    there = list(offers)
    named = [one for one in there if one.name == choice.name]
    return next((one for one in there if one.id == choice.id), named[0] if len(named) == 1 else None)


@dataclass(frozen=True)
class Picked:
    """A device to use.

    Attributes:
        offer: its name.
        device: what QtMultimedia calls it (`QAudioDevice` or `QCameraDevice`).
    """

    offer: Offer
    device: Any


class Catalogue(QObject):
    """The computer's devices.

    Signals:
        changed(Kind): cameras, microphones or speakers came or went, or the system's default is another.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._system: QMediaDevices | None = None

    def offers(self, kind: Kind) -> tuple[Offer, ...]:
        """What can be chosen, as the system orders it."""
        return tuple(_offer(one) for one in (self._cameras() if kind is Kind.CAMERA else self._sounds(kind)))

    def pick(self, kind: Kind, choice: Offer | None, without: Collection[Offer] = ()) -> Picked | None:
        """The chosen device, else the system's default, else None; never one of `without` (those that failed)."""
        system = self._watch()
        if kind is Kind.CAMERA:
            there: Devices = self._cameras()
            default: QAudioDevice | QCameraDevice = system.defaultVideoInput()
        else:
            there = self._sounds(kind)
            default = system.defaultAudioInput() if kind is Kind.MICROPHONE else system.defaultAudioOutput()
        picked = [Picked(_offer(one), one) for one in there if _offer(one) not in without]
        wanted = meant(choice, [one.offer for one in picked])
        fallback = None if default.isNull() else _offer(default)
        return next((one for one in picked if one.offer == (wanted or fallback)), None)

    def _cameras(self) -> list[QCameraDevice]:
        return self._watch().videoInputs()

    def _sounds(self, kind: Kind) -> list[QAudioDevice]:
        system = self._watch()
        return system.audioInputs() if kind is Kind.MICROPHONE else system.audioOutputs()

    def _watch(self) -> QMediaDevices:
        if self._system is None:
            # A computer without PipeWire or sound is no news for the log; the desk tells what is missing.
            QLoggingCategory.setFilterRules("qt.multimedia.*=false")
            from PySide6.QtMultimedia import QMediaDevices  # noqa: PLC0415

            self._system = QMediaDevices(self)
            # Methods, no lambdas: a child that owns its parent through one deletes it in its own destructor.
            self._system.videoInputsChanged.connect(self._on_cameras)
            self._system.audioInputsChanged.connect(self._on_microphones)
            self._system.audioOutputsChanged.connect(self._on_speakers)
        return self._system

    def _on_cameras(self) -> None:
        self.changed.emit(Kind.CAMERA)

    def _on_microphones(self) -> None:
        self.changed.emit(Kind.MICROPHONE)

    def _on_speakers(self) -> None:
        self.changed.emit(Kind.SPEAKER)


def _offer(device: QAudioDevice | QCameraDevice) -> Offer:
    return Offer(bytes(device.id().data()).decode("utf-8", "replace"), device.description())
