"""Every figure that a rule's words show is a value of its finding or stands in a quote it cites."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from assistant.errors import NotInForce, UsageError
from assistant.model import Outcome
from assistant.wiring import Assistant

PLACES = (
    "Wuxi", "Kunshan", "Changji", "昌吉州", "Nanjing", "浦东新区", "徐汇区", "Guiyang", "Guangdong", "北京", "Dalian",
    "Suzhou, Jiangsu", "新疆生产建设兵团", "六盘水", "县级市", "大连中山区", "石河子", "Lhasa", "郑州市", "Foshan",
)  # fmt: skip
GIANTS = ({}, {"little_giants": 5, "little_giants_at_level_2": 4}, {"little_giants": 5, "little_giants_at_level_2": 5})
GIVEN: dict[str, list[dict[str, Any]]] = {
    "recommendation_quota": [
        *({"province": name} for name in ("Guangdong", "贵州", "新疆生产建设兵团", "Wuxi", "北京", "Qingdao", "昆山")),
        *({"cities": names} for names in ("Foshan,Jiangmen", "Guiyang,Zunyi", "Foshan,Wuxi,Lijiang", "昌吉州", "郑州")),
        {"cities": "Wuxi,Lijiang", "province": "Jiangsu"},
    ],
    "submission_deadline": [{}, *({"day": f"2025-05-{day}"} for day in (12, 19, 20, 21))],
    "eligibility": [{"place": name, **more} for name in PLACES for more in ({}, {"never_selected": "yes"})],
    "award_cap": [{"place": name} for name in PLACES],
    "pilot_period": [{"approved": day} for day in ("2025-09-01", "2024-02-29", "2023-01-01")],
    "end_targets": [
        *(
            {"enterprises": total, "at_level_2": part, **giants}
            for total, part in ((200, 170), (200, 180), (7, 6))
            for giants in GIANTS
        ),
        *({"share": share} for share in (89.99, 90, "33.3%")),
        GIANTS[1],
        {"enterprises": 200, "at_level_2": 190, "below_scale": 30, "below_scale_at_level_2": 10},
    ],
    "fund_split": [
        *(
            {**share, **award}
            for share in ({}, {"enterprise_share": 79.9}, {"enterprise_share": 80}, {"enterprise_share": 100})
            for award in ({}, {"award": 150_000_000}, {"award": 123_456_789}, {"award": 200_000_000})
        ),
        *({"award": 123_456_789, "enterprise_amount": amount} for amount in (0, 98_765_431, 98_765_432, 123_456_789)),
    ],
    "materials": [{}],
    "digital_level": [
        {"edition": edition, "score": score} for edition in ("2022", "2024") for score in (0, 19, 20, 39.5, 40, 80, 100)
    ],
    "double_funding": [
        {"programme": name, **more}
        for name in ("小巨人", "provincial pilot", "新型技术改造", "XYZ fund", "地方财政")
        for more in ({}, {"same_project": "yes"}, {"same_project": "no"})
    ],
}


@pytest.mark.parametrize("batch", ["2025-third-batch", "2024-second-batch", "2023-first-batch"])
@pytest.mark.parametrize("rule", GIVEN)
def test_no_word_of_a_finding_is_dropped_for_a_figure_without_proof(
    assistant: Assistant, rule: str, batch: str
) -> None:
    told = 0
    for given in GIVEN[rule]:
        for language in ("en", "zh"):
            for day in (dt.date(2025, 5, 12), dt.date(2026, 11, 25)):
                try:
                    answer = assistant.rule(
                        rule, given, as_of=day, batch=batch, language="en" if language == "en" else "zh"
                    )
                except (NotInForce, UsageError):
                    continue
                assert answer.outcome in (Outcome.ANSWERED, Outcome.CLARIFICATION), (given, language, day)
                told += 1
    assert told or batch != "2025-third-batch"  # a batch need not have every rule
