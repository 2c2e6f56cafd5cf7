"""Clauses -> passages: whole sentences of one clause, as many as fit beside its heading path."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.documents.clauses import page_at
from assistant.documents.furniture import furniture_spans
from assistant.documents.language import language_of
from assistant.documents.quotables import Quotable, quotables_of
from assistant.model import Passage, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.model import Clause, Document, Extracted, Mark

    CountTokens = Callable[[str], int]

_CUTS = (re.compile(r"(?<=[；;])"), re.compile(r"(?<=[，,：:、])"), re.compile(r"(?<=\s)"))
_SPARE = 2


def make_passages(
    document: Document,
    extracted: Extracted,
    clauses: Sequence[Clause],
    count_tokens: CountTokens,
    limit: int = 256,
) -> tuple[Passage, ...]:
    """The passages of a document in order. With its heading none is over `limit` tokens, none crosses a clause, and
    together they hold every word that is neither heading nor furniture.

    A document that is nothing but headings gives them as passages.
    """
    maker = _Maker(document, extracted, count_tokens, limit)
    passages = [passage for clause in clauses for passage in maker.passages(clause, maker.text_start(clause))]
    if not passages:
        passages = [passage for clause in clauses for passage in maker.passages(clause, clause.start)]
    return tuple(passages)


class _Maker:
    def __init__(self, document: Document, extracted: Extracted, count_tokens: CountTokens, limit: int) -> None:
        self._document = document
        self._extracted = extracted
        self._count = count_tokens
        self._limit = limit
        self._furniture = furniture_spans(extracted)
        self._headings = {mark.start for mark in extracted.marks if mark.kind == "heading"}
        self._marks = sorted(
            (mark for mark in extracted.marks if mark.kind == "table_row"), key=lambda mark: mark.start
        )

    def text_start(self, clause: Clause) -> int:
        """Where what can be quoted begins: at the body, or at a title that is itself a sentence in the running text."""
        heading = self._extracted.text[clause.start : clause.body].rstrip()
        if clause.start in self._headings or not clause.title or heading[-1:] not in (".", "。"):
            return clause.body
        at = heading.find(clause.title)
        return clause.start + at if at >= 0 else clause.body

    def passages(self, clause: Clause, start: int) -> list[Passage]:
        text = self._extracted.text
        parts = quotables_of(
            text, start, clause.end, self._marks_within(start, clause.end), self._furniture_within(start, clause.end)
        )
        if not parts:
            return []
        heading = self._heading(clause)
        headers = {part.sentence.header for part in parts if part.sentence.header is not None}
        header_cost = max((self._count(self._header_words(header)) for header in headers), default=0)
        room = max(self._limit - self._count(heading) - header_cost - _SPARE, self._limit // 4)
        pieces = [piece for part in parts for piece in self._fitting(part, room)]
        return [self._passage(clause, heading, group) for group in self._grouped(pieces, room)]

    def _marks_within(self, start: int, end: int) -> list[Mark]:
        first = bisect_left(self._marks, start, key=lambda mark: mark.start)
        return self._marks[first : bisect_left(self._marks, end, key=lambda mark: mark.start)]

    def _furniture_within(self, start: int, end: int) -> Sequence[Span]:
        first = max(bisect_left(self._furniture, start, key=lambda span: span.start) - 1, 0)
        return self._furniture[first : bisect_left(self._furniture, end, key=lambda span: span.start)]

    def _heading(self, clause: Clause) -> str:
        """Document title and clause path, its longest parts shortened until it takes a third of a passage at most."""
        labels = clause.path.split(" > ") if clause.path else []
        titles = clause.titles or ("",) * len(labels)
        parts = [self._document.title.strip()]
        for label, title in zip(labels, titles, strict=False):
            part = label if title in ("", label) else f"{label} {title}"
            if part.casefold() != parts[-1].casefold():
                parts.append(part)
        parts = [part for part in parts if part]
        while parts and self._count(" > ".join(parts)) > self._limit // 3:
            longest = max(range(len(parts)), key=lambda place: len(parts[place]))
            if len(parts[longest]) <= 8:
                parts.pop(0)
            else:
                parts[longest] = parts[longest][: len(parts[longest]) * 2 // 3].rstrip(" …") + "…"
        return " > ".join(parts)

    def _header_words(self, header: Span) -> str:
        words = " ".join(self._extracted.text[header.start : header.end].split())
        while self._count(words) > self._limit // 4:
            words = words[: len(words) * 2 // 3].rstrip(" …") + "…"
        return words

    def _fitting(self, part: Quotable, room: int) -> list[Quotable]:
        """The part itself, or when it is longer than a passage its pieces, cut where it hurts least."""
        text = self._extracted.text
        if self._count(text[part.start : part.end]) <= room:
            return [part]
        spans = self._cut(Span(part.start, part.end), room, 0)
        pieces = []
        for place, span in enumerate(spans):
            start = part.sentence.start if not place and part.sentence.start < span.end else span.start
            sentence = replace(part.sentence, start=start, end=span.end, text=text[start : span.end])
            pieces.append(Quotable(sentence, span.start, part.breaks and not place))
        return pieces

    def _cut(self, span: Span, room: int, depth: int) -> list[Span]:
        text = self._extracted.text
        if depth == len(_CUTS):
            step = max(room // 4, 1)
            return [Span(at, min(at + step, span.end)) for at in range(span.start, span.end, step)]
        ends = [match.end() for match in _CUTS[depth].finditer(text, span.start + 1, span.end)]
        bounds = [span.start, *(end for end in ends if end < span.end), span.end]
        found: list[Span] = []
        open_start, cost = span.start, 0
        for start, end in pairwise(bounds):
            tokens = self._count(text[start:end])
            if cost and cost + tokens > room:
                found.append(Span(open_start, start))
                open_start, cost = start, 0
            if tokens > room:
                found.extend(self._cut(Span(start, end), room, depth + 1))
                open_start, cost = end, 0
            else:
                cost += tokens
        if open_start < span.end:
            found.append(Span(open_start, span.end))
        return [trimmed for piece in found if (trimmed := self._trimmed(piece)) is not None]

    def _trimmed(self, span: Span) -> Span | None:
        words = self._extracted.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip())) if words.strip() else None

    def _grouped(self, parts: list[Quotable], room: int) -> list[list[Quotable]]:
        """Runs of parts that fit, as few as can be and of about the same size."""
        costs = [self._count(self._extracted.text[part.start : part.end]) for part in parts]
        for place in range(len(parts) - 1):
            gap = self._extracted.text[parts[place].end : parts[place + 1].start]
            costs[place] += self._count(gap) if gap.strip() and not parts[place + 1].breaks else 0
        runs: list[list[Quotable]] = []
        start = 0
        for place in range(1, len(parts) + 1):
            if place == len(parts) or parts[place].breaks:
                sizes = balanced(costs[start:place], room)
                for size in sizes:
                    runs.append(parts[start : start + size])
                    start += size
        return runs

    def _passage(self, clause: Clause, heading: str, parts: Sequence[Quotable]) -> Passage:
        text = self._extracted.text
        start, end = parts[0].start, parts[-1].end
        header = parts[0].sentence.header
        if header is not None and not start <= header.start < end:
            heading = " > ".join(part for part in (heading, self._header_words(header)) if part)
        words = text[start:end]
        return Passage(
            id=passage_id(self._document.id, start, end, words),
            document=self._document.id,
            clause=clause,
            start=start,
            end=end,
            text=words,
            heading=heading,
            language=language_of(words),
            page=page_at(self._extracted.pages, start),
            sentences=tuple(part.sentence for part in parts),
        )


def balanced(costs: Sequence[int], room: int) -> list[int]:
    """How many parts each run takes, so that no run costs more than `room`, runs are few, and the dearest is cheap."""
    fewest = len(_packed(costs, room))
    low, high = max(costs, default=0), room
    while low < high:
        middle = (low + high) // 2
        if len(_packed(costs, middle)) <= fewest:
            high = middle
        else:
            low = middle + 1
    return _packed(costs, max(high, low))


def _packed(costs: Sequence[int], room: int) -> list[int]:
    sizes: list[int] = []
    filled = room + 1
    for cost in costs:
        if filled + cost > room:
            sizes.append(0)
            filled = 0
        sizes[-1] += 1
        filled += cost
    return sizes


def passage_id(document: str, start: int, end: int, text: str) -> str:
    """The same for the same words at the same place of the same document: 20 hex digits."""
    return hashlib.sha256(f"{document}\0{start}\0{end}\0{text}".encode()).hexdigest()[:20]
