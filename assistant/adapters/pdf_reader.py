"""Reads PDF: pypdf first, PDFium where pypdf fails, is too slow, or gives empty or garbled text."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.adapters.pdf_process import pages_in_process
from assistant.adapters.text_reader import read_bytes
from assistant.documents.health import garbled_share
from assistant.documents.paged_text import join_pages
from assistant.errors import DocumentError, EmptyDocument, EncryptedDocument, LimitExceeded, UnreadableDocument
from assistant.model import Extracted

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.adapters.pdf_pages import PdfPages
    from assistant.ports import ReadLimits

_FIRST_SHARE = 0.4
_GARBLED = 0.02
_USELESS_TITLE = ("untitled", "anonymous", "microsoft word", ".doc", ".pdf", "powerpoint", ".indd", "无标题", "未命名")


class PdfReader:
    """PDF: running text with pages. Each file is read in a process of its own, which the time limit ends."""

    suffixes = frozenset([".pdf"])

    def read(self, path: Path, limits: ReadLimits) -> Extracted:
        """Text with pages; title as the file or its first line gives it. Raises DocumentError."""
        if b"%PDF-" not in read_bytes(path, limits)[:4096]:
            raise UnreadableDocument("the file is no PDF", where=str(path), do="Check what the file holds.")
        found = _best_pages(path, limits)
        joined = join_pages(found.pages)
        if not joined.text.strip():
            raise EmptyDocument(
                "the PDF has no text layer, it is a scan", where=str(path), do="Run OCR on it and ingest it again."
            )
        title = found.title if _is_title(found.title) else ""
        return Extracted(joined.text, pages=joined.pages, title=title or _first_line(joined.text), tables=joined.tables)


def _best_pages(path: Path, limits: ReadLimits) -> PdfPages:
    start = time.monotonic()
    first: PdfPages | None = None
    try:
        first = pages_in_process("pypdf", path, replace(limits, seconds=limits.seconds * _FIRST_SHARE))
    except EncryptedDocument:
        raise
    except DocumentError as error:
        if isinstance(error, LimitExceeded) and "pages" in error.what:
            raise
    if first is not None and _is_good(first):
        return first
    left = max(limits.seconds - (time.monotonic() - start), 1.0)
    try:
        second = pages_in_process("pdfium", path, replace(limits, seconds=left))
    except DocumentError:
        if first is not None and _readable(first):
            return first
        raise
    return second if first is None or _readable(second) > _readable(first) else first


def _is_good(found: PdfPages) -> bool:
    text = "".join(found.pages)
    return all(page.strip() for page in found.pages) and garbled_share(text) <= _GARBLED


def _readable(found: PdfPages) -> float:
    text = "".join(found.pages)
    return sum(char.isalnum() for char in text) * (1 - garbled_share(text))


def _is_title(title: str) -> bool:
    return (
        4 <= len(title) <= 200
        and not any(word in title.lower() for word in _USELESS_TITLE)
        and garbled_share(title) == 0
    )


def _first_line(text: str) -> str:
    line = text.lstrip().split("\n", 1)[0].strip()
    return line if len(line) <= 150 and line[-1] not in ".。;；:：,，" else ""
