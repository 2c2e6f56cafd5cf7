"""A connection pool to SQLite or PostgreSQL, and transactions over it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assistant.errors import SettingsError, Unavailable, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

DRIVERS: Final = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
WRITES: Final = "assistant_writes"


class Database:
    """Where the store lies. Safe to use from many threads.

    SQLite lets one write at a time. Threads of this process wait for each other at a lock, which wakes the next one at
    once; SQLite's busy timeout, by which other processes wait, only looks again now and then.
    """

    def __init__(self, url: str, *, pool: int = 8, timeout: float = 10.0) -> None:
        self.url = _parsed(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _engine(self.url, pool, timeout)
        self._turn: contextlib.AbstractContextManager[Any] = (
            threading.Lock() if self.is_sqlite else contextlib.nullcontext()
        )

    @property
    def where(self) -> str:
        """What to call the database in a message; without the password."""
        return self.url.render_as_string(hide_password=True)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises Unavailable when the database does not answer."""
        with self._told(), self.engine.begin() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; nothing of it stays when it fails. Raises Unavailable."""
        with self._turn, self._told(), self.engine.execution_options(**{WRITES: True}).begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DataError as error:
            raise UsageError(f"this cannot be kept: {_cause(error)}", do="Send less or something else") from error
        except (sa.exc.OperationalError, sa.exc.InterfaceError, PoolTimeout) as error:
            raise self._away(error) from error
        except sa.exc.DatabaseError as error:
            if type(error) is sa.exc.DatabaseError:  # a damaged file; its subclasses are faults of ours
                raise self._away(error) from error
            raise

    def _away(self, error: Exception) -> Unavailable:
        return Unavailable(
            f"what is kept cannot be reached: {_cause(error)}",
            where=self.where,
            do="See that the database runs, has room, and that ASSISTANT_STORE_URL names it",
        )


def _cause(error: Exception) -> str:
    """The database's own words, their first line."""
    return str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0]


def _parsed(url: str) -> URL:
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        raise SettingsError(
            "this is no address of a database",
            where="ASSISTANT_STORE_URL",
            do="Write it as postgresql://user:password@host/name, or leave it out for SQLite",
        ) from None
    driver = DRIVERS.get(parsed.drivername)
    if driver is None:
        raise SettingsError(
            f"{parsed.drivername} is not supported",
            where="ASSISTANT_STORE_URL",
            do="Use postgresql://… or sqlite:///…",
        )
    return parsed.set(drivername=driver)


def _engine(url: URL, pool: int, timeout: float) -> Engine:
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite:
        _make_file(url)
    connect = {"timeout": timeout} if sqlite else {"connect_timeout": max(2, int(timeout))}
    try:
        engine = sa.create_engine(
            url,
            connect_args=connect,
            pool_size=pool,
            max_overflow=pool,
            pool_timeout=timeout,
            pool_pre_ping=not sqlite,
            poolclass=sa.QueuePool,
        )
    except (NoSuchModuleError, ModuleNotFoundError):
        raise SettingsError(
            "the driver for PostgreSQL is not installed",
            where="ASSISTANT_STORE_URL",
            do="Install policy-assistant[postgres]",
        ) from None
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _make_file(url: URL) -> None:
    """For the account that serves alone: it holds what people asked. SQLite gives its side files the same rights."""
    if not url.database or url.database == ":memory:":
        raise SettingsError(
            "a store in memory is lost", where="ASSISTANT_STORE_URL", do="Name a file: sqlite:////a/b.db"
        )
    file = Path(url.database)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise Unavailable(
            f"the file cannot be made: {error.strerror}", where=str(file), do="See who owns it"
        ) from error


def _prepare_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """WAL lets people read while one writes; FULL keeps an answer that was given, also through a power cut."""
    raw: Any = connection
    raw.isolation_level = None  # BEGIN is ours to say, so that a write takes its lock at once and DDL is undone whole
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    # SQLite's own `lower` knows only ASCII
    raw.create_function("lower", 1, lambda text: text.lower() if isinstance(text, str) else text, deterministic=True)


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
