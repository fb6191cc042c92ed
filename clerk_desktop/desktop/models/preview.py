"""Papers as pictures: the one that the form would make now, and the one that lies before the citizen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.matters import Paper
from clerk_desktop.common.messages.clerk import CaseView
from clerk_desktop.desktop.models.form import FormModel
from clerk_desktop.desktop.models.ports import Order, PagePicture, Pages, TypesetPaper, Typesetter
from clerk_desktop.desktop.models.review import ReviewModel
from clerk_desktop.desktop.models.signature import SignatureModel
from clerk_desktop.desktop.tasks import Tasks

QUIET_MS = 25
"""How long the keys must rest before the paper is set anew; with setting and drawing it stays below 100 ms."""

_Pdf = Callable[[], Awaitable[bytes]]


class PaperModel(QObject):
    """One page of one paper as a picture; which paper is the business of the subclass.

    Signals:
        changed: other pages, another page, or an error.
    """

    changed = Signal()
    _name = ""

    def __init__(self, pages: Pages, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages, self._tasks = pages, tasks
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.refresh)
        self.width_px = 480
        self.paper: Paper | None = None
        self.papers: tuple[Paper, ...] = ()
        self.page = 0
        self.page_count = 0
        self.picture: PagePicture | None = None
        self.error = ""

    def stop(self) -> None:
        """No paper any more."""
        self._quiet.stop()
        self._tasks.cancel(self._name)
        self.papers = ()
        self.paper = self.picture = None
        self.page = self.page_count = 0
        self.changed.emit()

    def show_paper(self, paper: Paper) -> None:
        """Show this paper of the matter, from its first page."""
        self.paper, self.page = paper, 0
        self.refresh()

    def turn(self, by: int) -> None:
        """Turn pages; stops at both ends."""
        page = min(max(0, self.page + by), max(0, self.page_count - 1))
        if page != self.page:
            self.page = page
            self.refresh()

    def set_width(self, width_px: int) -> None:
        """How wide a page is drawn, in device pixels."""
        if width_px != self.width_px and width_px > 0:
            self.width_px = width_px
            self._quiet.start()

    def refresh(self) -> None:
        """Draw anew; what is under way ends first, what waits is dropped."""
        pdf = self._pdf()
        if pdf is not None:
            work = partial(self._draw, pdf, self.page, self.width_px)
            self._tasks.run(self._name, work, done=self._drawn, failed=self._failed, newest_only=True)

    def _pdf(self) -> _Pdf | None:
        """What makes the paper's bytes; None when there is nothing to show."""
        raise NotImplementedError

    async def _draw(self, make: _Pdf, page: int, width_px: int) -> tuple[int, int, PagePicture]:
        pdf = await make()
        count = await self._pages.page_count(pdf)
        page = min(page, count - 1)
        return count, page, await self._pages.render(pdf, page, width_px)

    def _drawn(self, result: tuple[int, int, PagePicture]) -> None:
        self.page_count, self.page, self.picture = result
        self.error = ""
        self.changed.emit()

    def _failed(self, error: OfficeError) -> None:
        self.error = error.code
        self.changed.emit()


class PreviewModel(PaperModel):
    """The paper that the form would make now, set a moment after the last key."""

    _name = "preview"

    def __init__(
        self, form: FormModel, typeset: Typesetter, pages: Pages, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(pages, tasks, parent)
        self._form, self._typeset = form, typeset
        self._order: Callable[[], Order | None] = lambda: None
        form.value_changed.connect(lambda _field: self._quiet.start())

    def start(self, case: CaseView, order: Callable[[], Order | None]) -> None:
        """Preview the first paper of this case; `order` is asked before each setting."""
        self.papers, self._order = case.matter.papers, order
        self.show_paper(case.matter.papers[0])

    def _pdf(self) -> _Pdf | None:
        order = self._order()
        if order is None or self.paper is None:
            return None
        return partial(self._set, self.paper, dict(self._form.values), order)

    async def _set(self, paper: Paper, values: dict[str, str], order: Order) -> bytes:
        made: TypesetPaper = await self._tasks.in_thread(partial(self._typeset, paper, values, order))
        return made.pdf


class ShownModel(PaperModel):
    """The very bytes that lie before the citizen: under review, and signed once they are."""

    _name = "shown"

    def __init__(
        self,
        review: ReviewModel,
        signature: SignatureModel,
        pages: Pages,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(pages, tasks, parent)
        self._review, self._signature = review, signature
        self._bytes: bytes | None = None
        review.changed.connect(self._on_change)
        signature.changed.connect(self._on_change)

    def start(self, case: CaseView) -> None:
        """The papers of this case, as soon as they are sent."""
        self.papers, self.paper = case.matter.papers, case.matter.papers[0]

    def _on_change(self) -> None:
        content = self._content()
        if content is not self._bytes:
            self._bytes = content
            self.refresh()

    def _content(self) -> bytes | None:
        paper = self.paper.id if self.paper else ""
        signed = next((i.signed for i in self._signature.items if i.request.paper == paper), None)
        reviewed = next((e.revision.pdf for e in self._review.papers if e.revision.paper == paper), None)
        return signed or reviewed

    def _pdf(self) -> _Pdf | None:
        content = self._content()
        return partial(_same, content) if content is not None else None


async def _same(pdf: bytes) -> bytes:
    return pdf
