"""Pages of our own papers as pictures, drawn off the event loop in one thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from clerk_desktop.common.errors import PaperBroken

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.pdf_worker import Rendered

_T = TypeVar("_T")


class PdfEngine:
    """Draws papers that this desk set itself, and no others; it never writes one (see `pdf_worker.py` for both).

    One thread, because PyMuPDF is not thread-safe; it starts with the first page, so an idle desk pays nothing.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
        self._closed = False

    async def page_count(self, pdf: bytes) -> int:
        """Number of pages.

        Raises:
            PaperBroken: not a PDF that can be opened, or the engine is closed.
        """

        def count() -> int:
            from clerk_desktop.desktop.services import pdf_worker  # noqa: PLC0415  PyMuPDF is heavy

            return pdf_worker.page_count(pdf)

        return await self._in_thread(count)

    async def render(self, pdf: bytes, page: int, width_px: int) -> Rendered:
        """Draw a page (from 0), `width_px` pixels wide.

        Raises:
            PaperBroken: no such page, an absurd size, a file that cannot be drawn, or the engine is closed.
        """

        def draw() -> Rendered:
            from clerk_desktop.desktop.services import pdf_worker  # noqa: PLC0415  PyMuPDF is heavy

            return pdf_worker.render(pdf, page, width_px)

        return await self._in_thread(draw)

    async def close(self) -> None:
        """Drop what waits and let the thread end after the page it is at; closing twice is no error."""
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], _T]) -> _T:
        if self._closed:
            raise PaperBroken("the engine is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
