"""What of a clause's body is quoted whole: sentences, list items with their lead-in, table rows with their header."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.documents.language import language_of
from assistant.documents.numbering import marker_at
from assistant.documents.sentences import split_sentences
from assistant.model import Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.model import Mark

_BULLET = re.compile(r"[ \t\u3000>]*(?:[-*+•·●◦▪–—○■□➢✓]|o(?=\t))[ \t\u3000]+")
_INDENT = re.compile(r"[ \t\u3000>]*")
_CIRCLED = re.compile(r"[①-⑳]")
_STOPPED = re.compile(r"[.。;；!！?？][\"”’）)」]*\s*$")
_LEADS_IN = re.compile(r"[:：—–]\s*[\"”*_]*$")
_INLINE_ITEM = re.compile(r"(?:(?<=\s)|(?<=[\u4e00-\u9fff”》）)]))(?=[0-9]{1,2}[.．、](?![0-9]))")
_RULE = re.compile(r"[ \t|:\-=_*~+]+$")
_LONGEST_ITEM = {"en": 500, "zh": 200}


@dataclass(frozen=True, slots=True)
class Quotable:
    """A sentence and where it begins with its bullet; `breaks` when furniture stands before it."""

    sentence: Sentence
    start: int
    breaks: bool = False

    @property
    def end(self) -> int:
        return self.sentence.end


@dataclass(frozen=True, slots=True)
class _Block:
    kind: str
    start: int
    end: int
    header: Span | None = None


def quotables_of(
    text: str, start: int, end: int, marks: Sequence[Mark] = (), furniture: Sequence[Span] = ()
) -> list[Quotable]:
    """The quotable parts of text[start:end] in order; every word that is not furniture lies in one of them."""
    found: list[Quotable] = []
    for segment in _without(start, end, furniture):
        blocks = list(_blocks(text, segment, marks))
        part = _segment_quotables(text, blocks)
        if part and found:
            part[0] = replace(part[0], breaks=True)
        found.extend(part)
    return found


def _without(start: int, end: int, furniture: Sequence[Span]) -> Iterator[Span]:
    for span in furniture:
        if span.start >= end:
            break
        if span.end > start:
            if span.start > start:
                yield Span(start, span.start)
            start = max(start, span.end)
    if start < end:
        yield Span(start, end)


def _blocks(text: str, segment: Span, marks: Sequence[Mark]) -> Iterator[_Block]:
    """Paragraphs, items and rows; lines that belong to one paragraph or item are one block."""
    rows = {mark.start: mark for mark in marks if mark.kind == "table_row"}
    current: _Block | None = None
    blank = True
    for line in _lines(text, segment):
        words = text[line.start : line.end]
        if not words:
            blank = True
            continue
        row = next((rows[at] for at in range(line.start - 2, line.start + 1) if at in rows), None)
        if row is not None or _is_item(text, line.start):
            if current:
                yield current
            kind = "row" if row is not None else "item"
            current = _Block(kind, line.start, line.end, row.header if row is not None else None)
        elif current is not None and current.kind != "row" and _belongs(text, current, blank):
            current = replace(current, end=line.end)
        elif not _RULE.match(words):
            if current:
                yield current
            current = _Block("text", line.start, line.end)
        blank = False
    if current:
        yield current


def _belongs(text: str, block: _Block, blank: bool) -> bool:
    """Whether the line after a block is still of it: any line of a paragraph, the wrapped lines of an item."""
    if block.kind == "text":
        return True
    return not blank and not _STOPPED.search(text[max(block.start, block.end - 8) : block.end])


def _lines(text: str, segment: Span) -> Iterator[Span]:
    position = segment.start
    for raw in text[segment.start : segment.end].splitlines(keepends=True):
        lead = len(raw) - len(raw.lstrip(" \t\u3000\u00a0\ufeff"))
        yield Span(
            position + min(lead, len(raw.rstrip())),
            position + max(lead, len(raw.rstrip())) if raw.strip() else position,
        )
        position += len(raw)


def _is_item(text: str, at: int) -> bool:
    if _BULLET.match(text, at) or _CIRCLED.match(text, at):
        return True
    indent = _INDENT.match(text, at)
    marker = marker_at(text, indent.end() if indent else at)
    return marker is not None and not marker.is_worded


def _segment_quotables(text: str, blocks: Sequence[_Block]) -> list[Quotable]:
    found: list[Quotable] = []
    items: list[Quotable] = []
    for block in blocks:
        if block.kind == "item":
            items.extend(_item_quotables(text, block))
            continue
        _close_list(text, found, items)
        if block.kind == "row":
            sentence = Sentence(block.start, block.end, text[block.start : block.end], "table_row", None, block.header)
            found.append(Quotable(sentence, block.start))
        else:
            found.extend(_plain(text, split_sentences(text, block.start, block.end)))
    _close_list(text, found, items)
    return found


def _plain(text: str, spans: Iterable[Span]) -> list[Quotable]:
    return [Quotable(Sentence(s.start, s.end, text[s.start : s.end]), s.start) for s in spans]


def _item_quotables(text: str, block: _Block) -> list[Quotable]:
    """An item whole, or its sentences when it is long; "1. ... 2. ..." in one line is as many items."""
    found: list[Quotable] = []
    for item in _inline_items(text, block):
        bullet = _BULLET.match(text, item.start, item.end)
        start = bullet.end() if bullet else item.start
        while start < item.end and text[start].isspace():
            start += 1
        if start >= item.end:
            continue
        longest = _LONGEST_ITEM[language_of(text[start : item.end])]
        spans = [Span(start, item.end)] if item.end - start <= longest else split_sentences(text, start, item.end)
        for place, span in enumerate(spans):
            sentence = Sentence(span.start, span.end, text[span.start : span.end], "list_item")
            found.append(Quotable(sentence, span.start if place else item.start))
    return found


def _inline_items(text: str, block: _Block) -> list[Span]:
    marker = marker_at(text, block.start)
    starts = [block.start]
    if marker is not None and marker.readings[0] == ("1.", (1,)):
        for match in _INLINE_ITEM.finditer(text, marker.end, block.end):
            following = marker_at(text, match.start())
            if following is not None and following.readings[0] == ("1.", (len(starts) + 1,)):
                starts.append(match.start())
    ends = [*starts[1:], block.end]
    return [Span(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]


def _close_list(text: str, found: list[Quotable], items: list[Quotable]) -> None:
    """Adds the items of a list that ended, all with the span from their lead-in to the last of them."""
    if not items:
        return
    lead_in = found[-1] if found and found[-1].sentence.kind == "sentence" else None
    if lead_in is not None and not _is_lead_in(text, lead_in, items[0]):
        lead_in = None
    group = Span(lead_in.start if lead_in else items[0].start, items[-1].end)
    if lead_in is not None:
        found[-1] = replace(lead_in, sentence=replace(lead_in.sentence, group=group))
    found.extend(replace(item, sentence=replace(item.sentence, group=group)) for item in items)
    items.clear()


def _is_lead_in(text: str, sentence: Quotable, item: Quotable) -> bool:
    words = sentence.sentence.text
    near = text[sentence.end : item.start].strip() == ""
    return near and (_LEADS_IN.search(words) is not None or _STOPPED.search(words) is None)
