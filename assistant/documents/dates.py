"""Dates in all usual forms, as ISO text: 2025-05-20, 2025-05, 2025, --05-20 (no year), --05 (a month)."""

from __future__ import annotations

import datetime as dt
import re

from assistant.documents.numerals import CHINESE_DIGIT, chinese_number

_MONTH_WORDS = "january february march april may june july august september october november december"
MONTHS = {name: number for number, name in enumerate(_MONTH_WORDS.split(), start=1)}
_MONTHS = MONTHS | {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_SMALL = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_LONG_YEAR = rf"(?:{_YEAR}|{CHINESE_DIGIT}{{4}})"

PATTERNS: tuple[str, ...] = (
    rf"(?<![\d.])(?P<y1>{_YEAR})(?P<s1>[-/.])(?P<m1>0?[1-9]|1[0-2])(?P=s1)(?P<d1>3[01]|[12]\d|0?[1-9])(?!\d|[-/.]\d)",
    rf"(?<![\d第])(?P<y2>{_LONG_YEAR})\s*年\s*(?P<m2>{_SMALL})\s*月(?:\s*(?P<d2>{_SMALL})\s*[日号])?",
    rf"(?<![\d第])(?P<y3>{_LONG_YEAR})\s*年",
    rf"(?<![\d第个])(?P<m4>{_SMALL})\s*月\s*(?P<d4>{_SMALL})\s*[日号]",
    rf"(?<![\d第个一二三四五六七八九十])(?P<m5>{_SMALL})\s*月(?!\d)",
    rf"\b(?P<m6>{_MONTH})[ \n]+(?P<d6>{_DAY})(?!\d|[,.]\d)(?:,?[ \n]+(?P<y6>{_YEAR})(?!\d))?",
    rf"(?<![\d.])(?P<d7>{_DAY})[ \n]+(?:day[ \n]+)?(?:of[ \n]+)?(?P<m7>{_MONTH})(?:,?[ \n]+(?P<y7>{_YEAR})(?!\d))?",
    rf"\b(?P<m8>{_MONTH}),?[ \n]+(?P<y8>{_YEAR})(?!\d)",
    rf"(?<=\b[Ii]n )(?P<m9>{_MONTH})(?![A-Za-z])",
    rf"(?<![\d.])(?P<y10>{_YEAR})[-/](?P<m10>0[1-9]|1[0-2])(?![\d]|[-/]\d)",
    rf"(?<![\d./-])(?P<d11>3[01]|[12]\d|0?[1-9])(?P<s11>[./])(?P<m11>3[01]|[12]\d|0?[1-9])(?P=s11)(?P<y11>{_YEAR})(?!\d)",
)
"""Each captures y, m and d with its own number; the earliest that fits wins."""

BARE_YEAR = rf"(?<![\d.,$€£¥￥])(?P<year>{_YEAR})(?!\d|[.,]\d)"
"""A number that reads as a year; the caller sees to it that no unit follows."""


def date_of(match: re.Match[str]) -> str | None:
    """The ISO text of what one of PATTERNS matched, None when there is no such day."""
    parts = {name[0]: value for name, value in match.groupdict().items() if value and name[0] in "ymd"}
    year, month, day = (_number(parts.get(key)) for key in "ymd")
    if month and day and month > 12 >= day:
        month, day = day, month
    if month is not None and not 1 <= month <= 12:
        return None
    try:
        dt.date(year or 2000, month or 1, day or 1)
    except ValueError:
        return None
    head = f"{year:04d}" if year else "-"
    return head + "".join(f"-{part:02d}" for part in (month, day) if part)


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    word = text.lower().rstrip(".")
    if word in _MONTHS:
        return _MONTHS[word]
    if digits := re.match(r"\d+", word):
        return int(digits[0])
    if len(word) == 4:
        return int("".join(str(chinese_number(char)) for char in word))
    value = chinese_number(word)
    return None if value is None else int(value)
