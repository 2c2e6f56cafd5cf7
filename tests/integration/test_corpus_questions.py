"""The shipped corpus, asked as a new user would: the right clause is quoted, and what no text answers is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from assistant.model import Outcome, Question

if TYPE_CHECKING:
    from assistant.wiring import Assistant

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("corpus_questions.yaml").read_text(encoding="utf-8"))
DAY = dt.date(2025, 5, 12)


@pytest.mark.parametrize("case", CASES["answered"], ids=lambda case: case["ask"])
def test_an_answer_quotes_the_clause_that_says_it(assistant: Assistant, case: dict[str, Any]) -> None:
    answer = assistant.ask(Question(case["ask"], as_of=DAY))
    assert answer.outcome is Outcome.ANSWERED, answer.text
    assert {citation.clause for citation in answer.citations} & set(case["clauses"]), answer.text
    for phrase in case["holds"]:
        assert any(alternative.lower() in answer.text.lower() for alternative in phrase.split("|")), answer.text


@pytest.mark.parametrize("question", CASES["refused"])
def test_a_question_the_corpus_cannot_answer_is_refused_with_help(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(Question(question, as_of=DAY))
    assert answer.outcome in {Outcome.NOT_IN_CORPUS, Outcome.OUT_OF_SCOPE}, answer.text
    assert answer.text
    assert not answer.citations


def test_every_quote_of_every_answer_stands_in_the_text_it_names(assistant: Assistant) -> None:
    quotes = 0
    for case in CASES["answered"]:
        for citation in assistant.ask(Question(case["ask"], as_of=DAY)).citations:
            assert assistant.text(citation.sha256)[citation.start : citation.end] == citation.quote
            quotes += 1
    assert quotes >= len(CASES["answered"])
