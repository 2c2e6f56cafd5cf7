"""Small answers, records and cases to measure."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from assistant.evaluation.cases import Case, ClauseRef, Expected
from assistant.evaluation.records import Found, FoundPassage, Record
from assistant.model import Answer, AnswerSentence, Citation, DocumentKind, Finding, Outcome

DAY = dt.date(2025, 5, 12)
TEXT = "Other provinces can recommend at most 1 city. The period is two years."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
QUOTE = "The period is two years."


def citation(quote: str = QUOTE, marker: int = 1, clause: str = "III", document: str = "notice.md") -> Citation:
    start = TEXT.find(quote)
    return Citation(
        marker=marker,
        policy="scheme/third",
        document=document,
        title="Notice",
        kind=DocumentKind.OFFICIAL,
        clause=clause,
        clause_title="",
        page=None,
        start=start,
        end=start + len(quote),
        quote=quote,
        sha256=SHA,
        url="",
    )


def quoted(text: str = QUOTE, *markers: int) -> AnswerSentence:
    return AnswerSentence(text, "quoted", markers or (1,), (), True)


def answer(*sentences: AnswerSentence, **more: Any) -> Answer:
    shown = sentences or (quoted(),)
    fields: dict[str, Any] = {"outcome": Outcome.ANSWERED, "citations": (citation(),), **more}
    text = "\n\n".join(sentence.text for sentence in shown)
    return Answer("a1", "How long?", "en", DAY, text=fields.pop("text", text), sentences=shown, **fields)


def refusal(outcome: Outcome = Outcome.NOT_IN_CORPUS) -> Answer:
    return Answer("a2", "How long?", "en", DAY, outcome, "The texts held here do not answer this.")


def finding(**more: Any) -> Finding:
    fields: dict[str, Any] = {"id": "f1", "rule": "quota", "policy": "scheme/third", "batch": None, "as_of": DAY}
    return Finding(**fields | {"verdict": "info", "value": 2, "unit": "city"} | more)


def expected(*outcomes: Outcome, **more: Any) -> Expected:
    return Expected(frozenset(outcomes or {Outcome.ANSWERED}), **more)


def case(name: str = "c1", expect: Expected | None = None, **more: Any) -> Case:
    return Case(name, more.pop("suite", "s"), more.pop("question", "How long?"), DAY, expect or expected(), **more)


def record(got: Answer | None, name: str = "c1", **more: Any) -> Record:
    return Record(name, got, more.pop("seconds", 0.1), **more)


def passage(clause: str, rank: int, text: str = "", document: str = "notice.md") -> FoundPassage:
    return FoundPassage("scheme/third", document, clause, 0, 1, 1.0 - rank / 10, rank, None, text)


def found(*passages: FoundPassage, answerable: float = 0.5) -> tuple[Found, ...]:
    return (Found("How long?", answerable, passages),)


NOTICE_III = ClauseRef("notice.md", "III")
