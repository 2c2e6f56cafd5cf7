"""The days that a question names, as dates: with a year, without one, or counted from the day of the question."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

from assistant.documents.figures import figures_in

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
    r"\bin\s+(?P<n>\d+)\s+(?P<unit>days?|weeks?)\b|(?P<zn>\d+|[一二两三四五六七八九十])\s*(?P<zunit>天|周|个星期)(?:以后|之后|后)",
    re.IGNORECASE,
)
_DAY_ALONE = re.compile(
    r"(?<![\d月.,/-])(?P<zh>\d{1,2})\s*[日号](?!期)|\bthe\s+(?P<en>\d{1,2})(?:st|nd|rd|th)\b(?!\s+(?:batch|round))",
    re.IGNORECASE,
)
YEARS: Final = {
    "last year": -1, "this year": 0, "next year": 1, "the year before last": -2,
    "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2,
}  # fmt: skip
_YEAR_BEFORE = re.compile(rf"({'|'.join(YEARS)})(?:['’]s|,|的)?\s*$", re.IGNORECASE)
_YEAR_BEHIND = re.compile(rf"^,?\s*(?:of\s+)?({'|'.join(YEARS)})\b", re.IGNORECASE)
"""A year counted from that of the question, right before or right behind a day."""
_SMALL: Final = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day with its span; `assumed` is what the words did not say and was taken from the day of the question."""

    start: int
    end: int
    day: dt.date
    assumed: Assumed | None = None


def named_days(text: str, as_of: dt.date) -> tuple[NamedDay, ...]:
    """In the order of the text."""
    found = [*_written(text, as_of), *_counted(text, as_of), *_weekdays(text, as_of)]
    if not found:
        found = _days_of_month(text, as_of)
    return tuple(sorted(found, key=lambda named: named.start))


def _written(text: str, as_of: dt.date) -> list[NamedDay]:
    days = []
    for figure in figures_in(text):
        if figure.kind != "date":
            continue
        if re.fullmatch(r"\d{4}-\d\d-\d\d", figure.value):
            days.append(NamedDay(figure.start, figure.end, dt.date.fromisoformat(figure.value)))
        elif re.fullmatch(r"--\d\d-\d\d", figure.value):
            day = _in_year(as_of.year + _years_away(text, figure.start, figure.end), figure.value)
            days += [NamedDay(figure.start, figure.end, day, "year")] if day else []
    return days


def _years_away(text: str, start: int, end: int) -> int:
    """How many years from the day of the question a day lies: "去年5月22日", "22 May last year"."""
    near = _YEAR_BEFORE.search(text[:start]) or _YEAR_BEHIND.search(text[end:])
    return YEARS[near[1].lower()] if near else 0


def _in_year(year: int, value: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{year:04d}{value[1:]}")
    except ValueError:
        return None


def _counted(text: str, as_of: dt.date) -> list[NamedDay]:
    days = [
        NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=RELATIVE[match.group().lower()]))
        for match in _RELATIVE.finditer(text)
    ]
    for match in _IN_DAYS.finditer(text):
        count = int(match["n"]) if match["n"] else _SMALL.get(match["zn"]) or int(match["zn"])
        weeks = (match["unit"] or match["zunit"]).lower().startswith(("week", "周", "个"))
        days.append(NamedDay(match.start(), match.end(), as_of + dt.timedelta(days=count * (7 if weeks else 1))))
    return days


def _weekdays(text: str, as_of: dt.date) -> list[NamedDay]:
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


def _days_of_month(text: str, as_of: dt.date) -> list[NamedDay]:
    """A bare day ("on the 26th", 26日) is of the month of the question."""
    days = []
    for match in _DAY_ALONE.finditer(text):
        try:
            day = as_of.replace(day=int(match["zh"] or match["en"]))
        except ValueError:
            continue
        days.append(NamedDay(match.start(), match.end(), day, "month"))
    return days
