"""Answers and conversations."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assistant.adapters.sql_store.columns import storable
from assistant.adapters.sql_store.part import Part
from assistant.adapters.sql_store.tables import answers, cited_texts, conversations, feedback, idempotency
from assistant.adapters.stored_nouns import decoded
from assistant.kept import Conversation, KeptAnswer, Listed
from assistant.model import Answer, as_json

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Table
    from sqlalchemy.engine import Connection


class Answers(Part):
    """What was answered, and in which conversation."""

    def keep_answer(self, kept: KeptAnswer) -> None:
        """Under the id of its answer, once, with every field written out: a default may change, an answer not."""
        answer = kept.answer
        row = {
            "id": answer.id,
            "person": kept.person,
            "at": kept.at,
            "conversation": answer.conversation,
            "question": answer.question,
            "noun": json.dumps(as_json(answer), ensure_ascii=False, separators=(",", ":")),
        }
        texts = sorted({cited.sha256 for cited in (*answer.citations, *answer.nearest)})
        with self.database.writing() as connection:
            added = self.insert(answers).values(row).on_conflict_do_nothing().returning(answers.c.id)
            if connection.execute(added).first() and texts:
                connection.execute(cited_texts.insert(), [{"answer": answer.id, "sha256": text} for text in texts])

    def answer(self, name: str, person: str | None = None) -> KeptAnswer | None:
        """As it was given; None when it is not kept, or not that person's."""
        query = sa.select(answers).where(answers.c.id == name, *_owned(answers, person))
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return _kept(row) if row else None

    def answers(self, conversation: str, person: str | None = None) -> tuple[KeptAnswer, ...]:
        """Those of a conversation, oldest first."""
        query = sa.select(answers).where(answers.c.conversation == conversation, *_owned(answers, person))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(answers.c.at, answers.c.id)).all()
        return tuple(map(_kept, rows))

    def keep_conversation(self, conversation: Conversation) -> None:
        """New, or with its title, scheme, batch and time changed; whose it is never changes."""
        row = {field: getattr(conversation, field) for field in Conversation.__dataclass_fields__}
        changed = {field: row[field] for field in ("title", "scheme", "batch", "changed")}
        statement = self.insert(conversations).values(row)
        same = conversations.c.person == conversation.person
        with self.database.writing() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=same))

    def conversation(self, name: str, person: str | None = None) -> Conversation | None:
        """None when there is none, or it is not that person's."""
        query = sa.select(conversations).where(conversations.c.id == name, *_owned(conversations, person))
        with self.database.reading() as connection:
            row = connection.execute(query).first()
        return Conversation(**row._mapping) if row else None

    def conversations(
        self, person: str, *, search: str = "", cursor: str | None = None, limit: int = 20
    ) -> Listed[Conversation]:
        """Newest first; `search` looks in titles and questions."""
        query = sa.select(conversations).where(conversations.c.person == person)
        if search.strip():
            asked = sa.exists().where(
                answers.c.conversation == conversations.c.id,
                answers.c.person == person,
                _says(answers.c.question, search.strip()),
            )
            query = query.where(sa.or_(_says(conversations.c.title, search.strip()), asked))
        pager = self.pager(conversations.c.changed, conversations.c.id, person, search)
        with self.database.reading() as connection:
            rows, following = pager.page(connection, query, cursor, limit)
        return Listed(tuple(Conversation(**row._mapping) for row in rows), following)

    def delete_conversation(self, name: str, person: str | None = None) -> bool:
        """With its answers and their feedback; whether it was there."""
        mine = sa.delete(conversations).where(conversations.c.id == name, *_owned(conversations, person))
        with self.database.writing() as connection:
            if not connection.execute(mine).rowcount:
                return False
            delete_answers(connection, answers.c.conversation == name)
        return True

    def once(self, person: str, key: str, answer: str) -> str:
        """The answer id first kept under this key of the person."""
        row = {"person": person, "key": key, "answer": answer, "at": dt.datetime.now(dt.UTC)}
        first = sa.select(idempotency.c.answer).where(idempotency.c.person == person, idempotency.c.key == key)
        with self.database.writing() as connection:
            connection.execute(self.insert(idempotency).values(row).on_conflict_do_nothing())
            return str(connection.execute(first).scalar_one())


def delete_answers(connection: Connection, which: ColumnElement[bool]) -> int:
    """With the feedback on them; how many answers."""
    connection.execute(sa.delete(feedback).where(feedback.c.answer.in_(sa.select(answers.c.id).where(which))))
    return connection.execute(sa.delete(answers).where(which)).rowcount


def _kept(row: Row[Any]) -> KeptAnswer:
    return KeptAnswer(decoded(Answer, row.noun), row.person, row.at)


def _owned(table: Table, person: str | None) -> list[ColumnElement[bool]]:
    return [] if person is None else [table.c.person == person]


def _says(column: ColumnElement[Any], search: str) -> ColumnElement[bool]:
    return sa.func.lower(column).contains(storable(search).lower(), autoescape=True)
