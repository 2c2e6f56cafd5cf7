"""What every part of the store stands on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql_store.paging import Pager
from assistant.adapters.sql_store.tables import signing

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

    from assistant.adapters.sql_store.database import Database


class Part:
    """Some nouns of the store, over a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """An INSERT that can say what to do on a conflict; both databases take the same words for it."""
        return sqlite.insert(table) if self.database.is_sqlite else postgresql.insert(table)

    def pager(self, at: Column[Any], name: Column[Any], *filters: object) -> Pager:
        """Pages of a list of which these are the time, the id and the filters."""
        return Pager(self._secret, at, name, *filters)

    @cached_property
    def _secret(self) -> str:
        with self.database.reading() as connection:
            return str(connection.execute(sa.select(signing.c.secret)).scalar_one())
