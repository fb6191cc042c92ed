"""What can be done with the citizen's picture: buttons upon it, a menu, and keys; all three come from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from clerk_desktop.desktop.models.picture import PictureModel
from clerk_desktop.desktop.views.actions import Actions
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.video_surface import STEP, VideoSurface
from clerk_desktop.desktop.widgets.view import View, spaced

MENU = (
    ("full_screen", "video_window"),
    ("zoom_in", "zoom_out", "zoom_reset", "rotate"),
    ("own_picture", "own_corner", "statistics"),
)
"""Names of the actions, in groups."""


class PictureTools(View):
    """A strip of small buttons in a corner of the picture."""

    def __init__(self, surface: VideoSurface, picture: PictureModel, actions: Actions) -> None:
        super().__init__(surface, surface="tools")
        self._surface, self._picture, self._actions = surface, picture, actions
        self.buttons = {
            name: DeskButton(f"picture.{name}", "tool", icon, icon_only=True, badge=False)
            for name, icon in (
                ("zoom_out", "zoom-out"),
                ("zoom_in", "zoom-in"),
                ("rotate", "rotate-cw-square"),
                ("full_screen", "maximize"),
                ("video_window", "picture-in-picture-2"),
            )
        }
        row = QHBoxLayout(self)
        spaced(row, 2, 0)
        for name, button in self.buttons.items():
            button.clicked.connect(actions[name].trigger)
            button.show_key(actions[name].shortcut())
            row.addWidget(button)
        deeds: dict[str, Callable[[], object]] = {
            "zoom_in": lambda: surface.set_zoom(surface.zoom * STEP),
            "zoom_out": lambda: surface.set_zoom(surface.zoom / STEP),
            "zoom_reset": surface.reset_view,
            "rotate": lambda: surface.set_rotation(surface.rotation + 90),
            "full_screen": lambda: picture.to_full_screen(not picture.full_screen),
            "video_window": lambda: picture.to_window(not picture.in_window),
            "own_picture": lambda: picture.show_own(not picture.own_shown),
            "own_corner": picture.next_corner,
            "statistics": lambda: picture.show_statistics(not picture.statistics),
        }
        for name, deed in deeds.items():
            actions[name].triggered.connect(lambda _checked=False, deed=deed: deed())
        surface.view_changed.connect(self.refresh)
        picture.changed.connect(self.refresh)
        self.retranslate()

    @property
    def wanted(self) -> bool:
        """Whether they must be seen even without the mouse: the picture is not shown as it is."""
        return self._surface.zoom > 1 or bool(self._surface.rotation) or self._picture.full_screen

    def retranslate(self) -> None:
        """Say everything in the present language."""
        for name, button in self.buttons.items():
            button.say(self._actions[name].text())
        self.refresh()

    def allow(self, allowed: bool) -> None:
        """Whether there is a call whose picture it could be."""
        for name in (name for group in MENU for name in group):
            self._actions[name].setEnabled(allowed)
        self.refresh()

    def refresh(self) -> None:
        """What can be pressed now, and what it would do."""
        picture, seen = self._picture, self._surface.has_picture
        for name in ("zoom_in", "rotate"):
            self.buttons[name].setEnabled(seen)
        self.buttons["zoom_out"].setEnabled(seen and self._surface.zoom > 1)
        self.buttons["full_screen"].set_icon("minimize" if picture.full_screen else "maximize")
        self.adjustSize()

    def popup(self, at: QPoint, parent: QWidget) -> QMenu:
        """The menu with everything, at this place of the screen."""
        menu = QMenu(parent)
        for group in MENU:
            for name in group:
                menu.addAction(self._actions[name])
            menu.addSeparator()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
        return menu
