"""How this clerk likes the call's picture: where it is shown, where one's own picture lies. Kept from day to day."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from clerk_desktop.desktop.models.devices import Memory


class Corner(StrEnum):
    """Where the own picture lies on the citizen's one; in the order in which it wanders."""

    BOTTOM_RIGHT = "bottom_right"
    BOTTOM_LEFT = "bottom_left"
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"

    @property
    def right(self) -> bool:
        """At the right edge."""
        return self in {Corner.BOTTOM_RIGHT, Corner.TOP_RIGHT}

    @property
    def bottom(self) -> bool:
        """At the lower edge."""
        return self in {Corner.BOTTOM_RIGHT, Corner.BOTTOM_LEFT}


class PictureModel(QObject):
    """Everything about the picture that is not the picture.

    Args:
        memory: keeps it from day to day.
        parent: Qt owner.

    Attributes:
        corner: where the own picture lies.
        own_shown: whether it is shown at all.
        in_window: whether the picture has a window of its own.
        full_screen: whether it fills a screen; ends with the call.
        statistics: whether the figures of the connection are shown.
        place: where the window of its own was (opaque; the view makes and reads it).
        screen: name of the screen that it was on.

    Signals:
        changed: any of it.
    """

    changed = Signal()

    def __init__(self, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        kept = memory.get("own_corner")
        self.corner = Corner(kept) if kept in set(Corner) else Corner.BOTTOM_RIGHT
        self.own_shown = memory.get("own_picture") == "on"
        self.in_window = memory.get("video_window") == "on"
        self.full_screen = self.statistics = False
        self.place, self.screen = memory.get("video_place"), memory.get("video_screen")
        self.changed.connect(self._keep)

    def put_own(self, corner: Corner) -> None:
        """Move the own picture."""
        self.corner, self.own_shown = corner, True
        self.changed.emit()

    def next_corner(self) -> None:
        """Move it on, for who has no mouse."""
        corners = list(Corner)
        self.put_own(corners[(corners.index(self.corner) + 1) % len(corners)])

    def show_own(self, shown: bool) -> None:
        """Show or hide the own picture."""
        self.own_shown = shown
        self.changed.emit()

    def show_statistics(self, shown: bool) -> None:
        """Show or hide the figures."""
        self.statistics = shown
        self.changed.emit()

    def to_window(self, away: bool) -> None:
        """Give the picture a window of its own, or take it back; a full screen ends with that."""
        if (away, False) != (self.in_window, self.full_screen):
            self.in_window, self.full_screen = away, False
            self.changed.emit()

    def to_full_screen(self, full: bool) -> None:
        """Fill the screen, or go back to where it was before."""
        if full is not self.full_screen:
            self.full_screen = full
            self.changed.emit()

    def remember(self, place: str, screen: str) -> None:
        """Where the window of its own is now."""
        if (place, screen) != (self.place, self.screen):
            self.place, self.screen = place, screen
            self.changed.emit()

    def _keep(self) -> None:
        self._memory.set("own_corner", self.corner)
        self._memory.set("own_picture", "on" if self.own_shown else "off")
        self._memory.set("video_window", "on" if self.in_window else "off")
        self._memory.set("video_place", self.place)
        self._memory.set("video_screen", self.screen)
