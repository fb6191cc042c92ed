"""Text on the screen that is text, whatever a citizen puts into a name.

Qt draws HTML in labels, message boxes, tool tips and text views as soon as a text looks like it. Everything that is
shown goes through here; a lint test keeps the others out.
"""

from __future__ import annotations

import html

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolTip, QWidget


class SafeLabel(QLabel):
    """A label that shows its text letter by letter.

    Args:
        text: what it says.
        parent: Qt owner.
        size: `small`, `strong`, `heading-small`, `heading`, `heading-large`, or "" for body text.
        tone: `muted`, `danger`, `success`, `warning`, or "".
        wrap: breaks into lines.
        copyable: can be marked with mouse and keyboard (then it takes part in the tab order).
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: str = "",
        tone: str = "",
        wrap: bool = False,
        copyable: bool = False,
    ) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        # "size" is a property of every widget already.
        self.setProperty("look", size)
        self.setProperty("tone", tone)
        self.setWordWrap(wrap)
        if copyable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        self.setText(text)

    def setTextFormat(self, _format: Qt.TextFormat) -> None:  # noqa: N802
        """Plain text stays plain text."""

    def set_tone(self, tone: str) -> None:
        """Another tone."""
        set_property(self, "tone", tone)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet selects by, and let it show."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def safe_tip(target: QWidget | QAction, text: str) -> None:
    """Set a tool tip that is never taken for HTML of a stranger."""
    target.setToolTip(_as_text(text))


def show_tip(where: QPoint, text: str, widget: QWidget) -> None:
    """Show a tool tip at this place of the screen that is never taken for HTML of a stranger."""
    QToolTip.showText(where, _as_text(text), widget)


def _as_text(text: str) -> str:
    return f"<qt>{html.escape(text)}</qt>" if text else ""
