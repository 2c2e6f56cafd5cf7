"""Pages of a list, newest first, by a cursor that only this store can make."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer

from assistant.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Column, Row, Select
    from sqlalchemy.engine import Connection

MOST = 500
"""Items of a page, whatever is asked for."""


class Pager:
    """Cuts one list, by its time and its id; a cursor of another list, or of other filters, is refused."""

    def __init__(self, secret: str, at: Column[Any], name: Column[Any], *filters: object) -> None:
        self._at = at
        self._name = name
        salt = json.dumps([str(at), *map(str, filters)])
        self._signed = URLSafeSerializer(secret, salt=salt)

    def page(
        self, connection: Connection, query: Select[Any], cursor: str | None, limit: int
    ) -> tuple[Sequence[Row[Any]], str | None]:
        """The rows of the page, and the cursor of the next one. Raises UsageError for a cursor never given out."""
        if limit < 1:
            raise UsageError(f"a page of {limit} items", do=f"Ask for 1 to {MOST}")
        limit = min(limit, MOST)
        if cursor is not None:
            query = query.where(sa.tuple_(self._at, self._name) < sa.tuple_(*self._position(cursor)))
        ordered = query.order_by(self._at.desc(), self._name.desc()).limit(limit + 1)
        rows = connection.execute(ordered).all()
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]._mapping
        return rows[:limit], str(self._signed.dumps([last[self._at].isoformat(), last[self._name]]))

    def _position(self, cursor: str) -> tuple[sa.BindParameter[Any], sa.BindParameter[Any]]:
        try:
            at, name = self._signed.loads(cursor)
        except (BadSignature, ValueError):
            raise UsageError(
                "this cursor was not given out for this list", do="List from the start, without a cursor"
            ) from None
        moment = dt.datetime.fromisoformat(at)
        return sa.bindparam(None, moment, type_=self._at.type), sa.bindparam(None, name, type_=self._name.type)
