"""Where the keyboard was in a window, so that it can go back when what had it is gone."""

from __future__ import annotations

import weakref
from collections import deque

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from clerk_desktop.desktop.widgets.view import usable

_MOST = 16


class FocusMemory(QObject):
    """Remembers the widgets of a window that had the keyboard.

    Args:
        window: whose; owns this.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._lately: deque[weakref.ref[QWidget]] = deque(maxlen=_MOST)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def back(self) -> bool:
        """Give the keyboard to the last one that can still use it; False when there is none."""
        for kept in reversed(self._lately):
            widget = kept()
            if widget is not None and isValid(widget) and self._can_take(widget):
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _can_take(self, widget: QWidget) -> bool:
        return self._window.isAncestorOf(widget) and usable(widget, self._window)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self._window.isAncestorOf(now):
            self._lately.append(weakref.ref(now))
