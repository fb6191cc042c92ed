"""Runs inside the desk's process: the real program, with a script that plays the clerk cue by cue.

`python -m installer.journey.desk` takes the desk's own arguments; cues come in on stdin, see `clerk.py`. The desk's own
worker processes import this file too, therefore everything heavy stands under the last `if`.
"""

from __future__ import annotations

import os
import sys

from installer.journey import files

files.watch()  # before the desk is imported, and again in each process that it spawns

if __name__ == "__main__":
    # What libraries print must not reach the director.
    to_director = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    from clerk_desktop.desktop.app import run
    from installer.journey.cues import Played

    sys.exit(run(sys.argv[1:], Played(to_director).play))
