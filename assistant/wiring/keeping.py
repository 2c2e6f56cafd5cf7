"""The store that the settings name, and what is done to it from outside a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.adapters.sql_store import Database, SqlStore
    from assistant.settings import Settings


def open_store(settings: Settings) -> SqlStore:
    """What a server keeps, ready for many threads. Raises StoreStateError, Unavailable or SettingsError."""
    from assistant.adapters.sql_store import open_sql_store

    return open_sql_store(settings.store_address, pool=settings.store_pool, timeout=settings.store_timeout_seconds)


def store_database(settings: Settings) -> Database:
    """The database of the store, at whatever revision."""
    from assistant.adapters.sql_store import Database

    return Database(settings.store_address, timeout=settings.store_timeout_seconds)
