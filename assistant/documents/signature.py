"""The block that ends a notice: who issued it, and the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.documents.headings import Line

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:t(?:ember)?)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAY_EN = rf"(?:Date:? |Dated? (?:this )?)?(?:{_MONTH} {_NTH},? \d{{4}}|{_NTH}(?: of)? {_MONTH},? \d{{4}})"
_TENS = "[0-9一二三四五六七八九十]{1,3}"
_DAY_ZH = rf"(?:[0-9]{{4}}|[二〇○零一三四五六七八九]{{4}}) ?年 ?{_TENS} ?月 ?{_TENS} ?日"
_DAY = rf"(?:{_DAY_EN}|{_DAY_ZH})"
_ONLY_DAY = re.compile(_DAY)
_DAY_AT_END = re.compile(rf"[ \t\u3000\n]*({_DAY})$")
_NOTE_ZH = re.compile(r"[ \t\u3000\n]*[（(](?:此件|联系|信息公开)[^（）()]{2,40}[）)]$")
_ISSUER_ZH = (
    r"[\u4e00-\u9fff、·]{0,24}"
    r"(?:办公厅|办公室|委员会|总局|[\u4e00-\u9fff](?:部|厅|局|委|署|院|会)|银行|政府|中心|集团|公司|领导小组)"
)
_ISSUERS_ZH = re.compile(rf"{_ISSUER_ZH}(?:[ \t\u3000\n]+{_ISSUER_ZH})*")
_BODY = (
    r"(?:General Office|Office|Ministry|Department|Bureau|Administration|Commission|Committee|Council|Secretariat"
    r"|Government|Agency|Authority|Board|Directorate|Inspectorate|Treasury|Cabinet|Service)"
)
_CAPITALISED = r"(?:[A-Z][\w'’.-]*|of|the|and|for|on|to|in|&|,|\([A-Z]{2,8}\))"
_NAMES = r"(?:[A-Z][\w-]+ )"
_ISSUER_LEAD = (
    rf"(?:{_BODY}(?: General)? (?:of|for|on)\b"
    rf"|(?:State|National|Central|Federal|People['’]s) {_NAMES}*(?:and {_NAMES}+)?(?:{_BODY}|Bank)\b"
    rf"|[A-Z][\w-]+ (?:Provincial|Municipal|City|County|District|State)(?: People['’]s)? {_NAMES}{{0,3}}{_BODY}\b"
    rf"|(?:The )?[A-Z][\w-]+ (?:City |County )?{_BODY}(?=$|\n| {_MONTH}| \d))"
)
_ISSUERS_EN = re.compile(rf"(?:The )?{_ISSUER_LEAD}(?:[ \n]*{_CAPITALISED})*")
_LEAD_EN = re.compile(rf"(?<![\w'’-])(?:The )?{_ISSUER_LEAD}")
_JOINS = re.compile(r"\b(?:of|the|and|by|for|to|from|with|in|on|under|or)\s*$")
_ITEM_NUMBER = re.compile(r"[0-9][.．、]\s*$")
_LONGEST = 600


def signature_start(text: str, lines: Sequence[Line]) -> int | None:
    """Where the closing block of issuers and date begins; None when the text has none."""
    if not lines:
        return None
    by_lines = _from_lines(text, lines)
    if by_lines is not None:
        return by_lines
    last = lines[-1]
    return _inside_line(text, last) if last.end - last.start > 40 else None


def _from_lines(text: str, lines: Sequence[Line]) -> int | None:
    start, has_issuer, has_day = None, False, False
    for line in reversed(lines[-12:]):
        words = text[line.start : line.end].strip("*_ \u3000")
        day, issuer, note = _is_day(words), _is_issuer(words), _NOTE_ZH.fullmatch(words) is not None
        if not (day or issuer or note):
            break
        has_day, has_issuer = has_day or day, has_issuer or issuer
        start = line.start
    return start if has_issuer or has_day else None


def _is_day(words: str) -> bool:
    return _ONLY_DAY.fullmatch(words) is not None


def _is_issuer(words: str) -> bool:
    """Whether a whole line names issuers, with or without the day."""
    words = _DAY_AT_END.sub("", words).strip()
    if not words or len(words) > 160:
        return False
    return _ISSUERS_ZH.fullmatch(words) is not None or (
        _ISSUERS_EN.fullmatch(words) is not None and words[-1] not in ".,;:"
    )


def _inside_line(text: str, line: Line) -> int | None:
    """The closing block at the end of a line that holds more."""
    floor = max(line.start, line.end - _LONGEST)
    tail = text[floor : line.end]
    if note := _NOTE_ZH.search(tail):
        tail = tail[: note.start()]
    day = _DAY_AT_END.search(tail)
    named = tail[: day.start()] if day else tail
    start = _chinese_issuers(named)
    if start is None:
        start = _english_issuers(named)
    if start is None:
        start = day.start(1) if day and re.search(r"[.。!！]\s*$", named) else None
    return floor + start if start is not None else None


def _chinese_issuers(tail: str) -> int | None:
    """The last words between white space that are all names of offices."""
    start, end = None, len(tail.rstrip())
    while end > 0:
        begin = max(tail.rfind(mark, 0, end) for mark in " \u3000\t\n。；！”") + 1
        if _ISSUERS_ZH.fullmatch(tail, begin, end) is None or _ITEM_NUMBER.search(tail, 0, begin):
            break
        start = begin
        if begin and tail[begin - 1] in "。；！”":
            break
        end = len(tail[:begin].rstrip())
    return start


def _english_issuers(tail: str) -> int | None:
    """The first office name from which on nothing but names follow."""
    end = len(tail.rstrip())
    if not end or tail[end - 1] in ".!?;:":
        return None
    for lead in _LEAD_EN.finditer(tail):
        if not _JOINS.search(tail[: lead.start()]) and _ISSUERS_EN.fullmatch(tail, lead.start(), end):
            return lead.start()
    return None
