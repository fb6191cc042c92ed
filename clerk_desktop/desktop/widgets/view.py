"""What every panel is: a widget that says its words again when the language changes."""

from __future__ import annotations

from collections.abc import Callable
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

    def focusNextPrevChild(self, onward: bool) -> bool:  # noqa: N802
        """The tab key as ever; but when the widget with the keyboard was disabled or hidden, stay in this panel.

        Qt would take the next one of the whole window, at a panel's end that is the first button of the top bar.
        """
        window = self.window()
        lost = window.focusWidget()
        if lost is not None and lost is not self and self.isAncestorOf(lost) and not usable(lost, window):
            near = neighbour(self, lost)
            if near is not None:
                near.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().focusNextPrevChild(onward)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Another language: say everything anew."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def usable(widget: QWidget, panel: QWidget) -> bool:
    """Whether the keyboard can be on a widget of a panel: it can be seen there and used."""
    return widget.isEnabled() and widget.isVisibleTo(panel)


def neighbour(panel: QWidget, lost: QWidget) -> QWidget | None:
    """The next widget of the panel that takes the keyboard, in the order of the tab key; else the one before.

    A button that ends or destroys something is never handed the keyboard: who pressed return twice did not mean it.
    """

    def takes(widget: QWidget) -> bool:
        tabbed = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        return tabbed and usable(widget, panel) and widget.property("kind") != "danger"

    def search(step: Callable[[QWidget], QWidget | None]) -> QWidget | None:
        widget = step(lost)
        while widget is not None and widget is not lost and panel.isAncestorOf(widget):
            if takes(widget):
                return widget
            widget = step(widget)
        return None

    if not panel.isVisible():
        return None
    return search(QWidget.nextInFocusChain) or search(QWidget.previousInFocusChain)


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
