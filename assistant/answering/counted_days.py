"""Days that are counted from that of the question: tomorrow, in 3 days, next Friday, 上个月15号, a bare 26日."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from assistant.documents.numerals import chinese_number

Assumed = Literal["year", "weekday", "month"]

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHINESE_WEEKDAYS: Final = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
RELATIVE: Final = {
    "today": 0, "right now": 0, "tomorrow": 1, "the day after tomorrow": 2, "day after tomorrow": 2, "yesterday": -1,
    "the day before yesterday": -2, "day before yesterday": -2,
    "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3, "昨天": -1, "昨日": -1, "前天": -2,
}  # fmt: skip
_RELATIVE = re.compile("|".join(sorted((re.escape(word) for word in RELATIVE), key=len, reverse=True)), re.IGNORECASE)
_WEEKDAY = re.compile(
    rf"\b(?P<which>next|this|coming|this coming|last|on)?\s*\b(?P<name>{'|'.join(WEEKDAYS)})\b"
    r"(?P<week>\s+(?:of\s+)?next week)?",
    re.IGNORECASE,
)
_CHINESE_WEEKDAY = re.compile(r"(?P<which>下下|下|本|这|上)?(?:个)?(?:周|星期|礼拜)(?P<name>[一二三四五六日天])")
_IN_DAYS = re.compile(
    r"\bin\s+(?P<n>\d+)\s+(?P<unit>days?|weeks?)\b|(?P<zn>\d+|[一二两三四五六七八九十])\s*(?P<zunit>天|周"
    r"|个星期)(?:以后|之后|后)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"(?<![\d月.,/-])(?P<zh>\d{1,2})\s*[日号](?!期)|\bthe\s+(?P<en>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:batch|round))",
    re.IGNORECASE,
)
MONTHS_AWAY: Final = {
    "last month": -1, "this month": 0, "next month": 1,
    "上个月": -1, "上月": -1, "本月": 0, "这个月": 0, "当月": 0, "下个月": 1, "下月": 1,
}  # fmt: skip
_MONTH_AWAY = "|".join(MONTHS_AWAY)
_ORDINAL_DAY = r"(?:the\s+)?(?P<{}>\d{{1,2}})(?:st|nd|rd|th)?"
_DAY_OF_MONTH = re.compile(
    rf"(?P<zh_month>{_MONTH_AWAY})的?\s*(?P<zh>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})\s*[日号]"
    rf"|\b{_ORDINAL_DAY.format('first')}\s+(?:day\s+)?(?:of\s+)?(?P<behind>{_MONTH_AWAY})\b"
    rf"|\b(?P<ahead>{_MONTH_AWAY}),?\s+(?:on\s+)?{_ORDINAL_DAY.format('second')}\b",
    re.IGNORECASE,
)
"""A day of a month that is counted from that of the question: 上个月15号, "the 15th of last month"."""
_AGO = re.compile(
    r"\b(?P<n>\d+|an?|one|two|three|four|five|six|ten)\s+(?P<unit>days?|weeks?)\s+ago\b"
    r"|(?P<zn>\d+|[一二两三四五六七八九十])\s*(?P<zunit>天|周|个?星期)(?:以前|之前|前)",
    re.IGNORECASE,
)
_ENGLISH_SMALL: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_SMALL: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with its span; `assumed` is what the words did not say and was taken from the day of the question."""

    start: int
    end: int
    day: dt.date
    assumed: Assumed | None = None


def counted(text: str, as_of: dt.date) -> list[NamedDay]:
    """Days so many days or weeks away: today, 明天, in 3 days, two weeks ago."""
    days = [
        NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=RELATIVE[match.group().lower()]))
        for match in _RELATIVE.finditer(text)
    ]
    for match in _IN_DAYS.finditer(text):
        count = int(match["n"]) if match["n"] else _SMALL.get(match["zn"]) or int(match["zn"])
        weeks = (match["unit"] or match["zunit"]).lower().startswith(("week", "周", "个"))
        days.append(NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=count * (7 if weeks else 1))))
    for match in _AGO.finditer(text):
        number = match["n"] or match["zn"]
        count = int(number) if number.isdecimal() else _ENGLISH_SMALL.get(number.lower()) or _SMALL[number]
        weeks = (match["unit"] or match["zunit"]).lower().startswith(("week", "周", "个", "星"))
        days.append(NamedDay(match.start(), match.end(), as_of - dt.timedelta(days=count * (7 if weeks else 1))))
    return days


def of_month(text: str, as_of: dt.date) -> list[NamedDay]:
    """Days of the month before, of this one or of the next: 上个月15号."""
    days = []
    for match in _DAY_OF_MONTH.finditer(text):
        away = MONTHS_AWAY[(match["zh_month"] or match["behind"] or match["ahead"]).lower()]
        number = match["zh"] or match["first"] or match["second"]
        months = as_of.year * 12 + as_of.month - 1 + away
        value = int(number) if number.isdecimal() else int(chinese_number(number) or 0)
        with suppress(ValueError):
            days.append(NamedDay(match.start(), match.end(), dt.date(months // 12, months % 12 + 1, value)))
    return days


def weekdays(text: str, as_of: dt.date) -> list[NamedDay]:
    """English: the first such day after the day of the question ("last": before it). Chinese counts by weeks."""
    days = []
    for match in _WEEKDAY.finditer(text):
        ahead = (WEEKDAYS.index(match["name"].lower()) - as_of.weekday()) % 7 or 7
        if match["week"]:
            ahead = WEEKDAYS.index(match["name"].lower()) - as_of.weekday() + 7
        elif (match["which"] or "").lower() == "last":
            ahead = -((as_of.weekday() - WEEKDAYS.index(match["name"].lower())) % 7 or 7)
        days.append(NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=ahead), "weekday"))
    for match in _CHINESE_WEEKDAY.finditer(text):
        weeks = {"下下": 2, "下": 1, "上": -1}.get(match["which"] or "", 0)
        ahead = CHINESE_WEEKDAYS[match["name"]] - as_of.weekday() + 7 * weeks
        if not match["which"] and ahead < 0:
            ahead += 7
        days.append(NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=ahead), "weekday"))
    return days


def days_of_month(text: str, as_of: dt.date) -> list[NamedDay]:
    """A bare day ("on the 26th", 26日) is of the month of the question."""
    days = []
    for match in _DAY_ALONE.finditer(text):
        try:
            day = as_of.replace(day=int(match["zh"] or match["en"]))
        except ValueError:
            continue
        days.append(NamedDay(match.start(), match.end(), day, "month"))
    return days
