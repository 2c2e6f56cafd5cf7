"""Text -> the terms that are indexed and looked for: English stems, numbers, Chinese words, pairs and characters."""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from assistant.ports import Segmenter

_CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTERS = "a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f"
_TOKEN = re.compile(rf"[{_CJK}]+|[0-9]+(?:,[0-9]{{3}})+(?![0-9])|[0-9]+(?:\.[0-9]+)?|[{_LETTERS}]+(?:'[a-z]+)?")
_STEMMER = snowballstemmer.stemmer("english")
_STEMMING = threading.Lock()
"""The stemmer keeps the word it works on, so that two threads would spoil each other's."""
_NUMBER_WORDS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_NUMBER_WORDS |= {"ten": "10", "eleven": "11", "twelve": "12"}
_NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def fold(text: str) -> str:
    """The text in one spelling: full-width forms, ligatures and curly apostrophes made plain, lower case."""
    return unicodedata.normalize("NFKC", text).replace("\u2019", "'").lower()


def tokens_of(text: str) -> list[str]:
    """Folded runs in order: Chinese runs whole, English words stemmed, numbers plain (1,000 and "two" as digits)."""
    return [token if is_chinese(token) else _plain(token) for token in _TOKEN.findall(fold(text))]


def terms_of(text: str, segmenter: Segmenter) -> list[str]:
    """Index terms: English stems, numbers; of Chinese its characters, pairs, longer words and the value of numerals."""
    terms: list[str] = []
    for token in tokens_of(text):
        terms += chinese_terms(token, segmenter) if is_chinese(token) else [token]
    return terms


def chinese_terms(run: str, segmenter: Segmenter) -> list[str]:
    """The terms of a run of Chinese characters; pairs stand for the words of two characters."""
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    words = [word for word in segmenter.words(run) if len(word) > 2]
    return [*run, *pairs, *words, *numerals_in(run)]


def is_chinese(token: str) -> bool:
    """Whether a token is made of Chinese characters."""
    return "\u3400" <= token[0] <= "\u9fff" or "\uf900" <= token[0] <= "\ufaff"


def numerals_in(run: str) -> list[str]:
    """The values of the Chinese numerals in a run, as digits; a lone 一 is a word more often than a number."""
    return [
        str(value) for numeral in _NUMERAL.findall(run) if numeral != "一" and (value := _value(numeral)) is not None
    ]


@lru_cache(maxsize=200_000)
def _plain(token: str) -> str:
    if token[0].isdigit():
        return token.replace(",", "")
    word = token.removesuffix("'s").replace("'", "")
    with _STEMMING:
        return _NUMBER_WORDS.get(word) or str(_STEMMER.stemWord(word))


def _value(numeral: str) -> int | None:
    """The number a numeral says, None for units without a digit (千万) and for strings of digits (二〇二五 is 2025)."""
    if all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    if numeral[0] in "百千万":
        return None
    total = section = digit = 0
    for character in numeral:
        if character == "万":
            total, section, digit = (total + section + digit) * 10_000, 0, 0
        elif character in _UNITS:
            section, digit = section + (digit or 1) * _UNITS[character], 0
        else:
            digit = _DIGITS[character]
    return total + section + digit
