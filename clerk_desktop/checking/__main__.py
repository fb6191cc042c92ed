"""The inside of the limited process: reads one job from stdin, prints one line. Started by `limited.py` only."""

from __future__ import annotations

import base64
import json
import sys

from clerk_desktop.checking.limited import MOST_BYTES, limit_process
from clerk_desktop.checking.verify import verify
from clerk_desktop.common.clock import SystemClock
from clerk_desktop.common.verification import Verdict, Verification

_LONGEST_HEAD = 1 << 22


def main() -> int:
    """Check the file on stdin."""
    limit_process()
    job = json.loads(sys.stdin.buffer.readline(_LONGEST_HEAD))
    roots = [base64.b64decode(root) for root in job["roots"]]
    try:
        found = verify(sys.stdin.buffer.read(MOST_BYTES + 1), roots, SystemClock().now())
    except (MemoryError, RecursionError) as much:
        found = Verification(Verdict.TOO_MUCH, detail=type(much).__name__)
    sys.stdout.write(json.dumps(found.line("")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
