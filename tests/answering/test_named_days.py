"""Which days a question names."""

from __future__ import annotations

import datetime as dt

import pytest

from assistant.answering.named_days import named_days

MONDAY = dt.date(2025, 5, 12)


@pytest.mark.parametrize(
    ("text", "day", "assumed"),
    [
        ("Is 26 May 2025 late?", "2025-05-26", None),
        ("May 26, 2025?", "2025-05-26", None),
        ("2025年5月26日报送", "2025-05-26", None),
        ("on 26 May", "2025-05-26", "year"),
        ("5月26日来得及吗", "2025-05-26", "year"),
        ("去年5月22日报送", "2024-05-22", "year"),
        ("22 May last year", "2024-05-22", "year"),
        ("last year's 22 May", "2024-05-22", "year"),
        ("明年的3月3日", "2026-03-03", "year"),
        ("today", "2025-05-12", None),
        ("明天报送", "2025-05-13", None),
        ("the day after tomorrow", "2025-05-14", None),
        ("in 3 days", "2025-05-15", None),
        ("两周后", "2025-05-26", None),
        ("next Friday", "2025-05-16", "weekday"),
        ("last Friday", "2025-05-09", "weekday"),
        ("Friday next week", "2025-05-23", "weekday"),
        ("本周五", "2025-05-16", "weekday"),
        ("下周五", "2025-05-23", "weekday"),
        ("上周五", "2025-05-09", "weekday"),
        ("on the 19th", "2025-05-19", "month"),
        ("26日交", "2025-05-26", "month"),
    ],
)
def test_a_day_is_read(text: str, day: str, assumed: str | None) -> None:
    assert [(named.day.isoformat(), named.assumed) for named in named_days(text, MONDAY)] == [(day, assumed)]


@pytest.mark.parametrize(
    "text", ["in 2025", "5月", "the third batch", "34 cities", "level 2", "30 February", "2月30日"]
)
def test_what_is_no_day_is_left_alone(text: str) -> None:
    assert named_days(text, MONDAY) == ()
