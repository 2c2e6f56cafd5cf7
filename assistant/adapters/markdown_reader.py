"""Reads Markdown: the text is the decoded file, its structure comes from markdown-it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.adapters.text_reader import decoded, read_bytes
from assistant.documents.headings import heading_words
from assistant.model import Extracted, Mark, Span

if TYPE_CHECKING:
    from pathlib import Path

    from markdown_it.token import Token

    from assistant.ports import ReadLimits

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(.*?\r?\n)?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*\r?$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")


class MarkdownReader:
    """Markdown: headings, list items and table rows are marked; comments and front matter are furniture."""

    suffixes = frozenset([".md", ".markdown"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """The file's text, its marks and its title: that of the front matter or the first heading."""
        return markdown_extracted(decoded(read_bytes(path, limits), path))


def markdown_extracted(text: str) -> Extracted:
    """The same for a text that is already decoded."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    body_start = front.end() if front else 0
    source = "\n" * len(_LINE_END.findall(text[:body_start])) + text[body_start:]
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    marks = _Marks(text)
    for place, token in enumerate(tokens):
        marks.add(tokens, place, token)
    comments = [Mark(m.start(), m.end(), "furniture") for m in _COMMENT.finditer(text, body_start)]
    if front:
        comments.append(Mark(0, front.end(), "furniture"))
    named = _FRONT_TITLE.search(front[1] or "") if front else None
    first = next((mark for mark in marks.found if mark.kind == "heading"), None)
    title = (
        named[1] if named else heading_words(text[first.start : first.end].split("\n")[0].lstrip("# ")) if first else ""
    )
    found = sorted([*marks.found, *comments], key=lambda mark: (mark.start, mark.end))
    return Extracted(text, tuple(found), title=title, tables=marks.tables)


class _Marks:
    def __init__(self, text: str) -> None:
        ends = [match.end() for match in _LINE_END.finditer(text)]
        self._starts = [0, *ends, len(text)]
        self._text = text
        self._header: Span | None = None
        self.found: list[Mark] = []
        self.tables = 0

    def add(self, tokens: list[Token], place: int, token: Token) -> None:
        if token.map is None:
            return
        span = self._lines(token.map[0], token.map[1])
        if token.type == "heading_open":
            self.found.append(Mark(span.start, span.end, "heading", int(token.tag[1:])))
        elif token.type == "list_item_open":
            nested = next(
                (
                    t.map
                    for t in tokens[place + 1 :]
                    if t.level == token.level + 1 and t.map and t.type.endswith("list_open")
                ),
                None,
            )
            inside = nested if nested and nested[1] <= token.map[1] else None
            end = self._lines(token.map[0], inside[0] if inside and inside[0] > token.map[0] else token.map[1]).end
            self.found.append(Mark(span.start, end, "list_item", token.level // 2 + 1))
        elif token.type == "table_open":
            self.tables += 1
            self._header = None
        elif token.type == "tr_open":
            self.found.append(Mark(span.start, span.end, "table_row", header=self._header))
            self._header = self._header or span

    def _lines(self, first: int, after: int) -> Span:
        """The range of lines `first` up to `after`, without white space around."""
        start, end = self._starts[first], self._starts[min(after, len(self._starts) - 1)]
        part = self._text[start:end]
        return Span(start + len(part) - len(part.lstrip("\r\n")), start + len(part.rstrip()))
