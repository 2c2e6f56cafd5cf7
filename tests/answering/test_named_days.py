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
        ("上个月8号批的", "2025-04-08", None),
        ("上月十八日", "2025-04-18", None),
        ("the 9th of last month", "2025-04-09", None),
        ("next month, on the 3rd", "2025-06-03", None),
        ("two weeks ago", "2025-04-28", None),
        ("10天前", "2025-05-02", None),
        ("New Year's Eve 2026", "2026-12-31", None),
        ("2026年元旦", "2026-01-01", None),
        ("去年国庆节", "2024-10-01", "year"),
        ("at the end of April", "2025-04-30", "year"),
        ("2024年2月底", "2024-02-29", None),
        ("It was approved on 3 November", "2024-11-03", "year"),
        ("11月3日批复的", "2024-11-03", "year"),
        ("will be approved on 3 November", "2025-11-03", "year"),
        ("3月7日批的，都是2024年的事", "2024-03-07", "year"),
    ],
)
def test_a_day_is_read(text: str, day: str, assumed: str | None) -> None:
    assert [(named.day.isoformat(), named.assumed) for named in named_days(text, MONDAY)] == [(day, assumed)]


@pytest.mark.parametrize(
    "text",
    [
        "in 2025",
        "end of 2025",
        "31st of last month",
        "5月",
        "the third batch",
        "34 cities",
        "level 2",
        "30 February",
        "2月30日",
    ],
)
def test_what_is_no_day_is_left_alone(text: str) -> None:
    assert named_days(text, MONDAY) == ()
