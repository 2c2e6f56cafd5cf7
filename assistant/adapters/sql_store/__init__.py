"""What a server keeps, in SQLite or PostgreSQL: an AnswerStore of a part for each group of nouns."""

from __future__ import annotations

from assistant.adapters.sql_store.answers import Answers
from assistant.adapters.sql_store.database import Database
from assistant.adapters.sql_store.doings import Doings
from assistant.adapters.sql_store.keys import Keys
from assistant.adapters.sql_store.migrate import bring_up_to_date
from assistant.adapters.sql_store.people import People

__all__ = ["Database", "SqlStore", "open_sql_store"]


class SqlStore(Answers, Doings, Keys, People):
    """The whole store. Safe to use from many threads; each call is one transaction."""

    def close(self) -> None:
        """Let go of all connections."""
        self.database.close()


def open_sql_store(url: str, *, pool: int = 8, timeout: float = 10.0) -> SqlStore:
    """The store at that address.

    A SQLite file is made or upgraded here, since nobody else looks after it; a PostgreSQL database is upgraded when
    whoever runs it says so. Raises StoreStateError when it is older or newer than this version, Unavailable when it
    does not answer.
    """
    database = Database(url, pool=pool, timeout=timeout)
    bring_up_to_date(database)
    return SqlStore(database)
