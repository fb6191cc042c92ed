"""Where the data files of the house lie (`resources/` beside the package, or inside a packaged desk)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent)) / "resources"


def resource(*parts: str) -> Path:
    """The path of a data file, e.g. `resource("forms", "letter.typ")`.

    Raises:
        FileNotFoundError: there is no such file; a broken installation, not a user's mistake.
    """
    path = ROOT.joinpath(*parts)
    if not path.exists():
        raise FileNotFoundError(f"missing data file {path.relative_to(ROOT.parent)}")
    return path
