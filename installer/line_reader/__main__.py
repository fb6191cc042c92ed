"""Train the desk's line reader: `python -m installer.line_reader`. Needs PyTorch: `pip install .[desktop,training]`.

Draws its own lines, trains on the processor (two cores, an hour or so), writes `resources/reader/line.onnx`. With
`--minutes 3` it stops early and goes on where it stopped when it is started again. The same seed gives the same lines.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

from clerk_desktop.resources import ROOT
from installer.line_reader.train import train


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(prog="python -m installer.line_reader", description=__doc__)
    parser.add_argument("--steps", type=int, default=5200, help="of 48 lines each")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after these; a later start goes on")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1, help="processes that draw lines")
    parser.add_argument("--threads", type=int, default=1, help="of the training itself")
    parser.add_argument("--checkpoint", type=Path, default=Path("line_reader.pt"))
    parser.add_argument("--out", type=Path, default=ROOT / "reader" / "line.onnx")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
