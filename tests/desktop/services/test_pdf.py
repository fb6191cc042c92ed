from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

import clerk_desktop
from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.desktop.services.pdf import PdfEngine
from tests.helpers.papers import paper


@pytest_asyncio.fixture
async def engine() -> AsyncIterator[PdfEngine]:
    made = PdfEngine()
    yield made
    await made.close()


async def test_pages_are_counted_and_drawn_at_the_width_that_was_asked_for(engine: PdfEngine) -> None:
    pdf = paper("ummeldung", remark="mehr\n" * 60).pdf
    count = await engine.page_count(pdf)
    assert count >= 2
    page = await engine.render(pdf, count - 1, 500)
    assert abs(page.width - 500) <= 1
    assert abs(page.height - 500 * 2**0.5) <= 2
    assert len(page.bgra) == 4 * page.width * page.height
    assert set(page.bgra[3::4]) == {255}


async def test_the_channels_are_blue_green_red(engine: PdfEngine) -> None:
    page = await engine.render(paper("abmeldung").pdf, 0, 600)
    bar = page.bgra[4 * page.width * 10 :][:4]  # the accent bar at the left edge, #2044aa
    assert tuple(bar[2::-1]) == pytest.approx((0x20, 0x44, 0xAA), abs=2)


async def test_two_engines_see_the_same_page(engine: PdfEngine, tmp_path: Path) -> None:
    """What the desk draws and what poppler draws of the same paper differs in the smoothing of edges only."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(paper("lebensbescheinigung").pdf)
    ours = await engine.render(file.read_bytes(), 0, 800)
    theirs = _poppler_draws(file, ours.width, ours.height)
    cells_ours = _ink_per_cell(ours.bgra[1::4], ours.width)
    cells_theirs = _ink_per_cell(theirs, ours.width)
    assert sum(cells_ours) > 1000
    assert max(abs(a - b) for a, b in zip(cells_ours, cells_theirs, strict=True)) < 0.2 * 20 * 20


def _poppler_draws(file: Path, width: int, height: int) -> bytes:
    size = ["-scale-to-x", str(width), "-scale-to-y", str(height)]
    subprocess.run(["pdftoppm", "-gray", "-singlefile", *size, file, file.with_suffix("")], check=True, timeout=60)
    return file.with_suffix(".pgm").read_bytes()[-width * height :]


def _ink_per_cell(grey: bytes, width: int, side: int = 20) -> list[float]:
    """How dark each square of the page is, so that edges smoothed otherwise do not count."""
    rows = [grey[i : i + width] for i in range(0, len(grey) - width + 1, width)]
    return [
        sum((255 - v) / 255 for row in rows[y : y + side] for v in row[x : x + side])
        for y in range(0, len(rows), side)
        for x in range(0, width, side)
    ]


async def test_many_pages_at_once_come_out_right(engine: PdfEngine) -> None:
    pdfs = [paper("abmeldung").pdf, paper("lebensbescheinigung").pdf]
    alone = [await engine.render(pdf, 0, 200) for pdf in pdfs]
    together = await asyncio.gather(*(engine.render(pdfs[i % 2], 0, 200) for i in range(12)))
    assert all(page == alone[i % 2] for i, page in enumerate(together))


@pytest.mark.parametrize("broken", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n\x1a\n"])
async def test_what_is_no_pdf_is_said(engine: PdfEngine, broken: bytes) -> None:
    with pytest.raises(PaperBroken):
        await engine.page_count(broken)
    with pytest.raises(PaperBroken):
        await engine.render(broken, 0, 200)


async def test_half_a_file_is_refused(engine: PdfEngine) -> None:
    """PyMuPDF tries to repair it, and may take the whole process along."""
    pdf = paper("abmeldung").pdf
    for part in (100, len(pdf) // 2, len(pdf) - 50):
        with pytest.raises(PaperBroken):
            await engine.render(pdf[:part], 0, 100)


@pytest.mark.parametrize(("page", "width"), [(-1, 200), (9, 200), (0, 0), (0, -5), (0, 1_000_000)])
async def test_absurd_wishes_are_refused(engine: PdfEngine, page: int, width: int) -> None:
    with pytest.raises(PaperBroken):
        await engine.render(paper("abmeldung").pdf, page, width)


async def test_a_closed_engine_draws_nothing_and_closes_once_more() -> None:
    engine = PdfEngine()
    await engine.close()
    await engine.close()
    with pytest.raises(PaperBroken, match="closed"):
        await engine.page_count(b"")


def test_pymupdf_only_ever_reads() -> None:
    """It must not touch a signed file of ours; so one module of the desk has it, which calls nothing that writes."""
    root = Path(clerk_desktop.__file__).parent
    importers = [p for p in root.rglob("*.py") if {"pymupdf", "fitz"} & _imports(p)]
    ours = [p for p in importers if not p.name.startswith("foreign_pdf_")]
    assert [p.name for p in ours] == ["pdf_worker.py"]
    called = {n.attr for n in ast.walk(ast.parse(ours[0].read_text("utf-8"))) if isinstance(n, ast.Attribute)}
    assert not called & {"save", "saveIncr", "ez_save", "tobytes", "write", "bake", "convert_to_pdf"}


def test_what_opens_foreign_files_is_loaded_by_their_process_alone() -> None:
    root = Path(clerk_desktop.__file__).parent
    inside = {p for p in root.rglob("foreign_*.py") if p.stem.startswith("foreign_pdf_")}
    outside = [p for p in root.rglob("*.py") if p not in inside]
    naming = {p.name for p in outside if any(each.stem in p.read_text("utf-8") for each in inside)}
    assert naming == {"foreign_pdf.py"}
    code = (
        "import sys, clerk_desktop.desktop.services.foreign_pdf; print({'pymupdf', 'pikepdf', 'cv2'} & {*sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.strip() == "set()"


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {n.split(".")[0] for n in names | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}
