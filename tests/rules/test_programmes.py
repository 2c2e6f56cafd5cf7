"""Which fund or pilot a name or a question means, and whose money it speaks of."""

from __future__ import annotations

import pytest

from assistant.rules.programmes import programme_in
from assistant.rules.whose_money import sense
from tests.rules.conftest import Run, the_rulebook


def meant(text: str) -> str | None:
    data = the_rulebook().rule("double_funding", "2025-third-batch")
    found = programme_in(getattr(data, "items", {})["programmes"], text)
    return found.item.name if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The little giants' subsidy bought our lathe. May it be counted?", "central_sme_fund"),
        ("The fund for the development of SMEs has paid for the store of spare parts.", "central_sme_fund"),
        ("用中小企业发展专项资金做过的车间，还能报吗", "central_sme_fund"),
        ("We are a pilot city in technological transformation too.", "technological_pilot"),
        ("我市同时在技术改造的城市试点名单里", "technological_pilot"),
        ("The technological transformation pilot has paid for half of the kiln.", "technological_transformation"),
        ("窑炉拿过新型技改城市试点的中央钱", "technological_transformation"),
        ("Our province has a pilot of its own, with nearly the same name.", "provincial_pilot"),
        ("省里也搞了一个同名的试点，我们在里面", "provincial_pilot"),
        ("The firm was in the 2022 pilot of platforms.", "platform_pilot"),
        ("企业2022年进过平台类的试点", "platform_pilot"),
        ("Treasury bonds for equipment renewal paid for the presses.", "equipment_renewal"),
        ("冲压机用的是设备更新的国债", "equipment_renewal"),
        ("Does a grant of another ministry bar us, or any other central money?", "central_money"),
        ("发改委的中央预算内资金投过的项目", "central_money"),
        ("The county has topped up our budget for sensors.", "local_money"),
        ("区里补过一笔，还能拿国家试点的补助吗", "local_money"),
        ("Can other money be combined with the pilot?", None),
        ("企业自己掏的钱算不算", None),
    ],
)
def test_a_question_means_a_programme_by_its_words_in_any_order(text: str, name: str | None) -> None:
    assert meant(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Provincial money for technological upgrading was spent on it.",
        "省里的技改补助拿过了",
        "市级设备更新补贴",
        "The town hall's own little giant bonus, paid by the city",
    ],
)
def test_money_of_a_province_or_city_is_local_whatever_it_is_for(text: str) -> None:
    assert meant(text) == "local_money"


def test_the_money_of_the_pilot_that_is_asked_about_is_no_other_money() -> None:
    assert sense("能不能拿国家试点的补助") != "central"
    assert sense("can it still draw on the central support") != "local"
    assert meant("May the city use the national pilot's award for training?") is None


def test_a_clause_is_about_money_or_about_taking_part() -> None:
    assert sense("the district gave us a voucher") == "local"
    assert sense("from the ministry's other funds") == "central"
    assert sense("we were awarded a grant") == "money"
    assert sense("we took part in a programme") == "pilot"
    assert sense("企业开了三条线") is None


def test_the_rule_tells_the_pilot_of_a_city_from_the_money_of_its_projects(run: Run) -> None:
    for given, same, value in (
        ("city in the pilot for technical transformation", None, "not_barred"),
        ("money from the pilot for technical transformation", None, "depends_on_project"),
        ("技改城市试点拨的钱", True, "barred"),
        ("large-scale equipment renewal", True, "barred"),
        ("a subsidy of Hangzhou city", True, "local_rule"),
    ):
        assert run("double_funding", programme=given, same_project=same).finding.value == value
