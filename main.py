"""Starts the clerk's desk; nothing else. `python main.py --help` lists what can be set."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    # The card reader's worker starts from this file in a packaged desk.
    multiprocessing.freeze_support()
    from clerk_desktop.desktop.app import run

    sys.exit(run(sys.argv[1:]))
