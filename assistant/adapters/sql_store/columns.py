"""Types of columns that read the same from SQLite and from PostgreSQL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[dt.datetime]):
    """An aware moment; SQLite forgets the zone, so it is kept in UTC and given back in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Dialect) -> dt.datetime | None:
        """In UTC. A moment without a zone is a fault of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, _dialect: Dialect) -> dt.datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        held: dt.datetime = value
        return held.replace(tzinfo=dt.UTC) if held.tzinfo is None else held.astimezone(dt.UTC)


class Words(TypeDecorator[str]):
    """Text that people or programs sent: PostgreSQL holds no NUL and neither database half a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Without what a database cannot hold."""
        return None if value is None else storable(value)


class Name(TypeDecorator[str]):
    """A short text such as an id. What a caller looks for may hold anything, and is then just not found."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Without what a database cannot hold."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """The text with a mark in place of each character that a database cannot hold."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
