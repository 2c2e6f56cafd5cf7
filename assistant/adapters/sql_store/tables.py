"""The tables as this version uses them; the migrations bring a database here.

A column that names a person says so: `person="delete"` when the row goes with the person, `person="replace"` when it
stays without saying who it was. Export and erasure go by these marks, so that a new table cannot be forgotten.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

from assistant.adapters.sql_store.columns import Moment, Name, Words

HEAD = "0002"
"""The revision of the migrations that these tables are those of."""
metadata = MetaData()


def _person(name: str, on_erasure: Literal["delete", "replace"], *, key: bool = False) -> Column[str]:
    return Column(name, Name(300), nullable=False, primary_key=key, info={"person": on_erasure})


answers = Table(
    "answers",
    metadata,
    Column("id", Name(64), primary_key=True),
    _person("person", "delete"),
    Column("at", Moment, nullable=False),
    Column("conversation", Name(64)),
    Column("question", Words),
    Column("noun", Words, nullable=False),
    Index("answers_by_person", "person", "at"),
    Index("answers_by_conversation", "conversation", "at"),
    Index("answers_by_time", "at"),
)
"""`noun` is the whole answer as JSON; `question` is held beside it to be searched."""

cited_texts = Table(
    "cited_texts",
    metadata,
    Column("answer", Name(64), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", Name(64), primary_key=True),
)
"""Which texts the proof of an answer lies in."""

conversations = Table(
    "conversations",
    metadata,
    Column("id", Name(64), primary_key=True),
    _person("person", "delete"),
    Column("title", Words, nullable=False),
    Column("created", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Column("scheme", Words),
    Column("batch", Words),
    Index("conversations_by_person", "person", "changed", "id"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Name(64), primary_key=True),
    Column("answer", Name(64), nullable=False),
    _person("person", "delete"),
    Column("rating", Name(8), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    Column("comment", Words, nullable=False),
    UniqueConstraint("answer", "person", name="feedback_once"),
    Index("feedback_by_time", "at", "id"),
)
"""No foreign key to the answer: feedback may be kept longer than what it is about."""

audit = Table(
    "audit",
    metadata,
    Column("id", Name(64), primary_key=True),
    Column("at", Moment, nullable=False),
    _person("person", "replace"),
    Column("action", Name(64), nullable=False),
    Column("outcome", Name(64)),
    Column("answer", Name(64)),
    Column("documents", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("model", Words),
    Column("prompt_sha256", Name(64)),
    Column("details", JSON, nullable=False),
    Index("audit_by_time", "at", "id"),
    Index("audit_by_person", "person", "at"),
)

signing = Table(
    "signing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("secret", Name(64), nullable=False),
)
"""One row: what cursors are signed with, the same for every process that uses the database."""

keys = Table(
    "keys",
    metadata,
    Column("id", Name(64), primary_key=True),
    Column("hashed", Name(64), nullable=False, unique=True, info={"secret": True}),
    Column("name", Words, nullable=False),
    Column("role", Name(16), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment),
    Column("revoked", Moment),
    Column("last_used", Moment),
    _person("person", "delete"),
)
"""`person` is whom the key lets in: "key:<id>"."""

switch = Table(
    "switch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("off", Boolean, nullable=False),
    Column("reason", Words, nullable=False),
    _person("by", "replace"),
    Column("at", Moment),
)

budget = Table(
    "budget",
    metadata,
    Column("day", Date, primary_key=True),
    Column("tokens", BigInteger, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    _person("person", "delete", key=True),
    Column("key", Name(300), primary_key=True),
    Column("answer", Name(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("idempotency_by_time", "at"),
)
