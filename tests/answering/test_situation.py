"""Which facts of a question each rule takes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from assistant.answering.situation import facts_for, read_situation
from assistant.rules.places import Place, Places
from tests.rules.conftest import places as places
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 5, 12)


def facts(rule: str, text: str, places: Places) -> list[dict[str, Any]]:
    data = the_rulebook().rule(rule, "2025-third-batch")
    items = getattr(data, "items", {}).get("programmes", ())
    return [
        {name: _plain(value) for name, value in one.items()}
        for one in facts_for(rule, read_situation(text, DAY, places), items)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, Place):
        return value.code
    return (
        [_plain(part) for part in value]
        if isinstance(value, tuple)
        else str(value)
        if isinstance(value, Decimal)
        else value
    )


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        ("recommendation_quota", "How many for Guangdong and Guizhou?", [{"province": "44"}, {"province": "52"}]),
        (
            "recommendation_quota",
            "May Henan recommend Luoyang and Nanyang?",
            [{"cities": ["4103", "4113"], "province": "41"}],
        ),
        ("recommendation_quota", "How many may our province recommend?", [{}]),
        ("eligibility", "Can Suzhou apply?", [{"place": "Suzhou"}]),
        ("eligibility", "Is Baoding, never selected before, eligible?", [{"place": "1306", "never_selected": True}]),
        ("submission_deadline", "5月26日", [{"day": dt.date(2025, 5, 26)}]),
        ("pilot_period", "approved on 12 September 2025", [{"approved": dt.date(2025, 9, 12)}]),
        ("end_targets", "180 of 200 enterprises are at level 2", [{"enterprises": 200, "at_level_2": 180}]),
        ("end_targets", "Of 300 enterprises 265 are at level 2", [{"enterprises": 300, "at_level_2": 265}]),
        ("end_targets", "细分行业1,200家企业中有1,100家达到二级", [{"enterprises": 1200, "at_level_2": 1100}]),
        ("end_targets", "40 little giants, 38 at level 2", [{"little_giants": 40, "little_giants_at_level_2": 38}]),
        (
            "end_targets",
            "180 of 200 SMEs are at level 2, and 9 of 10 little giants",
            [{"enterprises": 200, "at_level_2": 180, "little_giants": 10, "little_giants_at_level_2": 9}],
        ),
        ("end_targets", "比例是92%，够吗", [{"share": "92"}]),
        ("fund_split", "Is 80/20 allowed?", [{"enterprise_share": "80"}]),
        ("fund_split", "30 percent of the award for the platform?", [{"enterprise_share": "70"}]),
        ("fund_split", "85%用于企业改造，15%用于服务", [{"enterprise_share": "85"}]),
        ("fund_split", "一亿元奖补至少给企业多少", [{"award": 100_000_000}]),
        ("digital_level", "按2022年版得了45.5分", [{"edition": "2022", "score": "45.5"}]),
        ("digital_level", "a score of 62 by the 2024 edition", [{"edition": "2024", "score": "62"}]),
        (
            "double_funding",
            "same project, little giant money",
            [{"programme": "little giant money", "same_project": True}],
        ),
        ("materials", "Give me a checklist", [{}]),
    ],
)
def test_a_rule_takes_its_facts(places: Places, rule: str, text: str, wanted: list[dict[str, Any]]) -> None:
    assert facts(rule, text, places) == wanted


@pytest.mark.parametrize(
    "text", ["What if we stay below 90%?", "专精特新企业不到90%会怎样？", "Is it fine to be less than 90%?"]
)
def test_a_bound_is_no_share_that_was_reached(text: str, places: Places) -> None:
    assert facts_for("end_targets", read_situation(text, DAY, places)) == ({},)
