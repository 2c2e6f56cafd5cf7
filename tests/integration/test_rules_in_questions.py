"""Questions that a rule answers, with the real embedding model and the real index.

The rule, its facts, its citations.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from assistant.answering.calculate import Calculator
from assistant.corpus_files.reading import read_shape
from assistant.corpus_files.rule_shapes import ExamplesShape
from assistant.model import Outcome, Question, Turn
from assistant.ports import Calculated
from tests.rules.conftest import HOME, the_rulebook

if TYPE_CHECKING:
    from assistant.wiring import Assistant

THIRD = "2025-third-batch"
DAY = dt.date(2025, 5, 12)


@pytest.fixture(scope="module")
def calculator(assistant: Assistant) -> Calculator:
    calculator = assistant._opened().calculator
    assert calculator is not None
    return calculator


def ask(calculator: Calculator, text: str, *earlier: Turn, batch: str = THIRD, day: dt.date = DAY) -> Calculated:
    return calculator.calculate(Question(text, day, earlier=earlier), text, batch)


def talk(calculator: Calculator, *texts: str) -> Calculated:
    """The last answer of a conversation."""
    turns: list[Turn] = []
    answer = Calculated()
    for text in texts:
        answer = ask(calculator, text, *turns)
        turns.append(Turn(text, THIRD, Outcome.CLARIFICATION if answer.clarification else Outcome.ANSWERED))
    return answer


def brief(answer: Calculated) -> list[tuple[str, str, Any]]:
    return [(finding.rule, finding.verdict, finding.value) for finding in answer.findings]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many cities can gaungdong recommend?", [("recommendation_quota", "info", 2)]),
        ("云南省能推荐几个城市？", [("recommendation_quota", "info", 1)]),
        ("If we hand in the papers on 26 May, is that late?", [("submission_deadline", "no", dt.date(2025, 5, 20))]),
        ("5月19日报送来得及吗？", [("submission_deadline", "yes", dt.date(2025, 5, 20))]),
        ("Is Lijiang eligible?", [("eligibility", "yes", "eligible_by_level")]),
        ("昆山市能申报吗？", [("eligibility", "no", "other_level")]),
        ("What is the cap of the award for Guiyang?", [("award_cap", "info", 150_000_000)]),
        ("用75%的资金给企业可以吗？", [("fund_split", "no", 75)]),
        ("按2022年版得了45分，是几级？", [("digital_level", "info", 2)]),
        ("170 of 200 enterprises are at level 2, do we meet the target?", [("end_targets", "no", 85)]),
        (
            "May Guizhou and Hebei recommend two cities?",
            [("recommendation_quota", "info", 1), ("recommendation_quota", "info", 2)],
        ),
        (
            "How many cities may Hebei recommend and what is the deadline?",
            [("recommendation_quota", "info", 2), ("submission_deadline", "yes", dt.date(2025, 5, 20))],
        ),
    ],
)
def test_a_question_reaches_its_rule_with_its_facts(
    calculator: Calculator, text: str, wanted: list[tuple[str, str, Any]]
) -> None:
    assert brief(ask(calculator, text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "What are the key tasks?",
        "Who may apply?",
        "How many copies are needed?",
        "Which industries should cities choose?",
        "How many cities can a province recommend?",
        "What is the meaning of chain-style transformation?",
        "Who reviews the plans?",
        "重点任务有哪些？",
        "哪些城市可以申报？",
        "实施方案应包括哪些内容？",
        "材料由谁报送？",
        "How do I bake bread?",
        "今天天气怎么样？",
    ],
)
def test_a_question_for_the_text_is_left_to_it(calculator: Calculator, text: str) -> None:
    assert ask(calculator, text) == Calculated()


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (
            ["How many cities may our province recommend?", "Guizhou", "And Guangdong?"],
            ("recommendation_quota", "info", 2),
        ),
        (["May Suzhou apply?", "Suzhou City, Anhui"], ("eligibility", "yes", "eligible_by_level")),
        (["May Suzhou apply?", "Suzhou City, Anhui", "what about Wuxi"], ("eligibility", "yes", "eligible_by_level")),
        (["我省可以推荐几个城市？", "湖南", "那贵州呢？"], ("recommendation_quota", "info", 1)),
        (["Can we submit on 19 May?", "and on 12 June?"], ("submission_deadline", "no", dt.date(2025, 5, 20))),
        (["Our score is 45, which level is that?", "2022"], ("digital_level", "info", 2)),
        (["May Wuxi apply?", "What is the cap of its award?"], ("award_cap", "info", 100_000_000)),
    ],
)
def test_a_turn_fills_or_replaces_a_fact(
    calculator: Calculator, texts: list[str], wanted: tuple[str, str, Any]
) -> None:
    assert brief(talk(calculator, *texts)) == [wanted]


def test_a_missing_fact_is_asked_for_once_with_choices(calculator: Calculator) -> None:
    answer = ask(calculator, "中山能申报吗？")
    assert answer.clarification is not None
    assert answer.clarification.choices == ("大连中山区", "广东中山市")
    assert answer.findings == ()


@pytest.mark.parametrize("text", ["May Wuxi apply?", "贵州可以推荐几个城市？", "Can Hohhot apply?"])
def test_every_citation_is_the_text_itself_and_every_sentence_is_backed(calculator: Calculator, text: str) -> None:
    answer = ask(calculator, text)
    assert answer.citations
    for citation in answer.citations:
        assert calculator.catalog.text(citation.sha256)[citation.start : citation.end] == citation.quote
    assert {sentence.origin for sentence in answer.sentences} == {"computed", "quoted"}
    issued = {citation.marker for citation in answer.citations}
    assert all(set(finding.citations) <= issued and finding.citations for finding in answer.findings)


def test_how_a_day_or_name_was_read_is_told(calculator: Calculator) -> None:
    assert any(
        "26 May 2025" in s.text and "read as" in s.text for s in ask(calculator, "Is 26 May too late?").sentences
    )
    assert any("gaungdong" in s.text for s in ask(calculator, "How many cities may gaungdong recommend?").sentences)


def test_outside_its_dates_a_rule_says_when_it_holds(calculator: Calculator) -> None:
    answer = ask(calculator, "How many cities may Hebei recommend?", day=dt.date(2025, 1, 1))
    assert answer.findings == ()
    assert "was made public on 9 May 2025; on 1 January 2025 it was not out yet" in answer.notices[0][1]["what"]
    answer = ask(calculator, "河北可以推荐几个城市？", day=dt.date(2025, 1, 1))
    assert "通知于2025年5月9日公布，2025年1月1日时尚未发布" in answer.notices[0][1]["what"]


def test_a_batch_without_its_text_says_that_it_cannot_be_computed(calculator: Calculator) -> None:
    answer = ask(calculator, "How many cities may Hebei recommend?", batch="2024-second-batch")
    assert answer.findings[0].flags == ("not_calculable",)


def test_every_question_of_the_worked_cases_reaches_its_rule(calculator: Calculator) -> None:
    for file in sorted((HOME / "corpus").rglob("examples.yaml")):
        for example in read_shape(file, ExamplesShape)[0].examples:
            if example.ask:
                answer = ask(calculator, example.ask, batch=example.batch or THIRD, day=example.day)
                assert [finding.rule for finding in answer.findings] == [example.rule], example.ask
                assert answer.findings[0].verdict == example.expect.verdict, example.ask


def test_most_examples_of_a_rule_are_nearest_to_their_own_rule(calculator: Calculator) -> None:
    hits = total = 0
    for name, asks in the_rulebook().examples().items():
        for text in asks[::4]:
            answer = ask(calculator, text)
            told = [finding.rule for finding in answer.findings] or [name] * bool(
                answer.clarification or answer.notices
            )
            hits, total = hits + (name.lstrip("#") in told), total + 1
    assert hits / total > 0.85
