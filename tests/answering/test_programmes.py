"""The other fund or pilot of a question, and whether its money went to the same project."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.programmes import money_of_it, payers_named, programme_facts, same_project
from assistant.answering.situation import read_situation
from assistant.rules.places import Places
from tests.rules.conftest import places as places
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 5, 12)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("May the same kiln be counted twice?", True),
        ("It is the same one that the fund has paid for.", True),
        ("同一台窑炉的改造，两边都报", True),
        ("This time it is a different furnace line.", False),
        ("The award went to project A and we now bring project B.", False),
        ("这次报的是另外一条产线", False),
        ("不是同一个项目", False),
        ("The fund paid for line one. Now a new project begins.", False),
        ("企业三年前拿过补助，这回是新项目", False),
        ("The fund paid for a new line; may that line be counted?", None),
        ("补助用在新产线上，这条线还能报吗", None),
        ("It was finished and repackaged as a new project.", None),
        ("把做完的项目包装成新项目再报", None),
        ("Does it matter whether it is the same or another project?", None),
        ("拿过其他项目的资金", None),
        ("We are in the new technological transformation pilot.", None),
    ],
)
def test_another_project_is_told_from_the_same_one(text: str, same: bool | None) -> None:
    assert same_project(text) is same


def test_a_place_that_pays_is_a_province_or_a_city(places: Places) -> None:
    assert "the province gave" in payers_named(read_situation("Shanxi gave us a grant", DAY, places))
    assert payers_named(read_situation("太原补了一笔", DAY, places)).startswith("市补了")


@pytest.mark.parametrize(
    ("text", "programme"),
    [
        ("the little giant award", "little giant award"),
        ("Taiyuan paid for the sensors", "money of the province or the city"),
        ("山西给过补贴", "省、市地方财政资金"),
        ("is there any conflict", None),
    ],
)
def test_a_programme_is_given_in_words_that_the_rule_knows(places: Places, text: str, programme: str | None) -> None:
    items = getattr(the_rulebook().rule("double_funding", "2025-third-batch"), "items", {})["programmes"]
    assert programme_facts(read_situation(text, DAY, places), items).get("programme") == programme


@pytest.mark.parametrize(
    ("before", "text", "programme"),
    [
        (
            "technological transformation pilot",
            "and if the same kiln got its money?",
            "central money of the pilot cities",
        ),
        ("新型技改城市", "如果窑炉拿了它的钱呢", "制造业新型技术改造城市试点的中央资金"),
        ("technological transformation pilot", "and for a county?", ""),
        ("little giant money", "and if it paid twice?", ""),
    ],
)
def test_a_turn_may_go_on_from_a_pilot_to_its_money(places: Places, before: str, text: str, programme: str) -> None:
    items = getattr(the_rulebook().rule("double_funding", "2025-third-batch"), "items", {})["programmes"]
    found = money_of_it(read_situation(text, DAY, places), {"programme": before}, items)
    assert programme in str(found.get("programme", ""))
    assert bool(found) is bool(programme)
