"""What a turn changes: the place, the day, a number, the batch, or the answer to what was asked back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from assistant.model import Answer, Question, Turn

if TYPE_CHECKING:
    from assistant.wiring import Assistant

DAY = dt.date(2025, 5, 12)


def talk(assistant: Assistant, *texts: str) -> Answer:
    """The last answer of a conversation."""
    turns: list[Turn] = []
    for text in texts:
        answer = assistant.ask(Question(text, DAY, earlier=tuple(turns)))
        turns.append(Turn(text, answer.batch, answer.outcome))
    return answer


@pytest.mark.parametrize(
    ("texts", "rule", "inputs", "value"),
    [
        (("Is Suzhou eligible?", "Jiangsu"), "eligibility", {"place": "Suzhou City, Jiangsu"}, "earlier_pilot"),
        (("Is Suzhou eligible?", "the Jiangsu one"), "eligibility", {"place": "Suzhou City, Jiangsu"}, "earlier_pilot"),
        (("Is Suzhou eligible?", "Suzhou City, Anhui"), "eligibility", {"place": "Suzhou City, Anhui"}, None),
        (("Is Suzhou eligible?", "the first one"), "eligibility", {"place": "Suzhou City, Jiangsu"}, None),
        (("Is Suzhou eligible?", "2"), "eligibility", {"place": "Suzhou City, Anhui"}, None),
        (("中山能申报吗？", "大连的"), "eligibility", {"place": "大连中山区"}, "other_level"),
        (("中山能申报吗？", "第二个"), "eligibility", {"place": "广东中山市"}, "earlier_pilot"),
        (("鼓楼区能申报吗？", "3"), "eligibility", {"place": "福州鼓楼区"}, None),
        (("我市能申报吗？", "丽江", "那昆山呢"), "eligibility", {"place": "苏州昆山市"}, "other_level"),
        (("How many cities may our province recommend?", "the third one"), "recommendation_quota", None, 2),
        (("Does another fund bar us?", "2"), "double_funding", None, "depends_on_project"),
        (("Which level is a score of 45?", "2022"), "digital_level", {"score": 45, "edition": "2022"}, 2),
        (("How many cities can Guangdong recommend?", "And Guizhou?"), "recommendation_quota", None, 1),
        (("广东能推荐几个城市？", "那贵州呢？", "西藏呢"), "recommendation_quota", {"province": "西藏自治区"}, 1),
        (
            ("Is a submission on 19 May in time?", "and on the 26th?"),
            "submission_deadline",
            {"day": "2025-05-26"},
            None,
        ),
        (("5月19日报送来得及吗？", "５月２１日呢"), "submission_deadline", {"day": "2025-05-21"}, None),
        (("By 2022 edition we got 45 points, which level?", "and with 59.5"), "digital_level", {"score": 59.5}, 2),
        (("200家企业170家达到二级，达标吗？", "185家呢？"), "end_targets", {"at_level_2": 185}, 92.5),
        (("May we give 75% to enterprises?", "and 85%?", "80"), "fund_split", {"enterprise_share": 80}, 80),
        (("May we give 75% to enterprises?", "Suppose it is 82"), "fund_split", {"enterprise_share": 82}, 82),
        (
            ("Our award is 90 million yuan, 60 million for companies. Is that in order?", "if it were 75 million?"),
            "fund_split",
            {"award": 75_000_000, "enterprise_amount": 60_000_000},
            80,
        ),
        (
            ("奖补1亿元，70%用于企业，合规吗？", "把比例改成88%、总额改成1.1亿呢"),
            "fund_split",
            {"award": 110_000_000, "enterprise_share": 88},
            88,
        ),
        (
            ("小巨人8家都到了，规上100家有85家到二级，行吗", "要是规上有92家呢", "小巨人只有7家呢"),
            "end_targets",
            {"at_level_2": 92, "little_giants": 8, "little_giants_at_level_2": 7},
            92,
        ),
        (
            ("Our plan was approved on 3 September 2025, when does the period end?", "Sorry, I meant the 13th."),
            "pilot_period",
            {"approved": "2025-09-13"},
            None,
        ),
        (("方案2024年9月3日批的，什么时候到期？", "说错了，是18号"), "pilot_period", {"approved": "2024-09-18"}, None),
        (
            ("方案2024年9月3日批的，什么时候到期？", "要是11月5日才批呢"),
            "pilot_period",
            {"approved": "2024-11-05"},
            None,
        ),
        (("旧版42分几级", "新版呢"), "digital_level", {"score": 42, "edition": "新版"}, None),
        (
            ("We got little giant money, may we apply for the same project?", "and if it is another project?"),
            "double_funding",
            {"same_project": False},
            "not_barred",
        ),
        (
            ("Can Foshan and Jiangmen be recommended together?", "and Foshan, Jiangmen and Huizhou?"),
            "recommendation_quota",
            None,
            2,
        ),
        (
            ("What is the award cap for Wuxi?", "and how many cities may Jiangsu recommend?"),
            "recommendation_quota",
            {"province": "Jiangsu"},
            2,
        ),
        (
            ("What is the award cap for Guiyang?", "who submits the application?", "and Lijiang?"),
            "award_cap",
            None,
            10**8,
        ),
        (
            ("May Shaanxi recommend Baoji?", "and add Weinan"),
            "recommendation_quota",
            {"cities": ("Baoji City, Shaanxi", "Weinan City, Shaanxi"), "province": "Shaanxi"},
            1,
        ),
        (
            ("山西想推荐大同和长治，可以吗？", "把长治换成运城"),
            "recommendation_quota",
            {"cities": ("山西大同市", "山西运城市"), "province": "山西省"},
            1,
        ),
        (
            ("广西能推几个？", "柳州跟玉林呢"),
            "recommendation_quota",
            {"cities": ("广西柳州市", "广西玉林市")},
            1,
        ),
        (("Can Tianjin apply?", "and the districts?"), "eligibility", None, "eligible_by_level"),
        (("济南能申报吗？", "那高新区呢"), "eligibility", {"place": "开发区"}, "other_level"),
        (("Can Shaoxng apply?", "And Hangzou?"), "eligibility", {"place": "Hangzhou City, Zhejiang"}, "earlier_pilot"),
    ],
)
def test_a_turn_changes_what_it_says_and_keeps_the_rest(
    assistant: Assistant, texts: tuple[str, ...], rule: str, inputs: dict[str, Any] | None, value: object
) -> None:
    answer = talk(assistant, *texts)
    (finding,) = answer.findings
    assert finding.rule == rule
    held = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in finding.inputs.items()}
    assert held.items() >= (inputs or {}).items()
    assert value in (None, finding.value)


def test_naming_another_batch_asks_the_same_of_it(assistant: Assistant) -> None:
    answer = talk(assistant, "无锡的奖补上限是多少", "第一批呢？")
    assert (answer.batch, answer.findings[0].rule) == ("2023-first-batch", "award_cap")


def test_a_bare_number_is_answered_in_the_language_of_the_conversation(assistant: Assistant) -> None:
    assert talk(assistant, "鼓楼区能申报吗？", "3").language == "zh"


def test_a_new_question_after_a_question_back_is_not_taken_for_its_answer(assistant: Assistant) -> None:
    assert talk(assistant, "Is Suzhou eligible?", "Who submits the application materials?").findings == ()
