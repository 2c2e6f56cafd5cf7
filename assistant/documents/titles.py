"""What of a clause's first line is its title, and where its body begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.documents.flattened import is_title_run
from assistant.documents.headings import heading_words
from assistant.documents.language import is_chinese
from assistant.documents.numbering import marker_at
from assistant.documents.sentences import split_sentences
from assistant.documents.title_runs import chinese_run, english_run, states_norm

if TYPE_CHECKING:
    from assistant.documents.headings import Heading

_BRACKETED_TITLE = re.compile(
    r"[【〔\[]([^】〕\]\n]{1,40})[】〕\]][ \t\u3000]*|[（(]([^）)\n]{2,24})[）)][ \t\u3000]+(?=[\u4e00-\u9fff])"
)
_WORDED_WITH_TITLE = frozenset(["part", "title", "chapter", "编", "分编", "篇", "部分", "章", "节", "annex"])
_OF_LAW = frozenset(["article", "section", "条"])
_TWO_RUN_TOGETHER = re.compile(r"[a-z] [A-Z][a-z]+ [a-z]")
_NO_TITLE = re.compile(r"[:：]|[，,].*[，,]")
_LONGEST_EN, _LONGEST_ZH = 120, 40


def marked_title(text: str, heading: Heading) -> tuple[str, int]:
    """Title and beginning of the body of a heading that the reader marked: the whole line is title."""
    return heading_words(text[heading.words : heading.end].split("\n")[0]), heading.end


def line_title(text: str, heading: Heading, style: str, end: int, holds_next: bool) -> tuple[str, int]:
    """Title and beginning of the body of a numbered line; `end` is where the clause's own text ends.

    `holds_next` says that a clause of its own follows at `end`: then a line alone is its title.
    """
    rest = text[heading.words : heading.end]
    if not rest.strip():
        return _title_below(text, heading, style, end)
    bracketed = _BRACKETED_TITLE.match(text, heading.words, end)
    if bracketed and text[bracketed.end() : end].strip():
        return (bracketed[1] or bracketed[2]).strip(), bracketed.end()
    alone = heading_words(rest)
    if style in _OF_LAW and _goes_on_with_number(text, heading.end, end):
        return "", heading.words
    more = bool(text[heading.end : end].strip())
    single = len(split_sentences(text, heading.words, heading.end)) == 1
    if single and _is_short(alone) and (more or holds_next or style in _WORDED_WITH_TITLE):
        stopped = rest.rstrip()[-1] in ".。"
        if (rest.rstrip()[-1] not in "；;，,：:、！!？?" and not states_norm(alone)) and not (
            stopped and style == "条"
        ):
            return alone, heading.end
    if style == "条":
        return "", heading.words
    return sentence_title(text, heading.words, end, titled_case=style in _OF_LAW)


def _goes_on_with_number(text: str, start: int, end: int) -> bool:
    """Whether the next line is the rest of a wrapped sentence that mentions another clause."""
    while start < end and text[start].isspace():
        start += 1
    marker = marker_at(text, start) if start < end else None
    return marker is not None and marker.is_worded


def _title_below(text: str, heading: Heading, style: str, end: int) -> tuple[str, int]:
    """The title of "CHAPTER 2" may stand in the line below it."""
    below = re.compile(r"\s*([^\n]+)").match(text, heading.end, end)
    if below is None or style not in _WORDED_WITH_TITLE | {"article", "section"}:
        return "", heading.end
    words = below[1].strip()
    if not _is_short(words) or words[-1] in ".。;；:：,，" or not (words.isupper() or is_title_run(words)):
        return "", heading.end
    return heading_words(words), below.end()


def sentence_title(text: str, start: int, end: int, *, titled_case: bool = False) -> tuple[str, int]:
    """A short first sentence that states no norm and is followed by more is the title: "(2) Focus on X. Cities ..."."""
    nearby = min(end, start + 4 * _LONGEST_EN)
    sentences = split_sentences(text, start, nearby)
    if len(sentences) < 2:
        return "", start
    first = text[sentences[0].start : sentences[0].end]
    words = heading_words(first)
    if first[-1] not in ".。" or not _is_short(words) or states_norm(words) or _NO_TITLE.search(words):
        return "", start
    if is_chinese(words[0]) and (re.search("[0-9]", words) or max(map(len, re.split("[，、]", words))) > 24):
        return "", start
    if titled_case and not is_title_run(words):
        return "", start
    return words, sentences[1].start


def inline_title(text: str, start: int, end: int, style: str, holds_next: bool) -> tuple[str, int]:
    """Title and beginning of the body where both run on in one line; a title that cannot be told apart stays body."""
    own = text[start:end].strip()
    if bracketed := _BRACKETED_TITLE.match(text, start, end):
        return (bracketed[1] or bracketed[2]).strip(), bracketed.end()
    if holds_next and is_title_run(heading_words(own)):
        return heading_words(own), end
    if style == "条":
        return "", start
    if style == "一、":
        return chinese_run(text, start, end) or ("", start)
    of_law = style in _OF_LAW
    run = chinese_run(text, start, end) if is_chinese(own[:1]) else english_run(text, start, end, sure=of_law)
    title, body = run or sentence_title(text, start, end, titled_case=of_law)
    return ("", start) if run is None and _TWO_RUN_TOGETHER.search(title) else (title, body)


def _is_short(words: str) -> bool:
    return bool(words) and len(words) <= (_LONGEST_ZH if is_chinese(words[0]) or is_chinese(words[-1]) else _LONGEST_EN)
