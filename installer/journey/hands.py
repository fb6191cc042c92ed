"""The clerk's hands: real mouse clicks and keys on the desk's own widgets, found by their object names.

Waiting means looking at the screen again and again, as a person does; every wait has an end and says what was missing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QAbstractItemModel, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

_LOOK_S = 0.05
W = TypeVar("W", bound=QWidget)


class NotSeen(AssertionError):
    """What should have appeared on the screen did not, in time."""


class Hands:
    """Clicks, types and reads in one window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, name: str, kind: type[W]) -> W | None:
        """The visible widget of this object name, or None."""
        return next((w for w in self.window.findChildren(kind, name) if w.isVisible()), None)

    async def until(self, seen: Callable[[], object], what: str, within_s: float = 30) -> None:
        """Look until `seen` is true. Raises NotSeen with `what`."""
        end = time.monotonic() + within_s
        while not seen():
            if time.monotonic() > end:
                raise NotSeen(f"{what}: not within {within_s:.0f} s; the desk says {self.banner()!r}")
            await asyncio.sleep(_LOOK_S)

    async def usable(self, name: str, kind: type[W], within_s: float = 30) -> W:
        """The widget of this name once it is visible and enabled. Raises NotSeen."""

        def ready() -> bool:
            widget = self.find(name, kind)
            return widget is not None and widget.isEnabled()

        await self.until(ready, f"{name} cannot be used", within_s)
        widget = self.find(name, kind)
        if widget is None:
            raise NotSeen(f"{name} went away")
        self._bring_into_view(widget)
        return widget

    async def click(self, name: str, within_s: float = 30) -> None:
        """Click a button with the mouse."""
        button = await self.usable(name, QAbstractButton, within_s)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    async def write(self, name: str, text: str) -> None:
        """Type into a field, replacing what is in it; choose in a list; set a tick.

        Args:
            name: object name of the field.
            text: what a form holds: the text, a choice's value, "yes" or "" for a tick.
        """
        widget = await self.usable(name, QWidget)
        widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if isinstance(widget, QComboBox):
            self._choose(widget, text)
        elif isinstance(widget, QCheckBox):
            if widget.isChecked() != bool(text):
                QTest.keyClick(widget, Qt.Key.Key_Space)
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(widget, Qt.Key.Key_Delete)
            for letter in text:
                _press(widget, letter)
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        else:
            raise NotSeen(f"{name} is a {type(widget).__name__}, nothing to write into")

    @staticmethod
    def _choose(box: QComboBox, value: str) -> None:
        wanted = box.findData(value)
        if wanted < 0:
            raise NotSeen(f"{box.objectName()} does not offer {value!r}")
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(wanted):
            QTest.keyClick(box, Qt.Key.Key_Down)
        if box.currentIndex() != wanted:
            raise NotSeen(f"{box.objectName()} stands at {box.currentText()!r} after the keys for {value!r}")

    def rows(self, name: str) -> list[str]:
        """What the lines of a list say, each as one text."""
        view = self.find(name, QAbstractItemView)
        model = view.model() if view else None
        return [_row(model, row) for row in range(model.rowCount())] if model else []

    async def choose(self, name: str, word: str) -> None:
        """Click on the line of a list that says this. Raises NotSeen."""
        view = await self.usable(name, QAbstractItemView)
        model = view.model()
        row = next((row for row in range(model.rowCount()) if word in _row(model, row)), -1)
        if row < 0:
            raise NotSeen(f"{name} has no line with {word!r}")
        index = model.index(row, 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())

    def text(self, name: str) -> str:
        """What stands in the widget of this name, its parts parted by line ends; empty when it is not shown."""
        widget = self.find(name, QWidget)
        return "\n".join(texts(widget)) if widget else ""

    def banner(self) -> str:
        """What the desk tells at this moment."""
        return self.text("banner")

    def picture_of_the_screen(self, path: str) -> bool:
        """Keep what is on the screen as a PNG."""
        return QGuiApplication.primaryScreen().grabWindow(0).save(path, "PNG")

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()


def _press(widget: QWidget, letter: str) -> None:
    """One key of a German keyboard; QTest knows only those of an American one."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        key = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, key)


def texts(widget: QWidget) -> list[str]:
    """Every visible text inside a widget, in the order of the widgets."""
    found = []
    for part in [widget, *widget.findChildren(QWidget)]:
        if not part.isVisible():
            continue
        for name in ("text", "toPlainText", "accessibleDescription"):
            said = getattr(part, name, None)
            if callable(said) and isinstance(words := said(), str) and words.strip():
                found.append(words.strip())
                break
    return found


def _row(model: QAbstractItemModel, row: int) -> str:
    index = model.index(row, 0)
    words = [model.data(index, role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)]
    return " ".join(str(word) for word in words if word)
