"""The guest's picture: small in the call panel, beside the citizen's where that one is large. It moves as a whole."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clerk_desktop.desktop.models.call_state import CallState
from clerk_desktop.desktop.models.guests import GuestsModel
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.video_surface import VideoSurface
from clerk_desktop.desktop.widgets.view import View, named, spaced

_TILE = QSize(176, 99)
_LEAST = QSize(160, 90)
_UNLIMITED = QSize(16_777_215, 16_777_215)


class GuestPicture(View):
    """Seen as long as a guest is in the call; away from the panel it says whose it is."""

    def __init__(self, guests: GuestsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guests = guests
        self._small = True
        self.surface = named(VideoSurface(), "guest.video")
        self.name = SafeLabel(size="strong")
        column = self._column = QVBoxLayout(self)
        spaced(column, 0, 4)
        column.addWidget(self.surface, 1)
        column.addWidget(self.name)
        guests.call.frame.connect(self._show)
        self.surface.wanted.connect(guests.call.show_at)
        guests.changed.connect(self.retranslate)
        self.keep_small(True)

    def keep_small(self, small: bool) -> None:
        """A tile in the panel, where name and state stand beside it; elsewhere as large as there is room."""
        self._small = small
        self.surface.setMinimumSize(_TILE if small else _LEAST)
        self.surface.setMaximumSize(_TILE if small else _UNLIMITED)
        margin = 0 if small else 8
        self._column.setContentsMargins(margin, 0, 0, margin)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        guests, guest = self._guests, self._guests.guest
        self.setVisible(guests.inside)
        self.name.setVisible(not self._small)
        if not self._seen:
            self.surface.set_image(None)
        if guest is not None:
            self.name.setText(guest.name)
            self.surface.setAccessibleName(self.tr("Bild von {name}").replace("{name}", guest.name))
            self.surface.set_placeholder(self._placeholder(guest.present))

    # --- inside

    @property
    def _seen(self) -> bool:
        call = self._guests.call
        return self._guests.inside and call.state is CallState.CONNECTED and call.camera_on

    def _show(self, image: object) -> None:
        if self._seen:
            self.surface.set_image(image)  # type: ignore[arg-type]

    def _placeholder(self, present: bool) -> str:
        match self._guests.call.state:
            case CallState.CONNECTED if not self._guests.call.camera_on:
                return self.tr("Kamera ist aus")
            case CallState.CONNECTED:
                return ""
            case state if state is CallState.CITIZEN_AWAY or not present:
                return self.tr("Nicht verbunden")
            case CallState.RECOVERING:
                return self.tr("Wird wieder verbunden …")
            case _:
                return self.tr("Wird verbunden …")
