"""What every panel is: a widget that says its words again when the language changes."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str) -> W:
    """The widget with its object name, by which tests and the rehearsal find it."""
    widget.setObjectName(name)
    return widget


class View(QFrame):
    """A panel. Subclasses set all their words in `retranslate` and call it once when they are built."""

    def __init__(self, parent: QWidget | None = None, *, surface: str = "") -> None:
        super().__init__(parent)
        if surface:
            self.setProperty("surface", surface)

    def retranslate(self) -> None:
        """Say everything in the present language."""

    def take_keyboard(self) -> None:
        """Put the keyboard where work begins in this panel; by default it stays where it is."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another language: say everything anew."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def scrolling(content: QWidget) -> QScrollArea:
    """The content in an area that scrolls up and down, but never sideways."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def spaced(layout: QLayout, margin: int = 0, gap: int = 8) -> None:
    """Margins on all sides and the gap between items, in pixels."""
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)


def clear(layout: QLayout) -> None:
    """Throw away everything in a layout, also what stands in layouts inside it."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
