"""How a drawn signature looks in the paper: the pen's strokes as vectors; beneath them when, who and at which level.

The words are set by typst with the papers' own font and come in as a form XObject, so the signed file keeps every font
embedded and stays PDF/A. Colours are DeviceRGB, which the papers' output intent (sRGB) defines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import BytesIO

import typst
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from clerk_desktop.common.errors import PaperBroken
from clerk_desktop.common.signatures import Drawing, Point
from clerk_desktop.desktop.services.forms import Box, paper_fonts
from clerk_desktop.resources import resource

_INK = b"0.07 0.13 0.42 RG"
_CAPTION = 16.0  # points at the foot of the box that belong to the words
_EDGE = 3.0  # points kept free around the strokes
_LARGEST_SCALE = 0.75  # a CSS pixel is 0.75 points; a small signature is not blown up
_THINNEST, _THICKEST = 0.5, 1.8  # points


def stamp_style(drawing: Drawing, box: Box, words: tuple[str, str]) -> StaticStampStyle:
    """The appearance of one signature: strokes and two lines of words in a box of the given size.

    Raises:
        PaperBroken: the words cannot be set.
    """
    corner = AxisAlignment.ALIGN_MIN
    no_margins = SimpleBoxLayoutRule(x_align=corner, y_align=corner, margins=Margins(0, 0, 0, 0))
    return StaticStampStyle(
        border_width=0,
        background=_Appearance(strokes(drawing, box.width, box.height), _caption(box, words), box),
        background_opacity=1.0,
        background_layout=no_margins,
    )


class _Appearance(PdfContent):
    """Strokes drawn directly, words from a one-page PDF."""

    def __init__(self, strokes: bytes, caption: bytes, box: Box) -> None:
        super().__init__(box=BoxConstraints(width=box.width, height=box.height))
        self._strokes = strokes
        self._caption = caption

    def render(self) -> bytes:
        """The content stream; registers the words' XObject with the file that is being signed."""
        words = PdfFileReader(BytesIO(self._caption))
        self.resources.xobject["/Words"] = self._ensure_writer.import_page_as_xobject(words)
        return b"q %s Q q /Words Do Q" % self._strokes


def _caption(box: Box, words: tuple[str, str]) -> bytes:
    data = {"width": box.width, "height": box.height, "first": words[0], "second": words[1]}
    try:
        pdf = typst.compile(
            resource("forms", "stamp.typ"),
            font_paths=paper_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["a-2b"],
            pdf_tags=False,
        )
    except typst.TypstError as error:
        raise PaperBroken("the words of the signature cannot be set") from error
    return bytes(pdf)


# --- strokes -------------------------------------------------------------------------------------------


def strokes(drawing: Drawing, width: float, height: float) -> bytes:
    """PDF operators that draw the signature inside `width` x `height` points, above the words."""
    points = [p for stroke in drawing.strokes for p in stroke]
    left, top = min(p.x for p in points), min(p.y for p in points)
    wide, high = max(p.x for p in points) - left, max(p.y for p in points) - top
    room_x, room_y = width - 2 * _EDGE, height - _CAPTION - _EDGE
    scale = min(_LARGEST_SCALE, room_x / max(wide, 1), room_y / max(high, 1))
    down = height - _EDGE - (room_y - high * scale) / 2

    def place(point: Point) -> tuple[float, float]:
        return 2 * _EDGE + (point.x - left) * scale, down - (point.y - top) * scale

    drawn = [b"1 J 1 j", _INK]
    for stroke in drawing.strokes:
        if stroke:
            drawn.extend(_curve([place(p) for p in stroke], [_pen(p) for p in stroke]))
    return b" ".join(drawn)


def _pen(point: Point) -> float:
    """The line width of a sample: harder pressure, thicker line."""
    return _THINNEST + (_THICKEST - _THINNEST) * point.p


def _curve(at: Sequence[tuple[float, float]], pens: Sequence[float]) -> Iterator[bytes]:
    """A smooth line through all samples (Catmull-Rom as Bézier segments) of changing width; one sample is a dot."""
    if len(at) == 1:
        yield b"%.2f w %.2f %.2f m %.2f %.2f l S" % (pens[0], *at[0], *at[0])
    for i in range(len(at) - 1):
        before, start, end, after = at[max(i - 1, 0)], at[i], at[i + 1], at[min(i + 2, len(at) - 1)]
        first = start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6
        second = end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6
        width = (pens[i] + pens[i + 1]) / 2
        yield b"%.2f w %.2f %.2f m %.2f %.2f %.2f %.2f %.2f %.2f c S" % (width, *start, *first, *second, *end)
