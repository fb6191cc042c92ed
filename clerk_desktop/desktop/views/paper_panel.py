"""What checking, signing and finishing have in common: a card for each paper beside the page that the citizen sees."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.case import CaseModel
from clerk_desktop.desktop.views.page_preview import PagePreview
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, clear, named, scrolling, spaced


class PaperPanel(View):
    """Title and sentence, cards at the left, the page at the right, buttons below.

    Args:
        case: the case.
        name: begins the object names of sentence and page.
        parent: Qt owner.
    """

    def __init__(self, case: CaseModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = case
        self._title = SafeLabel(size="heading")
        self.prompt = named(SafeLabel(wrap=True), f"{name}.prompt")
        self._cards = QWidget()
        self._rows = QVBoxLayout(self._cards)
        spaced(self._rows, 0, 12)
        self.preview = PagePreview(case.rooms.shown)
        self.preview.page.setObjectName(f"{name}.preview")

    def _build(self, left: Iterable[QPushButton], right: Iterable[QPushButton]) -> None:
        """Lay it out, with these buttons at the two ends of the foot."""
        column = QVBoxLayout(self)
        spaced(column, 20, 10)
        column.addWidget(self._title)
        column.addWidget(self.prompt)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(scrolling(self._cards), 4)
        middle.addWidget(self.preview, 5)
        column.addLayout(middle, 1)
        foot = QHBoxLayout()
        for button in left:
            foot.addWidget(button)
        foot.addStretch(1)
        for button in right:
            foot.addWidget(button)
        column.addLayout(foot)

    def _show_cards(self, cards: Iterable[QWidget]) -> None:
        """These cards in place of those before, from the top."""
        clear(self._rows)
        for card in cards:
            self._rows.addWidget(card)
        self._rows.addStretch(1)

    def _go_on(self) -> None:
        """To the stage after this one."""
        following = self._case.rooms.stage.following
        if following is not None:
            self._case.go(following)


def paper_card(tone: str, title: str) -> tuple[View, QVBoxLayout]:
    """A card in this tone (`info`, `success`, `warning`, `danger`), and where its lines go below the title."""
    card = View()
    card.setProperty("notice", tone)
    column = QVBoxLayout(card)
    spaced(column, 14, 6)
    column.addWidget(SafeLabel(title, size="strong", wrap=True))
    return card, column
