"""Places told by what they are to another one, and places that are not meant."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.named_places import Mention, mentions
from assistant.answering.situation import facts_for, read_situation
from assistant.rules.places import Place, Places
from tests.rules.conftest import places as places

DAY = dt.date(2025, 5, 12)


def only(text: str, places: Places) -> Mention:
    (found,) = [mention for mention in mentions(text, places) if not mention.container]
    return found


def asked(rule: str, text: str, places: Places) -> list[object]:
    def plain(value: object) -> object:
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return (value.code or value.kind) if isinstance(value, Place) else value

    return [plain(value) for facts in facts_for(rule, read_situation(text, DAY, places)) for value in facts.values()]


@pytest.mark.parametrize(
    ("text", "kind", "whole"),
    [
        ("济南高新区能自己报吗", "zone", "3701"),
        ("成都天府新区可以吗", "zone", "5101"),
        ("太原经济技术开发区", "zone", "1401"),
        ("Ningbo's economic development zone", "zone", "3302"),
        ("the free trade zone in Xiamen", "zone", "3502"),
        ("Wuxi New District wants in", "zone", "3202"),
        ("石家庄下面的县", "county", "1301"),
        ("宁波下辖的县级市", "county_level_city", "3302"),
        ("a county-level city in Hebei", "county_level_city", "13"),
        ("a county of Chongqing", "municipal_district", "50"),
        ("天津的区", "municipal_district", "12"),
    ],
)
def test_a_part_of_a_place_is_meant_by_its_kind_and_keeps_what_holds_it(
    places: Places, text: str, kind: str, whole: str
) -> None:
    mention = next(one for one in mentions(text, places) if one.whole)
    assert [place.kind for place in mention.places] == [kind]
    assert [place.code for place in mention.whole] == [whole]


@pytest.mark.parametrize("text", ["天津滨海新区能报吗", "Is Binhai New Area in Tianjin in?"])
def test_a_district_that_is_called_a_new_area_stays_a_district(places: Places, text: str) -> None:
    assert only(text, places).places[0].code == "120116"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the capital of Gansu", "6201"),
        ("Guizhou's capital", "5201"),
        ("云南省会能报吗", "5301"),
        ("西藏的首府", "5401"),
        ("陕西省会西安", "6101"),
    ],
)
def test_a_capital_is_known_by_its_province(places: Places, text: str, code: str) -> None:
    assert asked("eligibility", text, places) == [code]


@pytest.mark.parametrize(
    ("rule", "text", "codes"),
    [
        ("recommendation_quota", "It is Hunan, not Hubei. How many?", ["43"]),
        ("eligibility", "不是保定，是保山，能申报吗", ["5305"]),
        ("eligibility", "宜昌除外，荆州能报吗", ["4210"]),
        ("eligibility", "Unlike Qingdao, may Rizhao apply?", ["3711"]),
        ("eligibility", "We are in Jiangxi. May Fuzhou apply?", ["3610"]),
        ("eligibility", "Is Shenzhen not a city?", ["4403"]),
        ("eligibility", "泰安能报吗？山东的泰安", ["3709"]),
        ("recommendation_quota", "咸阳先不报，陕西推宝鸡和渭南行吗", [["6103", "6105"], "61"]),
        ("recommendation_quota", "We put up Baoji and Weinan. Xianyang is not in the letter.", [["6103", "6105"]]),
        ("recommendation_quota", "赣湘两省各能推几个", ["36", "43"]),
        ("recommendation_quota", "鲁省能推几个", ["37"]),
        ("recommendation_quota", "How many may the districts of Tianjin hope for?", ["12"]),
    ],
)
def test_what_is_not_meant_or_not_put_forward_is_left_out(
    places: Places, rule: str, text: str, codes: list[object]
) -> None:
    assert asked(rule, text, places) == codes


def test_single_characters_within_other_words_are_no_provinces(places: Places) -> None:
    assert asked("eligibility", "川菜和新能源企业可以申报吗", places) == []
    assert asked("eligibility", "新青年都能参加吗", places) == []
