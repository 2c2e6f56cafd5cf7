"""Hundreds of questions over all rules, places, days and languages: no number is shown that came from nowhere."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.model import Question
from assistant.rules.rulebook import KINDS
from tests.integration.shown_figures import figures_from_nowhere
from tests.rules.conftest import the_rulebook

if TYPE_CHECKING:
    from assistant.wiring import Assistant

QUESTIONS = 330
TEMPLATES = (
    "How many cities may {place} recommend?",
    "{place}可以推荐几个城市？",
    "Can {place} recommend {place} and {place}?",
    "If we submit on {day}, are we late?",
    "{日}报送还来得及吗？",
    "Is {place} eligible in the {batch}?",
    "{place}能申报{批}吗？",
    "What is the cap of the award for {place}?",
    "{place}的奖补上限是多少？",
    "Our plan was approved on {day}, when does the pilot end?",
    "实施方案{日}批复，实施期到哪天？",
    "{part} of {whole} enterprises are at level 2, is the target met?",
    "{whole}家企业中{part}家达到二级，达标吗？",
    "We give {percent}% of the money to enterprises, is that fine?",
    "奖补资金{percent}%给企业，合规吗？",
    "Which level is a score of {score} by the 2022 edition?",
    "按2022年版得{score}分，是几级？",
    "What materials do we have to hand in?",
    "What share of enterprises must be at level 2 in the {batch}, and by when must {place} submit?",
    "第三批一共选多少个城市，奖补多少钱？",
    "Does little giant money for the same project bar {place}?",
    "Isn't it {part} years that the pilot lasts, and {percent}% for enterprises?",
)


def questions() -> list[str]:
    """The same ones in every run."""
    chosen = random.Random(20250512)
    places = [place for place in the_rulebook().places.by_code.values() if place.english]
    made = []
    for number in range(QUESTIONS):
        template = TEMPLATES[number % len(TEMPLATES)]
        chinese = not template.isascii()
        day = dt.date(2025, 1, 1) + dt.timedelta(days=chosen.randrange(800))
        whole = chosen.randrange(1, 3000)
        slots = {
            "day": f"{day:%d %B %Y}",
            "日": f"{day.year}年{day.month}月{day.day}日",
            "batch": chosen.choice(["first batch", "second batch", "third batch"]),
            "批": chosen.choice(["第一批", "第二批", "第三批"]),
            "whole": str(whole),
            "part": str(chosen.randrange(whole + 1)),
            "percent": str(chosen.choice([chosen.randrange(101), chosen.randrange(1001) / 10])),
            "score": str(chosen.choice([chosen.randrange(101), 20, 40, 59.5])),
        }
        text = template
        while "{place}" in text:
            place = chosen.choice(places)
            text = text.replace("{place}", place.zh if chinese else place.english, 1)
        made.append(text.format(**slots))
    return made


@pytest.mark.parametrize("day", [dt.date(2025, 5, 12), dt.date(2026, 11, 3)])
def test_no_number_is_shown_that_nobody_gave_quoted_or_computed(assistant: Assistant, day: dt.date) -> None:
    rules: Counter[str] = Counter()
    shown = 0
    for text in questions()[:: 1 if day.year == 2025 else 5]:
        answer = assistant.ask(Question(text, day))
        assert not figures_from_nowhere(answer, text), (text, answer.text)
        rules.update(finding.rule for finding in answer.findings)
        shown += answer.outcome == "answered"
    assert set(rules) >= set(KINDS), "a rule was never reached"
    assert shown > 50


def test_an_invented_number_would_be_seen(assistant: Assistant) -> None:
    answer = assistant.ask(Question("How many cities can Guizhou recommend?", dt.date(2025, 5, 12)))
    assert figures_from_nowhere(answer) == set()
    assert figures_from_nowhere(replace(answer, text=f"{answer.text} 7 of 1,234 [1]")) == {"7", "1,234"}
