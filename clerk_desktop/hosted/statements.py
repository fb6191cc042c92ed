"""Statements that are asked for at every booking: compiled once, handed to the driver itself.

SQLAlchemy's way from a statement to the driver costs several times what most of these statements cost the database.
What it knows is kept: the SQL is its own, for the database at hand, and so is what a value looks like there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, cast

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql import ClauseElement, Select
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, object]
_LATER = "office_later"


class _Made(NamedTuple):
    """A statement for one kind of database."""

    sql: str
    order: tuple[str, ...] | None
    """Of the parameters; None: the driver takes them by name."""
    fixed: dict[str, object]
    """What the statement itself brings."""
    to_database: tuple[tuple[str, Callable[[Any], Any]], ...]
    from_database: tuple[Callable[[Any], Any] | None, ...]


class Prepared:
    """One statement.

    Args:
        statement: with `bindparam`s for its values.
        columns: of an INSERT: those that get a value.
    """

    def __init__(self, statement: ClauseElement, *columns: str) -> None:
        self._statement = statement
        self._columns = list(columns) or None
        self._made: dict[str, _Made] = {}

    def run(self, tx: Session, values: Values) -> Any:  # noqa: ANN401 - sqlite3's and psycopg's cursors have no name in common
        """Execute it now; gives the driver's cursor (`rowcount`).

        Raises:
            sqlalchemy.exc.DBAPIError: as SQLAlchemy would raise it.
        """
        dialect = tx.get_bind().dialect
        made = self._for(dialect)
        return _execute(tx, made, _bound(made, values), dialect)

    def rows(self, tx: Session, values: Values) -> list[tuple[Any, ...]]:
        """The rows of a SELECT, as Python knows its columns.

        Raises:
            sqlalchemy.exc.DBAPIError: as SQLAlchemy would raise it.
        """
        made = self._for(tx.get_bind().dialect)
        found: list[tuple[Any, ...]] = self.run(tx, values).fetchall()
        if not any(made.from_database):
            return found
        return [
            tuple(read(value) if read else value for read, value in zip(made.from_database, row, strict=True))
            for row in found
        ]

    def later(self, tx: Session, values: Values) -> None:
        """Execute it at the end of the transaction, together with all others that nobody waits for."""
        made = self._for(tx.get_bind().dialect)
        tx.info.setdefault(_LATER, []).append((made, _bound(made, values)))

    def _for(self, dialect: Dialect) -> _Made:
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _make(self._statement, self._columns, dialect)
        return made


def catch_up(tx: Session) -> None:
    """Execute what was put off, at the end of a transaction; PostgreSQL gets all of it and the commit in one go.

    Raises:
        sqlalchemy.exc.DBAPIError: as SQLAlchemy would raise it.
    """
    waiting = tx.info.pop(_LATER, None)
    if not waiting:
        return
    tx.flush()
    dialect = tx.get_bind().dialect
    if dialect.name == "sqlite":
        for made, values in waiting:
            _execute(tx, made, values, dialect)
        return
    driver: Any = tx.connection().connection.driver_connection
    try:
        with driver.pipeline(), driver.cursor() as cursor:
            for made, values in waiting:
                cursor.execute(made.sql, values)
            driver.commit()  # in the same go; nothing follows
    except dialect.loaded_dbapi.Error as wrong:
        raise _translated(wrong, waiting[0][0].sql, dialect) from wrong


def _make(statement: ClauseElement, columns: Iterable[str] | None, dialect: Dialect) -> _Made:
    compiled = cast("SQLCompiler", statement.compile(dialect=dialect, column_keys=columns))
    binds = {name: bind for bind, name in compiled.bind_names.items()}
    given = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in binds.items()}
    fixed = {}
    for name, bind in binds.items():
        if not bind.required:
            process = given[name]
            fixed[name] = process(bind.effective_value) if process else bind.effective_value
    read: tuple[Callable[[Any], Any] | None, ...] = ()
    if isinstance(statement, Select):
        kinds = (column.type.dialect_impl(dialect) for column in statement.selected_columns)
        read = tuple(kind.result_processor(dialect, None) for kind in kinds)
    order = compiled.positiontup if compiled.positional else None
    to_database = tuple((name, process) for name, process in given.items() if process is not None)
    return _Made(str(compiled), tuple(order) if order is not None else None, fixed, to_database, read)


def _bound(made: _Made, values: Values) -> Any:  # noqa: ANN401 - a tuple or a dict, as the driver likes it
    found = {**made.fixed, **values}
    for name, process in made.to_database:
        if name in values:
            found[name] = process(found[name])
    return tuple(found[name] for name in made.order) if made.order is not None else found


def _execute(tx: Session, made: _Made, values: Any, dialect: Dialect) -> Any:  # noqa: ANN401 - as above
    driver: Any = tx.connection().connection.driver_connection
    try:
        return driver.execute(made.sql, values)
    except dialect.loaded_dbapi.Error as wrong:
        raise _translated(wrong, made.sql, dialect) from wrong


def _translated(wrong: BaseException, sql: str, dialect: Dialect) -> BaseException:
    """As SQLAlchemy would raise it; without the values, which may be a citizen's."""
    return DBAPIError.instance(sql, None, wrong, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect)
