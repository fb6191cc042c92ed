"""The paper as it would look now: typeset a moment after the last key, drawn page by page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from clerk_desktop.common.errors import OfficeError
from clerk_desktop.common.matters import Paper
from clerk_desktop.common.messages import CaseView
from clerk_desktop.desktop.models.form import FormModel
from clerk_desktop.desktop.models.ports import Order, PagePicture, Pages, TypesetPaper, Typesetter
from clerk_desktop.desktop.tasks import Tasks

NAME = "preview"
QUIET_MS = 60
"""How long the keys must rest before the paper is set anew; with setting and drawing it stays below 150 ms."""


class PreviewModel(QObject):
    """The live preview of one paper of the form.

    Signals:
        changed: other pages, another page, or an error.
    """

    changed = Signal()

    def __init__(
        self, form: FormModel, typeset: Typesetter, pages: Pages, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._form, self._typeset, self._pages, self._tasks = form, typeset, pages, tasks
        self._case: CaseView | None = None
        self._order: Callable[[], Order | None] = lambda: None
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self.refresh)
        form.value_changed.connect(lambda _field: self._quiet.start())
        self.width_px = 480
        self.paper: Paper | None = None
        self.page = 0
        self.page_count = 0
        self.picture: PagePicture | None = None
        self.error = ""

    def start(self, case: CaseView, order: Callable[[], Order | None]) -> None:
        """Preview the first paper of this case; `order` is asked before each setting."""
        self._case, self._order = case, order
        self.show_paper(case.matter.papers[0])

    def stop(self) -> None:
        """No case any more."""
        self._quiet.stop()
        self._tasks.cancel(NAME)
        self._case = self.paper = self.picture = None
        self.page = self.page_count = 0
        self.changed.emit()

    @property
    def papers(self) -> tuple[Paper, ...]:
        """What can be previewed."""
        return self._case.matter.papers if self._case else ()

    def show_paper(self, paper: Paper) -> None:
        """Preview this paper of the matter."""
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
        """Set and draw anew; what is already under way ends first, what waits is dropped."""
        order = self._order()
        if self._case is None or order is None or self.paper is None:
            return
        work = partial(self._draw, order, self.paper, self.page, self.width_px)
        self._tasks.run(NAME, work, done=self._drawn, failed=self._failed, newest_only=True)

    async def _draw(self, order: Order, paper: Paper, page: int, width_px: int) -> tuple[int, int, PagePicture]:
        values = self._form.values
        made: TypesetPaper = await self._tasks.in_thread(partial(self._typeset, paper, values, order))
        count = await self._pages.page_count(made.pdf)
        page = min(page, count - 1)
        return count, page, await self._pages.render(made.pdf, page, width_px)

    def _drawn(self, result: tuple[int, int, PagePicture]) -> None:
        self.page_count, self.page, self.picture = result
        self.error = ""
        self.changed.emit()

    def _failed(self, error: OfficeError) -> None:
        self.error = error.code
        self.changed.emit()
