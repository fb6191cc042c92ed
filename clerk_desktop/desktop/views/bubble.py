"""One line of a written conversation, as the waiting room's messages and the call's chat show it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from clerk_desktop.common.messages.live import NoteSender
from clerk_desktop.desktop.models.notes import Delivery, Line
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, spaced
from clerk_desktop.desktop.widgets.words import breakable


def bubble(line: Line, words: str) -> tuple[View, QVBoxLayout]:
    """A line and below it who wrote when (`words`), and where more can be put."""
    ours, arrives = line.sender is NoteSender.CLERK, line.delivery in {Delivery.SENDING, Delivery.DELIVERED}
    made = View(surface="" if ours else "card")
    if ours:
        made.setProperty("notice", "info" if arrives else "warning")
    box = QVBoxLayout(made)
    spaced(box, 8, 2)
    box.addWidget(SafeLabel(breakable(line.text), wrap=True))
    box.addWidget(SafeLabel(words, tone="muted" if arrives else "danger", size="small", wrap=True))
    made.setAccessibleName(f"{words}: {line.text}")
    return made, box
