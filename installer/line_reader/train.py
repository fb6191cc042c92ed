"""Training on the processor, from checkpoint to checkpoint. The command is `python -m installer.line_reader`."""

from __future__ import annotations

import argparse
import math
import multiprocessing
import time
from collections.abc import Iterator
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from clerk_desktop.common.mrz import MRZ_ALPHABET
from clerk_desktop.desktop.services.id_reader_line import HEIGHT, STRIDE
from installer.line_reader.net import CLASSES, LineNet
from installer.line_reader.samples import WIDTH, sample

_BATCH = 48
_BLANK = CLASSES - 1
_CHECKED = 10_000_000
"""Number of the first line of those that are only looked at, never learnt."""
_IGNORED = -1
_KEPT = 100
"""Steps from checkpoint to checkpoint."""

Batch = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], list[list[int]]]


def batch(seed: int, first: int, size: int = _BATCH) -> Batch:
    """Lines, the class of each column, and the texts."""
    seen = np.zeros((size, 1, HEIGHT, WIDTH), np.float32)
    columns = np.full((size, WIDTH // STRIDE), _BLANK, np.int64)
    texts = []
    for number in range(size):
        one = sample(seed, first + number)
        seen[number, 0] = one.seen
        texts.append([MRZ_ALPHABET.index(char) for char in one.text])
        for place, label in zip(one.places, texts[-1], strict=True):
            column, beside = divmod(float(place) / STRIDE + 0.5, 1)
            columns[number, int(column)] = label
            if not 0.3 < beside < 0.7:  # the middle lies between two columns: either may say it
                columns[number, int(column) + (1 if beside > 0.5 else -1)] = _IGNORED
    return seen, columns, texts


def _draw(seed: int, start: int, step: int, line: Queue[Batch]) -> None:
    cv2.setNumThreads(1)
    number = start
    while True:
        line.put(batch(seed, number * _BATCH))
        number += step


def _batches(seed: int, start: int, workers: int) -> Iterator[Batch]:
    """Batches in their order, drawn by other processes."""
    context = multiprocessing.get_context("spawn")
    lines = [context.Queue(6) for _ in range(workers)]
    for offset, line in enumerate(lines):
        context.Process(target=_draw, args=(seed, start + offset, workers, line), daemon=True).start()
    number = 0
    while True:
        yield lines[number % workers].get()
        number += 1


def _loss(raw: torch.Tensor, columns: torch.Tensor, texts: list[list[int]], strict: float) -> torch.Tensor:
    """`strict`: how much each column must say its own character (at first), not just the text come out."""
    log = torch.log_softmax(raw[:, :, 0], 1)
    weights = torch.full((CLASSES,), 1.0)
    weights[_BLANK] = 0.35
    framed = nn.functional.nll_loss(log, columns, weight=weights, ignore_index=_IGNORED)
    lengths = torch.tensor([len(text) for text in texts])
    flat = torch.tensor([label for text in texts for label in text])
    widths = torch.full((len(texts),), log.shape[2])
    free = nn.functional.ctc_loss(log.permute(2, 0, 1), flat, widths, lengths, blank=_BLANK, zero_infinity=True)
    return strict * framed + (1 - strict) * free


def check(net: LineNet, seed: int, lines: int = 768) -> tuple[float, float]:
    """Share of lines and of characters that are read rightly (best class per column), on lines never learnt."""
    net.eval()
    whole = chars = total = 0
    with torch.no_grad():
        for first in range(0, lines, 96):
            seen, _, texts = batch(seed, _CHECKED + first, 96)
            best = net(torch.from_numpy(seen))[:, :, 0].argmax(1).numpy()
            for row, text in zip(best, texts, strict=True):
                read = [int(c) for i, c in enumerate(row) if c != _BLANK and (i == 0 or row[i - 1] != c)]
                whole += read == text
                chars += sum(a == b for a, b in zip(read, text, strict=False)) if len(read) == len(text) else 0
                total += len(text)
    net.train()
    return whole / lines, chars / total


def export(net: LineNet, path: Path) -> None:
    """Write the net for OpenCV, its norms folded into the convolutions."""
    net.eval()
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        net,
        (torch.zeros(1, 1, HEIGHT, 672),),
        str(path),
        input_names=["line"],
        output_names=["columns"],
        dynamic_axes={"line": {0: "lines", 3: "width"}, "columns": {0: "lines", 3: "width"}},
        opset_version=17,
        dynamo=False,
    )
    print(f"{path.name}: {path.stat().st_size} bytes")


def train(options: argparse.Namespace) -> None:
    """Go on from the checkpoint until the last step or the end of the minutes."""
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    net = LineNet()
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-3)
    done, spent = 0, 0.0
    if options.checkpoint.exists():
        state = torch.load(options.checkpoint, weights_only=True)
        net.load_state_dict(state["net"])
        optimizer.load_state_dict(state["optimizer"])
        done, spent = state["done"], state["spent"]
    start, mean = time.monotonic(), None

    def keep() -> None:
        state = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "done": done}
        torch.save(state | {"spent": spent + time.monotonic() - start}, options.checkpoint)
        export(net, options.out)
        net.train()

    for seen, columns, texts in _batches(options.seed, done, options.workers):
        if done >= options.steps or time.monotonic() - start > options.minutes * 60:
            break
        for group in optimizer.param_groups:
            group["lr"] = _rate(done, options.steps)
        strict = 1.0 if done < 400 else max(0.05, 0.6 - done / options.steps)
        loss = _loss(net(torch.from_numpy(seen)), torch.from_numpy(columns), texts, strict)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        done += 1
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if done % _KEPT == 0:
            print(f"step {done} loss {mean:.3f} after {spent + time.monotonic() - start:.0f} s", flush=True)
            keep()
    keep()
    lines, chars = check(net, options.seed)
    print(f"step {done}: {lines:.3f} of the lines, {chars:.4f} of the characters", flush=True)


def _rate(done: int, steps: int) -> float:
    """Learning rate: a short rise, then a half cosine."""
    return 2.5e-3 * min(1.0, (done + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, done / steps))) + 1e-5
