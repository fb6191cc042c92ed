"""The database: SQLite in WAL mode by default, PostgreSQL when it grows.

Reads and writes are separate doors. A write transaction on SQLite begins with BEGIN IMMEDIATE, so that what it
reads cannot change before it writes. Its writers, of all processes, also queue up before that: SQLite itself lets
whoever finds it busy sleep for up to a tenth of a second, while the others pass by.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from clerk_desktop.common.errors import Unavailable
from clerk_desktop.hosted.statements import catch_up

BUSY_SECONDS = 15
"""How long a writer waits for another process before it gives up with Unavailable."""
RESTED_SECONDS = 1.0
"""A connection to PostgreSQL that was not used for so long may be gone with a server that was started again."""
_LAST_USED = "office_last_used"


class Database:
    """Connections and transactions.

    Args:
        url: an SQLAlchemy address; the folder of an SQLite file is made when it is missing.

    Attributes:
        changes: another number after each transaction by which this process has changed something.
    """

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.is_sqlite = address.get_backend_name() == "sqlite"
        if self.is_sqlite and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # hide_parameters: an error message must not carry a citizen's name into the log.
        self.engine: Engine = create_engine(url, hide_parameters=True)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine, "checkin", _remember)
            event.listen(self.engine, "checkout", self._check_rested)
        self._reader = self.engine
        self._writer = self.engine.execution_options(office_writes=True)
        self.changes = 0
        self._turn = _Turn(address.database) if self.is_sqlite else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only looks; it sees one consistent state.

        Raises:
            Unavailable: the database cannot be reached.
        """
        with _translated(), Session(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A transaction that changes something: all of it or, after any exception, nothing.

        Raises:
            Unavailable: the database cannot be reached or is locked for too long.
        """
        with _translated(), self._turn, Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
            catch_up(session)
        self.changes += 1  # two at once may count as one; what matters is that it is another number

    def wipe_journal(self) -> None:
        """Make deleted data really vanish: SQLite's write-ahead log still holds the pages as they were before.

        Does nothing while somebody reads; the next time will do.
        """
        if self.is_sqlite:
            with _translated(), self._turn, self.engine.connect() as connection:
                driver = connection.connection.driver_connection
                assert driver is not None  # noqa: S101 - an open connection has one
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()

    def _check_rested(self, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        """Ask a connection that has rested for a while whether it is still there; asking a busy one costs too much."""
        if time.monotonic() - record.info.get(_LAST_USED, time.monotonic()) < RESTED_SECONDS:
            return
        dialect = self.engine.dialect
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone  # the pool lets go of all old ones and takes a new one

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        if isinstance(self._turn, _Turn):
            self._turn.close()


class _Turn:
    """Whose turn it is to write into an SQLite file; a context manager.

    Only a courtesy among writers: what keeps them apart is SQLite's own lock. The kernel takes the turn back from a
    process that dies. The file beside the database stays empty.
    """

    def __init__(self, database: str | None) -> None:
        self._lock = threading.Lock()
        self._file: int | None = None
        if database and database != ":memory:" and not database.startswith("file:"):
            self._file = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __enter__(self) -> None:
        self._lock.acquire()
        try:
            if self._file is not None:
                fcntl.flock(self._file, fcntl.LOCK_EX)
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._lock.release()

    def close(self) -> None:
        """Nobody writes any more."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout) as trouble:
        raise Unavailable(type(trouble).__name__) from trouble


def _remember(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_LAST_USED] = time.monotonic()


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Transactions are begun by hand (below): the driver's own BEGIN would be a deferred one.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # deleted personal data are overwritten
        f"busy_timeout = {BUSY_SECONDS * 1000}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("office_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
