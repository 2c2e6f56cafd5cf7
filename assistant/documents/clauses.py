"""Cuts a document's text into clauses: its numbered or headed parts, each up to the next one.

possible headings (lines, or numbers inside long lines) -> those that carry a series on, nested -> without mere lists
-> each with its title, path and range.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from assistant.documents.document_title import document_title
from assistant.documents.flattened import inline_headings
from assistant.documents.furniture import furniture_spans
from assistant.documents.headings import (
    Heading,
    Line,
    content_lines,
    heading_words,
    headings_of,
    iter_long_lines,
)
from assistant.documents.language import language_of
from assistant.documents.lists import without_lists
from assistant.documents.outline import nest
from assistant.documents.signature import signature_start
from assistant.documents.titles import inline_title, line_title, marked_title
from assistant.model import Clause, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.documents.outline import Node
    from assistant.model import Extracted, Page

_SIGNATURE = {"en": "Signature", "zh": "落款"}
_SEPARATOR = " > "


def find_clauses(extracted: Extracted) -> tuple[Clause, ...]:
    """The clauses of a text in order. They do not overlap, and what lies between them is furniture or white space.

    What stands before the first heading, with the title of the document, is a clause with the path "".
    """
    text = extracted.text
    furniture = furniture_spans(extracted)
    lines = content_lines(text, furniture)
    if not lines:
        return ()
    title = document_title(extracted, lines)
    headings = _with_signature(text, lines, _all_headings(extracted, lines, title))
    nodes = without_lists(text, nest(headings), lines[-1].end)
    return _Assembly(extracted, furniture, lines, title).clauses(nodes)


def _all_headings(extracted: Extracted, lines: Sequence[Line], title: Line | None) -> list[Heading]:
    headings = headings_of(extracted, lines, title)
    if any(heading.level is not None for heading in headings):
        return headings
    for line in iter_long_lines(extracted.text, lines):
        headings.extend(inline_headings(extracted.text, line))
    return sorted(headings, key=lambda heading: heading.start)


def _with_signature(text: str, lines: Sequence[Line], headings: list[Heading]) -> list[Heading]:
    """The headings with that of the closing block, at the end of the text or before its first annex."""
    annex = next((heading for heading in headings if heading.outermost and heading.marker is not None), None)
    if annex is not None:
        body = [line for line in lines if line.start < annex.start]
        if body and (signed := _signed(text, body, [h for h in headings if h.start < annex.start])) is not None:
            return [*signed, *(heading for heading in headings if heading.start >= annex.start)]
    return _signed(text, lines, headings) or headings


def _signed(text: str, lines: Sequence[Line], headings: list[Heading]) -> list[Heading] | None:
    start = signature_start(text, lines)
    if start is None:
        return None
    before = [heading for heading in headings if heading.start < start]
    if before and before[-1].level is not None and not text[before[-1].end : start].strip():
        return None
    name = _SIGNATURE[language_of(text[start : lines[-1].end])]
    return [*before, Heading(start, start, start, name=name, outermost=True)]


class _Assembly:
    """Turns nested headings into clauses."""

    def __init__(
        self, extracted: Extracted, furniture: Sequence[Span], lines: Sequence[Line], title: Line | None
    ) -> None:
        self._text = extracted.text
        self._pages = extracted.pages
        self._furniture = furniture
        self._first, self._end = lines[0].start, lines[-1].end
        self._title = title

    def clauses(self, nodes: Sequence[Node]) -> tuple[Clause, ...]:
        first = nodes[0].heading.start if nodes else self._end
        found = [self._preamble(first)] if self._text[self._first : first].strip("# \t\r\n\u3000") else []
        paths: list[tuple[str, ...]] = []
        titles: list[tuple[str, ...]] = []
        for index, node in enumerate(nodes):
            start = node.heading.start
            end = nodes[index + 1].heading.start if index + 1 < len(nodes) else self._end
            title, body = self._title_and_body(nodes, index, end)
            label = (node.heading.marker.label if node.style and node.heading.marker else node.heading.name) or title
            label = " ".join(label.replace(">", "›").split())
            title = title or ("" if node.style else label)
            paths.append((*(paths[node.parent] if node.parent is not None else ()), label))
            titles.append((*(titles[node.parent] if node.parent is not None else ()), title))
            found.append(self._clause(paths[-1], titles[-1], Span(start, end), body))
        return tuple(found)

    def _preamble(self, end: int) -> Clause:
        """The text before the first heading; a title at its very beginning is its heading."""
        text = self._text
        if self._title is None:
            return self._clause((), (), Span(self._first, end), self._first)
        is_first = not text[self._first : self._title.start].strip("# \t\r\n\u3000")
        clause = self._clause((), (), Span(self._first, end), self._title.end if is_first else self._first)
        title = heading_words(text[self._title.start : self._title.end].split("\n")[0].lstrip("# "))
        return Clause("", title, (), 0, clause.start, clause.body, clause.end, clause.page)

    def _title_and_body(self, nodes: Sequence[Node], index: int, end: int) -> tuple[str, int]:
        node = nodes[index]
        heading = node.heading
        holds_next = index + 1 < len(nodes) and nodes[index + 1].parent == index
        if heading.level is not None:
            return marked_title(self._text, heading)
        if heading.marker is None:
            return heading.name, heading.words if heading.outermost else heading.end
        if heading.inline or heading.end - heading.words > 2 * (end - heading.words):
            return inline_title(self._text, heading.words, end, node.style, holds_next)
        return line_title(self._text, heading, node.style, end, holds_next)

    def _clause(self, path: tuple[str, ...], titles: tuple[str, ...], span: Span, body: int) -> Clause:
        end = _before_furniture(self._text, self._furniture, span.start, span.end)
        body = min(_after_furniture(self._text, self._furniture, min(body, end)), end)
        title = titles[-1] if titles else ""
        page = page_at(self._pages, span.start)
        return Clause(_SEPARATOR.join(path), title, titles, len(path), span.start, body, end, page)


def _before_furniture(text: str, furniture: Sequence[Span], start: int, end: int) -> int:
    """The end moved back over furniture and the white space before it."""
    place = bisect_left(furniture, end, key=_start) - 1
    while place >= 0 and (span := furniture[place]).end > start and not text[min(span.end, end) : end].strip():
        end = max(start, span.start)
        end = start + len(text[start:end].rstrip())
        place -= 1
    return end


def _after_furniture(text: str, furniture: Sequence[Span], position: int) -> int:
    """The position moved on over white space, and over furniture that begins there."""
    while True:
        while position < len(text) and text[position].isspace():
            position += 1
        place = bisect_right(furniture, position, key=_start) - 1
        if place < 0 or furniture[place].end <= position:
            return position
        position = furniture[place].end


def _start(span: Span) -> int:
    return span.start


def page_at(pages: Sequence[Page], position: int) -> int | None:
    """The number of the page on which a character lies; None when the document has no pages."""
    place = bisect_right(pages, position, key=lambda page: page.start) - 1
    return pages[max(place, 0)].number if pages else None
