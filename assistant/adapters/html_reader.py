"""Reads HTML with lxml: headings, paragraphs, lists and tables of the page's main part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assistant.adapters.deadline import Deadline
from assistant.adapters.rendered_text import RenderedText
from assistant.adapters.text_reader import decoded, read_bytes
from assistant.documents.language import word_set
from assistant.errors import EmptyDocument, UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.model import Extracted
    from assistant.ports import ReadLimits

_DROPPED = word_set(
    "script style noscript template nav footer aside button select option iframe svg "
    "canvas object embed audio video input textarea dialog menu head map"
)
_DROPPED_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "alert", "dialog"])
_BLOCKS = word_set(
    "p div section article main body html blockquote pre address figure figcaption dl dt dd details "
    "summary fieldset center hr ul ol table caption thead tbody tfoot tr td th li h1 h2 h3 h4 h5 h6"
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DEEPEST = 400
_LINE_BREAK = "\x1f"


class HtmlReader:
    """HTML: the text is what a reader of the page sees of its main part, one line a paragraph."""

    suffixes = frozenset([".html", ".htm", ".xhtml"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """Text with headings, list items and table rows marked; title of the page. Raises DocumentError."""
        from lxml import etree, html  # type: ignore[import-untyped]

        source = _source(read_bytes(path, limits), path)
        try:
            root = html.document_fromstring(
                source, parser=html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
            )
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument(
                "the file is not HTML", where=str(path), do="Check what the file holds."
            ) from error
        rendered = RenderedText()
        _Walk(rendered, Deadline(path, limits)).block(_main_part(root), 0)
        heading = root.find(".//h1")
        named = root.findtext(".//title") or ""
        title = (_words("".join(heading.itertext())) if heading is not None else "") or _page_title(named)
        if not rendered.has_words:
            raise EmptyDocument(
                "the page holds no text", where=str(path), do="Save the page with its text and try again."
            )
        return rendered.extracted(title)


def _source(content: bytes, path: Path) -> str:
    """The page decoded by what it says of itself, else as any text; without the XML declaration, which lxml refuses."""
    text = None
    if found := _CHARSET.search(content[:4096]):
        named = found[1].decode("ascii").lower()
        try:
            text = content.decode("gb18030" if named in ("gb2312", "gbk") else named)
        except (LookupError, UnicodeDecodeError):
            text = None
    text = decoded(content, path) if text is None else text
    return re.sub(r"\A\ufeff?\s*<\?xml[^>]*\?>", "", text)


def _page_title(words: str) -> str:
    """The title of the page without the name of the site behind a bar or dash."""
    words = _words(words)
    parts = re.split(r"\s+[|_–—-]\s+|_", words)
    return max(parts, key=len).strip() if parts else words


def _words(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def _main_part(root: Any) -> Any:
    """The <main> or <article> that holds most of the page's words, else the body."""
    body = root.find(".//body")
    body = root if body is None else body
    whole = len(_words(body.text_content()))
    candidates = [*root.iter("main"), *root.iter("article"), *root.xpath(".//*[@role='main']")]
    best = max(candidates, key=lambda part: len(part.text_content()), default=None)
    return best if best is not None and len(_words(best.text_content())) >= max(200, whole * 0.3) else body


def _is_dropped(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag.lower() in _DROPPED:
        return True
    style = (element.get("style") or "").replace(" ", "").lower()
    if element.tag.lower() == "header" and element.find(".//h1") is None:
        return True
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or "display:none" in style or "visibility:hidden" in style or element.get("role") in _DROPPED_ROLES


class _Walk:
    """Walks the page's elements; running text gathers until a block ends it."""

    def __init__(self, rendered: RenderedText, deadline: Deadline) -> None:
        self._deadline = deadline
        self._rendered = rendered
        self._running: list[str] = []
        self._prefix = ""

    def block(self, element: Any, depth: int) -> None:
        self._deadline.check()
        if depth > _DEEPEST:
            self._running.append(element.text_content())
            return
        self._running.append(element.text or "")
        for child in element:
            if not _is_dropped(child):
                self._child(child, depth + 1)
            self._running.append(child.tail or "")
        if element.tag in _BLOCKS:
            self._flush()

    def _child(self, child: Any, depth: int) -> None:
        tag = child.tag.lower()
        if tag == "br":
            self._running.append(_LINE_BREAK)
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self._flush()
            self._rendered.heading(_words(_visible(child)), int(tag[1]))
        elif tag == "table":
            self._flush()
            self._table(child, depth)
        elif tag in ("ul", "ol"):
            self._flush()
            self._list(child, depth)
        else:
            if tag in _BLOCKS:
                self._flush()
            self.block(child, depth)

    def _list(self, element: Any, depth: int) -> None:
        number = int(element.get("start") or 1) if (element.get("start") or "1").isdigit() else 1
        for child in element:
            if _is_dropped(child):
                continue
            if child.tag == "li":
                self._flush()
                self._prefix = f"{number}. " if element.tag == "ol" else "- "
                number += 1
                self.block(child, depth + 1)
                self._prefix = ""
            else:
                self._child(child, depth + 1)

    def _table(self, table: Any, depth: int) -> None:
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        cells = [[_words(_visible(cell)) for cell in row if cell.tag in ("td", "th")] for row in rows]
        if not any(len(row) > 1 for row in cells) or table.find(".//table") is not None:
            for row in rows:
                for cell in row:
                    if not _is_dropped(cell):
                        self.block(cell, depth + 1)
            return
        has_header = bool(rows) and (any(cell.tag == "th" for cell in rows[0]) or rows[0].getparent().tag == "thead")
        self._rendered.table(cells, header=has_header or _looks_like_header(cells))

    def _flush(self) -> None:
        words = "".join(self._running)
        self._running.clear()
        for line in words.split(_LINE_BREAK):
            if not (cleaned := _words(line)):
                continue
            if self._prefix:
                self._rendered.item(self._prefix + cleaned)
                self._prefix = ""
            else:
                self._rendered.paragraph(cleaned)


def _visible(element: Any) -> str:
    """All words of an element but those of parts nobody sees; a line break is a space."""
    parts = [element.text or ""]
    for child in element:
        if not _is_dropped(child):
            parts.append(" " if child.tag == "br" else _visible(child))
            if child.tag in _BLOCKS:
                parts.append(" ")
        parts.append(child.tail or "")
    return "".join(parts)


def _looks_like_header(rows: list[list[str]]) -> bool:
    return len(rows) > 1 and all(cell and not any(char.isdigit() for char in cell) for cell in rows[0])
