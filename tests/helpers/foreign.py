"""Papers as others make them: a form, a scan, a paper with something to hide. And poppler's eyes to see them with."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zlib
from pathlib import Path

import numpy as np

SECRET = "Geheimrat"


def text_pdf(pages: int = 1, words: str = "Seite") -> bytes:
    """Pages that say which they are (from 1)."""
    import pymupdf

    with pymupdf.open() as document:
        for number in range(1, pages + 1):
            document.new_page(width=595, height=842).insert_text((72, 100), f"{words} {number}", fontsize=20)
        return bytes(document.tobytes(deflate=True))


def form_pdf() -> bytes:
    """A text field, a tick, a radio group and a choice, as PyMuPDF makes them."""
    import pymupdf

    kinds = [
        ("name", pymupdf.PDF_WIDGET_TYPE_TEXT, (72, 72, 400, 92), {}),
        ("agreed", pymupdf.PDF_WIDGET_TYPE_CHECKBOX, (72, 110, 86, 124), {}),
        ("state", pymupdf.PDF_WIDGET_TYPE_COMBOBOX, (72, 140, 300, 160), {"choice_values": ["ledig", "verheiratet"]}),
    ]
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for name, kind, rect, more in kinds:
            widget = pymupdf.Widget()
            widget.field_name, widget.field_type, widget.rect = name, kind, pymupdf.Rect(rect)
            for key, value in more.items():
                setattr(widget, key, value)
            page.add_widget(widget)
        return bytes(document.tobytes())


def telling_pdf() -> bytes:
    """A paper that says its secret wherever one can: text, tags, title, outline, note, field, attachment.

    It was saved twice.
    """
    import pikepdf
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page(width=400, height=600)
        page.insert_text((50, 100), f"Name: {SECRET} Müller", fontsize=14)
        page.insert_text((50, 200), "Bleibt stehen", fontsize=14)
        page.insert_image((50, 300, 250, 500), stream=png_picture())
        page.add_text_annot((300, 550), f"{SECRET} hat angerufen")
        widget = pymupdf.Widget()
        widget.field_name, widget.field_value = "n", SECRET
        widget.field_type, widget.rect = pymupdf.PDF_WIDGET_TYPE_TEXT, pymupdf.Rect(50, 120, 300, 140)
        page.add_widget(widget)
        document.set_toc([[1, f"Akte {SECRET}", 1]])
        document.set_metadata({"title": f"Akte {SECRET}"})
        document.embfile_add("original.txt", SECRET.encode())
        first = document.tobytes()
    with pikepdf.open(io.BytesIO(first)) as again:
        page_object = again.pages[0].obj
        said = f"/Span <</ActualText ({SECRET})>> BDC".encode()
        content = b"q\n" + said + b" BT ET EMC Q"
        again.pages[0].contents_add(again.make_stream(content))
        page_object.PieceInfo = pikepdf.Dictionary(X=pikepdf.Dictionary(Private=pikepdf.String(SECRET)))
        page_object.Thumb = again.make_stream(SECRET.encode())
        element = again.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, ActualText=pikepdf.String(SECRET))
        )
        again.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=element)
        out = io.BytesIO()
        again.save(out)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "twice.pdf"
        path.write_bytes(out.getvalue())
        with pymupdf.open(path) as document:
            document.set_metadata({"title": "Akte"})
            document.saveIncr()
        return path.read_bytes()


def scan_pdf(pages: int, *, width: int = 1240, quality: int = 25) -> bytes:
    """As a scanner makes it: one JPEG of noise and lines a page, about 100 KB each at 150 dpi."""
    import pymupdf

    pictures = [scan_picture(seed, width, quality) for seed in range(3)]
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=595, height=842)
            page.insert_image(page.rect, stream=pictures[number % 3] + zlib.crc32(b"%d" % number).to_bytes(4, "big"))
        return bytes(document.tobytes())


def scan_picture(seed: int, width: int = 1240, quality: int = 60) -> bytes:
    """A page of lines of "text" on grainy paper, as JPEG."""
    import cv2

    rng = np.random.default_rng(seed)
    height = round(width * 1.414)
    page = np.full((height, width), 235, np.uint8)
    for top in range(height // 12, height - height // 12, height // 50):
        for left in range(width // 10, width - width // 8, width // 60):
            if rng.random() < 0.8:
                cv2.putText(page, chr(int(rng.integers(97, 122))), (left, top), 0, width / 1900, 40, 2)
    grain = rng.normal(0, 5, page.shape).astype(np.int16)
    return bytes(cv2.imencode(".jpg", np.clip(page + grain, 0, 255).astype(np.uint8), [1, quality])[1])


def png_picture() -> bytes:
    """Left half red, right half blue."""
    import cv2

    picture = np.zeros((200, 200, 3), np.uint8)
    picture[:, :100] = (0, 0, 255)
    picture[:, 100:] = (255, 0, 0)
    return bytes(cv2.imencode(".png", picture)[1])


def read_text(pdf: bytes, folder: Path, *options: str) -> str:
    """What poppler reads."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, path, "-"], capture_output=True, text=True, check=True).stdout.strip()


def read_info(pdf: bytes, folder: Path, *options: str) -> dict[str, str]:
    """What poppler knows."""
    path = folder / "info.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfinfo", *options, path], capture_output=True, text=True, check=True).stdout
    return {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in said.splitlines())}


def picture_of(pdf: bytes, folder: Path, page: int = 1) -> np.ndarray:
    """What poppler draws, one pixel a point; colours as red, green, blue."""
    import cv2

    path = folder / "draw.pdf"
    path.write_bytes(pdf)
    command = ["pdftoppm", "-png", "-r", "72", "-f", str(page), "-l", str(page), "-singlefile", path, folder / "drawn"]
    subprocess.run(command, check=True)
    return cv2.cvtColor(cv2.imread(str(folder / "drawn.png")), cv2.COLOR_BGR2RGB)


def everything_in(pdf: bytes) -> bytes:
    """All strings and unpacked streams of all objects, also of those that nothing refers to."""
    import pikepdf

    out = bytearray(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for each in document.objects:
            out += each.unparse()
            if isinstance(each, pikepdf.Stream):
                try:
                    out += each.read_bytes()
                except pikepdf.PdfError:
                    out += each.read_raw_bytes()
    return bytes(out)


def photographed(seed: int, *, size: tuple[int, int] = (1500, 2000), across: bool = False) -> tuple[bytes, np.ndarray]:
    """A page on a wooden table, seen from the side in uneven warm light: a JPEG, and the page as it is (from above)."""
    import cv2

    rng = np.random.default_rng(seed)
    page = cv2.imdecode(np.frombuffer(scan_picture(seed, 1240, 90), np.uint8), cv2.IMREAD_COLOR)
    if across:
        page = np.rot90(page).copy()
    high, wide = page.shape[:2]
    width, height = size[::-1] if across else size
    planks = cv2.resize(rng.normal(0, 18, (height // 40, width // 4)).astype(np.float32), (width, height))
    table = np.clip(np.array([60, 90, 130]) + planks[..., None], 0, 255).astype(np.uint8)
    corners = (
        np.array([[-wide, -high], [wide, -high], [wide, high], [-wide, high]]) * 0.4 * min(width / wide, height / high)
    )
    turn = np.radians(rng.uniform(-7, 7))
    around = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    seen = corners @ around.T + np.array([width, height]) * (0.5 + rng.uniform(-0.04, 0.04, (4, 2)))
    flat = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    view = cv2.getPerspectiveTransform(flat, seen.astype(np.float32))
    paper = cv2.warpPerspective(page, view, (width, height), flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), view, (width, height)) > 127
    lit = np.where(there[..., None], paper, table).astype(np.float32)
    slope = np.linspace(0, 1, width) * rng.uniform(-0.4, 0.4) + np.linspace(0, 1, height)[:, None] * rng.uniform(
        -0.3, 0.3
    )
    lit = lit * (0.8 + slope)[..., None] * np.array([0.85, 0.95, 1.0]) + rng.normal(0, 4, lit.shape)
    return bytes(cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [1, 88])[1]), page
