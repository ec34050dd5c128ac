"""Opening the databases, and the two kinds of transaction."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from hub.errors import StorageError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.pool import ConnectionPoolEntry

    from hub.settings import Settings

_WAIT_MS = 10_000
"""How long a writer waits for another one."""
_WRITES = "hub_writes"
_WRITER = 0x687562
"""PostgreSQL's advisory lock of whoever writes ("hub")."""


def open_main(settings: Settings) -> Engine:
    """Give the engine of the main database, where deleted means overwritten."""
    return open_engine(settings.database_url, ("PRAGMA secure_delete=ON",))


def open_headers(settings: Settings) -> Engine:
    """Give the engine of the headers' database, where deleted means overwritten."""
    return open_engine(settings.headers_url, ("PRAGMA secure_delete=ON",))


def open_engine(url: str, pragmas: tuple[str, ...] = ()) -> Engine:
    """Give an engine whose commits are durable when they return."""
    try:
        engine = create_engine(url)
    except SQLAlchemyError as error:
        raise StorageError(f"{error}.") from error
    except ModuleNotFoundError as error:
        raise StorageError(f"The database's driver {error.name!r} is not installed.") from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, pragmas)
    if engine.dialect.name == "postgresql":
        _prepare_postgresql(engine)
    return engine


def _prepare_sqlite(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Let each transaction say when it begins, schema changes included (SQLAlchemy's recipe)."""

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in (
            f"PRAGMA busy_timeout={_WAIT_MS}",
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "PRAGMA foreign_keys=ON",
            *pragmas,
        ):
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(engine: Engine) -> None:
    """Let a reader see one moment and one writer write at a time, as SQLite does of itself.

    What is written rests on what was read in the same transaction, without a lock on each row.
    """

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        if not connection.get_execution_options().get(_WRITES, False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_WAIT_MS}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER})")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Give a session that sees one moment of the database; raises StorageError."""
    with _told(), Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Give a session whose work is committed at the end, all or nothing; raises StorageError."""
    writer = engine.execution_options(**{_WRITES: True})
    with _told(), Session(writer, expire_on_commit=False) as session, session.begin():
        yield session


def flush(engine: Engine) -> bool:
    """Let the write-ahead log forget what was deleted; says whether nobody was in the way."""
    if engine.dialect.name != "sqlite":
        return True
    with _told(), engine.connect() as connection:
        raw = connection.connection.driver_connection
        row = None if raw is None else raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return row is not None and row[0] == 0


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or type(error).__name__
        raise StorageError(f"The database says: {cause}.") from error
