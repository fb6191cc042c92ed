"""The line recogniser. Imported by the card reader's worker process only.

PP-OCRv6 (Apache-2.0) out of the rapidocr wheel, run by onnxruntime; nothing is downloaded. What it sees is weighed by
`id_reader_grammar`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime

from clerk_desktop.common.mrz import MRZ_ALPHABET
from clerk_desktop.desktop.services.id_reader_grammar import Floats

Picture = np.ndarray[Any, np.dtype[Any]]

HEIGHT = 48
"""Pixels that the net wants a line to be high."""
_ALIKE = {"<": "<《〈«＜く≤＜", "0": "0０○", "I": "I|丨Ｉ"}
"""Characters of the net's large alphabet that can only mean this one in an MRZ (lower case is added)."""


class LineNet:
    """The line recogniser: a picture of a line to probabilities of `MRZ_ALPHABET` and blank, per column."""

    def __init__(self, model: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name
        known = ["", *self._session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        index = {char: i for i, char in enumerate(known) if char}
        self._classes = [
            sorted({index[c] for c in _ALIKE.get(char, char) + char + char.lower() if c in index})
            for char in MRZ_ALPHABET
        ]

    def columns(self, lines: Sequence[Picture]) -> list[Floats]:
        """For each line an array (columns, 38): the 37 characters of the MRZ, then blank."""
        width = max(line.shape[1] for line in lines)
        batch = np.zeros((len(lines), 3, HEIGHT, width), np.float32)
        for number, line in enumerate(lines):
            colour = cv2.cvtColor(line, cv2.COLOR_GRAY2BGR) if line.ndim == 2 else line
            batch[number, :, :, : line.shape[1]] = colour.transpose(2, 0, 1) / 127.5 - 1
        raw = self._session.run(None, {self._input: batch})[0]
        result = []
        for number, line in enumerate(lines):
            used = -(-raw.shape[1] * line.shape[1] // width)
            own = raw[number, :used]
            chars = np.stack([own[:, classes].sum(axis=1) for classes in self._classes], axis=1)
            result.append(np.concatenate([chars, own[:, :1]], axis=1).astype(float))
        return result
