"""Cities that a turn adds to those before, takes away, or puts in the place of another."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.changed_cities import change_in, changed
from assistant.answering.situation import read_situation
from assistant.rules.places import Places
from tests.rules.conftest import places as places

DAY = dt.date(2025, 5, 12)
BEFORE = ("6103", "6105")
"""Baoji and Weinan."""


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("再加上咸阳呢", ["6103", "6105", "6104"]),
        ("and Xianyang as well?", ["6103", "6105", "6104"]),
        ("What if we add Xianyang and Yulin?", ["6103", "6105", "6104", "6108"]),
        ("咸阳也一起推", ["6103", "6105", "6104"]),
        ("Swap Weinan for Xianyang.", ["6103", "6104"]),
        ("Put in Xianyang instead of Baoji", ["6105", "6104"]),
        ("用咸阳替宝鸡", ["6105", "6104"]),
        ("把渭南换成咸阳，再添一个榆林", ["6103", "6104", "6108"]),
        ("replace Weinan with Xianyang but keep Baoji", ["6103", "6104"]),
        ("drop Weinan", ["6103"]),
        ("渭南不报了", ["6103"]),
    ],
)
def test_a_turn_changes_the_cities_before(places: Places, text: str, after: list[str]) -> None:
    before = tuple(places.by_code[code] for code in BEFORE)
    change = change_in(read_situation(text, DAY, places), before)
    assert change is not None
    assert [getattr(city, "code", city) for city in changed(before, change)] == after


@pytest.mark.parametrize("text", ["and Xianyang?", "那咸阳呢", "How many may Shaanxi recommend?", "宝鸡能申报吗"])
def test_a_turn_that_only_names_places_changes_nothing(places: Places, text: str) -> None:
    before = tuple(places.by_code[code] for code in BEFORE)
    assert change_in(read_situation(text, DAY, places), before) is None
