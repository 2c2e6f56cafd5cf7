"""A figure that a question takes for granted is corrected, with the words that say otherwise."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from assistant.model import Answer, Outcome, Question

if TYPE_CHECKING:
    from assistant.wiring import Assistant


def asked(assistant: Assistant, text: str) -> Answer:
    return assistant.ask(Question(text, dt.date(2025, 5, 12)))


@pytest.mark.parametrize(
    ("text", "figure", "says"),
    [
        ("The pilot lasts three years, right?", "three years", "two years"),
        ("Isn't the pilot period three years?", "three years", "two years"),
        ("实施期是三年吧？", "三年", "两年"),
        ("So the award is 200 million yuan, correct?", "200 million yuan", "150 million yuan"),
    ],
)
def test_a_wrong_figure_is_told_beside_the_right_one(assistant: Assistant, text: str, figure: str, says: str) -> None:
    answer = asked(assistant, text)
    assert answer.outcome is Outcome.ANSWERED
    assert says in " ".join(citation.quote for citation in answer.citations)
    assert [figure in notice.text for notice in answer.notices if notice.code == "premise"] == [True]


@pytest.mark.parametrize("text", ["The pilot lasts two years, right?", "实施期是两年，对吗？", "Why is it two years?"])
def test_a_right_figure_is_not_corrected(assistant: Assistant, text: str) -> None:
    assert "premise" not in [notice.code for notice in asked(assistant, text).notices]


@pytest.mark.parametrize(
    ("text", "rule", "value"),
    [
        ("Guizhou can recommend two cities, right?", "recommendation_quota", 1),
        ("为什么广东能推荐五个城市？", "recommendation_quota", 2),
        ("The deadline is 30 May, isn't it?", "submission_deadline", dt.date(2025, 5, 20)),
        ("奖补资金70%给企业就够了，对吧？", "fund_split", 70),
        ("县级市也可以申报，对吧？", "eligibility", "other_level"),
    ],
)
def test_a_rule_corrects_by_what_it_computes(assistant: Assistant, text: str, rule: str, value: object) -> None:
    (finding,) = asked(assistant, text).findings
    assert (finding.rule, finding.value) == (rule, value)
    assert finding.citations
