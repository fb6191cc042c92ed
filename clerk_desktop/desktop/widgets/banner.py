"""Notices across the window: a sentence, the actions that help, nothing that blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.icons import pixmap
from clerk_desktop.desktop.widgets.look import look
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import spaced

_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert"}


@dataclass(frozen=True)
class Shown:
    """One notice as it is shown.

    Attributes:
        key: names it.
        tone: `info`, `success`, `warning` or `danger`.
        text: the sentence.
        actions: key and words of each button, the most helpful first.
        close_words: words of the button that puts it away; "" when it cannot be.
    """

    key: str
    tone: str
    text: str
    actions: tuple[tuple[str, str], ...] = ()
    close_words: str = ""


class Banner(QWidget):
    """The notices of the window, one below the other.

    Signals:
        acted(str, str): key of the notice, key of the pressed action.
        closed(str): the notice was put away.
    """

    acted = Signal(str, str)
    closed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._shown: tuple[Shown, ...] = ()
        self._rows: dict[Shown, QFrame] = {}
        layout = QVBoxLayout(self)
        spaced(layout, 0, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look().changed.connect(self._build_anew)
        self._build()

    @property
    def text(self) -> str:
        """All sentences that stand there, one a line."""
        return "\n".join(notice.text for notice in self._shown)

    def show_notices(self, notices: Sequence[Shown]) -> None:
        """Show these. The keyboard stays where it is; screen readers are told what is new."""
        if tuple(notices) == self._shown:
            return
        known = {notice.text for notice in self._shown}
        self._shown = tuple(notices)
        self._build()
        new = [notice.text for notice in self._shown if notice.text not in known]
        if new:
            self.setAccessibleDescription(" ".join(new))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _build_anew(self) -> None:
        for row in self._rows.values():
            row.deleteLater()
        self._rows.clear()
        self._build()

    def _build(self) -> None:
        """Rows that are there already stay, so that the keyboard stays on their buttons."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)  # noqa: S101 - made in __init__
        for notice in [notice for notice in self._rows if notice not in self._shown]:
            row = self._rows.pop(notice)
            layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, notice in enumerate(self._shown):
            if notice not in self._rows:
                self._rows[notice] = self._row(notice)
            layout.insertWidget(place, self._rows[notice])
        self.setVisible(bool(self._shown))

    def _row(self, notice: Shown) -> QFrame:
        row = QFrame()
        row.setProperty("notice", notice.tone)
        box = QHBoxLayout(row)
        box.setContentsMargins(16, 6, 8, 6)
        box.setSpacing(10)
        sign = SafeLabel()
        sign.setPixmap(pixmap(_ICONS[notice.tone], look().color(f"feedback-{notice.tone}")))
        sign.setFixedSize(QSize(20, 20))
        box.addWidget(sign)
        text = SafeLabel(notice.text, wrap=True, size="strong")
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        box.addWidget(text, 1)
        for number, (action, words) in enumerate(notice.actions):
            button = DeskButton(f"banner.{action}", "primary" if number == 0 else "")
            button.say(words)
            button.clicked.connect(lambda _=False, a=action: self.acted.emit(notice.key, a))
            box.addWidget(button)
        if notice.close_words:
            close = DeskButton("banner.close", "quiet", "x", icon_only=True, badge=False)
            close.say(notice.close_words)
            close.clicked.connect(lambda _=False: self.closed.emit(notice.key))
            box.addWidget(close)
        return row
