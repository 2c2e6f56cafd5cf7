"""Clause numbers as texts write them: "Article 3", "第十条", "IV.", "一、", "(2)", "（二）", "1.2", "(a)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZH_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_NUMERAL = re.compile(r"(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")

KEYWORD_RANK = {
    "part": 0,
    "title": 0,
    "编": 0,
    "分编": 1,
    "篇": 1,
    "部分": 1,
    "chapter": 2,
    "章": 2,
    "节": 3,
    "条": 5,
}
"""How far out a style stands that says its own kind; "section" and "article" nest as each text has them."""
KEYWORD_STYLES = frozenset([*KEYWORD_RANK, "section", "article", "annex"])
OUTER_STYLES = frozenset(["I.", "一、"])
BRACKETED_STYLES = frozenset(["(1)", "(a)", "(i)", "(A)", "(I)", "（一）", "1)", "a)", "i)"])

_KINDS = {
    "part": "part",
    "title": "title",
    "chapter": "chapter",
    "section": "section",
    "sec": "section",
    "§": "section",
    "§§": "section",
    "article": "article",
    "art": "article",
    "annex": "annex",
    "appendix": "annex",
    "schedule": "annex",
    "attachment": "annex",
    "exhibit": "annex",
    "附件": "annex",
    "附录": "annex",
    "附表": "annex",
}
_NAMES = "Part|Title|Chapter|Section|Sec|Article|Art|Annex|Appendix|Schedule|Attachment|Exhibit"
_NUMBER = r"[0-9]{1,4}[A-Z]?(?:[.-][0-9]{1,3}){0,4}|[IVXLC]{1,7}|[A-H]"
_ZH_NUMBER = r"[0-9]{1,4}|[零〇一二三四五六七八九十百千两]{1,8}"
_WORDED = re.compile(
    rf"(?P<name>{_NAMES}|{_NAMES.upper()})\.?[ \t\u00a0]+(?:No\.[ ]?)?(?P<number>{_NUMBER})(?![\w%])"
    rf"|(?P<sign>§§?)[ \t\u00a0]*(?P<signed>[0-9]{{1,4}}[a-z]?(?:[.-][0-9]{{1,3}}){{0,4}})(?![\w%])"
    rf"|第[ \t]?(?P<zh>{_ZH_NUMBER})[ \t]?(?P<zh_name>分编|部分|编|篇|章|节|条)"
    r"(?:之(?P<extra>[一二三四五六七八九十]{1,2}))?"
    rf"|(?P<zh_annex>附件|附录|附表)[ \t]?(?P<annexed>{_ZH_NUMBER})(?![0-9年月日])"
)
_LIGHT = re.compile(
    r"(?P<decimal>[0-9]{1,3}(?:\.[0-9]{1,3}){1,4})(?![0-9%])\.?(?=[ \t\u3000\u00a0])"
    r"|(?P<point>[0-9]{1,3}|[IVXLC]{1,7}|[A-Z])(?:[.．](?![0-9])|(?<=[0-9])、)"
    r"|[(（][ ]?(?P<bracketed>[0-9]{1,3}|[ivxl]{1,6}|[IVXLC]{1,6}|[a-z]|[A-Z]|[一二三四五六七八九十百]{1,4})[ ]?[)）]"
    r"|(?P<half>[0-9]{1,3}|[ivxl]{1,6}|[a-z])[)）]"
    r"|(?P<zh_point>[一二三四五六七八九十]{1,4})[、．.]"
)
_SEPARATOR = re.compile(r"[ \t\u3000\u00a0]*(?:[.:：、．—–][ \t\u3000\u00a0]*|-[ \t]+)?")
_SPACE = re.compile(r"[ \t\u3000\u00a0]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A clause number in a text: `label` as it stands in a path, `end` where the words after it begin.

    `readings` are the (style, value) it may mean, the likeliest first: "(i)" is a letter or a Roman one. `value` has
    one number, or one for each part of "1.2.3".
    """

    start: int
    end: int
    label: str
    readings: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def is_worded(self) -> bool:
        """Whether the number says what it numbers, as in "Article 3"."""
        return self.readings[0][0] in KEYWORD_STYLES


def marker_at(text: str, position: int) -> Marker | None:
    """The clause number that begins at this place, if one does."""
    if match := _WORDED.match(text, position):
        return _worded(text, match)
    if match := _LIGHT.match(text, position):
        return _light(text, match)
    return None


def chinese_number(words: str) -> int:
    """The value of a whole number in Chinese or Arabic digits, up to the thousands."""
    if words.isdigit():
        return int(words)
    total = digit = 0
    for char in words:
        if char in _ZH_UNITS:
            total += (digit or 1) * _ZH_UNITS[char]
            digit = 0
        else:
            digit = digit * 10 + _ZH_DIGITS[char] if not total else _ZH_DIGITS[char]
    return total + digit


def roman_number(letters: str) -> int:
    """The value of a Roman numeral; 0 when it is not a well-formed one."""
    upper = letters.upper()
    if not _ROMAN_NUMERAL.fullmatch(upper):
        return 0
    values = [_ROMAN[letter] for letter in upper]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _worded(text: str, match: re.Match[str]) -> Marker:
    groups = match.groupdict()
    separator = _SEPARATOR.match(text, match.end())
    end = separator.end() if separator else match.end()
    label = re.sub(r"\s+", " ", match[0]).strip()
    if groups["zh"]:
        label = re.sub(r"\s", "", match[0])
        extra = (chinese_number(groups["extra"]),) if groups["extra"] else ()
        return Marker(match.start(), end, label, ((groups["zh_name"], (chinese_number(groups["zh"]), *extra)),))
    if groups["zh_annex"]:
        return Marker(match.start(), end, re.sub(r"\s", "", label), (("annex", (chinese_number(groups["annexed"]),)),))
    style = _KINDS[(groups["name"] or groups["sign"]).lower()]
    return Marker(match.start(), end, label, ((style, _number_value(groups["number"] or groups["signed"])),))


def _number_value(number: str) -> tuple[int, ...]:
    """The parts: "12" is (12,), "12A" (12, 1), "5.2" (5, 2), "IV" (4,), "B" (2,)."""
    if number[0].isdigit():
        parts = re.findall(r"[0-9]+|[A-Za-z]", number)
        return tuple(int(part) if part.isdigit() else ord(part.lower()) - 96 for part in parts)
    return (roman_number(number) or ord(number[0]) - 64,)


def _light(text: str, match: re.Match[str]) -> Marker | None:
    groups = match.groupdict()
    space = _SPACE.match(text, match.end())
    end = space.end() if space else match.end()
    if groups["decimal"]:
        parts = tuple(int(part) for part in groups["decimal"].split("."))
        return Marker(match.start(), end, groups["decimal"], ((f"1{'.1' * (len(parts) - 1)}", parts),))
    if groups["zh_point"]:
        return Marker(match.start(), end, groups["zh_point"], (("一、", (chinese_number(groups["zh_point"]),)),))
    if number := groups["point"]:
        if (
            end == match.end()
            and match[0][-1] == "."
            and text[end : end + 1].isascii()
            and text[end : end + 1].isalpha()
        ):
            return None
        readings = _readings(number, "{}.")
        return Marker(match.start(), end, number, readings) if readings else None
    pattern = "({})" if groups["bracketed"] else "{})"
    number = groups["bracketed"] or groups["half"]
    if number[0] in _ZH_DIGITS or number[0] in _ZH_UNITS:
        return Marker(match.start(), end, match[0].replace(" ", ""), (("（一）", (chinese_number(number),)),))
    readings = _readings(number, pattern)
    return Marker(match.start(), end, match[0].replace(" ", ""), readings) if readings else None


def _readings(number: str, pattern: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    if number.isdigit():
        return ((pattern.format("1"), (int(number),)),) if int(number) else ()
    readings = []
    if value := roman_number(number):
        readings.append((pattern.format("I" if number.isupper() else "i"), (value,)))
    if len(number) == 1:
        readings.append((pattern.format("A" if number.isupper() else "a"), (ord(number.lower()) - 96,)))
    if number in "CDLM" or (len(number) == 1 and number.lower() not in "ivx"):
        readings.reverse()
    return tuple(readings)
