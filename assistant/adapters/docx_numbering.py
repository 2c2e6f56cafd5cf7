"""Writes out the numbers that Word only shows: they stand in no run of a paragraph, but in its numbering definition."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ZH_DIGITS = "零一二三四五六七八九"
_CHINESE_FORMATS = frozenset(
    [
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCounting",
        "ideographDigital",
        "taiwaneseCountingThousand",
    ]
)


@dataclass(slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of a document, paragraph by paragraph in order."""

    def __init__(self, document: Any) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._instances: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._started: set[tuple[str, int]] = set()
        self._style_numbers: dict[str, Any] = {}
        self._load(document)

    def next_label(self, paragraph: Any) -> tuple[str, bool, int]:
        """The label that Word shows before the paragraph ("" for none), whether it is a bullet, and its depth."""
        number = self._number_of(paragraph)
        if number is None:
            return "", False, 0
        instance, depth = number
        abstract_id, overrides = self._instances[instance]
        level = self._abstracts[abstract_id].levels.get(depth)
        if level is None or level.form == "none":
            return "", False, depth
        if level.form == "bullet":
            return "-", True, depth
        key = (abstract_id, depth)
        override = overrides.get(depth)
        if override is not None and (instance, depth) not in self._started:
            self._started.add((instance, depth))
            self._counts[key] = override
        else:
            self._counts[key] = self._counts.get(key, level.start - 1) + 1
        for deeper in range(depth + 1, 9):
            self._counts.pop((abstract_id, deeper), None)
        return self._written(abstract_id, level), False, depth

    def _written(self, abstract_id: str, level: _Level) -> str:
        levels = self._abstracts[abstract_id].levels

        def value(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            above = levels.get(depth)
            if above is None:
                return ""
            return written_number(self._counts.get((abstract_id, depth), above.start), above.form)

        return re.sub(r"%([1-9])", value, level.text).strip()

    def _number_of(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return None
        number = properties.find(f"{_W}numPr")
        style = properties.find(f"{_W}pStyle")
        styled = self._style_numbers.get(style.get(f"{_W}val")) if style is not None else None
        own_id = number.find(f"{_W}numId") if number is not None else None
        own_level = number.find(f"{_W}ilvl") if number is not None else None
        instance = own_id.get(f"{_W}val") if own_id is not None else styled[0] if styled else None
        if instance is None or instance not in self._instances:
            return None
        depth = int(own_level.get(f"{_W}val")) if own_level is not None else styled[1] if styled else 0
        return instance, depth

    def _load(self, document: Any) -> None:
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        for abstract in root.findall(f"{_W}abstractNum"):
            levels = {int(level.get(f"{_W}ilvl")): _level(level) for level in abstract.findall(f"{_W}lvl")}
            self._abstracts[abstract.get(f"{_W}abstractNumId")] = _Abstract(levels)
        for instance in root.findall(f"{_W}num"):
            abstract_id = _value(instance, "abstractNumId")
            if abstract_id not in self._abstracts:
                continue
            overrides = {
                int(one.get(f"{_W}ilvl")): int(start)
                for one in instance.findall(f"{_W}lvlOverride")
                if (start := _value(one, "startOverride")) is not None
            }
            self._instances[instance.get(f"{_W}numId")] = (abstract_id, overrides)
        for style in document.styles.element.findall(f"{_W}style"):
            number = style.find(f"{_W}pPr/{_W}numPr")
            if number is not None and (instance_id := _value(number, "numId")) is not None:
                self._style_numbers[style.get(f"{_W}styleId")] = (instance_id, int(_value(number, "ilvl") or 0))


def _level(element: Any) -> _Level:
    return _Level(
        _value(element, "numFmt") or "decimal", _value(element, "lvlText") or "", int(_value(element, "start") or 1)
    )


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


def written_number(value: int, form: str) -> str:
    """A number in one of Word's formats: decimal, Roman, letters, Chinese."""
    if form in _CHINESE_FORMATS:
        return chinese_words(value)
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form.startswith("decimalEnclosedCircle") and 1 <= value <= 20:
        return chr(0x2460 + value - 1)
    return f"{value:02d}" if form == "decimalZero" else str(value)


def chinese_words(value: int) -> str:
    """A number below ten thousand as Chinese counts it: 十二, 一百零五."""
    if value < 10:
        return _ZH_DIGITS[value]
    words, zero = "", False
    for unit, power in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = value // power % 10
        if digit:
            words += ("零" if zero and words else "") + _ZH_DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(words)
    return words.removeprefix("一") if words.startswith("一十") else words


def _roman(value: int) -> str:
    words = ""
    for letters, amount in (
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ):
        words += letters * (value // amount)
        value %= amount
    return words
