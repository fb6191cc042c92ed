"""Reader A: the desk's own net for one line of OCR-B, run by OpenCV. Imported by the card reader's worker process only.

The net sees a line that was cut out and laid flat, and says for each column which character of the MRZ has its middle
there, or none. It sees about one neighbour to each side and no more: it cannot learn words, so it does not read what it
expects. How it was trained: `python -m installer.line_reader --help`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from clerk_desktop.resources import resource

Picture = np.ndarray[Any, np.dtype[Any]]
Floats = np.ndarray[Any, np.dtype[np.float32]]

HEIGHT = 32
"""Pixels that the net wants a line to be high."""
PITCH = 20
"""Pixels from one character to the next, as the net learnt them; 16 to 24 are read as well."""
LETTERS = 1.7
"""Height of the cut in heights of a capital."""
STRIDE = 4
"""Pixels from one column of the net's answer to the next."""
_AROUND = 61
"""Pixels of the window in which brightness and contrast are evened out."""
_FAINT = 1.5
"""Contrast (grey levels) that is not made any stronger: below it there is only noise."""


def evened(cut: Picture) -> Floats:
    """A grey cut with local brightness 0 and local contrast 1: a lamp's reflection and a dark room look alike then."""
    grey = cut.astype(np.float32)
    window = (_AROUND, cut.shape[0] * 2 - 1)
    mean = cv2.blur(grey, window, borderType=cv2.BORDER_REFLECT)
    spread = np.sqrt(np.maximum(cv2.blur(grey * grey, window, borderType=cv2.BORDER_REFLECT) - mean * mean, 0))
    result: Floats = np.clip((grey - mean) / (spread + _FAINT), -4, 4)
    return result


class LineReader:
    """The net. Not for several threads at once."""

    def __init__(self) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(resource("reader", "line.onnx")))

    def columns(self, cuts: Sequence[Picture]) -> list[Floats]:
        """For each grey cut, `HEIGHT` high, an array (columns, 38): log probabilities of `MRZ_ALPHABET` and "none"."""
        width = -(-max(cut.shape[1] for cut in cuts) // (2 * STRIDE)) * 2 * STRIDE
        batch = np.zeros((len(cuts), 1, HEIGHT, width), np.float32)
        for number, cut in enumerate(cuts):
            batch[number, 0, :, : cut.shape[1]] = evened(cut)
        self._net.setInput(batch)
        raw = self._net.forward().reshape(len(cuts), -1, width // STRIDE).transpose(0, 2, 1)
        raw = raw - raw.max(axis=2, keepdims=True)
        log = raw - np.log(np.exp(raw).sum(axis=2, keepdims=True))
        return [own[: -(-cut.shape[1] // STRIDE)] for own, cut in zip(log, cuts, strict=True)]
