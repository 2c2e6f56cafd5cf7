"""All readers of documents, as one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.adapters.docx_reader import DocxReader
from assistant.adapters.html_reader import HtmlReader
from assistant.adapters.markdown_reader import MarkdownReader
from assistant.adapters.pdf_reader import PdfReader
from assistant.adapters.text_reader import TextReader
from assistant.adapters.xlsx_reader import XlsxReader

if TYPE_CHECKING:
    from assistant.ports import DocumentReader


def all_readers() -> tuple[DocumentReader, ...]:
    """One reader for each format that is read."""
    return (MarkdownReader(), TextReader(), HtmlReader(), PdfReader(), DocxReader(), XlsxReader())
