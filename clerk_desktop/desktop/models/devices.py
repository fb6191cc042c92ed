"""Camera, microphone, speaker and ringer as the clerk chooses and tries them; the choice is remembered."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from clerk_desktop.desktop.media.catalogue import Kind, Offer
from clerk_desktop.desktop.media.devices import MediaDevices
from clerk_desktop.desktop.models.banner import BannerModel, Level, Notice
from clerk_desktop.desktop.models.ports import Bell

__all__ = ["DevicesModel", "Kind", "Offer"]

TRIED = (Kind.CAMERA, Kind.MICROPHONE)
RING = "arrival"


class Memory(Protocol):
    """What the desk remembers from one day to the next."""

    def get(self, name: str) -> str:
        """A setting."""
        ...

    def set(self, name: str, value: str) -> None:
        """Remember it."""
        ...


class DevicesModel(QObject):
    """The clerk's devices.

    Args:
        media: the devices themselves.
        memory: where the choice is kept.
        bell: rings on the chosen ringer.
        banner: says when a device goes and comes back.
        parent: Qt owner.

    Attributes:
        cleaning: whether echo and noise are taken out of the microphone.

    Signals:
        changed: devices, choice or switches are others now.
        microphone_level, speaker_level: loudness 0…1.
        preview: the camera's picture while the devices are tried (QImage).
    """

    changed = Signal()
    microphone_level = Signal(float)
    speaker_level = Signal(float)
    preview = Signal(object)

    def __init__(
        self, media: MediaDevices, memory: Memory, bell: Bell, banner: BannerModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._media, self._memory, self._bell, self._banner = media, memory, bell, banner
        self._choice = {kind: Offer.unpacked(memory.get(kind)) for kind in Kind}
        for kind, offer in self._choice.items():
            if offer is not None:
                media.choose(kind, offer)
        self.cleaning = memory.get("cleaning") == "on"
        media.set_cleaning(self.cleaning)
        media.changed.connect(self.changed)
        media.microphone_level.connect(self.microphone_level)
        media.speaker_level.connect(self.speaker_level)
        media.preview.connect(self.preview)
        media.fell_back.connect(self._on_fell_back)
        media.returned.connect(self._on_returned)

    @property
    def cleaning_possible(self) -> bool:
        """Whether this computer can take out echo and noise, as far as is known."""
        return self._media.cleaning_possible is not False

    @property
    def heard(self) -> bool:
        """Whether a citizen hears the microphone now."""
        return self._media.heard

    @property
    def has_camera(self) -> bool:
        """Whether a camera is there and allowed."""
        return self._media.has_camera

    def offers(self, kind: Kind) -> tuple[Offer, ...]:
        """What can be chosen now."""
        return self._media.catalogue.offers(kind)

    def choice(self, kind: Kind) -> Offer | None:
        """What the clerk chose, there or not; None: the system's default."""
        return self._choice[kind]

    def choose(self, kind: Kind, offer: Offer | None) -> None:
        """Use this from now on, also in the call that runs, and remember it."""
        self._choice[kind] = offer
        self._memory.set(kind, offer.packed() if offer is not None else "")
        self._banner.dismiss(f"device_gone_{kind}", "device_back")
        self._media.choose(kind, offer)

    def switch_cleaning(self, on: bool) -> None:
        """Take echo and noise out of the microphone, or send it as it is."""
        self.cleaning = on
        self._memory.set("cleaning", "on" if on else "off")
        self._media.set_cleaning(on)
        self.changed.emit()

    def try_out(self, on: bool) -> None:
        """Look at the camera and listen to the microphone; nothing of it is sent, nothing is kept."""
        for kind in TRIED:
            self._media.try_out(kind, on)

    def test_speaker(self) -> None:
        """Play the test tone where the citizen will be heard."""
        self._media.test_speaker()

    def test_ringer(self) -> None:
        """Ring as when somebody arrives."""
        self._bell.ring(RING)

    def _on_fell_back(self, kind: Kind, gone: str, instead: str) -> None:
        key = f"device_gone_{kind}" if instead else f"device_none_{kind}"
        self._banner.dismiss("device_back")
        self._banner.show(Notice(key, Level.WARNING, {"device": gone, "other": instead}))

    def _on_returned(self, kind: Kind, name: str) -> None:
        self._banner.dismiss(f"device_gone_{kind}", f"device_none_{kind}")
        self._banner.show(Notice("device_back", Level.INFO, {"device": name}))
