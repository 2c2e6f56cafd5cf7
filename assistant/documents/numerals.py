"""Numbers written in words, English and Chinese, and the patterns that find them."""

from __future__ import annotations

import re
from decimal import Decimal

_ONE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth"
)
_ONES = {word: value for value, word in enumerate(_ONE_WORDS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_ORDINALS = {word: value for value, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ORDINALS |= {word[:-1] + "ieth": value for word, value in _TENS.items()}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
SCALES |= {"m": 10**6, "mn": 10**6, "bn": 10**9}
_FRACTIONS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}

_SEP = r"(?:[ \t\n]+|-)"
_UNIT_WORD = "|".join(sorted(_ONES, key=len, reverse=True))
_TENS_WORD = "|".join(_TENS)
_BELOW_100 = rf"(?:(?:{_TENS_WORD})(?:{_SEP}(?:{_UNIT_WORD}))?|(?:{_UNIT_WORD}))"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?){_SEP}hundred(?:{_SEP}(?:and{_SEP})?{_BELOW_100})?|{_BELOW_100})"
_SCALE_WORD = "thousand|million|billion|trillion"
ENGLISH = (
    rf"\b(?:{_BELOW_1000}|an?(?={_SEP}(?:{_SCALE_WORD})\b))(?:{_SEP}(?:{_SCALE_WORD})"
    rf"(?:,?{_SEP}(?:and{_SEP})?{_BELOW_1000}(?={_SEP}(?:{_SCALE_WORD})\b|\b))?)*\b"
)
ENGLISH_ORDINAL = rf"\b(?:(?:{_TENS_WORD}){_SEP})?(?:{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b"
ENGLISH_FRACTION = (
    rf"\b(?:(?:{_UNIT_WORD}){_SEP}(?:{'|'.join(w + 's?' for w in _FRACTIONS if w not in ('half', 'halves'))})"
    rf"|one{_SEP}half)\b"
)

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
CHINESE_DIGIT = "[" + "".join(_DIGITS) + "]"
_CHINESE_CHAR = "[" + "".join([*_DIGITS, *_SMALL, *_LARGE]) + "]"
CHINESE = rf"(?:{CHINESE_DIGIT}|[十拾]){_CHINESE_CHAR}*(?:点{CHINESE_DIGIT}+)?"
CHINESE_SCALE = r"(?:[十百千]?万亿|[十百千]?[万亿]|[百千](?![分克米瓦]))"


def english_number(text: str) -> Decimal:
    """The value of words that ENGLISH matched."""
    total, section = 0, 0
    for word in re.split(r"[\s,-]+", text.lower()):
        if word in ("a", "an"):
            section += 1
        elif word == "hundred":
            section *= 100
        elif word in SCALES:
            total += section * SCALES[word]
            section = 0
        elif word != "and":
            section += _ONES[word] if word in _ONES else _TENS[word]
    return Decimal(total + section)


def english_ordinal(text: str) -> Decimal:
    """The value of words that ENGLISH_ORDINAL matched."""
    words = re.split(r"[\s-]+", text.lower())
    return Decimal(sum(_TENS[word] if word in _TENS else _ORDINALS[word] for word in words))


def english_fraction(text: str) -> tuple[Decimal, Decimal]:
    """Numerator and denominator of words that ENGLISH_FRACTION matched."""
    above, below = re.split(r"[\s-]+", text.lower())
    return Decimal(_ONES[above]), Decimal(_FRACTIONS[below] if below in _FRACTIONS else _FRACTIONS[below[:-1]])


def scale_of(text: str) -> Decimal:
    """What a scale such as "million", "万" or "百亿" multiplies by."""
    word = text.strip().lower().removeprefix("个")
    if word in SCALES:
        return Decimal(SCALES[word])
    value = Decimal(1)
    for char in word:
        value *= _SMALL.get(char) or _LARGE[char]
    return value


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral, None when it is not well formed ("十四五", "一一")."""
    whole, _, fraction = text.partition("点")
    value = _chinese_whole(whole)
    if value is None or not fraction:
        return None if value is None else Decimal(value)
    return Decimal(f"{value}." + "".join(str(_DIGITS[char]) for char in fraction))


def _chinese_whole(text: str) -> int | None:
    if all(char in _DIGITS for char in text):
        if len(text) == 1:
            return _DIGITS[text]
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) >= 3 and "两" not in text else None
    total, section, digit = 0, 0, None
    last_unit, after_zero = 10**9, False
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[char]:
                digit = _DIGITS[char]
            else:
                after_zero = True
        elif char in _SMALL:
            unit = _SMALL[char]
            if unit >= last_unit or (digit is None and unit != 10):
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_unit, after_zero = None, unit, False
        else:
            unit = _LARGE[char]
            section += digit or 0
            if not section and not total:
                return None
            total = (total + section) * unit if unit == 10**8 else total + section * unit
            section, digit, last_unit, after_zero = 0, None, unit, False
    if digit is None:
        return total + section
    tail_unit = last_unit // 10 if 100 <= last_unit <= 10**8 and not after_zero else 1
    return total + section + digit * tail_unit
