"""What rules say of a question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.model import AnswerSentence, Citation, Clarification, Finding, Question


@dataclass(frozen=True, slots=True)
class Calculated:
    """What rules say of a question: findings with sentences and citations numbered from 1, or what a rule must ask.

    `notices` are codes of notices with the words that fill them.
    """

    sentences: tuple[AnswerSentence, ...] = ()
    findings: tuple[Finding, ...] = ()
    citations: tuple[Citation, ...] = ()
    clarification: Clarification | None = None
    notices: tuple[tuple[str, Mapping[str, str]], ...] = ()


class Rulebook(Protocol):
    """The rules of a corpus."""

    def calculate(self, question: Question, text: str, batch: str | None) -> Calculated:
        """What the rules say of the question; `text` adds the words of earlier turns. Empty when none fits."""
        ...
