"""Facts of the rules about a place and about a province."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.answering.situation import facts_for, read_situation
from assistant.rules.places import Places
from tests.rules.conftest import places as places

DAY = dt.date(2025, 5, 12)


def facts(rule: str, text: str, places: Places) -> dict[str, Any]:
    return dict(facts_for(rule, read_situation(text, DAY, places))[0])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Our plan counts on 130 million for Zibo, is that too much?", 130_000_000),
        ("淄博写了1.3亿元，超了吗", 130_000_000),
        ("Is it RMB 0.1 bn for Zibo?", 100_000_000),
        ("Is it 150 or 100 million yuan for Zibo? Say 150 million or 100 million.", None),
        ("Zibo invests 300 million yuan of its own. What is the cap?", None),
        ("淄博有300家企业，上限多少", None),
    ],
)
def test_a_sum_is_held_against_the_cap(places: Places, text: str, amount: int | None) -> None:
    assert facts("award_cap", text, places).get("amount") == amount


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("May Gansu put up two cities?", 2),
        ("甘肃想推三个，行吗", 3),
        ("Does Gansu have a right to a second city?", 2),
        ("甘肃一个都没推过，今年能推两个吗", 2),
        ("How many may Gansu put up, one city or two?", None),
        ("甘肃能推几个", None),
        ("Is Gansu one of the 12 provinces?", None),
    ],
)
def test_a_number_of_cities_is_held_against_the_quota(places: Places, text: str, number: int | None) -> None:
    assert facts("recommendation_quota", text, places).get("number") == number


@pytest.mark.parametrize("text", ["Would Gansu put Tianshui up?", "May Gansu propose Tianshui?", "甘肃推天水行吗"])
def test_a_city_that_is_to_be_recommended_is_held_against_the_quota(places: Places, text: str) -> None:
    assert [city.code for city in facts("recommendation_quota", text, places)["cities"]] == ["6205"]
