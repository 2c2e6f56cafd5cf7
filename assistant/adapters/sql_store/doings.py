"""Feedback, audit, the switch and the budget."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.adapters.sql_store.part import Part
from assistant.adapters.sql_store.tables import answers, audit, budget, feedback, switch
from assistant.errors import NotFound
from assistant.kept import AuditRecord, Feedback, Listed, Switch
from assistant.model import as_json

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

ONLY_ROW = 1


class Doings(Part):
    """What people thought, and what was done."""

    def keep_feedback(self, given: Feedback) -> None:
        """A later one of the same person on the same answer takes the place of the earlier."""
        row = {field: getattr(given, field) for field in Feedback.__dataclass_fields__}
        statement = self.insert(feedback).values(row)
        changed = {name: value for name, value in row.items() if name not in ("answer", "person")}
        with self.database.writing() as connection:
            held = sa.select(answers.c.id).where(answers.c.id == given.answer)
            if connection.execute(held).first() is None:
                raise NotFound(f"there is no answer {given.answer}", do="Rate an answer that is kept")
            connection.execute(statement.on_conflict_do_update(index_elements=["answer", "person"], set_=changed))

    def feedback(
        self,
        *,
        rating: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[Feedback]:
        """Newest first."""
        query = sa.select(feedback).where(*_chosen((feedback.c.rating, rating)), *_since(feedback.c.at, since))
        pager = self.pager(feedback.c.at, feedback.c.id, rating, since)
        with self.database.reading() as connection:
            rows, following = pager.page(connection, query, cursor, limit)
        return Listed(tuple(Feedback(**row._mapping) for row in rows), following)

    def ratings(self, conversation: str, person: str) -> tuple[Feedback, ...]:
        """What the person thought of the answers of a conversation, oldest first."""
        rated = feedback.join(answers, feedback.c.answer == answers.c.id)
        chosen = _chosen((answers.c.conversation, conversation), (feedback.c.person, person))
        query = sa.select(feedback).select_from(rated).where(*chosen).order_by(feedback.c.at)
        with self.database.reading() as connection:
            return tuple(Feedback(**row._mapping) for row in connection.execute(query))

    def record(self, done: AuditRecord) -> None:
        """Adds to the audit; nothing there is ever changed but who an erased person was."""
        row = {field: getattr(done, field) for field in AuditRecord.__dataclass_fields__}
        row |= {field: as_json(row[field]) for field in ("documents", "rules", "details")}
        with self.database.writing() as connection:
            connection.execute(audit.insert().values(row))

    def audit(
        self,
        *,
        person: str | None = None,
        action: str | None = None,
        since: dt.datetime | None = None,
        cursor: str | None = None,
        limit: int = 50,
    ) -> Listed[AuditRecord]:
        """Newest first."""
        chosen = _chosen((audit.c.person, person), (audit.c.action, action))
        query = sa.select(audit).where(*chosen, *_since(audit.c.at, since))
        pager = self.pager(audit.c.at, audit.c.id, person, action, since)
        with self.database.reading() as connection:
            rows, following = pager.page(connection, query, cursor, limit)
        return Listed(tuple(map(_record, rows)), following)

    def switch(self) -> Switch:
        """As it was last set; on when it never was."""
        query = sa.select(switch.c.off, switch.c.reason, switch.c.by, switch.c.at)
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return Switch(**row._mapping) if row else Switch()

    def set_switch(self, state: Switch) -> None:
        """In force at once, for every process that uses the database."""
        row = {field: getattr(state, field) for field in Switch.__dataclass_fields__}
        statement = self.insert(switch).values(id=ONLY_ROW, **row)
        with self.database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    def spend_tokens(self, day: dt.date, tokens: int) -> int:
        """The day's sum, with what was just spent."""
        if not tokens:
            with self.database.reading() as connection:
                return int(connection.execute(sa.select(budget.c.tokens).where(budget.c.day == day)).scalar() or 0)
        added = (
            self.insert(budget)
            .values(day=day, tokens=tokens)
            .on_conflict_do_update(index_elements=["day"], set_={"tokens": budget.c.tokens + tokens})
            .returning(budget.c.tokens)
        )
        with self.database.writing() as connection:
            return int(connection.execute(added).scalar_one())


def _record(row: Row[Any]) -> AuditRecord:
    return AuditRecord(**{**row._mapping, "rules": tuple(row.rules)})


def _chosen(*filters: tuple[ColumnElement[Any], str | None]) -> list[ColumnElement[bool]]:
    return [column == value for column, value in filters if value is not None]


def _since(column: ColumnElement[Any], moment: dt.datetime | None) -> list[ColumnElement[bool]]:
    return [] if moment is None else [column >= moment]
