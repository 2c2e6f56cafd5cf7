"""A document's text as HTML, clause by clause, with the quoted characters marked.

The layout signs of Markdown (#, -, **, |) are not shown, a comment is set as a remark; every other character is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Final, Literal

from assistant.model import Clause, Span
from assistant.serve.web.markup import Html, joined, tag

QUOTE_ID: Final = "quote"
_SIGNS: Final = re.compile(r"\*\*|__(?=\w)|(?<=\w)__|^#{1,6}[ \t]+|[ \t]+#+[ \t]*$", re.MULTILINE)
_COMMENT: Final = re.compile(r"<!--\s*(.*?)\s*-->", re.DOTALL)
_ITEM: Final = re.compile(r"[ \t]*(?:[-*+•·][ \t]+)(?=\S)")
_ROW: Final = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
_RULE_ROW: Final = re.compile(r"[ \t]*\|?[ \t:|-]*-{3}[ \t:|-]*$")

BlockKind = Literal["paragraph", "item", "row"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that is set as one: its cells are one, or those of a table row."""

    kind: BlockKind
    cells: tuple[Span, ...]


def anchor(clause: Clause) -> str:
    """The clause's place in the page's address."""
    return re.sub(r"\W+", "-", clause.path or clause.title).strip("-") or "start"


def document_html(text: str, clauses: Sequence[Clause], quote: Span | None = None) -> Html:
    """Sections of all clauses; the first marked piece of the quote has the id `quote`."""
    marker = _Marker(text, quote)
    return joined([_section(marker, clause) for clause in clauses])


def _section(marker: _Marker, clause: Clause) -> Html:
    level = min(clause.level + 1, 6)
    heading = tag(f"h{level}", marker.piece(Span(clause.start, clause.body))) if clause.start < clause.body else None
    body = joined(_set(marker, list(blocks_of(marker.text, clause.body, clause.end))))
    return tag("section", heading, body, id=anchor(clause), data_page=clause.page)


def _set(marker: _Marker, blocks: Sequence[Block]) -> Iterator[Html]:
    """The blocks, with neighbouring items and rows gathered."""
    position = 0
    while position < len(blocks):
        kind = blocks[position].kind
        end = position + 1
        while kind != "paragraph" and end < len(blocks) and blocks[end].kind == kind:
            end += 1
        run, position = blocks[position:end], end
        if kind == "paragraph":
            yield tag("p", marker.piece(run[0].cells[0]))
        elif kind == "item":
            yield tag("ul", *(tag("li", marker.piece(block.cells[0])) for block in run))
        else:
            yield tag("div", tag("table", *(_row(marker, block) for block in run)), class_="table", tabindex=0)


def _row(marker: _Marker, block: Block) -> Html:
    return tag("tr", *(tag("td", marker.piece(cell)) for cell in block.cells))


def blocks_of(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of text[start:end]: blank lines end a paragraph, an item or a row is one of its own."""
    open_block: Block | None = None
    for line in _lines(text, start, end):
        words = text[line.start : line.end]
        item, row = _ITEM.match(words), _ROW.match(words)
        starts_anew = item or row or not words.strip()
        if open_block and starts_anew:
            yield open_block
            open_block = None
        if row:
            if not _RULE_ROW.match(words):
                yield Block("row", tuple(_cells(text, line.start + row.start(1), line.start + row.end(1))))
        elif item:
            open_block = Block("item", (Span(line.start + item.end(), line.end),))
        elif open_block:
            open_block = Block(open_block.kind, (Span(open_block.cells[0].start, line.end),))
        elif words.strip() and not _RULE_ROW.match(words):
            open_block = Block("paragraph", (line,))
    if open_block:
        yield open_block


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end:
        cut = text.find("\n", start, end)
        cut = end if cut < 0 else cut
        yield Span(start, cut)
        start = cut + 1


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    for part in re.finditer(r"[^|]+|(?<=\|)(?=\|)", text[start:end]):
        yield Span(start + part.start(), start + part.end())


class _Marker:
    """Escapes pieces of one text and marks what of them is quoted."""

    def __init__(self, text: str, quote: Span | None) -> None:
        self.text = text
        self._quote = quote
        self._marked = False

    def piece(self, span: Span) -> Html:
        """text[span] without layout signs."""
        if self._quote is None or self._quote.end <= span.start or span.end <= self._quote.start:
            return joined([self._words(span.start, span.end)])
        first, last = max(span.start, self._quote.start), min(span.end, self._quote.end)
        mark = words = self._words(first, last)
        if words.strip():
            mark = tag("mark", words, id=None if self._marked else QUOTE_ID)
            self._marked = True
        return joined([self._words(span.start, first), mark, self._words(last, span.end)])

    def _words(self, start: int, end: int) -> Html:
        """The characters, with comments set apart."""
        parts = _COMMENT.split(_SIGNS.sub("", self.text[start:end]))
        return joined(
            tag("small", part, class_="remark") if odd else part
            for odd, part in zip(cycle((0, 1)), parts, strict=False)
        )
