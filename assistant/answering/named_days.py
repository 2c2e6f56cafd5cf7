"""The days that a question names, as dates: with a year, without one, or counted from the day of the question."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from assistant.answering.counted_days import NamedDay, counted, days_of_month, of_month, weekdays
from assistant.documents.dates import MONTHS
from assistant.documents.figures import figures_in

YEARS: Final = {
    "last year": -1, "this year": 0, "next year": 1, "the year before last": -2,
    "前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1, "后年": 2,
}  # fmt: skip
_YEAR_BEFORE = re.compile(rf"({'|'.join(YEARS)})(?:['’]s|,|的)?\s*$", re.IGNORECASE)
_YEAR_BEHIND = re.compile(rf"^,?\s*(?:of\s+)?({'|'.join(YEARS)})\b", re.IGNORECASE)
"""A year counted from that of the question, right before or right behind a day."""
_ANY_YEAR = re.compile(
    rf"\b(?:{'|'.join(word for word in YEARS if word.isascii())})\b|[前去今本明后上]年", re.IGNORECASE
)
FEASTS: Final = {
    "new year's eve": (12, 31), "new year's day": (1, 1), "christmas eve": (12, 24), "christmas day": (12, 25),
    "national day": (10, 1), "labour day": (5, 1), "labor day": (5, 1), "may day": (5, 1),
    "元旦": (1, 1), "跨年夜": (12, 31), "国庆节": (10, 1), "国庆当天": (10, 1), "劳动节": (5, 1),
}  # fmt: skip
"""Days with a name that fall on the same date each year, as month and day."""
_FEAST = re.compile("|".join(FEASTS).replace("'", "['’]"), re.IGNORECASE)
_YEAR_WRITTEN_BEFORE = re.compile(r"(?<!\d)(20\d\d)\s*年?的?\s*$")
_YEAR_WRITTEN_BEHIND = re.compile(r"^,?\s*(?:of\s+|in\s+)?(20\d\d)(?!\d)", re.IGNORECASE)
_END = re.compile(
    rf"\b(?:last day|end)\s+of\s+(?P<name>{'|'.join(MONTHS)})(?:,?\s+(?P<year>20\d\d)(?!\d))?", re.IGNORECASE
)
_END_BEHIND = re.compile(r"^(?:份)?(?:[底末]|的?最后一[天日])")
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


def named_days(text: str, as_of: dt.date) -> tuple[NamedDay, ...]:
    """In the order of the text."""
    found = [*_written(text, as_of), *counted(text, as_of), *weekdays(text, as_of)]
    found += [*of_month(text, as_of), *_month_ends(text, as_of), *_feasts(text, as_of)]
    if not found:
        found = days_of_month(text, as_of)
    return tuple(sorted(found, key=lambda named: named.start))


def names_year(text: str) -> bool:
    """Whether a text names a year that is counted from that of the question: last year, 明年."""
    return bool(_ANY_YEAR.search(text))


def _written(text: str, as_of: dt.date) -> list[NamedDay]:
    """Days with their month, with a year or without."""
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
    return days


def _month_ends(text: str, as_of: dt.date) -> list[NamedDay]:
    """The last days of months: 2025年9月底, "the end of September"."""
    found = [
        (match.start(), match.end(), match["year"], MONTHS[match["name"].lower()]) for match in _END.finditer(text)
    ]
    for figure in figures_in(text):
        month = re.fullmatch(r"(\d{4}|-)-(\d\d)", figure.value) if figure.kind == "date" else None
        if month and (end := _END_BEHIND.match(text[figure.end :])):
            found.append((figure.start, figure.end + end.end(), month[1].strip("-"), int(month[2])))
    days = []
    for start, end_at, written, number in found:
        year = int(written) if written else _year_of(text, start, end_at, as_of)
        days.append(NamedDay(start, end_at, _month_end(year, number), None if written else "year"))
    return days


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


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
