"""One input that is no place, read by its type from what a person or a program writes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from assistant.errors import UsageError
from assistant.rules.case import Input
from assistant.rules.wording import MONTHS

YES: Final = frozenset({"yes", "true", "y", "1", "是", "对"})
NO: Final = frozenset({"no", "false", "n", "0", "否", "不是"})

BY_NUMBERS: Final = re.compile(r"(\d{4})\s*(?:-|/|\.|年)\s*(\d{1,2})\s*(?:-|/|\.|月)\s*(\d{1,2})\s*日?")
COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
BY_NAME: Final = re.compile(r"(?:(\d{1,2}) ([a-z]+)|([a-z]+) (\d{1,2}),?) (\d{4})")
THOUSANDS: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
SHORTEST_MONTH: Final = 3


def flag(name: str) -> str:
    """An input as the command line calls it."""
    return f"--{name.replace('_', '-')}"


def unread(wanted: Input, value: Any, code: str, what: str, do: str) -> UsageError:
    """What is wrong with a value that was given for an input."""
    return UsageError(what, where=flag(wanted.name), do=do, code=code, input=wanted.name, value=value)


def plain_text(value: Any) -> str:
    """What was written, without blanks around it and with full-width characters as usual ones."""
    return unicodedata.normalize("NFKC", str(value)).strip()


def read_value(wanted: Input, value: Any) -> Any:
    """One value that is no place. Raises UsageError."""
    readers: Mapping[str, Callable[[Input, Any], Any]] = {
        "date": _date,
        "count": _count,
        "percent": _percent,
        "score": _number,
        "flag": _truth,
    }
    return readers[wanted.type](wanted, value) if wanted.type in readers else plain_text(value)


def _date(wanted: Input, value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    try:
        return _day_of(plain_text(value))
    except ValueError:
        raise unread(wanted, value, "no_day", f'"{value}" is not a day', "Write it as 2025-05-20") from None


def _day_of(text: str) -> dt.date:
    """2025-05-20, 2025/5/20, 20250520, 2025年5月20日, 20 May 2025 or May 20, 2025; never 05/06/2025."""
    if found := BY_NUMBERS.fullmatch(text) or COMPACT.fullmatch(text):
        year, month, day = map(int, found.groups())
        return dt.date(year, month, day)
    found = BY_NAME.fullmatch(text.lower())
    if found is None:
        raise ValueError
    name = found[2] or found[3]
    known = [number for number, month in enumerate(MONTHS, start=1) if month.lower().startswith(name)]
    if len(name) < SHORTEST_MONTH or len(known) != 1:
        raise ValueError
    return dt.date(int(found[5]), known[0], int(found[1] or found[4]))


def _count(wanted: Input, value: Any) -> int:
    text = _without_thousands(plain_text(value))
    if isinstance(value, bool) or not text.isdecimal():
        raise unread(wanted, value, "no_count", f'"{value}" is not a count', "Write a whole number, nought or more")
    return int(text)


def _percent(wanted: Input, value: Any) -> Decimal:
    read = _number(wanted, value)
    if not 0 <= read <= 100:
        what, do = f"{value} is not a share of a whole", "Give a percentage from nought to a hundred"
        raise unread(wanted, value, "no_share", what, do)
    return read


def _number(wanted: Input, value: Any) -> Decimal:
    try:
        number = Decimal(_without_thousands(plain_text(value).removesuffix("%").rstrip()))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(value, bool):
        raise unread(wanted, value, "no_number", f'"{value}" is not a number', "Write it in digits, such as 92.5")
    return number


def _without_thousands(text: str) -> str:
    """1,000 as 1000; a comma anywhere else stays, since it may stand for a decimal point."""
    return text.replace(",", "") if THOUSANDS.fullmatch(text) else text


def _truth(wanted: Input, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = plain_text(value).lower()
    if text not in YES | NO:
        raise unread(wanted, value, "no_truth", f'"{value}" is neither yes nor no', "Write yes or no")
    return text in YES
