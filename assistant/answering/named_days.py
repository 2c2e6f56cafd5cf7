"""The days that a question names, as dates: with a year, without one, or counted from the day of the question."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Literal

from assistant.documents.figures import figures_in
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
_ANY_YEAR = re.compile(
    rf"\b(?:{'|'.join(word for word in YEARS if word.isascii())})\b|[前去今本明后上]年", re.IGNORECASE
)
"""A year counted from that of the question, right before or right behind a day."""
MONTHS_AWAY: Final = {
    "last month": -1, "this month": 0, "next month": 1, "上个月": -1, "上月": -1, "本月": 0, "这个月": 0, "当月": 0, "下个月": 1, "下月": 1,
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
FEASTS: Final = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25), "national day": (10, 1),
    "labour day": (5, 1), "labor day": (5, 1), "may day": (5, 1), "元旦": (1, 1), "跨年夜": (12, 31), "国庆节": (10, 1), "国庆当天": (10, 1),
    "劳动节": (5, 1),
}  # fmt: skip
"""Days with a name that fall on the same date each year, as month and day."""
_FEAST = re.compile("|".join(FEASTS).replace("'", "['’]"), re.IGNORECASE)
_YEAR_WRITTEN_BEFORE = re.compile(r"(?<!\d)(20\d\d)\s*年?的?\s*$")
_YEAR_WRITTEN_BEHIND = re.compile(r"^,?\s*(?:of\s+|in\s+)?(20\d\d)(?!\d)", re.IGNORECASE)
_MONTH_END = re.compile(r"\b(?:last day|end) of\s+$", re.IGNORECASE)
_MONTH_END_BEHIND = re.compile(r"^(?:份)?(?:[底末]|的?最后一[天日])")
_AGO = re.compile(
    r"\b(?P<n>\d+|an?|one|two|three|four|five|six|ten)\s+(?P<unit>days?|weeks?)\s+ago\b"
    r"|(?P<zn>\d+|[一二两三四五六七八九十])\s*(?P<zunit>天|周|个?星期)(?:以前|之前|前)",
    re.IGNORECASE,
)
_ENGLISH_SMALL: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_ALL_IN_YEAR = re.compile(
    r"(?:都[是在]|全[是在]|均[为在])\s*20\d\d|\b(?:both|all)\s+(?:in|of)\s+20\d\d|^\W*in\s+20\d\d\b|\bin\s+20\d\d\W*$",
    re.IGNORECASE,
)
_WAS_DONE_BEFORE = re.compile(
    r"\b(?:was|were|got|been|had)\s+(?:(?:only|just|finally|already)\s+)?"
    r"(?:approved|signed off|granted|given|cleared|okayed|confirmed)\s+(?:(?:back|only)\s+)?(?:on\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_WAS_DONE_BEHIND = re.compile(r"^(?:那天)?(?:才|就|刚|已经?)?(?:批[的了]|批复[的了]|批下来|获批|获得批复|得到批复)")
"""What shows that a day lies in the past: "was approved on 10 September", 9月10日批的."""
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
    found += [*_of_month(text, as_of), *_feasts(text, as_of)]
    if not found:
        found = _days_of_month(text, as_of)
    return tuple(sorted(found, key=lambda named: named.start))


def names_year(text: str) -> bool:
    """Whether a text names a year that is counted from that of the question: last year, 明年."""
    return bool(_ANY_YEAR.search(text))


def _written(text: str, as_of: dt.date) -> list[NamedDay]:
    days = []
    for figure in figures_in(text):
        if figure.kind != "date":
            continue
        if re.fullmatch(r"\d{4}-\d\d-\d\d", figure.value):
            days.append(NamedDay(figure.start, figure.end, dt.date.fromisoformat(figure.value)))
        elif re.fullmatch(r"--\d\d-\d\d", figure.value):
            day = _in_year(_year_of(text, figure.start, figure.end, as_of), figure.value)
            day = _in_the_past(text, figure.start, figure.end, day, as_of)
            days += [NamedDay(figure.start, figure.end, day, "year")] if day else []
        elif month := re.fullmatch(r"(\d{4}|-)-(\d\d)", figure.value):
            end = _MONTH_END_BEHIND.match(text[figure.end :])
            if end or _MONTH_END.search(text[: figure.start]):
                year = int(month[1]) if month[1] != "-" else _year_of(text, figure.start, figure.end, as_of)
                last = calendar.monthrange(year, int(month[2]))[1]
                day = dt.date(year, int(month[2]), last)
                stop = figure.end + (end.end() if end else 0)
                days.append(NamedDay(figure.start, stop, day, "year" if month[1] == "-" else None))
    return days


def _year_of(text: str, start: int, end: int, as_of: dt.date) -> int:
    """The year of a day that is written without one: counted from that of the question, or the only year written."""
    if near := _YEAR_BEFORE.search(text[:start]) or _YEAR_BEHIND.search(text[end:]):
        return as_of.year + YEARS[near[1].lower()]
    years = {
        figure.value for figure in figures_in(text) if figure.kind == "date" and re.fullmatch(r"\d{4}", figure.value)
    }
    return int(years.pop()) if len(years) == 1 and _ALL_IN_YEAR.search(text) else as_of.year


def _in_the_past(text: str, start: int, end: int, day: dt.date | None, as_of: dt.date) -> dt.date | None:
    """A day whose year was not said, a year earlier where it is to come and is told as past."""
    past = _WAS_DONE_BEFORE.search(text[:start]) or _WAS_DONE_BEHIND.match(text[end:])
    said = _YEAR_BEFORE.search(text[:start]) or _YEAR_BEHIND.search(text[end:])
    return _in_year(day.year - 1, f"-{day:-%m-%d}") if day and past and not said and day > as_of else day


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
    for match in _AGO.finditer(text):
        number = match["n"] or match["zn"]
        count = int(number) if number.isdecimal() else _ENGLISH_SMALL.get(number.lower()) or _SMALL[number]
        weeks = (match["unit"] or match["zunit"]).lower().startswith(("week", "周", "个", "星"))
        days.append(NamedDay(match.start(), match.end(), as_of - dt.timedelta(days=count * (7 if weeks else 1))))
    return days


def _of_month(text: str, as_of: dt.date) -> list[NamedDay]:
    days = []
    for match in _DAY_OF_MONTH.finditer(text):
        away = MONTHS_AWAY[(match["zh_month"] or match["behind"] or match["ahead"]).lower()]
        number = match["zh"] or match["first"] or match["second"]
        months = as_of.year * 12 + as_of.month - 1 + away
        value = int(number) if number.isdecimal() else int(chinese_number(number) or 0)
        with suppress(ValueError):
            days.append(NamedDay(match.start(), match.end(), dt.date(months // 12, months % 12 + 1, value)))
    return days


def _feasts(text: str, as_of: dt.date) -> list[NamedDay]:
    """Days with a name: of the year written beside them, else of that of the question."""
    days = []
    for match in _FEAST.finditer(text):
        month, number = FEASTS[match.group().lower().replace("’", "'")]
        written = _YEAR_WRITTEN_BEHIND.match(text[match.end() :]) or _YEAR_WRITTEN_BEFORE.search(text[: match.start()])
        year = int(written[1]) if written else _year_of(text, match.start(), match.end(), as_of)
        end = match.end() + (written.end() if written and written.re is _YEAR_WRITTEN_BEHIND else 0)
        days.append(NamedDay(match.start(), end, dt.date(year, month, number), None if written else "year"))
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
