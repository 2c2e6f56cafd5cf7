"""Which places a question names."""

from __future__ import annotations

import pytest

from assistant.answering.named_places import mentions
from assistant.rules.places import Places
from tests.rules.conftest import places as places


def found(text: str, places: Places) -> list[list[str]]:
    named = [mention for mention in mentions(text, places) if not mention.container]
    return [sorted(place.code or place.kind for place in mention.places) for mention in named]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("May Wuxi apply?", [["3202"]]),
        ("may wuxi apply", [["3202"]]),
        ("无锡能申报吗？", [["3202"]]),
        ("Guangdong's quota", [["44"]]),
        ("陕西和山西各能推荐几个？", [["61"], ["14"]]),
        ("Can Xi'an and Lu’an apply?", [["6101"], ["3415"]]),
        ("Can Zhongshan apply?", [["210202", "4420"]]),
        ("Can Zhongshan District of Dalian apply?", [["210202"]]),
        ("江苏苏州能申报吗", [["3205"]]),
        ("Can Suzhou, Anhui apply?", [["3413"]]),
        ("北京市海淀区可以申报吗", [["110108"]]),
        ("新疆生产建设兵团能申报吗", [["66"]]),
        ("Inner Mongolia and Tibet", [["15"], ["54"]]),
        ("Can a county-level city apply?", [["county_level_city"]]),
        ("重庆的区县可以申报吗？", [["municipal_district"]]),
        ("Can a district of Chongqing apply?", [["municipal_district"]]),
        ("Can a district of Suzhou, Jiangsu apply?", [["district"]]),
        ("How many cities may gaungdong recommend?", [["44"]]),
    ],
)
def test_a_question_names_its_places(places: Places, text: str, wanted: list[list[str]]) -> None:
    assert found(text, places) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "What about human resources?",
        "What is changing in the planning of learning?",
        "The deadline is a mile away.",
        "我们合作的城市能申报吗",
        "打造小灯塔企业",
        "What are the key tasks?",
        "Which technologies are encouraged?",
    ],
)
def test_ordinary_words_are_no_places(places: Places, text: str) -> None:
    assert mentions(text, places) == ()


def test_a_misspelt_name_is_kept_as_written(places: Places) -> None:
    assert [mention.written for mention in mentions("and gaungdong?", places)] == ["gaungdong"]


def test_no_name_is_corrected_beside_a_known_one(places: Places) -> None:
    assert found("Can Shanxi learn from Hunann?", places) == [["14"]]


def test_every_prefecture_level_unit_and_province_is_seen_in_a_question(places: Places) -> None:
    for place in places.by_code.values():
        if place.level not in ("province", "prefecture"):
            continue
        for text in (f"May {place.english} apply?", f"{place.zh}可以申报吗？"):
            assert any(place.code in codes for codes in found(text, places)), text
