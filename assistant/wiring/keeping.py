"""The store that the settings name, and what is done to it from outside a server."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Literal

from assistant.adapters.generations import Generations
from assistant.kept import KINDS_KEPT

if TYPE_CHECKING:
    from assistant.adapters.sql_store import SqlStore
    from assistant.adapters.sql_store.migrate import StoreRevision
    from assistant.ports import AnswerStore
    from assistant.settings import Settings


def open_store(settings: Settings) -> SqlStore:
    """What a server keeps, ready for many threads. Raises StoreStateError, Unavailable or SettingsError."""
    from assistant.adapters.sql_store import open_sql_store

    return open_sql_store(settings.store_address, pool=settings.store_pool, timeout=settings.store_timeout_seconds)


def store_revision(settings: Settings) -> StoreRevision:
    """Where the store stands; nothing is changed."""
    from assistant.adapters.sql_store import Database
    from assistant.adapters.sql_store.migrate import revision_of

    database = Database(settings.store_address, timeout=settings.store_timeout_seconds)
    try:
        return revision_of(database)
    finally:
        database.close()


def migrate_store(settings: Settings, way: Literal["upgrade", "downgrade"], to: str | None = None) -> StoreRevision:
    """Up to that revision, else to this version's; down to it, else by one. Raises UsageError, StoreStateError."""
    from assistant.adapters.sql_store import Database
    from assistant.adapters.sql_store.migrate import migrate, target_of

    database = Database(settings.store_address, timeout=settings.store_timeout_seconds)
    try:
        return migrate(database, target_of(database, way, to))
    finally:
        database.close()


def purge(
    settings: Settings,
    store: AnswerStore,
    now: dt.datetime,
    *,
    kinds: Collection[str] = KINDS_KEPT,
    older_than: int | None = None,
    dry_run: bool = False,
) -> Mapping[str, int | None]:
    """What is older than its time of keeping, or than `older_than` days, goes; how many of each kind.

    None stands for a kind that is kept for ever. With the answers go the texts that no kept answer and no index names.
    Raises IndexStateError while an ingest runs, which is writing texts.
    """
    purged: dict[str, int | None] = {}
    if "answers" not in kinds:
        return {kind: _purge_kind(settings, store, kind, now, older_than, dry_run) for kind in kinds}
    generations = Generations(settings.data_dir)
    with generations.writing():
        for kind in kinds:
            purged[kind] = _purge_kind(settings, store, kind, now, older_than, dry_run)
        before = _before(settings, "answers", now, older_than)
        needed = generations.texts_named() | store.texts_cited(since=before if dry_run else None)
        free = generations.texts.held() - needed
        for sha256 in () if dry_run else free:
            generations.texts.remove(sha256)
    return purged | {"texts": len(free)}


def _purge_kind(
    settings: Settings, store: AnswerStore, kind: str, now: dt.datetime, older_than: int | None, dry_run: bool
) -> int | None:
    before = _before(settings, kind, now, older_than)
    if before is None:
        return None
    return store.older(kind, before) if dry_run else store.purge(kind, before)


def _before(settings: Settings, kind: str, now: dt.datetime, older_than: int | None) -> dt.datetime | None:
    days = settings.retention_days(kind) if older_than is None else older_than
    return now - dt.timedelta(days=days) if days or older_than is not None else None
