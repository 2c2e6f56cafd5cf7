"""API keys; of a key itself only the hash is here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.adapters.sql_store.part import Part
from assistant.adapters.sql_store.tables import keys
from assistant.errors import NotFound
from assistant.kept import ApiKey

if TYPE_CHECKING:
    from sqlalchemy import Row

FIELDS = tuple(ApiKey.__dataclass_fields__)


class Keys(Part):
    """Who may come in with a key."""

    def keep_key(self, key: ApiKey, hashed: str) -> None:
        """A new one."""
        with self.database.writing() as connection:
            connection.execute(keys.insert().values(_row(key) | {"hashed": hashed, "person": f"key:{key.id}"}))

    def key_of(self, hashed: str) -> ApiKey | None:
        """The key of that hash, also when it is revoked or past its time."""
        with self.database.reading() as connection:
            row = connection.execute(sa.select(keys).where(keys.c.hashed == hashed)).first()
        return _key(row) if row else None

    def keys(self) -> tuple[ApiKey, ...]:
        """All of them, newest first."""
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(keys).order_by(keys.c.created.desc(), keys.c.id)).all()
        return tuple(map(_key, rows))

    def change_key(self, key: ApiKey) -> None:
        """Its name, role, scopes, expiry, revocation and last use. Raises NotFound."""
        statement = sa.update(keys).where(keys.c.id == key.id).values(_row(key))
        with self.database.writing() as connection:
            if not connection.execute(statement).rowcount:
                raise NotFound(f"there is no key {key.id}", do="List them with `policy-assistant keys list`")

    def use_key(self, name: str, at: dt.datetime) -> None:
        """Its last use alone, so that a revocation meanwhile is not undone."""
        with self.database.writing() as connection:
            connection.execute(sa.update(keys).where(keys.c.id == name).values(last_used=at))


def _row(key: ApiKey) -> dict[str, Any]:
    return {field: getattr(key, field) for field in FIELDS} | {"scopes": list(key.scopes)}


def _key(row: Row[Any]) -> ApiKey:
    given = {field: row._mapping[field] for field in FIELDS}
    return ApiKey(**{**given, "scopes": tuple(row.scopes)})
