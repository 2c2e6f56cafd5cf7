"""What a person or a program gives to a rule, read by the type of each input."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from assistant.errors import UsageError
from assistant.model import Language
from assistant.rules.case import Input
from assistant.rules.place_search import search_places, similar_places
from assistant.rules.places import Found, Place, Places

YES = frozenset({"yes", "true", "y", "1", "是", "对"})
NO = frozenset({"no", "false", "n", "0", "否", "不是"})


@dataclass(frozen=True, slots=True)
class Given:
    """The inputs that could be read, the places that a name leaves open, and names taken for the nearest one."""

    values: Mapping[str, Any] = field(default_factory=dict)
    open: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)


def read_inputs(inputs: Sequence[Input], raw: Mapping[str, Any], places: Places) -> Given:
    """Each value by its type; None and empty text count as not given. Raises UsageError for what cannot be one."""
    known = {wanted.name: wanted for wanted in inputs}
    given = Given({}, {}, {})
    values, unclear, corrected = dict(given.values), dict(given.open), dict(given.corrected)
    for name, value in raw.items():
        if name not in known:
            flags = [_flag(one) for one in known]
            raise UsageError(f'this rule takes no "{name}"', do=nearest_or_all(_flag(name), flags, "Known inputs"))
        if value is None or value == "" or value == ():
            continue
        wanted = known[name]
        if wanted.type in ("place", "places"):
            found = [_place(part, wanted, places) for part in (_parts(value) if wanted.type == "places" else [value])]
            if ambiguous := next((one for one in found if one.only is None), None):
                unclear[name] = ambiguous.places
                continue
            read = [one.only for one in found]
            values[name] = tuple(read) if wanted.type == "places" else read[0]
            if written := next((one.written for one in found if one.written), None):
                corrected[name] = written
        else:
            values[name] = read_value(wanted, value)
    return Given(values, unclear, corrected)


def _parts(value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        return [part.strip() for part in re.split(r"[,，、;；]", value) if part.strip()]
    return tuple(value)


def _place(value: Any, wanted: Input, places: Places) -> Found:
    if isinstance(value, Place):
        return Found((value,))
    found = places.find(str(value), wanted.kinds)
    if not found.places:
        near = _near_places(str(value), wanted, places)
        raise UsageError(
            f'no place is known by the name "{value}"',
            where=_flag(wanted.name),
            do=f"Did you mean {' or '.join(near)}?" if near else "Write its full name, or its division code",
            code="no_place_but" if near else "no_place",
            input=wanted.name,
            value=value,
            near=", ".join(near),
        )
    return found


def _near_places(value: str, wanted: Input, places: Places) -> list[str]:
    """What may have been meant, with the places that hold them."""
    near = search_places(places, value, limit=3, kinds=wanted.kinds) or similar_places(places, value, wanted.kinds)
    language: Language = "en" if value.isascii() else "zh"
    return [places.full_name(place, language) for place in near]


def nearest_or_all(name: str, known: Sequence[str], title: str) -> str:
    """What to do about an unknown name: the nearest one that is known, else all of them behind the title."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else f"{title}: {', '.join(known) or 'none'}"


def read_value(wanted: Input, value: Any) -> Any:
    """One value that is no place. Raises UsageError."""
    readers: Mapping[str, Callable[[Input, Any], Any]] = {
        "date": _date,
        "count": _count,
        "percent": _number,
        "score": _number,
        "flag": _truth,
    }
    read: Any = readers[wanted.type](wanted, value) if wanted.type in readers else str(value).strip()
    if wanted.type == "percent" and not 0 <= read <= 100:
        what, do = f"{value} is not a share of a whole", "Give a percentage from nought to a hundred"
        raise _unread(wanted, value, "no_share", what, do)
    return read


def _date(wanted: Input, value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        raise _unread(wanted, value, "no_day", f'"{value}" is not a day', "Write it as 2025-05-20") from None


def _count(wanted: Input, value: Any) -> int:
    text = str(value).replace(",", "").strip()
    if isinstance(value, bool) or not text.isdecimal():
        raise _unread(wanted, value, "no_count", f'"{value}" is not a count', "Write a whole number, nought or more")
    return int(text)


def _number(wanted: Input, value: Any) -> Decimal:
    try:
        number = Decimal(str(value).strip().removesuffix("%").removesuffix("％").replace(",", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or isinstance(value, bool):
        raise _unread(wanted, value, "no_number", f'"{value}" is not a number', "Write it in digits, such as 92.5")
    return number


def _truth(wanted: Input, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text not in YES | NO:
        raise _unread(wanted, value, "no_truth", f'"{value}" is neither yes nor no', "Write yes or no")
    return text in YES


def _unread(wanted: Input, value: Any, code: str, what: str, do: str) -> UsageError:
    return UsageError(what, where=_flag(wanted.name), do=do, code=code, input=wanted.name, value=value)


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"
