"""The figures of a text, each with a value that is equal for every way of writing it, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.documents import figure_forms as forms
from assistant.documents import numerals as num
from assistant.documents.dates import date_of

FigureKind = Literal[
    "number", "percent", "money", "date", "time", "duration", "ordinal", "label", "marker", "document_number"
]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its span; `unit` is such as CNY, month, workday or, of a label, article.

    A `marker` is the number of a list item or clause, a `label` the name of a clause or annex that the text refers to,
    an `ordinal` a rank (third batch, level 2); none of these, nor a document number, is an amount.
    """

    start: int
    end: int
    kind: FigureKind
    value: str
    unit: str = ""


_SCANNERS = tuple((name, re.compile(rule, re.IGNORECASE)) for name, rule in forms.RULES)
_JOINS_RANGE = re.compile(r"\s?(?:-|–|—|——|~|～|至|到|to|and|或|or|、)\s?", re.IGNORECASE)
_VAGUE_ONE = re.compile(r"one\s+(?:of\b|another\b|by\s+one\b|or\s+(?:more|several)\b)", re.IGNORECASE)
_NEVER_BEFORE_ONE = re.compile(r"(?:\bno|\bany|\bevery|\beach|\bthe|\bthis|\bthat|\bwhich)[ -]$", re.IGNORECASE)
_ORDER_WORD = re.compile(r"(?:first|second|third)(?:,|ly\b| of all\b| and foremost\b)", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order; they do not overlap."""
    plain = text.translate(forms.WIDE)
    taken: list[tuple[Figure, Decimal | None]] = []
    busy = bytearray(len(plain))
    for name, scanner in _SCANNERS:
        for match in scanner.finditer(plain):
            if match.end() == match.start() or any(busy[match.start() : match.end()]):
                continue
            found = _READERS[name](match, plain)
            if found is not None:
                taken.append(found)
                busy[found[0].start : found[0].end] = b"\1" * (found[0].end - found[0].start)
    taken.sort(key=lambda item: item[0].start)
    return tuple(_with_ranges(taken, plain))


def supports(held: Figure, said: Figure) -> bool:
    """Whether a figure that is held bears out one that is said: the same, or the said one tells less.

    A day bears out its month and year, an amount of money its bare number; never the other way round.
    """
    if said.kind == held.kind:
        if said.kind == "date":
            return held.value == said.value or held.value.startswith(said.value + "-") or _same_day(held, said)
        return said.value == held.value and (said.unit == held.unit or not said.unit)
    if said.kind == "number":
        return held.kind in ("money", "date") and held.value == said.value
    return said.kind == "date" and held.kind == "number" and held.value == said.value


def _same_day(held: Figure, said: Figure) -> bool:
    return said.value.startswith("--") and held.value[:1].isdigit() and held.value[4:].startswith(said.value[1:])


Read = tuple[Figure, Decimal | None] | None


def _figure(match: re.Match[str], kind: FigureKind, value: str, unit: str = "") -> Read:
    start = match.start()
    shown = match[0]
    start += len(shown) - len(shown.lstrip())
    return Figure(start, start + len(shown.strip()), kind, value, unit), None


def plain_decimal(value: Decimal) -> str:
    """One spelling a number: no exponent, no trailing zeros."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def _any_number(text: str) -> Decimal | None:
    word = text.strip().lower()
    if re.fullmatch(forms.ARABIC, word):
        return Decimal(word.replace(",", ""))
    if word and all(char in forms.ROMAN for char in word):
        return _roman(word)
    if word.isascii():
        return num.english_number(word)
    return num.chinese_number(word)


def read_number(text: str) -> str | None:
    """The value of a number alone, in digits, words, Chinese or Roman numerals; None when the text is none."""
    word = text.strip().lower()
    known = re.fullmatch(f"{forms.ARABIC}|{num.ENGLISH}|{num.CHINESE}|[ivxlc]+", word)
    value = _any_number(word) if known else None
    return None if value is None else plain_decimal(value)


OF_CLAUSES = frozenset({"article", "section", "chapter", "clause", "paragraph", "item", "part"})
"""Units of labels that may name a clause."""


def clause_numbers(path: str) -> frozenset[str]:
    """The numbers in a clause path, such as 4 and 2 of "IV > (2)"."""
    numbers = (read_number(_NO_NUMBER.sub("", part)) for part in path.split(" > "))
    return frozenset(number for number in numbers if number is not None)


_NO_NUMBER = re.compile(rf"[()（）、\s]|\.$|[第条章节款项编]|部分|\b(?:{forms.ENGLISH_LABEL})\b", re.IGNORECASE)


def _roman(word: str) -> Decimal:
    values = [forms.ROMAN[char] for char in word]
    return Decimal(sum(-v if v < max(values[i:]) else v for i, v in enumerate(values)))


def _named(match: re.Match[str]) -> tuple[str, str]:
    """The one filled group whose name starts with `on` or `ln`, and the word beside it."""
    groups = {name: value for name, value in match.groupdict().items() if value}
    number = next(value for name, value in groups.items() if name.rstrip("23456") in ("on", "ln"))
    return number, next((value for name, value in groups.items() if name in ("lk", "ln2w", "lw")), "")


def _marker(match: re.Match[str], _: str) -> Read:
    return _figure(match, "marker", match[0].strip(" \t>#*-"))


def _document_number(match: re.Match[str], _: str) -> Read:
    groups = match.groupdict()
    year, number = groups.get("dy") or groups.get("dy2"), groups.get("dn") or groups.get("dn2")
    return _figure(match, "document_number", f"{year}-{number}")


def _date(match: re.Match[str], _: str) -> Read:
    value = date_of(match)
    return None if value is None else _figure(match, "date", value)


def _time(match: re.Match[str], _: str) -> Read:
    hour = int(match["hour"] or match["hour2"])
    half = (match["half_day"] or match["half_day2"] or "").lower()
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return _figure(match, "time", f"{hour:02d}:{match['minute'] or '00'}")


def _label(match: re.Match[str], _: str) -> Read:
    number, word = _named(match)
    value = _any_number(number)
    key = f"第{word}" if word in "条章节款项编部分" else word.lower()
    unit = forms.LABEL_OF.get(key) or forms.LABEL_OF.get(key.rstrip("s")) or ("annex" if word == "附表" else key)
    return None if value is None else _figure(match, "label", plain_decimal(value), unit)


def _ordinal(match: re.Match[str], text: str) -> Read:
    word = match[0].lower()
    if word in ("first", "second", "third") and (
        _ORDER_WORD.match(text, match.start()) or text[: match.start()].lower().endswith("at ")
    ):
        return None
    number, _ = _named(match)
    is_word = number.isascii() and re.fullmatch(num.ENGLISH_ORDINAL, number.lower())
    value = num.english_ordinal(number) if is_word else _any_number(number)
    return None if value is None else _figure(match, "ordinal", plain_decimal(value))


def _fraction(match: re.Match[str], _: str) -> Read:
    if match[0] == "百分之百":
        return _figure(match, "percent", "100")
    if match["above"] is None if "above" in match.groupdict() else False:
        above, below = num.english_fraction(match[0])
        return _figure(match, "number", f"{above}/{below}")
    below_text = match["below"]
    top = _any_number(match["above"])
    bottom = num.scale_of(below_text) if below_text in "百千万" else _any_number(below_text)
    if top is None or not bottom:
        return None
    if bottom in (100, 1000, 10000):
        return _figure(match, "percent", plain_decimal(top * 100 / bottom))
    return _figure(match, "number", f"{plain_decimal(top)}/{plain_decimal(bottom)}")


def _half(match: re.Match[str], _: str) -> Read:
    years = _any_number(match["years"]) if match["years"] else Decimal(0)
    if years is None:
        return None
    months = years * 12 + 6 if "年" in match[0] else Decimal("0.5")
    return _figure(match, "duration", plain_decimal(months), "month")


def _year(match: re.Match[str], _: str) -> Read:
    return _figure(match, "date", match["year"])


def _amount(match: re.Match[str], text: str) -> Read:
    word = match["number"]
    raw = _any_number(word)
    if raw is None or _is_no_amount(match, text):
        return None
    scale = num.scale_of(match["scale"].strip(" -")) if match["scale"] else Decimal(1)
    value = raw * scale
    kind: FigureKind = "number"
    unit = ""
    if match["percent"] or match["promille"]:
        kind, value = "percent", value / 10 if match["promille"] else value
    elif match["tenths"]:
        kind, value = "percent", value * 10 + (5 if match["half"] else 0)
    elif match["before"] or match["after"]:
        kind, unit = "money", _currency(match["after"] or match["before"])
    elif match["duration"]:
        unit, factor = _duration(match["duration"])
        kind, value = "duration", value * factor
    figure = _figure(match, kind, plain_decimal(value), unit)
    return None if figure is None else (figure[0], raw if not match["scale"] and kind == "number" else scale)


def _is_no_amount(match: re.Match[str], text: str) -> bool:
    """Whether a number word is only part of another word or an idiom."""
    word = match["number"].lower()
    after = text[match.end("number") : match.end("number") + 1]
    if word == "one":
        before = text[max(0, match.start() - 8) : match.start()]
        return bool(_VAGUE_ONE.match(text, match.start()) or _NEVER_BEFORE_ONE.search(before)) and not match["duration"]
    if word.isascii():
        return False
    has_unit = any(match[name] for name in ("scale", "percent", "promille", "after", "duration", "tenths"))
    if word == "一" and (
        after in "批种些系般定致大" or text[: match.start()].endswith(("进", "统", "同", "唯", "逐", "之", "单"))
    ):
        return True
    return not has_unit and after not in set(forms.MEASURE) and (len(word) < 2 or word in ("千万", "一一", "万一"))


def _currency(text: str) -> str:
    word = text.strip().lower()
    return next(code for code, names in forms.CURRENCY.items() if re.fullmatch(names, word))


def _duration(text: str) -> tuple[str, int]:
    word = text.strip(" -\n").lower()
    if "work" in word or "business" in word or "工作日" in word:
        return forms.UNITS["workday"]
    word = word.removeprefix("个").removeprefix("周年") or "年"
    return forms.UNITS[word if word in forms.UNITS else word.rstrip("s")]


def _with_ranges(taken: list[tuple[Figure, Decimal | None]], text: str) -> Iterator[Figure]:
    """The figures, where the first of a range ("20-40%", "3至5年") has the unit and scale of its last."""
    following: list[tuple[Figure, Decimal | None] | None] = [*taken[1:], None]
    for (figure, raw), after in zip(taken, following, strict=False):
        between = text[figure.end : after[0].start] if after else ""
        if after and figure.kind == "number" and raw is not None and _JOINS_RANGE.fullmatch(between):
            yield _like(figure, raw, after[0], after[1] or Decimal(1))
        else:
            yield figure


def _like(figure: Figure, raw: Decimal, last: Figure, scale: Decimal) -> Figure:
    if last.kind == "percent":
        return replace(figure, kind="percent")
    if last.kind == "money":
        return replace(figure, kind="money", value=plain_decimal(raw * scale), unit=last.unit)
    if last.kind == "duration":
        factor = {"month": 12}.get(last.unit, 1) if Decimal(last.value) % 12 == 0 and last.unit == "month" else 1
        return replace(figure, kind="duration", value=plain_decimal(raw * factor), unit=last.unit)
    return figure


_READERS: dict[str, Callable[[re.Match[str], str], Read]] = {
    "marker": _marker, "document_number": _document_number, "date": _date, "time": _time, "label": _label,
    "ordinal": _ordinal, "fraction": _fraction, "half": _half, "year": _year, "amount": _amount,
}  # fmt: skip
