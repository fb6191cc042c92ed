"""The system's notification area: says that somebody waits, never who; others may see the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from clerk_desktop.desktop.models.alerts import AlertsModel, Event
from clerk_desktop.desktop.models.queue import QueueModel
from clerk_desktop.desktop.widgets.icons import icon
from clerk_desktop.desktop.widgets.look import look

SHOWN_MS = 8_000
"""How long a notification stays (systems may decide otherwise)."""


class Tray(QObject):
    """An icon in the notification area while notifications are switched on; none where the system has no such area.

    A window that is in use needs no notification: its queue shows the same.

    Args:
        alerts: what is to be told.
        queue: how many wait.
        window: is brought to the front by a click.
        is_there: whether the system has a notification area; replaced in tests.
        make: makes the icon; replaced in tests.
    """

    def __init__(
        self,
        alerts: AlertsModel,
        queue: QueueModel,
        window: QWidget,
        is_there: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        make: Callable[[QObject], QSystemTrayIcon] = QSystemTrayIcon,
    ) -> None:
        super().__init__(window)
        self._alerts, self._queue, self._window = alerts, queue, window
        self._icon: QSystemTrayIcon | None = None
        if is_there():
            self._icon = make(self)
            self._icon.setIcon(icon("users-round", look().color("action-default"), 32))
            self._icon.activated.connect(lambda _reason: self._to_front())
            self._icon.messageClicked.connect(self._to_front)
        alerts.noticed.connect(self._show)
        alerts.changed.connect(self._update)
        queue.updated.connect(self._update)
        self._update()

    @property
    def available(self) -> bool:
        """Whether this system shows notifications."""
        return self._icon is not None

    def hide(self) -> None:
        """The desk closes."""
        if self._icon is not None:
            self._icon.hide()

    def words(self, event: Event) -> str:
        """What is told: never a name, never a word of a note."""
        if event is Event.NOTE:
            return self.tr("Eine wartende Person hat geschrieben")
        if event is Event.CHAT:
            return self.tr("Im Gespräch wurde geschrieben")
        return self.tr("Eine Person wartet")

    def _show(self, event: Event) -> None:
        if self._icon is not None and not self._window.isActiveWindow():
            title = self.tr("Virtuelles Amt")
            self._icon.showMessage(title, self.words(event), QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)

    def _update(self) -> None:
        if self._icon is None:
            return
        self._icon.setVisible(self._alerts.notices and self._queue.loaded)
        self._icon.setToolTip(self.tr("Wartende: {n}").replace("{n}", str(self._queue.waiting)))

    def _to_front(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()
