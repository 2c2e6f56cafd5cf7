"""Whether a model's sentence says what its quotes say."""

import pytest

from assistant.answering.modality import bounds_of, modality_of, negations_of
from assistant.answering.support import unsupported
from assistant.documents.figures import figures_in

QUOTES = {
    "quota": "Provinces with more than 15,000 firms can recommend up to 2 cities, with no priority in the order.",
    "repeat": "Cities already included in the first two batches of pilots are not allowed to apply repeatedly.",
    "share": "At least 80% of the award must be used for the digital transformation of SMEs.",
    "plan": "The plan should include the existing work foundation, work objectives and guarantee measures of the city.",
    "send": "Materials should be submitted by the provincial financial departments to the Ministry of Finance "
    "before May 20, 2025.",
    "cap": "其他地级市的奖补资金总额不超过1亿元。",
    "ban": "同一改造项目不得重复申报不同类型的中央财政资金。",
    "rule": "原则上每个城市选择3个细分行业，数字化水平达到二级及以上的比例不低于90%。",
}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Provinces with more than 15,000 firms can recommend up to two cities.", "quota"),
        ("Provinces with over 15000 firms may recommend at most 2 cities.", "quota"),
        ("Cities already in the first two batches are not allowed to apply again.", "repeat"),
        ("Cities included in the first two batches of pilots may not apply repeatedly.", "repeat"),
        ("No less than 80% of the award must be used for digital transformation of SMEs.", "share"),
        ("The plan should include the work foundation, objectives and guarantee measures.", "plan"),
        ("The provincial financial departments should submit the materials before 20 May 2025.", "send"),
        ("其他地级市奖补资金最多1亿元。", "cap"),
        ("同一改造项目不能重复申报不同类型的中央财政资金。", "ban"),
        ("原则上每个城市选择3个细分行业。", "rule"),
        ("达到二级及以上的比例至少90%。", "rule"),
    ],
)
def test_a_sentence_with_the_same_bounds_and_words_is_supported(said: str, name: str) -> None:
    assert unsupported(said, [QUOTES[name]]) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Provinces with more than 15,000 firms can recommend 2 cities.", "quota"),
        ("Provinces with more than 15,000 firms can recommend at least 2 cities.", "quota"),
        ("Provinces with at least 15,000 firms can recommend up to 2 cities.", "quota"),
        ("Provinces with 15,000 firms can recommend up to 2 cities.", "quota"),
        ("Provinces with more than 15,000 firms must recommend up to 2 cities.", "quota"),
        ("Cities already included in the first two batches of pilots are allowed to apply repeatedly.", "repeat"),
        ("Up to 80% of the award must be used for the digital transformation of SMEs.", "share"),
        ("80% of the award must be used for the digital transformation of SMEs.", "share"),
        ("At least 80% of the award may be used for the digital transformation of SMEs.", "share"),
        ("The plan should not include the work objectives of the city.", "plan"),
        ("The plan may include the work objectives of the city.", "plan"),
        ("Materials should be submitted to the Ministry of Education before May 20, 2025.", "send"),
        ("Materials should be submitted to the Ministry of Finance after May 20, 2025.", "send"),
        ("Service providers receive generous loans from commercial banks.", "plan"),
        ("其他地级市的奖补资金总额为1亿元。", "cap"),
        ("其他地级市的奖补资金总额不低于1亿元。", "cap"),
        ("同一改造项目可以重复申报不同类型的中央财政资金。", "ban"),
        ("每个城市必须选择3个细分行业。", "rule"),
        ("达到二级及以上的比例不超过90%。", "rule"),
        ("试点企业可以享受税收减免和银行低息贷款。", "ban"),
    ],
)
def test_a_lost_bound_negation_or_modality_or_foreign_words_are_not_supported(said: str, name: str) -> None:
    assert unsupported(said, [QUOTES[name]]) is not None


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("up to 2 cities", {"at most"}),
        ("not more than 150 million yuan", {"at most"}),
        ("no less than 80%", {"at least"}),
        ("at least 80%", {"at least"}),
        ("more than 15,000 firms", {"more than"}),
        ("about 34 cities", {"about"}),
        ("before 20 May 2025", {"before"}),
        ("90% or more", {"at least"}),
        ("2 cities", set()),
        ("不超过1.5亿元", {"at most"}),
        ("不低于80%", {"at least"}),
        ("90%以上", {"at least"}),
        ("超过15000家", {"more than"}),
        ("34个左右", {"about"}),
        ("2025年5月20日前", {"before"}),
        ("30日内", {"at most"}),
    ],
)
def test_the_bounds_of_a_figure_are_read_from_the_words_around_it(text: str, bounds: set[str]) -> None:
    (figure,) = [figure for figure in figures_in(text) if figure.kind != "marker"]
    assert bounds_of(text, figure) == bounds


def test_modality_is_told_apart() -> None:
    assert modality_of("Cities may apply.") == {"may"}
    assert modality_of("Cities must apply.") == {"must"}
    assert modality_of("Cities may not apply.") == {"must not"}
    assert modality_of("城市不得申报。") == {"must not"}
    assert modality_of("原则上可以申报。") == {"may", "in principle"}
    assert modality_of("Cities apply.") == frozenset()


def test_a_bound_is_no_negation() -> None:
    assert negations_of("not more than 2 cities") == 0
    assert negations_of("不超过2个") == 0
    assert negations_of("not eligible") == 1
    assert negations_of("不得申报") == 1
