"""What is asked in an evaluation and what a right answer must hold, as frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assistant.documents.language import language_of
from assistant.model import Language, Outcome

REFUSALS: Final = frozenset({Outcome.NOT_IN_CORPUS, Outcome.OUT_OF_SCOPE, Outcome.NOT_SUPPORTED})
"""The outcomes that tell a person that there is no answer here."""


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """A clause of a document; `policy` is its id or the end of it, None when the document's name is enough."""

    document: str
    clause: str
    policy: str | None = None

    def is_document(self, policy: str, document: str) -> bool:
        """Whether that is the document meant."""
        known = self.policy is None or policy == self.policy or policy.endswith(f"/{self.policy}")
        return known and document == self.document

    def holds(self, policy: str, document: str, clause: str) -> bool:
        """Whether that clause is the one meant, or a part of it."""
        same = clause == self.clause or clause.startswith(f"{self.clause} > ")
        return same and self.is_document(policy, document)


@dataclass(frozen=True, slots=True)
class ExpectedRule:
    """What a rule must have said; `stated` are the keys that the case names, and only these are looked at."""

    name: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    verdict: str | None = None
    value: Any = None
    unit: str | None = None
    stated: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Expected:
    """What a right answer holds. Of each group in `facts` and `clauses` any one is enough; `absent` may not be said."""

    outcomes: frozenset[Outcome]
    figures: tuple[str, ...] = ()
    facts: tuple[tuple[str, ...], ...] = ()
    clauses: tuple[tuple[ClauseRef, ...], ...] = ()
    rule: ExpectedRule | None = None
    absent: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    needs: str | None = None

    @property
    def refuses(self) -> bool:
        """Whether only a refusal is right."""
        return self.outcomes <= REFUSALS

    @property
    def answers(self) -> bool:
        """Whether only an answer is right."""
        return self.outcomes == {Outcome.ANSWERED}


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer holds; `turns` are asked before it in the same conversation.

    Cases of one `group` ask the same thing in other words or in the other language. `where` is its file and line.
    `made` cases come from a made suite: they count in it, and not among the written ones.
    """

    id: str
    suite: str
    question: str
    as_of: dt.date
    expect: Expected
    scheme: str | None = None
    batch: str | None = None
    group: str | None = None
    held: bool = False
    tags: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    written: dt.date | None = None
    corpus: str | None = None
    where: str = ""
    made: bool = False

    @property
    def language(self) -> Language:
        """The language of the question."""
        return language_of(self.question)

    @property
    def cluster(self) -> str:
        """What is drawn as one when intervals are estimated: the group, or the case alone."""
        return self.group or self.id


@dataclass(frozen=True, slots=True)
class Suite:
    """A set of cases on one subject."""

    name: str
    titles: Mapping[str, str]
    cases: tuple[Case, ...]
    scheme: str | None = None
    written: dt.date | None = None
    corpus: str | None = None
