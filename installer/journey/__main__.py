"""`python -m installer.journey DIR`: one whole appointment without a screen; 0 only if every stage happened."""

from __future__ import annotations

import argparse
import asyncio
import sys
import traceback
from pathlib import Path

from installer.journey.director import rehearse
from installer.terminal import Failed, say


def main() -> int:
    """Play; the exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="where papers, pictures, mails and the protocol go")
    out: Path = parser.parse_args().out
    say("\nOne whole appointment (a filmed specimen card is simulated, everything else is real)")
    try:
        protocol = asyncio.run(rehearse(out))
    except Failed as failure:
        say(f"\n{failure}\n\nPictures of both sides are in {out / 'screens'}.")
        return 1
    except Exception:  # noqa: BLE001 - the last place that can tell the person what happened
        traceback.print_exc()
        say(f"\nThe appointment did not come to its end. Pictures of both sides are in {out / 'screens'}.")
        return 1
    say(f"\nAll {len(protocol.stages)} stages happened; papers, pictures, mails and protocol.json are in {out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
