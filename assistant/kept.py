"""What a server keeps beside the index: who asked what, what was answered, and what was done.

Times are aware and in UTC. An id is opaque text. Texts of people may have been masked before they are kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from assistant.model import Answer

Role = Literal["reader", "officer", "admin"]
"""A reader asks; an officer also sees documents' health, feedback and reports; an admin also changes things."""
Way = Literal["local", "key", "header", "oidc", "embed"]
"""How a person came in."""
Rating = Literal["up", "down"]
KINDS_KEPT = ("answers", "conversations", "feedback", "audit", "budget")
"""What has a time of keeping of its own."""
SCOPES = ("ask", "search", "rules", "documents", "feedback", "admin")
"""What a key may be for."""
ERASED = "erased"
"""Stands in the audit for a person whose data was erased."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `id` is stable over visits, such as "key:9f2c" or "oidc:…"; `embed` names the embed they came by.

    `scopes` are those of SCOPES that the person's key reaches; None reaches all that the role does.
    """

    id: str
    name: str
    role: Role = "reader"
    way: Way = "local"
    embed: str | None = None
    scopes: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Questions that one person asked in a row."""

    id: str
    person: str
    title: str
    created: dt.datetime
    changed: dt.datetime
    scheme: str | None = None
    batch: str | None = None


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as it was given, word for word, with who asked and when."""

    answer: Answer
    person: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person thought of an answer; a later one of the same person on the same answer takes its place."""

    id: str
    answer: str
    person: str
    rating: Rating
    at: dt.datetime
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One thing done: who, what, on which document versions (id -> sha256), by which rules and model, how it ended.

    `action` is a short verb such as "ask", "upload", "switch_off". `details` never hold a question's text.
    """

    id: str
    at: dt.datetime
    person: str
    action: str
    outcome: str | None = None
    answer: str | None = None
    documents: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[str, ...] = ()
    model: str | None = None
    prompt_sha256: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that may come in; the key itself is shown once when it is made, and only its hash is kept."""

    id: str
    name: str
    role: Role
    scopes: tuple[str, ...]
    created: dt.datetime
    expires: dt.datetime | None = None
    revoked: dt.datetime | None = None
    last_used: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """Whether answering is switched off, with the reason that people see."""

    off: bool = False
    reason: str = ""
    by: str = ""
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[Item]):
    """A page of a list, newest first; `cursor` asks for the next one, None at the end."""

    items: tuple[Item, ...]
    cursor: str | None = None
