"""Read the machine-readable lines of cards from picture files: `python -m clerk_desktop.desktop.read_id FILE…`.

One line of JSON per picture: {"file", "mrz": [3 or 2 lines] or null, "accepted", "doubtful": [[line, column], …],
"ms"}; "accepted" means that two independent readers stand for every character, "doubtful" where a look at the picture
is due all the same (line and column from 0). A file that cannot be read has "mrz": null and an "error". With --sequence
each file is a film: {"file", "mrz", "accepted", "frames_needed", "ms_per_frame"}. Nothing is written but this.

Exit code: 0 when every file was read and accepted, 1 when some were not, 2 when a file could not be opened.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from clerk_desktop.desktop.services.id_reader import STILL_MAX
from clerk_desktop.desktop.services.id_reader_film import FilmReader
from clerk_desktop.desktop.services.id_reader_still import StillReader, unpack

_FRAMES_MAX = 300
"""Frames of a film that are looked at."""


def still(reader: StillReader, path: Path) -> dict[str, Any]:
    """What a picture says."""
    nothing: dict[str, Any] = {"file": str(path), "mrz": None, "accepted": False, "doubtful": [], "ms": 0}
    try:
        if path.stat().st_size > STILL_MAX:
            return nothing | {"error": "too large"}
        picture = unpack(path.read_bytes())
    except OSError as error:
        return nothing | {"error": error.strerror or type(error).__name__}
    if picture is None:
        return nothing | {"error": "not a picture"}
    start = time.perf_counter()
    text, _ = reader.read(picture)
    ms = round((time.perf_counter() - start) * 1000, 1)
    if text is None:
        return nothing | {"ms": ms}
    doubtful = [list(position) for position in text.doubtful]
    return {"file": str(path), "mrz": list(text.lines), "accepted": text.accepted, "doubtful": doubtful, "ms": ms}


def film(reader: StillReader, path: Path) -> dict[str, Any]:
    """What a film says, as soon as it can be stood for."""
    import av  # noqa: PLC0415 - pictures need no video library

    nothing: dict[str, Any] = {
        "file": str(path),
        "mrz": None,
        "accepted": False,
        "frames_needed": None,
        "ms_per_frame": 0,
    }
    one, took = FilmReader(reader), []
    try:
        with av.open(str(path)) as container:
            for number, frame in zip(range(_FRAMES_MAX), container.decode(video=0), strict=False):
                picture = frame.to_ndarray(format="bgr24")
                start = time.perf_counter()
                text = one.add(picture)
                took.append((time.perf_counter() - start) * 1000)
                if text is not None:
                    done = {"mrz": list(text.lines), "accepted": True, "frames_needed": number + 1}
                    return nothing | done | {"ms_per_frame": round(statistics.mean(took), 1)}
    except (OSError, ValueError, IndexError) as error:  # av's errors are all of these
        return nothing | {"error": getattr(error, "strerror", None) or type(error).__name__}
    guess = None if one.guess is None else list(one.guess)
    return nothing | {"mrz": guess, "ms_per_frame": round(statistics.mean(took), 1) if took else 0}


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files named; see the module."""
    said = __doc__ or ""
    parser = argparse.ArgumentParser(
        prog="python -m clerk_desktop.desktop.read_id",
        description=said,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--sequence", action="store_true", help="the files are films")
    options = parser.parse_args(arguments)
    reader = StillReader()
    reader.warm_up()
    code = 0
    for path in options.files:
        result = (film if options.sequence else still)(reader, path)
        sys.stdout.write(json.dumps(result, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        code = max(code, 2 if "error" in result else 0 if result["accepted"] else 1)
    return code


if __name__ == "__main__":
    sys.exit(main())
