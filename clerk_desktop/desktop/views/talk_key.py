"""The talk key: hold it and the muted microphone is open, let it go and it is silent again."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent

from clerk_desktop.desktop.models.call import CallModel

_KEYS = frozenset({Qt.Key.Key_Space, Qt.Key.Key_Control})
"""Either of the two keys that are held together ends the talk when it goes up."""


class TalkKey(QObject):
    """Watches for the end of what the action begins.

    Args:
        action: the shortcut; tells only that the key went down.
        call: whose microphone it opens.
    """

    def __init__(self, action: QAction, call: CallModel) -> None:
        super().__init__(action)
        self._call = call
        self.held = False
        action.setAutoRepeat(False)
        action.triggered.connect(self._begin)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def _begin(self) -> None:
        self.held = True
        self._call.talk(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The key goes up, or the window loses the keyboard and would never hear of it."""
        if self.held:
            up = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyRelease
            over = up and not event.isAutoRepeat() and event.key() in _KEYS  # type: ignore[attr-defined]
            if over or event.type() in {QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate}:
                self.held = False
                self._call.talk(False)
        return super().eventFilter(watched, event)
