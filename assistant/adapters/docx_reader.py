"""Reads DOCX with python-docx: headings by style, automatic numbers written out, tables in their place."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from assistant.adapters.deadline import Deadline
from assistant.adapters.docx_numbering import Numbering
from assistant.adapters.rendered_text import RenderedText
from assistant.adapters.text_reader import read_bytes
from assistant.adapters.zip_limits import check_unzipped_size
from assistant.errors import EmptyDocument, EncryptedDocument, UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.model import Extracted
    from assistant.ports import ReadLimits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLE = b"\xd0\xcf\x11\xe0"
_HEADING_STYLE = re.compile(r"(?:heading|标题|überschrift|titre)\s*([1-9])$", re.IGNORECASE)
_SKIPPED = frozenset([f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}txbxContent"])


class DocxReader:
    """DOCX: paragraphs, headings, lists with their numbers, and tables; tracked deletions are left out."""

    suffixes = frozenset([".docx", ".docm"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """Text with marks; title of the first Title paragraph, or as the properties say. Raises DocumentError."""
        import docx
        from docx.opc.exceptions import PackageNotFoundError

        deadline = Deadline(path, limits)
        refuse_protected(read_bytes(path, limits), path)
        check_unzipped_size(path, 2 * limits.bytes)
        try:
            document = docx.Document(str(path))
            rendered = RenderedText()
            title = _Body(document, rendered, deadline).write() or (document.core_properties.title or "").strip()
        except (KeyError, ValueError, AttributeError, zipfile.BadZipFile, SyntaxError, OSError) as error:
            raise broken(path, "DOCX") from error
        except PackageNotFoundError as error:
            raise broken(path, "DOCX") from error
        if not rendered.has_words:
            raise EmptyDocument(
                "the document holds no text", where=str(path), do="If it is a scan, run OCR on it and try again."
            )
        return rendered.extracted(title)


def refuse_protected(content: bytes, path: Path) -> None:
    """Raises when an Office file is not the zip it should be: encrypted ones and old formats are OLE containers."""
    if content.startswith(_OLE):
        if b"E\0n\0c\0r\0y\0p\0t\0" in content:
            raise EncryptedDocument(
                "the file is protected by a password", where=str(path), do="Save it without a password and try again."
            )
        raise UnreadableDocument(
            "the file is of the old binary Office format",
            where=str(path),
            do="Save it as .docx or .xlsx and try again.",
        )
    if not content.startswith(b"PK"):
        raise broken(path, "Office")


def broken(path: Path, kind: str) -> UnreadableDocument:
    """The error for a file that cannot be parsed."""
    return UnreadableDocument(f"the file is broken or no {kind} file", where=str(path), do="Open and save it anew.")


class _Body:
    def __init__(self, document: Any, rendered: RenderedText, deadline: Deadline) -> None:
        self._deadline = deadline
        self._rendered = rendered
        self._numbering = Numbering(document)
        self._styles = {style.style_id: style for style in document.styles if hasattr(style, "style_id")}
        self._body = document.element.body
        self._title = ""

    def write(self) -> str:
        """Writes the document out; the words of its Title paragraph, if it has one."""
        for block in self._blocks(self._body):
            self._deadline.check()
            if block.tag == f"{_W}p":
                self._paragraph(block)
            else:
                self._table(block)
        return self._title

    def _blocks(self, parent: Any) -> list[Any]:
        """Paragraphs and tables in order, also those inside content controls and tracked insertions."""
        found = []
        for child in parent:
            if child.tag in (f"{_W}p", f"{_W}tbl"):
                found.append(child)
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
                found.extend(self._blocks(child))
        return found

    def _paragraph(self, element: Any) -> None:
        number, is_bullet, depth = self._numbering.next_label(element)
        words = paragraph_words(element)
        if not words:
            return
        level = self._heading_level(element)
        if level == 0 and not self._title:
            self._title = words
            self._rendered.heading(words, 1)
        elif level is not None:
            level += bool(self._title)
            self._rendered.heading(f"{number} {words}".strip() if not is_bullet else words, max(level, 1))
        elif number:
            joined = words if words.startswith(number) else f"{number} {words}"
            self._rendered.item(joined, depth + 1)
        else:
            for line in words.split("\n"):
                if line.strip():
                    self._rendered.paragraph(line.strip())

    def _heading_level(self, element: Any) -> int | None:
        """The outline level of a paragraph: 0 for the title, 1 to 9 for headings, None for text."""
        properties = element.find(f"{_W}pPr")
        own = properties.find(f"{_W}outlineLvl") if properties is not None else None
        if own is not None and (value := int(own.get(f"{_W}val", "9"))) < 9:
            return value + 1
        style_element = properties.find(f"{_W}pStyle") if properties is not None else None
        style = self._styles.get(style_element.get(f"{_W}val")) if style_element is not None else None
        seen = 0
        while style is not None and seen < 12:
            name = str(style.name or "")
            if name.lower() in ("title", "标题"):
                return 0
            if match := _HEADING_STYLE.match(name):
                return int(match[1])
            outline = style.element.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None and int(outline.get(f"{_W}val", "9")) < 9:
                return int(outline.get(f"{_W}val")) + 1
            style, seen = getattr(style, "base_style", None), seen + 1
        return None

    def _table(self, table: Any) -> None:
        rows = [[self._cell_words(cell) for cell in row.findall(f"{_W}tc")] for row in table.findall(f"{_W}tr")]
        if all(len(row) <= 1 for row in rows):
            for row in table.findall(f"{_W}tr"):
                for cell in row.findall(f"{_W}tc"):
                    for block in self._blocks(cell):
                        if block.tag == f"{_W}p":
                            self._paragraph(block)
                        else:
                            self._table(block)
            return
        self._rendered.table(rows, header=len(rows) > 1)

    def _cell_words(self, cell: Any) -> str:
        parts = []
        for block in self._blocks(cell):
            if block.tag == f"{_W}p":
                number, _, _ = self._numbering.next_label(block)
                parts.append(f"{number} {paragraph_words(block)}".strip())
            else:
                parts.extend(self._cell_words(inner) for inner in block.iter(f"{_W}tc"))
        return " ".join(" ".join(parts).split())


def paragraph_words(element: Any) -> str:
    """What a paragraph says, tracked insertions included, deletions and text boxes left out."""
    parts: list[str] = []
    _gather(element, parts)
    lines = (re.sub(r"[ \t\u00a0]+", " ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(element: Any, parts: list[str]) -> None:
    for child in element:
        if child.tag in _SKIPPED or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag == f"{_W}tab":
            parts.append("\t")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif child.tag != f"{_W}pPr":
            _gather(child, parts)
