"""The thing a question asks for by name."""

from __future__ import annotations

import pytest

from assistant.answering.focus import asked_for


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("How many copies are needed?", ("copies",)),
        ("What is the phone number of the office?", ("phone",)),
        ("What interest rate applies to loans?", ("interest", "rate")),
        ("Which industries may a city choose?", ("industries",)),
        ("税率是多少？", ("税率",)),
        ("应选择哪些行业？", ("行业",)),
    ],
)
def test_a_question_names_what_it_asks_for(question: str, names: tuple[str, ...]) -> None:
    assert asked_for(question) == names


@pytest.mark.parametrize(
    "question", ["Who decides?", "When does it end?", "What is the deadline?", "有什么条件？", "谁来审核？"]
)
def test_a_question_that_asks_for_a_person_a_day_or_a_kind_names_nothing(question: str) -> None:
    assert asked_for(question) == ()
