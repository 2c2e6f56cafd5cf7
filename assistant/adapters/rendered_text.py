"""The text of formats that have none of their own: written part by part, with a mark for what each part is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.model import Extracted, Mark, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_CELL_SEPARATOR = " | "


class RenderedText:
    """Gathers paragraphs, headings, items and tables; a blank line stands between them, none in lists and tables."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._kind = ""
        self._marks: list[Mark] = []
        self._tables = 0
        self.has_words = False

    def paragraph(self, words: str) -> Span:
        """Adds running text."""
        return self._add(words, "paragraph")

    def heading(self, words: str, level: int) -> None:
        """Adds a heading of that level, counted from 1."""
        if words:
            span = self._add(words, "heading")
            self._marks.append(Mark(span.start, span.end, "heading", level))

    def item(self, words: str, level: int = 1) -> None:
        """Adds an item with its bullet or number."""
        span = self._add(words, "item")
        self._marks.append(Mark(span.start, span.end, "list_item", level))

    def table(self, rows: Sequence[Sequence[str]], *, header: bool) -> None:
        """Adds a table, a row a line; with `header` the first row is that of all others."""
        filled = [row for row in rows if any(cell.strip() for cell in row)]
        if not filled:
            return
        self._tables += 1
        self._kind = ""
        first: Span | None = None
        for row in filled:
            span = self._add(_CELL_SEPARATOR.join(cell.strip() for cell in row), "row")
            self._marks.append(Mark(span.start, span.end, "table_row", header=first))
            first = first or (span if header else None)

    def extracted(self, title: str, warnings: Sequence[str] = ()) -> Extracted:
        """All of it as one text."""
        return Extracted("".join(self._parts), tuple(self._marks), (), title, self._tables, tuple(warnings))

    def _add(self, words: str, kind: str) -> Span:
        if self._parts:
            self._append("\n" if kind == self._kind and kind in ("item", "row") else "\n\n")
        start = self._length
        self._append(words)
        self._kind = kind
        self.has_words = self.has_words or any(char.isalnum() for char in words)
        return Span(start, self._length)

    def _append(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
