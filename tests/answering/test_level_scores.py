"""Scores and editions, however they are said."""

from __future__ import annotations

import pytest

from tests.answering.facts_read import facts_read


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("by the 2022 yardstick 48", "2022"),
        ("the sheet of 2022 gives 48", "2022"),
        ("22年版得了48分", "2022"),
        ("旧版（2022年）48分", "2022"),
        ("老版本的那张2022年指标，48分", "2022"),
        ("按2024算有48分", "2024"),
        ("工信厅企业〔2022〕32号，48分", "2022"),
        ("48 under No. 56 [2024]", "2024"),
        ("旧版48分", "旧版"),
        ("新版48分", "新版"),
        ("the previous edition: 48", "previous edition"),
        ("48 on the latest sheet", "latest sheet"),
    ],
)
def test_an_edition_is_read_in_any_name(text: str, edition: str) -> None:
    assert facts_read("digital_level", text) == [{"edition": edition, "score": "48"}]


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("seventy-two and a half points", ["72.5"]),
        ("得分三十九点五", ["39.5"]),
        ("零分算几级", ["0"]),
        ("nought points, which level?", ["0"]),
        ("exactly forty", ["40"]),
        ("we moved from 38 to 57", ["38", "57"]),
        ("甲厂41分，乙厂83分，各是几级", ["41", "83"]),
        ("three suppliers have 18, 44 and 62 points", ["18", "44", "62"]),
        ("63 out of 100", ["63"]),
        ("满分100分得了63分", ["63"]),
        ("37分还差3分到二级", ["37"]),
        ("4 firms are at level 2 with 45 points each", ["45"]),
    ],
)
def test_each_score_counts_once_and_nothing_else_is_one(text: str, scores: list[str]) -> None:
    assert [facts["score"] for facts in facts_read("digital_level", text)] == scores


def test_a_year_that_is_no_edition_is_left_alone() -> None:
    assert facts_read("digital_level", "2025年我们自测得了66分") == [{"score": "66"}]
