"""Keeping no longer than needed, and what one person may ask for: everything of theirs, or that it goes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from assistant.adapters.sql_store.answers import delete_answers
from assistant.adapters.sql_store.part import Part
from assistant.adapters.sql_store.tables import (
    answers,
    audit,
    budget,
    cited_texts,
    conversations,
    feedback,
    idempotency,
    metadata,
)
from assistant.errors import UsageError
from assistant.kept import ERASED
from assistant.model import as_json

if TYPE_CHECKING:
    from sqlalchemy import Column, Row, Table
    from sqlalchemy.engine import Connection

TIMES: Final[Mapping[str, Column[Any]]] = {
    "answers": answers.c.at,
    "conversations": conversations.c.changed,
    "feedback": feedback.c.at,
    "audit": audit.c.at,
    "budget": budget.c.day,
}
"""By which time each kind of KINDS_KEPT grows old."""


class People(Part):
    """Purge, export and erasure."""

    def purge(self, kind: str, before: dt.datetime) -> int:
        """Deletes what of a kind is older; how many. Keys of requests go with the answers."""
        old = _older(kind, before)
        with self.database.writing() as connection:
            if kind == "answers":
                connection.execute(sa.delete(idempotency).where(idempotency.c.at < before))
            return connection.execute(sa.delete(TIMES[kind].table).where(old)).rowcount

    def older(self, kind: str, before: dt.datetime) -> int:
        """How many `purge` would delete."""
        query = sa.select(sa.func.count()).where(_older(kind, before))
        with self.database.reading() as connection:
            return int(connection.execute(query).scalar_one())

    def texts_cited(self, since: dt.datetime | None = None) -> frozenset[str]:
        """sha256 of the texts that kept answers cite."""
        query = sa.select(cited_texts.c.sha256).distinct()
        if since is not None:
            query = query.join(answers).where(answers.c.at >= since)
        with self.database.reading() as connection:
            return frozenset(connection.execute(query).scalars())

    def export(self, person: str) -> Mapping[str, Any]:
        """A list of rows for each table that names people, ready for JSON."""
        found: dict[str, Any] = {"person": person}
        with self.database.reading() as connection:
            for column, _ in person_columns():
                rows = connection.execute(sa.select(column.table).where(column == person)).all()
                found[column.table.name] = [_shown(row, column.table) for row in rows]
        return found

    def erase(self, person: str) -> Mapping[str, int]:
        """How many rows of each table were deleted, or no longer say who it was."""
        erased: dict[str, int] = {}
        with self.database.writing() as connection:
            # answers last: they take the feedback on them along, and what the person gave is counted before
            for column, on_erasure in sorted(person_columns(), key=lambda one: one[0].table is answers):
                table = column.table
                if table is answers:
                    count = delete_answers(connection, column == person)
                elif on_erasure == "delete":
                    count = connection.execute(sa.delete(table).where(column == person)).rowcount
                else:
                    replaced = sa.update(table).where(column == person).values({column.name: ERASED})
                    count = connection.execute(replaced).rowcount
                erased[table.name] = count
            _forget_in_details(connection, person)
        return dict(sorted(erased.items()))


def person_columns() -> Iterator[tuple[Column[Any], str]]:
    """Each column that names a person, with what erasure does: "delete" or "replace"."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if "person" in column.info:
                yield column, column.info["person"]


def _forget_in_details(connection: Connection, person: str) -> None:
    """What was done to a person, such as an export, stays in the audit without saying to whom."""
    quoted, erased = json.dumps(person), json.dumps(ERASED)
    named = sa.cast(audit.c.details, sa.Text).contains(quoted, autoescape=True)
    for row in connection.execute(sa.select(audit.c.id, audit.c.details).where(named)).all():
        details = json.loads(json.dumps(row.details).replace(quoted, erased))
        connection.execute(sa.update(audit).where(audit.c.id == row.id).values(details=details))


def _older(kind: str, before: dt.datetime) -> sa.ColumnElement[bool]:
    if kind not in TIMES:
        raise UsageError(f"{kind} is no kind of what is kept", do=f"Kinds: {', '.join(TIMES)}")
    column = TIMES[kind]
    return column < (before.astimezone(dt.UTC).date() if column is budget.c.day else before)


def _shown(row: Row[Any], table: Table) -> dict[str, Any]:
    """The row for JSON, without secrets; an answer as the answer it is."""
    secret = {column.name for column in table.columns if column.info.get("secret")}
    shown = {name: value for name, value in row._mapping.items() if name not in secret}
    if table is answers:
        shown = {"at": shown["at"], "answer": json.loads(shown["noun"])}
    return dict(as_json(shown))
