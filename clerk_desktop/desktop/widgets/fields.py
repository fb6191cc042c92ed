"""Editors for the fields of a form. What they hold is text (a date as ISO); what they show is German writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QStyle, QStyleOptionButton, QWidget

from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import set_property

_GERMAN = re.compile(r"\s*(\d{1,2})\s*[./ ]\s*(\d{1,2})\s*[./ ]\s*(\d{4}|\d{2})\s*")
_DIGITS = re.compile(r"\s*(\d{2})(\d{2})(\d{4})\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")


def iso_date(typed: str) -> str:
    """ISO form of a date as people type it (12.8.1964, 12081964, 1964-08-12); other text comes back as it is.

    A year of two digits is not guessed at: 64 may be 1964 or 2064.
    """
    if match := _ISO.fullmatch(typed):
        year, month, day = match.groups()
    elif match := _GERMAN.fullmatch(typed) or _DIGITS.fullmatch(typed):
        day, month, year = match.groups()
    else:
        return typed.strip()
    try:
        return date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else typed.strip()
    except ValueError:
        return typed.strip()


def german_date(value: str) -> str:
    """An ISO date as it is written in Germany; other text comes back as it is."""
    try:
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    except ValueError:
        return value


class Leaving(QObject):
    """Tells when the keyboard leaves a widget (a line edit's `editingFinished` also means the return key).

    Signals:
        left: it left.
    """

    left = Signal()

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Look for the focus going out."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)


class TextField(QLineEdit):
    """One line.

    Signals:
        edited(str): the person typed.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.textEdited.connect(self._typed)

    def _typed(self, _text: str) -> None:
        self.edited.emit(self.value())

    def value(self) -> str:
        """What it holds."""
        return self.text()

    def set_value(self, value: str) -> None:
        """Show this, unless it stands there already (the cursor stays)."""
        if value != self.value():
            self.setText(value)
            self.setCursorPosition(0)

    def set_wrong(self, wrong: bool) -> None:
        """Mark as wrong."""
        set_property(self, "wrong", "true" if wrong else "false")


class DateField(TextField):
    """A day, shown and typed the German way, held as ISO text."""

    def value(self) -> str:
        """The day as ISO, or what was typed when it is none."""
        return iso_date(self.text())

    def set_value(self, value: str) -> None:
        """Show this day."""
        if value != self.value():
            self.setText(german_date(value))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Write it the one German way."""
        self.setText(german_date(self.value()))
        super().focusOutEvent(event)


class LongTextField(QPlainTextEdit):
    """Several lines; the tab key goes on to the next field.

    Signals:
        edited(str): the text changed.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(84)
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText()))

    def value(self) -> str:
        """What it holds."""
        return self.toPlainText()

    def set_value(self, value: str) -> None:
        """Show this."""
        if value != self.value():
            self.setPlainText(value)

    def set_wrong(self, wrong: bool) -> None:
        """Mark as wrong."""
        set_property(self, "wrong", "true" if wrong else "false")


class MessageField(QPlainTextEdit):
    """What is written to somebody: return sends, shift and return begin a new line, the tab key goes on.

    Signals:
        finished: it is to be sent.
    """

    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Return is not part of the text."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class ChoiceField(QComboBox):
    """One of several answers; empty until one is chosen.

    Signals:
        edited(str): another answer.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(lambda _index: self.edited.emit(self.value()))

    def set_choices(self, choices: Sequence[tuple[str, str]], empty: str | None) -> None:
        """Value and words of each answer; `empty` is shown while none is chosen, None: one always is."""
        value = self.value()
        self.clear()
        if empty is not None:
            self.addItem(empty, "")
        for choice, words in choices:
            self.addItem(words, choice)
        self.set_value(value)

    def value(self) -> str:
        """The value of the answer, or ""."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Show this answer."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def set_wrong(self, wrong: bool) -> None:
        """Mark as wrong."""
        set_property(self, "wrong", "true" if wrong else "false")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The style's field, and the arrow (the style sheet would need a file for it)."""
        super().paintEvent(event)
        painter = QPainter(self)
        arrow = pixmap("chevron-down", look().color("layout-text-default"), 18)
        painter.drawPixmap(self.width() - 26, (self.height() - 18) // 2, arrow)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """The wheel scrolls the form; it never changes an answer in passing."""
        event.ignore()


class TickBox(QCheckBox):
    """A box with a tick (the style sheet alone would only fill it)."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The style's box, and the tick in it."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        tick = pixmap("check", look().color("action-on-default"), 16)
        painter.drawPixmap(box.center().x() - 7, box.center().y() - 7, tick)
        painter.end()


class TickField(TickBox):
    """Yes or nothing.

    Args:
        ticked: the value that means yes.

    Signals:
        edited(str): ticked or no longer.
    """

    edited = Signal(str)

    def __init__(self, ticked: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ticked = ticked
        self.clicked.connect(lambda _on: self.edited.emit(self.value()))

    def value(self) -> str:
        """The value for yes, or ""."""
        return self._ticked if self.isChecked() else ""

    def set_value(self, value: str) -> None:
        """Show this."""
        self.setChecked(value == self._ticked)

    def set_wrong(self, wrong: bool) -> None:
        """Mark as wrong."""
        set_property(self, "wrong", "true" if wrong else "false")


Editor = TextField | LongTextField | ChoiceField | TickField
