"""Other readers beside ours: each takes a picture and gives the lines that it found, or None.

What is not installed is told as missing (`pip install .[desktop,bench]`; passporteye and fastmrz call the system's
`tesseract`, and fastmrz wants an `mrz.traineddata` of its own).
"""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from clerk_desktop.common.mrz import MRZ_ALPHABET
from tests.helpers.specimen import Picture

Peer = Callable[[Picture], "tuple[str, ...] | None"]

_SIGNS = str.maketrans({"《": "<", "〈": "<", "«": "<", "く": "<", "≤": "<", "＜": "<", " ": None, "０": "0", "○": "0"})


def found_lines(texts: Iterable[str]) -> tuple[str, ...] | None:
    """The MRZ in pieces of text, with the repairs that are usual: what is nearly 30 or 44 long is filled or cut."""
    clean = ["".join(c for c in text.upper().translate(_SIGNS) if c in MRZ_ALPHABET) for text in texts]
    long = [text for text in clean if len(text) >= 26]
    for count, length in ((3, 30), (2, 44)):
        fitting = [text for text in long if abs(len(text) - length) <= 4]
        if len(fitting) >= count:
            lines = [text[:length].ljust(length, "<") for text in fitting[-count:]]
            return tuple(_repaired(lines))
    return None


def _repaired(lines: Sequence[str]) -> list[str]:
    first = re.sub(r"^[1I]D[D0O]", "IDD", lines[0])
    first = re.sub(r"^(..)[0O]<<", r"\1D<<", first)
    return [first, *(re.sub(r"[0O]<<", "D<<", line) if line[0].isdigit() else line for line in lines[1:])]


def _rapidocr() -> Peer:
    from rapidocr import RapidOCR

    reader: Any = RapidOCR(params={"Global.log_level": "critical"})

    def read(picture: Picture) -> tuple[str, ...] | None:
        return found_lines(reader(picture).txts or ())

    return read


def _passporteye() -> Peer:
    import cv2
    from passporteye import read_mrz

    def read(picture: Picture) -> tuple[str, ...] | None:
        data = cv2.imencode(".png", picture)[1].tobytes()
        seen = read_mrz(data)
        return found_lines((seen.aux.get("text") or seen.aux.get("raw_text", "")).splitlines()) if seen else None

    return read


def _fastmrz() -> Peer:
    from fastmrz import FastMRZ

    reader: Any = FastMRZ()

    def read(picture: Picture) -> tuple[str, ...] | None:
        text = reader.get_details(picture, input_type="numpy", include_checkdigit=False, ignore_parse=True)
        return found_lines(text.splitlines()) if isinstance(text, str) else None

    return read


def _tesseract() -> Peer:
    import tesserocr
    from PIL import Image

    def read(picture: Picture) -> tuple[str, ...] | None:
        return found_lines(tesserocr.image_to_text(Image.fromarray(picture[:, :, ::-1])).splitlines())

    return read


_MAKERS: dict[str, tuple[Callable[[], Peer], tuple[str, ...], str]] = {
    "rapidocr": (_rapidocr, ("rapidocr",), ""),
    "fastmrz": (_fastmrz, ("fastmrz",), "tesseract"),
    "passporteye": (_passporteye, ("passporteye",), "tesseract"),
    "tesseract": (_tesseract, ("tesserocr",), ""),
}
NAMES = tuple(_MAKERS)


def make(name: str) -> Peer | str:
    """The peer, or why it is missing."""
    maker, modules, program = _MAKERS[name]
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    missing += [program] if program and shutil.which(program) is None else []
    if missing:
        return f"not installed: {', '.join(missing)}"
    try:
        return maker()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        return f"does not start: {type(error).__name__}"
