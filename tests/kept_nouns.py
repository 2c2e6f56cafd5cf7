"""Small nouns of what a server keeps, for tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from assistant.kept import ApiKey, AuditRecord, Conversation, Feedback, KeptAnswer
from assistant.model import (
    Answer,
    AnswerSentence,
    Citation,
    DocumentKind,
    Finding,
    ModelUse,
    Notice,
    Outcome,
)

NOON = dt.datetime(2025, 5, 12, 12, 0, 0, 123456, tzinfo=dt.UTC)
SHA = "a" * 64
OTHER_SHA = "b" * 64


def minutes(count: float) -> dt.datetime:
    """So many minutes after noon."""
    return NOON + dt.timedelta(minutes=count)


def cited(sha256: str = SHA, marker: int = 1) -> Citation:
    """A quote of the text of that hash."""
    return Citation(
        marker=marker,
        policy="scheme/policy",
        document="notice.md",
        title="Notice",
        kind=DocumentKind.OFFICIAL,
        clause="IV > (2)",
        clause_title="Support",
        page=3,
        start=10,
        end=22,
        quote="two  copies\u3000份",
        sha256=sha256,
        url="/documents/notice.md#c",
    )


def full_answer(name: str = "a1", question: str | None = "How many copies? 份数", **fields: Any) -> Answer:
    """An answer with something in every field."""
    given: dict[str, Any] = {
        "id": name,
        "question": question,
        "language": "zh",
        "as_of": dt.date(2025, 5, 12),
        "outcome": Outcome.ANSWERED,
        "text": "两份 [1].",
        "scheme": "scheme",
        "batch": "third",
        "sentences": (AnswerSentence("两份", "computed", (1,), ("f1",), verified=True),),
        "citations": (cited(),),
        "nearest": (cited(OTHER_SHA, 2),),
        "findings": (
            Finding(
                "f1",
                "copies",
                "scheme/policy",
                "third",
                dt.date(2025, 5, 12),
                "yes",
                value=2,
                inputs={"day": dt.date(2025, 5, 1), "name": "某市"},
                computed={"share": 0.25},
                citations=(1,),
            ),
        ),
        "notices": (Notice("translation", "…"),),
        "model": ModelUse("m", SHA, {"temperature": 0}),
        "timings_ms": {"total": 12.5},
    }
    return Answer(**{**given, **fields})


def kept(name: str = "a1", person: str = "p", at: dt.datetime = NOON, **fields: Any) -> KeptAnswer:
    """An answer, kept."""
    return KeptAnswer(full_answer(name, **fields), person, at)


def conversation(name: str, person: str = "p", title: str = "", at: dt.datetime = NOON) -> Conversation:
    """A conversation last changed at that moment."""
    return Conversation(name, person, title or f"About {name}", NOON, at)


def rated(name: str, answer: str = "a1", person: str = "p", at: dt.datetime = NOON, **fields: Any) -> Feedback:
    """Thumbs up unless said otherwise."""
    return Feedback(**{"id": name, "answer": answer, "person": person, "rating": "up", "at": at, **fields})


def did(name: str, person: str = "p", at: dt.datetime = NOON, **fields: Any) -> AuditRecord:
    """An audit record."""
    return AuditRecord(**{"id": name, "at": at, "person": person, "action": "ask", **fields})


def key(key_id: str = "k1", **fields: Any) -> ApiKey:
    """A reader's key."""
    return ApiKey(**{"id": key_id, "name": "portal", "role": "reader", "scopes": ("ask",), "created": NOON, **fields})
