"""Lines into words: templates with slots, filled in English or in Chinese. No template holds a digit."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from assistant.model import Language
from assistant.rules.case import Line
from assistant.rules.parameters import Item
from assistant.rules.places import Place, Places

Words = Mapping[str, str]
"""The same words by language."""

MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHARED, INNER = "", "inner"
"""In place of a kind: a line of no kind, and one that stands within another line."""
MILLION, WAN, YI = 10**6, 10**4, 10**8


@dataclass(frozen=True, slots=True)
class InputWords:
    """How an input is called, and asked for when it is missing."""

    title: Words
    ask: Words
    help: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KindWords:
    """The words of one kind of rule: what it is called, its inputs, and its lines by name."""

    title: Words
    purpose: Words
    inputs: Mapping[str, InputWords]
    lines: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """All words of the rules: by kind, lines that several kinds share, words for codes and counted things.

    `units` give a thing's singular and plural in English and its measure word with the thing in Chinese.
    """

    kinds: Mapping[str, KindWords]
    shared: Mapping[str, Words]
    codes: Mapping[str, Words]
    units: Mapping[str, tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Writer:
    """Puts lines into one language. `batches` are the titles of batches by id."""

    words: RuleWords
    language: Language
    places: Places
    batches: Mapping[str, Words] = field(default_factory=dict)

    def write(self, kind: str, line: Line) -> str:
        """The line in words."""
        own = self.words.kinds[kind].lines if kind not in (SHARED, INNER) else {}
        template = own.get(line.name) or self.words.shared[line.name]
        parts = []
        for text, slot, form, _ in string.Formatter().parse(template[self.language]):
            parts.append(text)
            if slot is not None:
                parts.append(self.shown(line.slots[slot], form or ""))
        words = "".join(parts)
        return words if kind == INNER else words[:1].upper() + words[1:]

    def shown(self, value: Any, form: str = "") -> str:
        """A value as it stands in a sentence.

        `form` is yuan, percent, a counted thing, or a code to be put into words.
        """
        if form == "yuan":
            return yuan(value, self.language)
        if form == "percent":
            return f"{plain(value, self.language)}%"
        if form in self.words.units:
            return self.counted(value, form)
        if form == "batch":
            return str(self.batches.get(value, {}).get(self.language, value))
        if form == "code":
            return self.words.codes[value][self.language]
        if form == "full" and isinstance(value, Place):
            return self.place(value, full=True)
        return _shown(self, value)

    def counted(self, number: Any, thing: str) -> str:
        """A number with the thing that is counted: 1 city, 2 cities, 2个城市."""
        one, many, chinese = self.words.units[thing]
        figure = plain(number, self.language)
        return f"{figure} {one if number == 1 else many}" if self.language == "en" else f"{figure}{chinese}"

    def place(self, place: Place, *, full: bool = False) -> str:
        """The name of a place; `full` with its kind and what it lies in, so that no other place has it."""
        return (self.places.full_name if full else self.places.short_name)(place, self.language)


def _shown(writer: Writer, value: Any) -> str:
    if isinstance(value, Place):
        article = "the " if writer.language == "en" and value.level == "corps" else ""
        return article + writer.place(value)
    if isinstance(value, Line):
        return writer.write(INNER, value)
    if isinstance(value, dt.date):
        return day(value, writer.language)
    if isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        return plain(value, writer.language)
    if isinstance(value, Item):
        return value.words[writer.language]
    if isinstance(value, Mapping):
        return str(value[writer.language])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return listed([writer.shown(part) for part in value], writer.language)
    return str(value)


def day(value: dt.date, language: Language) -> str:
    """20 May 2025, 2025年5月20日."""
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def plain(number: int | float | Decimal, language: Language) -> str:
    """A number without needless noughts; with commas in English."""
    exact = Decimal(str(number))
    exact = exact.quantize(Decimal(1)) if exact == exact.to_integral() else exact.normalize()
    return f"{exact:,f}" if language == "en" else f"{exact:f}"


def yuan(amount: int, language: Language) -> str:
    """150 million yuan, 1.5亿元."""
    if language == "en":
        if amount >= MILLION:
            return f"{plain(Decimal(amount) / MILLION, 'en')} million yuan"
        return f"{plain(amount, 'en')} yuan"
    for unit, name in ((YI, "亿"), (WAN, "万")):
        if amount >= unit:
            return f"{plain(Decimal(amount) / unit, 'zh')}{name}元"
    return f"{plain(amount, 'zh')}元"


def listed(words: Sequence[str], language: Language) -> str:
    """a, b and c; 甲、乙、丙."""
    if language == "zh" or len(words) < 2:
        return "、".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
