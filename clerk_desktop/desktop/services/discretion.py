"""Lets a process that has seen an identity card leave nothing of its memory behind when it crashes."""

from __future__ import annotations

import ctypes
import logging
import sys

log = logging.getLogger(__name__)

_SET_DUMPABLE = 4
"""prctl(2): PR_SET_DUMPABLE."""
_NO_DIALOGS = 0x0001 | 0x0002
"""SetErrorMode: no message box that offers to send a report, neither for a missing disk nor for a crash."""


def leave_no_dump() -> None:
    """No core dump, and nobody else's process of the same user may read this one's memory.

    A limit of 0 bytes holds for children, too; that the process is not dumpable must be said by each of them, because
    starting another program takes it back. What the system swaps out is not covered: see `PRIVACY.md`.
    """
    if sys.platform == "win32":
        ctypes.windll.kernel32.SetErrorMode(_NO_DIALOGS)
        return
    import resource  # noqa: PLC0415 - Windows has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    try:
        if ctypes.CDLL(None, use_errno=True).prctl(_SET_DUMPABLE, 0, 0, 0, 0) != 0:
            log.warning("the process stays dumpable: error %d", ctypes.get_errno())
    except (OSError, AttributeError) as error:
        log.warning("the process stays dumpable: %s", type(error).__name__)
