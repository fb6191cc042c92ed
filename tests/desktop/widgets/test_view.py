"""The keyboard stays where one works when what it was on cannot be used any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.view import View


class Window(QWidget):
    """A bar with a switch above a panel with a field and three buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = DeskButton("switch")
        self.field = QLineEdit()
        self.back, self.send, self.end = DeskButton("back"), DeskButton("send"), DeskButton("end", "danger")
        bar, self.panel = View(), View()
        QHBoxLayout(bar).addWidget(self.switch)
        inside = QVBoxLayout(self.panel)
        for widget in (self.field, self.back, self.send, self.end):
            inside.addWidget(widget)
        outside = QVBoxLayout(self)
        outside.addWidget(bar)
        outside.addWidget(self.panel)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


GONE: tuple[Callable[[QWidget], None], ...] = (lambda w: w.setEnabled(False), lambda w: w.hide())


@pytest.mark.parametrize("go", GONE, ids=["disabled", "hidden"])
def test_the_next_one_of_the_same_panel_takes_over(window: Window, go: Callable[[QWidget], None]) -> None:
    window.field.setFocus()
    go(window.field)
    assert window.focusWidget() is window.back


@pytest.mark.parametrize("go", GONE, ids=["disabled", "hidden"])
def test_at_the_end_of_the_panel_the_one_before(window: Window, go: Callable[[QWidget], None]) -> None:
    window.send.setFocus()
    go(window.send)
    # Not the switch of the bar, where the tab key would lead, and not the button that ends everything.
    assert window.focusWidget() is window.back


def test_with_nothing_left_in_the_panel_qt_decides(window: Window) -> None:
    window.field.setFocus()
    window.panel.setEnabled(False)
    assert window.focusWidget() is not window.field


def test_the_tab_key_walks_on_as_ever(window: Window) -> None:
    window.send.setFocus()
    order = []
    for _ in range(3):
        window.focusNextPrevChild(True)
        focused = window.focusWidget()
        assert focused is not None
        order.append(focused.objectName())
    assert order == ["end", "switch", ""]
