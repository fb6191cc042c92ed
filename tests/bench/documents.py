"""How fast papers are: `python -m tests.bench.documents [--pages 300] [--thumbnails 1000] [--keys 120]`.

The last line is JSON. Measured are the desk's own doors (process, pipe and all), beside pikepdf and pypdfium2 doing
the same within one process, without any protection. Each peer and the preview run in a process of their own, so that
no memory is counted twice.

- `preview_p95_ms`: from a key press to the new picture of the page, with the rest that the keys are given first.
- `first_page_of_300_ms`: from the bytes of a scan of 300 pages to its first page, the process being there already
  (median of 7; `cold_first_page_ms` with the start of the process).
- `ui_block_max_ms`: the longest time in which Qt's loop did nothing else, during all of this.
- `rss_mb`: memory of desk and process together, with the small pictures of 1,000 pages in hand.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from clerk_desktop.desktop.services.foreign_pdf import ForeignPdfs

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
WIDTH, SMALL = 900, 120
"""Pixels of a page that is read, and of a thumbnail."""


def p95(values: Sequence[float]) -> float:
    """The smallest value that 95 of 100 do not exceed."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


class Watch:
    """The longest time in which the loop did nothing else."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - 2)
        self._last = now

    def reset(self) -> None:
        """Forget what was."""
        self._last = time.perf_counter()
        self.longest = 0.0


@contextmanager
def qt() -> Iterator[asyncio.Runner]:
    """The desk's kind of loop."""
    import qasync
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance() or QApplication([])
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        yield runner


# --- the preview


async def preview(keys: int) -> dict[str, float]:
    """Write a street letter by letter into the form of the first matter."""
    from clerk_desktop.common.clock import SystemClock
    from clerk_desktop.desktop.engines import typeset_paper
    from clerk_desktop.desktop.models.form import FormModel
    from clerk_desktop.desktop.models.ports import Order
    from clerk_desktop.desktop.models.preview import PreviewModel
    from clerk_desktop.desktop.services.pdf import PdfEngine
    from clerk_desktop.desktop.tasks import Tasks
    from tests.helpers.desk_samples import CLERK, a_case
    from tests.helpers.papers import MOMENT, matter

    case = a_case().model_copy(update={"matters": (matter("ummeldung"),)})
    tasks, pages = Tasks(), PdfEngine()
    form = FormModel(SystemClock())
    model = PreviewModel(form, typeset_paper, pages, tasks)
    model.set_width(WIDTH)
    form.start(case)
    drawn = asyncio.Event()
    model.changed.connect(drawn.set)
    order = Order(case, CLERK, MOMENT, None)
    model.start(case, lambda: order)
    await asyncio.wait_for(drawn.wait(), 60)
    watch, times = Watch(), []
    text = "Am Ludwigsplatz 7 "
    for number in range(keys + 5):
        await asyncio.sleep(0.03 + 0.01 * (number % 7))
        drawn.clear()
        start = time.perf_counter()
        form.set_value("new_street", (text * 9)[: number % 40 + 1])
        await asyncio.wait_for(drawn.wait(), 10)
        if model.error:
            raise RuntimeError(model.error)
        times.append((time.perf_counter() - start) * 1000)
        if number == 5:
            watch.reset()
    await tasks.close()
    await pages.close()
    return {
        "preview_p95_ms": p95(times[5:]),
        "preview_median_ms": statistics.median(times[5:]),
        "preview_ui_block_max_ms": watch.longest,
    }


# --- files of strangers


async def foreign(scan: bytes, long: bytes, form: bytes) -> dict[str, float]:
    """First page, thumbnails, filling and drawing, through the limited process."""
    from clerk_desktop.common.foreign import Fill
    from clerk_desktop.desktop.services.foreign_pdf import ForeignPdfs
    from clerk_desktop.desktop.services.limited import Rank

    watch = Watch()
    start = time.perf_counter()
    door = ForeignPdfs()
    await door.draw(await door.open(scan), 0, WIDTH)
    result = {"cold_first_page_ms": (time.perf_counter() - start) * 1000}
    first = []
    for _ in range(7):
        start = time.perf_counter()
        file = await door.open(scan)
        await door.draw(file, 0, WIDTH)
        first.append((time.perf_counter() - start) * 1000)
        await door.drop(file)
    result["first_page_of_300_ms"] = statistics.median(first)
    result["first_page_max_ms"] = max(first)
    filled = []
    for _ in range(20):
        start = time.perf_counter()
        done = await door.edit(await door.open(form), [Fill(name="name", value="Erika Müstermann")])
        await door.draw(done, 0, WIDTH)
        filled.append((time.perf_counter() - start) * 1000)
    result["fill_and_render_ms"] = statistics.median(filled)
    file = await door.open(long)
    before = _memory(door)
    start = time.perf_counter()
    small = await asyncio.gather(
        *(door.draw(file, page, SMALL, Rank.THUMBNAIL) for page in range(len(file.view.pages)))
    )
    result["thumbnails_s"] = time.perf_counter() - start
    result["rss_mb"] = _memory(door)
    result["thumbnails_grew_mb"] = result["rss_mb"] - before
    result["thumbnails"] = len(small)
    result["foreign_ui_block_max_ms"] = watch.longest
    await door.close()
    return result


def _memory(door: ForeignPdfs) -> float:
    other = door._process._process
    assert other is not None
    return sum(p.memory_info().rss for p in (psutil.Process(), psutil.Process(other.pid))) / 2**20


# --- the peers


def pypdfium2(scan: bytes, long: bytes, form: bytes) -> dict[str, float]:
    """The same by pypdfium2, in this very process."""
    import pypdfium2 as pdfium

    def draw(document: pdfium.PdfDocument, page: int, width: int) -> bytes:
        sheet = document[page]
        return bytes(sheet.render(scale=width / sheet.get_width(), may_draw_forms=True).buffer)

    first = []
    for _ in range(7):
        start = time.perf_counter()
        document = pdfium.PdfDocument(scan)
        draw(document, 0, WIDTH)
        first.append((time.perf_counter() - start) * 1000)
        document.close()
    forms = []
    for _ in range(20):
        start = time.perf_counter()
        document = pdfium.PdfDocument(form)
        document.init_forms()
        draw(document, 0, WIDTH)
        forms.append((time.perf_counter() - start) * 1000)
        document.close()
    document = pdfium.PdfDocument(long)
    start = time.perf_counter()
    small = [draw(document, page, SMALL) for page in range(len(document))]
    seconds = time.perf_counter() - start
    return {
        "pypdfium2_first_page_ms": statistics.median(first),
        "pypdfium2_render_form_ms": statistics.median(forms),
        "pypdfium2_thumbnails_s": seconds,
        "pypdfium2_rss_mb": psutil.Process().memory_info().rss / 2**20,
        "pypdfium2_thumbnails": len(small),
    }


def pikepdf(scan: bytes, _long: bytes, form: bytes) -> dict[str, float]:
    """What pikepdf can: open and count, fill; it draws nothing."""
    import pikepdf as pike
    from pikepdf.form import DefaultAppearanceStreamGenerator, Form

    first, filled = [], []
    for _ in range(7):
        start = time.perf_counter()
        with pike.open(io.BytesIO(scan)) as document:
            len(document.pages)
        first.append((time.perf_counter() - start) * 1000)
    for _ in range(20):
        start = time.perf_counter()
        with pike.open(io.BytesIO(form)) as document:
            Form(document, DefaultAppearanceStreamGenerator)["name"].value = "Erika Muster"
            document.save(io.BytesIO())
        filled.append((time.perf_counter() - start) * 1000)
    return {"pikepdf_open_ms": statistics.median(first), "pikepdf_fill_ms": statistics.median(filled)}


def _in_own_process(part: str, folder: Path, keys: int) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench.documents", "--part", part, "--folder", folder, "--keys", str(keys)]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def _part(part: str, folder: Path, keys: int) -> dict[str, float]:
    if part == "preview":
        with qt() as runner:
            return runner.run(preview(keys))
    files = [(folder / name).read_bytes() for name in ("scan.pdf", "long.pdf", "form.pdf")]
    if part == "foreign":
        with qt() as runner:
            return runner.run(foreign(*files))
    return {"pypdfium2": pypdfium2, "pikepdf": pikepdf}[part](*files)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--thumbnails", type=int, default=1000)
    parser.add_argument("--keys", type=int, default=120)
    parser.add_argument("--part", default="")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    if asked.part:
        print(json.dumps(_part(asked.part, asked.folder, asked.keys)))
        return 0
    from tests.helpers.foreign import form_pdf, scan_pdf, text_pdf

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scan.pdf").write_bytes(scan_pdf(asked.pages))
        (folder / "long.pdf").write_bytes(text_pdf(asked.thumbnails, "Seite mit etwas Text darauf, Nummer"))
        (folder / "form.pdf").write_bytes(form_pdf())
        result: dict[str, float] = {"scan_mb": (folder / "scan.pdf").stat().st_size / 2**20}
        for part in ("preview", "foreign", "pypdfium2", "pikepdf"):
            result |= _in_own_process(part, folder, asked.keys)
            print(part, "done")
    result["ui_block_max_ms"] = max(result["preview_ui_block_max_ms"], result["foreign_ui_block_max_ms"])
    result["load_1_min"] = os.getloadavg()[0]
    print(json.dumps({key: round(value, 1) for key, value in result.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
