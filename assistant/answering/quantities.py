"""The shares and amounts of money of a question, in digits or in words: 80%, 八成, half, 八二开, 85m, 一个亿."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from assistant.documents.figures import Figure

COUNTED: Final = re.compile(
    r"\s*(?:[家户个名座项条款](?![亿万])|分(?![给成配])|%|(?:of\s+)?(?:the\s+|our\s+)?(?:(?!(?:to|for|in|into|on"
    r"|by|go|goes|went|going)\b)\w+[ -]){0,2}?"
    r"(?:SMEs?|firms|enterprises|companies|businesses|cities|factories|giants|projects|points|years|months|days)\b)",
    re.I,
)
"""A number that these words follow counts them and is neither a share nor an amount."""
MILLIONS: Final = re.compile(r"\s?m\b", re.I)
SHARE_WORDS: Final = {
    "half": (
        re.compile(r"(?<!and a )(?<!and )\b(?:one[ -])?half\b(?![ -](?:a )?(?:year|day|month))|一半|半数", re.I),
        50,
    ),
    "quarter": (re.compile(r"\b(?:a|one)[ -]quarter\b(?! of (?:a|the) year)", re.I), 25),
    "fifth": (re.compile(r"\ba fifth\b", re.I), 20),
    "tenth": (re.compile(r"\ba tenth\b", re.I), 10),
    "third": (re.compile(r"\b(?:a|one)[ -]third\b", re.I), Decimal("33.33")),
    "whole": (
        re.compile(
            r"\b(?:all of (?:it|this|that|the|our)|all the (?:money|funds?|award|grant)|the (?:whole|entire)|entirely"
            r"|everything)\b|全部|全都|全额|悉数",
            re.I,
        ),
        100,
    ),
}  # fmt: skip
"""Shares that are said in words, in per cent; a third is cut after two places."""
_TENTH: Final = "一二三四五六七八九"
SPLIT_IN_TENTHS: Final = re.compile(
    rf"([{_TENTH}])\s*[比:：]?\s*([{_TENTH}])\s*(?:[开分]|比例)|([{_TENTH}])比([{_TENTH}])"
)
RATIO: Final = re.compile(
    r"(?<![\d.])(?P<one>\d{1,3}(?:\.\d+)?)\s*%?\s*(?:/|:|：|-|–|to|比|and"
    r"|和)\s*(?P<two>\d{1,3}(?:\.\d+)?)(?![\d.]*[\d万亿])",
    re.I,
)
EVEN: Final = re.compile(r"\bfifty[ -]+fifty\b|对半[分开]", re.I)
PART_OF: Final = re.compile(r"\bof\b|\bfrom\b|[里中]|其中|只|\bonly\b|\bleav|\bgo(?:es)? (?:in)?to\b", re.I)
"""Words that show a part of a whole."""
WHOLE: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A share in per cent, an amount in yuan, or a bare number, with its span.

    `scale` is what the number was multiplied by: 1000000 in "30 million".
    """

    start: int
    end: int
    kind: Literal["share", "amount", "bare"]
    value: Decimal
    scale: Decimal = Decimal(1)


def quantities(text: str, figures: Sequence[Figure]) -> list[Quantity]:
    """Every share, amount and bare number in the order of the text, save those that count enterprises."""
    found = [quantity for figure in figures if (quantity := _quantity(text, figure))]
    found = _scaled(text, found)
    for pattern, percent in SHARE_WORDS.values():
        for match in pattern.finditer(text):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(Quantity(match.start(), match.end(), "share", Decimal(str(percent))))
    return sorted(found, key=lambda one: one.start)


def ratio_of(text: str) -> tuple[int, Decimal, Decimal] | None:
    """The two parts of a split that make up the whole, in per cent, and where it stands: 80/20, 8:2, 八二开."""
    if match := EVEN.search(text):
        return match.start(), WHOLE / 2, WHOLE / 2
    for match in SPLIT_IN_TENTHS.finditer(text):
        one, two = (Decimal(_TENTH.index(digit) + 1) for digit in match.groups() if digit)
        if one + two == 10:
            return match.start(), one * 10, two * 10
    for match in RATIO.finditer(text):
        one, two = Decimal(match["one"]), Decimal(match["two"])
        if one + two in (10, 100) and not COUNTED.match(text, match.end()):
            factor = WHOLE / (one + two)
            return match.start(), one * factor, two * factor
    return None


def _quantity(text: str, figure: Figure) -> Quantity | None:
    shown = text[figure.start : figure.end]
    if figure.kind == "percent":
        return Quantity(figure.start, figure.end, "share", Decimal(figure.value))
    if figure.kind == "money" and figure.unit == "CNY":
        return Quantity(figure.start, figure.end, "amount", Decimal(figure.value), _scale(shown))
    if figure.kind != "number" or COUNTED.match(text, figure.end):
        return None
    if "/" in figure.value:
        above, below = map(Decimal, figure.value.split("/"))
        return Quantity(figure.start, figure.end, "share", above * WHOLE * WHOLE // below / WHOLE) if below else None
    value, scale = Decimal(figure.value), _scale(shown)
    if figure.value.isdecimal() and (millions := MILLIONS.match(text, figure.end)):
        return Quantity(figure.start, millions.end(), "amount", value * 10**6, Decimal(10**6))
    return Quantity(figure.start, figure.end, "amount" if scale > 1 else "bare", value, scale)


def _scale(shown: str) -> Decimal:
    """What a number with its unit was multiplied by; the last unit counts: 一千九百万."""
    words = (("亿", 8), ("億", 8), ("万", 4), ("萬", 4), ("billion", 9), ("bn", 9), ("million", 6), ("mn", 6), ("m", 6))
    low = shown.lower().replace("rmb", "").replace("renminbi", "").replace("人民币", "")
    return next((Decimal(10) ** power for word, power in words if word in low), Decimal(1))


def _scaled(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Bare numbers in the unit of the amount beside which they stand: "110 of our 150 million", "20 million of 80"."""
    scaled = [one for one in found if one.kind == "amount" and one.scale > 1]
    if not scaled or not PART_OF.search(text):
        return list(found)
    most = max(scaled, key=lambda one: one.value)
    return [_in_unit(one, most) for one in found]


def _in_unit(one: Quantity, of: Quantity) -> Quantity:
    if one.kind != "bare" or one.value < 1 or one.value >= 10_000:
        return one
    return Quantity(one.start, one.end, "amount", one.value * of.scale, of.scale)
