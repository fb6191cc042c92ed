"""A warning that nobody announced fails the test (after qutebrowser's tests/helpers/logfail.py).

Announce it where it is wanted::

    with caplog.at_level(logging.WARNING):
        outbox.deliver()

A record is expected exactly when its logger, or the root logger, was set to the record's own level by
`caplog.at_level`.
"""

from __future__ import annotations

import logging
from types import TracebackType
from typing import Self

OURS = "clerk_desktop"


class LogFailHandler(logging.Handler):
    """Collects unexpected records while it is open.

    Watched are warnings and worse of our own loggers, and what asyncio reports as lost exceptions of tasks.

    Attributes:
        unexpected: one line each.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.unexpected: list[str] = []

    def __enter__(self) -> Self:
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record unless it was announced."""
        ours = record.name == OURS or record.name.startswith(f"{OURS}.")
        lost_task = record.name == "asyncio" and record.levelno >= logging.ERROR
        if (ours or lost_task) and not _announced(record):
            text = self.format(record)
            self.unexpected.append(f"{record.levelname} {record.name}: {text}")


def _announced(record: logging.LogRecord) -> bool:
    logger: logging.Logger | None = logging.getLogger(record.name)
    while logger is not None:
        if logger.level == record.levelno and (logger.name != "root" or record.levelno != logging.WARNING):
            return True
        logger = logger.parent
    # The root logger rests at WARNING; only caplog's own handler tells whether a warning was announced.
    return any(
        type(handler).__name__ == "LogCaptureHandler" and handler.level == record.levelno
        for handler in logging.getLogger().handlers
    )
