"""A model's arguments are taken only where the person said them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.answering.grounding import grounded, said_by
from assistant.model import Question, Turn
from assistant.rules.rulebook import KINDS
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 5, 12)
PLACES = the_rulebook().places


def taken(rule: str, given: dict[str, Any], text: str, *earlier: str) -> tuple[set[str], set[str]]:
    """The names taken and refused."""
    question = Question(text, DAY, earlier=tuple(map(Turn, earlier)))
    result = grounded(rule, KINDS[rule].INPUTS, given, said_by(question, PLACES), PLACES)
    return set(result.facts), set(result.refused)


@pytest.mark.parametrize(
    ("rule", "given", "text"),
    [
        ("recommendation_quota", {"province": "Guangdong"}, "How many for Guangdong?"),
        ("recommendation_quota", {"province": "广东省"}, "How many for Guangdong?"),
        (
            "recommendation_quota",
            {"cities": ["Wuxi", "Suzhou, Jiangsu"]},
            "Can we recommend Wuxi and Suzhou in Jiangsu?",
        ),
        ("submission_deadline", {"day": "2025-05-26"}, "Is 26 May too late?"),
        ("submission_deadline", {"day": "2025-05-12"}, "Is today too late?"),
        ("end_targets", {"enterprises": 200, "at_level_2": 170}, "170 of 200 are at level 2."),
        ("digital_level", {"score": 45, "edition": "2022"}, "按2022年版得了45分，是几级？"),
        ("fund_split", {"enterprise_share": 75}, "用75%的资金给企业可以吗？"),
        ("fund_split", {"enterprise_share": 75}, "We keep 25% for platforms."),
        ("fund_split", {"award": 10**8, "enterprise_amount": 7 * 10**7}, "一个亿里拿三千万建平台"),
        ("end_targets", {"enterprises": 40, "at_level_2": 37}, "All but 3 of our 40 firms are at level 2."),
        ("digital_level", {"score": 59.5, "edition": "2022"}, "fifty-nine and a half by the 2022 yardstick"),
    ],
)
def test_what_the_person_said_is_taken(rule: str, given: dict[str, Any], text: str) -> None:
    assert taken(rule, given, text) == (set(given), set())


def test_an_earlier_turn_counts() -> None:
    assert taken("recommendation_quota", {"province": "Guizhou"}, "And how many?", "We are in Guizhou.")[0]


@pytest.mark.parametrize(
    ("rule", "given", "text"),
    [
        ("recommendation_quota", {"province": "Guizhou"}, "How many for Guangdong?"),
        ("recommendation_quota", {"cities": ["Wuxi", "Nanjing"]}, "Can we recommend Wuxi?"),
        ("submission_deadline", {"day": "2025-05-20"}, "Is 26 May too late?"),
        ("submission_deadline", {"day": "someday"}, "Is 26 May too late?"),
        ("end_targets", {"enterprises": 300}, "170 of 200 are at level 2."),
        ("digital_level", {"edition": "2024"}, "按2022年版得了45分"),
        ("eligibility", {"never_selected": True}, "May Wuxi apply?"),
        ("eligibility", {"wish": "yes"}, "May Wuxi apply?"),
    ],
)
def test_what_the_person_did_not_say_is_refused(rule: str, given: dict[str, Any], text: str) -> None:
    assert taken(rule, given, text) == (set(), set(given))
