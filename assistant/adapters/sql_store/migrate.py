"""Which revision a database is at, and the way to another one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from assistant.adapters.sql_store.tables import HEAD
from assistant.errors import StoreStateError, UsageError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from assistant.adapters.sql_store.database import Database

FOLDER = Path(__file__).parent.parent / "migrations"
EMPTY = "base"
LOCK = 0x706F6C69
"""Held by the one process that migrates a PostgreSQL database."""


@dataclass(frozen=True, slots=True)
class StoreRevision:
    """Where a database stands: `at` is its revision ("base" when it is empty), `expected` the one of this version."""

    where: str
    at: str
    expected: str
    known: tuple[str, ...]

    @property
    def state(self) -> str:
        """current, empty, older or newer."""
        if self.at == self.expected:
            return "current"
        if self.at == EMPTY:
            return "empty"
        return "older" if self.at in self.known else "newer"


def revision_of(database: Database) -> StoreRevision:
    """Where the database stands."""
    with database.reading() as connection:
        return _revision(database, connection)


def bring_up_to_date(database: Database) -> None:
    """Upgrade a SQLite file; of PostgreSQL only an empty database. Raises StoreStateError where that does not do."""
    revision = revision_of(database)
    if revision.state in ("older", "empty") and (database.is_sqlite or revision.state == "empty"):
        migrate(database, HEAD)
    elif revision.state != "current":
        raise _unfit(revision)


def target_of(database: Database, way: str, to: str | None) -> str:
    """The revision that a call means, by name or by none. Raises UsageError for one in the other direction."""
    revision = revision_of(database)
    order = (EMPTY, *revision.known)
    if revision.state == "newer":
        raise _unfit(revision)
    here = order.index(revision.at)
    if to is None:
        return HEAD if way == "upgrade" else order[max(0, here - 1)]
    if to in order and (order.index(to) < here) is (way == "upgrade") and order.index(to) != here:
        other = "downgrade" if way == "upgrade" else "upgrade"
        raise UsageError(f"the store is at {revision.at}; {to} is no {way}", do=f"Use `store {other} {to}`")
    return to


def migrate(database: Database, to: str) -> StoreRevision:
    """Up or down to that revision, all of it or nothing; another process that migrates is waited for."""
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = _revision(database, connection)
        if to not in (*before.known, EMPTY):
            raise UsageError(f"there is no revision {to}", do=f"There are: {', '.join((EMPTY, *before.known))}")
        if before.state == "newer":
            raise _unfit(before)
        _run(connection, before, to)
        return _revision(database, connection)


def _run(connection: Connection, before: StoreRevision, to: str) -> None:
    order = (EMPTY, *before.known)
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if order.index(to) >= order.index(before.at):
            command.upgrade(config, to)
        else:
            command.downgrade(config, to)
    except CommandError as error:
        raise StoreStateError(f"the store cannot be migrated: {error}", where=before.where) from error


def _revision(database: Database, connection: Connection) -> StoreRevision:
    at = MigrationContext.configure(connection).get_current_revision() or EMPTY
    script = ScriptDirectory(str(FOLDER))
    known = tuple(reversed([one.revision for one in script.walk_revisions()]))
    return StoreRevision(database.where, at, HEAD, known)


def _unfit(revision: StoreRevision) -> StoreStateError:
    if revision.state == "older":
        do = "Make a copy of it, then run `policy-assistant store upgrade`"
    else:
        do = f"Use the version that wrote it, or run that version's `policy-assistant store downgrade {HEAD}`"
    return StoreStateError(
        f"what is kept is {revision.state} than this version: it is at revision {revision.at}, not {HEAD}",
        where=revision.where,
        do=do,
    )
