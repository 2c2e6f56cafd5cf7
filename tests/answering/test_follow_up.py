"""What a turn that leans on the one before changes."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.follow_up import CORRECTS, asks_nothing, near_day, without_facts
from assistant.answering.situation import Situation, read_situation
from tests.rules.conftest import the_rulebook

DAY = dt.date(2025, 12, 1)
KNOWN = {"approved": dt.date(2024, 9, 3)}


def read(text: str) -> Situation:
    return read_situation(text, DAY, the_rulebook().places)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("it was the 13th", "2024-09-13"),
        ("应该是13号", "2024-09-13"),
        ("and 13 October?", "2024-10-13"),
        ("要是10月13日呢", "2024-10-13"),
        ("13 October 2025", "2025-10-13"),
        ("13 October this year", "2025-10-13"),
        ("the 13th of last month", "2025-11-13"),
        ("yesterday", "2025-11-30"),
    ],
)
def test_a_day_said_in_part_is_near_the_day_before_it(text: str, day: str) -> None:
    assert [named.day.isoformat() for named in near_day(read(text), KNOWN).days] == [day]


def test_without_a_day_before_it_a_day_is_near_that_of_the_question() -> None:
    assert near_day(read("it was the 13th"), {}).days[0].day == dt.date(2025, 12, 13)


@pytest.mark.parametrize("text", ["what if it was the 20th?", "把比例改成85%呢", "make it 90 million", "and 92?"])
def test_a_turn_that_only_gives_facts_asks_nothing(text: str) -> None:
    assert asks_nothing(text)


@pytest.mark.parametrize("text", ["and who decides by the 20th?", "如果是5月21日交，需要哪些材料", "if so, how many?"])
def test_a_turn_with_a_question_of_its_own_asks_it(text: str) -> None:
    assert not asks_nothing(text)


@pytest.mark.parametrize(
    "text", ["Sorry, the 13th", "I meant 82%", "not 12 but 14", "说错了，是18号", "不是8号，是18号"]
)
def test_a_correction_is_one(text: str) -> None:
    assert CORRECTS.search(text)


@pytest.mark.parametrize("text", ["90 million", "八成", "12月1日", "85% and 1.2亿"])
def test_facts_in_words_are_left_out_of_the_words_of_a_turn(text: str) -> None:
    assert without_facts(read(text)).replace("and", "").strip() == ""
