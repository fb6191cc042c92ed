"""The paper as it would look now, beside the form."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clerk_desktop.desktop.models.preview import PaperModel
from clerk_desktop.desktop.views.sentences import error_sentence
from clerk_desktop.desktop.widgets.buttons import DeskButton
from clerk_desktop.desktop.widgets.fields import ChoiceField
from clerk_desktop.desktop.widgets.page_view import PageView
from clerk_desktop.desktop.widgets.safe_label import SafeLabel
from clerk_desktop.desktop.widgets.view import View, named, spaced
from clerk_desktop.desktop.widgets.words import language


class PagePreview(View):
    """One page at a time, with buttons to turn; a chooser where the matter has several papers."""

    def __init__(self, model: PaperModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, surface="paper")
        self._model = model
        self._papers = ChoiceField()
        self._before = DeskButton("document.page_before", "quiet", "chevron-left", icon_only=True, badge=False)
        self._after = DeskButton("document.page_after", "quiet", "chevron-right", icon_only=True, badge=False)
        self._number = SafeLabel(tone="muted")
        self._error = SafeLabel(tone="danger", wrap=True)
        self.page = named(PageView(), "document.preview")
        column = QVBoxLayout(self)
        spaced(column, 12, 6)
        head = QHBoxLayout()
        head.addWidget(self._papers, 1)
        head.addStretch()
        head.addWidget(self._before)
        head.addWidget(self._number)
        head.addWidget(self._after)
        column.addLayout(head)
        column.addWidget(self._error)
        column.addWidget(self.page, 1)
        self._before.clicked.connect(lambda: model.turn(-1))
        self._after.clicked.connect(lambda: model.turn(1))
        self._papers.edited.connect(self._choose)
        self.page.width_wanted.connect(model.set_width)
        model.changed.connect(self._update)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the present language."""
        self._before.say(self.tr("Seite zurück"))
        self._after.say(self.tr("Seite vor"))
        self._papers.setAccessibleName(self.tr("Papier"))
        self.page.setAccessibleName(self.tr("Vorschau des Papiers"))
        self._update()

    def _choose(self, paper_id: str) -> None:
        paper = next((paper for paper in self._model.papers if paper.id == paper_id), None)
        if paper is not None:
            self._model.show_paper(paper)

    def _update(self) -> None:
        model = self._model
        self._papers.setVisible(len(model.papers) > 1)
        if len(model.papers) > 1 and model.paper is not None:
            self._papers.set_choices([(p.id, getattr(p.title, language())) for p in model.papers], None)
            self._papers.set_value(model.paper.id)
        self._number.setText(f"{model.page + 1} / {model.page_count}" if model.page_count else "")
        several = model.page_count > 1
        for widget in (self._before, self._after, self._number):
            widget.setVisible(several)
        self._before.setEnabled(model.page > 0)
        self._after.setEnabled(model.page + 1 < model.page_count)
        self._error.setText(error_sentence(model.error) if model.error else "")
        self._error.setVisible(bool(model.error))
        picture = model.picture
        if picture is not None:
            self.page.set_page(picture.width, picture.height, picture.bgra)
        else:
            self.page.set_words(self.tr("Das Papier entsteht …") if model.paper and not model.error else "")
