"""The whole office on this computer: `python3 installer/demo.py`, or `--headless --out DIR` without a screen.

Standard library only: this file sets up what is missing and hands over to the project's own Python.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installer import setup  # noqa: E402
from installer.terminal import Failed, say  # noqa: E402

NO_SCREEN = """There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), and the desk needs one.
Without a screen the same appointment runs by itself, with a real browser as citizen:

    python3 installer/demo.py --headless --out DIR

It leaves the signed paper, pictures of both sides at every stage, the mails and a protocol in DIR."""


def main(argv: list[str]) -> int:
    """Set up and run; the exit code of the command (2: no screen here)."""
    parser = argparse.ArgumentParser(description="Runs the whole virtual citizens' office on this computer.")
    parser.add_argument("--headless", action="store_true", help="play one whole appointment without a screen")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where --headless leaves its papers and pictures")
    chosen = parser.parse_args(argv)
    if chosen.headless != (chosen.out is not None):
        parser.error("--headless and --out DIR belong together")
    if not chosen.headless and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        say(NO_SCREEN)
        return 2
    say("Setting up")
    try:
        python = setup.ready()
    except Failed as failure:
        say(f"\n{failure}")
        return 1
    program = ["installer.journey", str(chosen.out.resolve())] if chosen.headless else ["installer.rehearsal"]
    return setup.hand_over(python, program)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
