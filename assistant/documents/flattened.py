"""Clause numbers in the middle of a line: for texts whose line breaks were lost on the way.

A number counts only where a clause could begin: after the end of a sentence, or right after the title of the clause
that holds it. Whether it carries on a series is for the outline to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.documents.headings import Heading, heading_words, is_cross_reference
from assistant.documents.language import is_chinese, word_set
from assistant.documents.numbering import OUTER_STYLES, Marker, marker_at

if TYPE_CHECKING:
    from assistant.documents.headings import Line

_TENS = "一二三四五六七八九十"
_WORDED = r"Part|PART|Chapter|CHAPTER|Section|SECTION|Sec\.|Article|ARTICLE|Art\.|Annex|ANNEX|Appendix|§"
_MAYBE = re.compile(
    rf"(?<![\w.第])(?:[(（][ ]?(?:[0-9]|[ivxIVX]|[a-zA-Z][)）]|[{_TENS}])"
    r"|[IVXLC]{1,7}\.\s|[A-Z]\.\s|[0-9]{1,3}[.．、)）])"
    rf"|(?<![\w])(?:{_WORDED})[ \u00a0]?"
    rf"|第[0-9零〇百千{_TENS}]{{1,8}}(?:编|章|节|条|部分)"
    rf"|(?:(?<![\u4e00-\u9fff])|(?<=[知见案法定告南则下])(?=一))[{_TENS}]{{1,4}}、"
    rf"|(?<=[\u4e00-\u9fff”）])[（(][{_TENS}]{{1,3}}[)）]"
    r"|(?<=[\u4e00-\u9fff])1[.．、](?![0-9])"
    rf"|(?<=[。；：”）])[0-9]{{1,3}}[.．、](?![0-9])|附件[0-9{_TENS}]"
)
_ENDING = re.compile(
    r"(?<![\w])(?:Annexes|ANNEXES|Annex|Attachments?|Appendices|Enclosures?)\s?[:：]\s*"
    r"|附件?\s?[:：]\s*(?=[0-9一《\u4e00-\u9fff])"
)
_ABBREVIATED = re.compile(
    r"(?:^|[\s(（])(?:No|Nos|Art|Arts|Sec|Secs|Fig|Vol|e\.g|i\.e|Mr|Mrs|Dr|vs|cf|approx|para|p|pp)\.$", re.I
)
_DAY_BEFORE = re.compile(r"(?:\d日|[0-9]{4})$")
SMALL_WORDS = word_set(
    "of and the for in to on with a an by or at from as & under into upon over per via between among without within "
    "against about than its their"
)
_LONGEST_TITLE = 110
_FARTHEST = 200


def inline_headings(text: str, line: Line) -> list[Heading]:
    """The numbers inside a long line at which a clause could begin, and its list of annexes, in order."""
    candidates = list(_candidates(text, line))
    found: list[Heading] = []
    for index, (marker, context) in enumerate(candidates):
        if context == "title":
            follows = _after_title(text, found, marker) if found else _opens_text(text, line, candidates, index)
            if not follows:
                continue
        if context == "colon" and not _is_long_series(text, candidates, index):
            continue
        found.append(Heading(marker.start, marker.end, line.end, marker, inline=True, outermost=_is_annex(marker)))
    if ending := _annex_list(text, line, found):
        found = [heading for heading in found if heading.start < ending.start or heading.outermost]
        found.append(ending)
    return sorted(found, key=lambda heading: heading.start)


def _candidates(text: str, line: Line) -> list[tuple[Marker, str]]:
    found = []
    for match in _MAYBE.finditer(text, line.start + 1, line.end):
        marker = marker_at(text, match.start())
        if marker is None or is_cross_reference(text, marker):
            continue
        if context := _context(text, line, marker):
            found.append((marker, context))
    return found


def _context(text: str, line: Line, marker: Marker) -> str:
    """What stands before a number: the end of a sentence, a colon, or maybe a title; "" where no clause can begin."""
    before = text[max(line.start, marker.start - 60) : marker.start].rstrip()
    if not before:
        return "sentence"
    last = before[-1]
    if last in ".!?":
        return "" if _ABBREVIATED.search(before) else "sentence"
    if last in "。！？…":
        return "sentence"
    if last in "\"'”’」』）)]" and before.rstrip("\"'”’」』）)]")[-1:] in tuple(".!?。！？…"):
        return "sentence"
    if last in ":：":
        return "colon"
    if last in ";；,，、":
        return ""
    if _is_annex(marker) and _DAY_BEFORE.search(before):
        return "sentence"
    return "title"


def _is_annex(marker: Marker) -> bool:
    return marker.readings[0][0] == "annex"


def _after_title(text: str, found: list[Heading], marker: Marker) -> bool:
    """Whether nothing but the title of the clause before stands before this number."""
    return bool(found) and not _is_annex(marker) and is_title_run(text[found[-1].words : marker.start].strip())


def _opens_text(text: str, line: Line, candidates: list[tuple[Marker, str]], index: int) -> bool:
    """Whether the first number of the text stands right after the title of the whole."""
    marker = candidates[index][0]
    near = text[max(line.start, marker.start - 2 * _LONGEST_TITLE) : marker.start]
    before = re.split(r"[。！？]|[.!?]\s", near)[-1].strip()
    is_first = marker.readings[0][1] == (1,) and len(before) <= _LONGEST_TITLE
    return is_first and _is_long_series(text, candidates, index, shortest=40)


def is_title_run(words: str) -> bool:
    """Whether the words could be a title: short, no stop in them, in Title Case when they are English."""
    if not words or len(words) > _LONGEST_TITLE or re.search(r"[.。!！?？;；:：]", words):
        return False
    if is_chinese(words[0]):
        return len(words) <= 40 and "，" not in words
    latin = re.findall(r"[A-Za-z][\w'’-]*", words)
    counted = [word for word in latin if word.lower() not in SMALL_WORDS]
    if not counted or latin[-1].lower() in SMALL_WORDS:
        return False
    return words[0].isupper() and (len(words) <= 40 or sum(word[0].isupper() for word in counted) >= 0.7 * len(counted))


def _is_long_series(text: str, candidates: list[tuple[Marker, str]], index: int, shortest: int = 150) -> bool:
    """Whether a series is one of clauses, no list: its first part is a sentence, of `shortest` letters or more."""
    marker = candidates[index][0]
    style, value = marker.readings[0]
    if style in OUTER_STYLES or marker.is_worded:
        return True
    if value != (1,):
        return False
    if is_chinese(text[marker.end]):
        shortest = shortest * 2 // 5
    for later, context in candidates[index + 1 : index + _FARTHEST]:
        if later.readings[0] == (style, (2,)):
            return context == "sentence" and later.start - marker.end >= shortest
    return False


def _annex_list(text: str, line: Line, found: list[Heading]) -> Heading | None:
    """The list of annexes at the end of a text: "Annexes: 1. ..."."""
    after = found[-1].start if found else line.start
    for heading in reversed(found):
        if heading.marker is not None and heading.marker.label in ("1", "2", "3", "4", "5", "6", "7", "8", "9"):
            continue
        after = heading.start
        break
    for match in _ENDING.finditer(text, after, line.end):
        before = text[max(line.start, match.start() - 9) : match.start()].rstrip()[-1:]
        if before in tuple('.。!！"”)）」') and line.end - match.end() <= 2500:
            return Heading(
                match.start(), match.end(), line.end, name=heading_words(match[0]), inline=True, outermost=True
            )
    return None
