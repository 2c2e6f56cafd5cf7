"""What is given to a rule, as people write it: days, counts, shares, names, lists of names, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.errors import UsageError
from tests.rules.conftest import Run

DAY = dt.date(2025, 5, 20)


@pytest.mark.parametrize(
    "written",
    [
        "2025-05-20",
        "2025-5-20",
        "2025/05/20",
        "2025.5.20",
        "20250520",
        "２０２５-０５-２０",
        "2025年5月20日",
        "２０２５年５月２０日",
        "20 May 2025",
        "May 20, 2025",
        "20 may 2025",
    ],
)
def test_a_day_is_read_as_people_write_it(run: Run, written: str) -> None:
    assert run("submission_deadline", day=written).finding.inputs["day"] == DAY


@pytest.mark.parametrize(
    "written", ["soon", "May 20", "20 Ma 2025", "05/06/2025", "2025-02-30", "2025-13-01", "-1", "20"]
)
def test_what_is_no_day_or_could_be_two_is_refused(run: Run, written: str) -> None:
    with pytest.raises(UsageError, match=r"--day: .* is not a day\. Write it as 2025-05-20"):
        run("submission_deadline", day=written)


def test_a_period_beyond_the_calendar_is_refused(run: Run) -> None:
    with pytest.raises(UsageError, match="no calendar goes 2 years beyond 9999-01-01"):
        run("pilot_period", approved="9999-01-01")


@pytest.mark.parametrize(("written", "count"), [("1000", 1000), ("1,000", 1000), ("１０００", 1000), (" 1000 ", 1000)])
def test_a_count_is_read_as_people_write_it(run: Run, written: str, count: int) -> None:
    assert run("end_targets", enterprises=written, at_level_2="900").finding.inputs["enterprises"] == count


@pytest.mark.parametrize("written", ["-5", "90.5", "12,34", "1,0000", "many", "1e3", True])
def test_what_is_no_count_is_refused(run: Run, written: Any) -> None:
    with pytest.raises(UsageError, match=r"--enterprises: .* is not a count"):
        run("end_targets", enterprises=written, at_level_2="9")


@pytest.mark.parametrize(("written", "score"), [("92.5", 92.5), ("９２.５", 92.5), ("40", 40)])
def test_a_score_is_read_as_people_write_it(run: Run, written: str, score: float) -> None:
    assert run("digital_level", edition="2022", score=written).finding.inputs["score"] == score


def test_a_comma_that_may_be_a_decimal_point_is_refused(run: Run) -> None:
    with pytest.raises(UsageError, match='--score: "92,5" is not a number'):
        run("digital_level", edition="2022", score="92,5")


@pytest.mark.parametrize("edition", ["2022", "２０２２", "2022 edition", "2022年版", "the edition of 2022"])
def test_an_edition_may_be_called_one(run: Run, edition: str) -> None:
    assert run("digital_level", edition=edition, score=45).finding.value == 2


@pytest.mark.parametrize(
    ("edition", "flags"),
    [("旧版", 1), ("the old sheet", 1), ("previous edition", 1), ("新版", 0), ("latest edition", 0)],
)
def test_an_edition_may_be_called_old_or_new(run: Run, edition: str, flags: int) -> None:
    finding = run("digital_level", edition=edition, score=45).finding
    assert (finding.verdict, finding.flags.count("older_edition")) == ("info" if flags else "undetermined", flags)


@pytest.mark.parametrize("edition", ["2023", "2022 or 2024", "blue"])
def test_an_edition_that_is_none_or_two_is_refused(run: Run, edition: str) -> None:
    with pytest.raises(UsageError, match="Use one of 2022, 2024"):
        run("digital_level", edition=edition, score=45)


@pytest.mark.parametrize(
    "written",
    [
        "Luoyang, Nanyang",
        "洛阳、南阳",
        "洛阳和南阳",
        "洛阳 南阳",
        "Luoyang and Nanyang",
        "洛阳；南阳",
        "4103,411300",
        "洛阳市与南阳市",
    ],
)
def test_a_list_of_cities_is_read_as_people_write_it(run: Run, written: str) -> None:
    finding = run("recommendation_quota", cities=written).finding
    assert (finding.verdict, finding.value, finding.computed["count"]) == ("yes", 2, 2)


@pytest.mark.parametrize(("written", "count"), [("呼和浩特、包头", 2), ("和田地区", 1), ("和县", 1)])
def test_a_name_that_holds_the_word_for_and_is_not_cut(run: Run, written: str, count: int) -> None:
    assert run("recommendation_quota", cities=written).finding.computed["count"] == count


@pytest.mark.parametrize("blank", ["", "   ", "\u3000", None])
def test_blanks_are_nothing_given(run: Run, blank: str | None) -> None:
    assert run("eligibility", place=blank).finding.needs == ("place",)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("recommendation_quota", {"province": "county-level city"}),
        ("recommendation_quota", {"cities": "autonomous prefecture"}),
        ("recommendation_quota", {"province": "地级市"}),
    ],
)
def test_a_kind_of_place_is_refused_where_one_place_is_needed(run: Run, rule: str, given: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="is a kind of place, and one place is needed"):
        run(rule, **given)


@pytest.mark.parametrize(
    ("given", "need"),
    [
        ({"little_giants": 10}, "little_giants_at_level_2"),
        ({"little_giants_at_level_2": 10}, "little_giants"),
        ({"at_level_2": 10}, "enterprises"),
        ({"enterprises": 10}, "at_level_2"),
    ],
)
def test_half_of_a_pair_of_counts_is_asked_about(run: Run, given: dict[str, int], need: str) -> None:
    result = run("end_targets", **given)
    assert result.finding.needs == (need,)
    assert result.clarification is not None


def test_a_part_that_is_more_than_its_whole_is_told_by_the_flags(run: Run) -> None:
    with pytest.raises(UsageError, match="--at-level-2 is 101, more than --enterprises with 100"):
        run("end_targets", enterprises=100, at_level_2=101)


def test_below_scale_enterprises_alone_are_held_against_nothing(run: Run) -> None:
    finding = run("end_targets", below_scale=50, below_scale_at_level_2=10).finding
    assert (finding.verdict, finding.value, finding.needs) == ("info", 20, ())
    assert any("no number is set" in told for told in finding.explanation)


@pytest.mark.parametrize(
    ("programme", "value"),
    [
        ("central", "depends_on_project"),
        ("中央财政", "depends_on_project"),
        ("中小企业发展专项资金", "depends_on_project"),
        ("省级中小企业发展专项资金", "local_rule"),
        ("广东省中小企业发展专项资金", "local_rule"),
        ("municipal special fund", "local_rule"),
        ("Guangdong provincial digital pilot", "not_barred"),
        ("专项", None),
    ],
)
def test_money_of_a_province_is_not_taken_for_money_of_the_centre(run: Run, programme: str, value: str | None) -> None:
    assert run("double_funding", programme=programme).finding.value == value


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("苏州", "Suzhou, Jiangsu"),
        ("宿州", "Suzhou, Anhui"),
        ("吉林市", "Jilin City"),
        ("抚州", "Fuzhou, Jiangxi"),
        ("台州", "Taizhou, Zhejiang"),
        ("无锡", "Wuxi"),
        ("朝阳市", "Chaoyang"),
        ("兵团", "the Xinjiang Production and Construction Corps"),
    ],
)
def test_cities_of_one_english_name_are_told_apart_in_a_sentence(run: Run, place: str, name: str) -> None:
    told = run("award_cap", place=place).finding.explanation[0]
    assert f"The award to {name} is not more than" in told


def test_the_receipt_is_the_same_in_both_languages(run: Run) -> None:
    english, chinese = (run("eligibility", place="无锡", language=language).finding for language in ("en", "zh"))
    assert english.inputs != chinese.inputs
    assert english.receipt == chinese.receipt
