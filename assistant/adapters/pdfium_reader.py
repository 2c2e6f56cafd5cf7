"""The pages of a PDF by PDFium: faster than pypdf, and sturdier on broken files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.adapters.pdf_pages import PdfPages, check_page_count, encrypted_pdf
from assistant.errors import UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import ReadLimits


def pdfium_pages(path: Path, limits: ReadLimits) -> PdfPages:
    """The text of each page as PDFium finds it, "" for a page it fails on. Raises DocumentError."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise encrypted_pdf(path) from error
        raise UnreadableDocument(
            "the file is broken or no PDF", where=str(path), do="Open and save it anew, or print it to PDF."
        ) from error
    try:
        check_page_count(len(document), path, limits)
        pages = tuple(_page_text(document, number) for number in range(len(document)))
        return PdfPages(pages, str(document.get_metadata_dict().get("Title", "")).strip())
    finally:
        document.close()


def _page_text(document: Any, number: int) -> str:
    import pypdfium2

    try:
        page = document[number]
        words = page.get_textpage()
        # U+FFFE stands for a hyphen at a line end
        return str(words.get_text_range()).replace("\ufffe", "-").replace("\r\n", "\n")
    except pypdfium2.PdfiumError:
        return ""
