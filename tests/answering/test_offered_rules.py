"""Which rules a question can ask for by the places it names."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.offered_rules import asks_of_one_city
from assistant.answering.situation import read_situation
from tests.rules.conftest import the_rulebook


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Can Yiwu put itself forward?", True),
        ("Can Jiading District of Shanghai put itself forward?", True),
        ("义乌比好多地级市都强，单独报一个行吗？", True),
        ("How many may Suzhou's province recommend?", False),
        ("May Jiangsu put forward Suzhou?", False),
        ("May our province recommend Suzhou?", False),
        ("我省可以推荐苏州吗？", False),
        ("May we put forward Suzhou and Wuxi?", False),
        ("湖南能推荐几个？", False),
        ("May we apply?", False),
    ],
)
def test_one_city_alone_asks_whether_it_may_apply_and_not_how_many_may(text: str, alone: bool) -> None:
    assert asks_of_one_city(read_situation(text, dt.date(2025, 5, 12), the_rulebook().places)) is alone
