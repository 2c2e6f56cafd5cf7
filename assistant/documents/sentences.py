"""Cuts running text into sentences, English and Chinese; a quote is always made of whole ones."""

from __future__ import annotations

import re

from assistant.documents.language import CJK, is_chinese, word_set
from assistant.model import Span

_STOP = re.compile(r"[.!?]+|[。！？]+|…{2,}|\n")
_CLOSERS = "\"'”’」』】）)］]》"
_NOTE = re.compile(r"(?:\[[^\[\]\n]{1,30}\])+")
_CARRIES_ON = frozenset("的等、，；：,;:和与及或之所而并）)")
_OPENERS = {"（": "）", "(": ")", "“": "”", "「": "」", "『": "』", "《": "》"}
_NEXT_SENTENCE = re.compile(rf"[ \t\u3000]*(?:[\"'“‘「『(（\[【*_#]*)(?:[A-Z0-9À-Þ{CJK}〔《$€£¥•·]|[-–—*+] )")

_BEFORE_NUMBER = word_set(
    "no nos art arts sec secs para paras fig figs ch chap pt pts vol p pp reg regs cl s ss r rr c ca "
    "approx est jan feb mar apr jun jul aug sep sept oct nov dec div subdiv eq tab app sch"
)
_NEVER_LAST = word_set("mr mrs ms dr prof gen col lt sen rep hon rev st mt e.g i.e viz vs v cf eg ie al resp incl dept")
_SELDOM_LAST = word_set("inc ltd co corp bros jr sr etc u.s u.k u.n e.u p.m a.m d.c ph.d b.c a.d gov plc")
_STARTERS = word_set(
    "the a an in on at it its this that these those they he she we you i if when where while for "
    "from to by as all each any no such but and or however there with under after before during "
    "since because what who how"
)
_WORD_BEFORE = re.compile(r"(?:[A-Za-z]\.)*[A-Za-zÀ-ÿ]+$")
_MARKER_REACH = 24
_BRACKET_REACH = 300
_MARKER_BEFORE = re.compile(
    r"(?:^|[\n:;；：])[ \t\u3000>#*_]*[(（]?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXLC]{1,6}|[ivxl]{1,5}|[A-Za-z])$"
)
_LIST_LINE = re.compile(
    r"[ \t\u3000>]*(?:[-*+•·●◦▪–—][ \t\u3000]|[(（]?(?:[0-9]{1,3}|[ivxl]{1,5}|[A-Za-z])[.)）、．](?![0-9])"
    r"|[（(][一二三四五六七八九十]+[）)]|[一二三四五六七八九十]+、|[①-⑳]|第[0-9零〇一二三四五六七八九十百千]+[编章节条款]"
    r"|\||#|\d+(?:\.\d+)+\s)"
)
_SPACES = re.compile(r"\s*")
_LETTERS = re.compile(r"[A-Za-z]+")
_BLANK = re.compile(r"[ \t\u3000\r>]*(?:\n|\Z)")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of text[start:end], in order, trimmed of white space; together they hold every other character.

    A sentence ends at its stop, at a blank line, and at a line end that is not the wrap of a long line.
    """
    end = len(text) if end is None else end
    spans: list[Span] = []
    begin = start
    position = start
    while stop := _STOP.search(text, position, end):
        after = _end_of_sentence(text, begin, stop, end)
        if after is None:
            position = stop.end()
            continue
        _append(spans, text, begin, after)
        begin = position = after
    _append(spans, text, begin, end)
    return spans


def _append(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    only_marks = not any(char.isalnum() for char in text[start:end])
    if only_marks and spans and "\n" not in text[spans[-1].end : start]:
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


def _end_of_sentence(text: str, begin: int, stop: re.Match[str], end: int) -> int | None:
    """Where the sentence that began at `begin` ends by this stop; None when it goes on."""
    if stop[0] == "\n":
        return None if _is_wrap(text, begin, stop.start(), end) else stop.end()
    after = stop.end()
    while after < end and text[after] in _CLOSERS:
        after += 1
    if note := _NOTE.match(text, after, end):
        after = note.end()
    if _inside_brackets(text, begin, after, end):
        return None
    if stop[0][0] in "。！？…":
        return None if after < end and _goes_on(text, begin, stop.end(), after) else after
    return after if _ends_latin(text, begin, stop, after, end) else None


def _goes_on(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether a Chinese sentence goes on after a stop and its closing marks: "（见附件。）应当"."""
    closing = text[stop:after]
    in_brackets = "）" in closing and text[begin] not in "（(" and text[after] != "\n"
    return bool(closing) and (text[after] in _CARRIES_ON or in_brackets)


def _ends_latin(text: str, begin: int, stop: re.Match[str], after: int, end: int) -> bool:
    if after >= end:
        return True
    if not text[after].isspace():
        return stop[0] != "." and is_chinese(text[after])
    if text[after] == "\n" and not _is_wrap(text, begin, after, end):
        return True
    spaces = _SPACES.match(text, after, end)
    next_at = spaces.end() if spaces else after
    if next_at < end and not _NEXT_SENTENCE.match(text, next_at, end):
        return False
    return stop[0] != "." or not _is_abbreviation(text, begin, stop.start(), next_at, end)


def _is_abbreviation(text: str, begin: int, dot: int, next_at: int, end: int) -> bool:
    near = max(begin, dot - _MARKER_REACH)
    if _MARKER_BEFORE.search(("" if near == begin else "\0") + text[near:dot]):
        return True
    found = _WORD_BEFORE.search(text, max(begin, dot - 20), dot)
    if not found:
        return False
    word = found[0].lower()
    next_char = text[next_at : next_at + 1]
    if word in _NEVER_LAST:
        return True
    if word in _BEFORE_NUMBER and (next_char.isdigit() or next_char in "(（§〔IVX"):
        return len(word) > 1 or next_char.isdigit()
    next_word = _LETTERS.match(text, next_at, end)
    opens_sentence = next_word is not None and next_word[0].lower() in _STARTERS
    if word in _SELDOM_LAST:
        return not opens_sentence
    is_initial = len(found[0]) == 1 and found[0].isupper() and found[0] != "I"
    return is_initial and next_char.isupper() and not opens_sentence


def _inside_brackets(text: str, begin: int, after: int, end: int) -> bool:
    """Whether a bracket or quotation mark opened since `begin` is still open and closes soon."""
    part = text[max(begin, after - _BRACKET_REACH) : after]
    for opener, closer in _OPENERS.items():
        if part.count(opener) > part.count(closer):
            close = text.find(closer, after, min(end, after + _BRACKET_REACH))
            paragraph = text.find("\n\n", after, min(end, after + _BRACKET_REACH))
            if close >= 0 and (paragraph < 0 or close < paragraph):
                return True
    return False


def _is_wrap(text: str, begin: int, newline: int, end: int) -> bool:
    """Whether this line end is only the wrap of a long line, so that the sentence goes on in the next line."""
    if _BLANK.match(text, newline + 1, end) or _LIST_LINE.match(text, newline + 1, end):
        return False
    line = text[max(begin, text.rfind("\n", 0, newline) + 1) : newline].rstrip()
    following = text[newline + 1 : newline + 40].lstrip()
    if not line or not following or line.startswith(("#", "|")):
        return False
    last = line[-1]
    if last in "。！？；：:":
        return False
    if is_chinese(following[0]) or is_chinese(last):
        return len(line) >= 25 or last in "，、,"
    return following[0].islower() or last in ",-" or len(line) >= 45
