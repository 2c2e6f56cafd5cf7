"""The pages of a PDF by pypdf."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from assistant.adapters.pdf_pages import PdfPages, check_page_count, encrypted_pdf
from assistant.errors import UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.ports import ReadLimits


def pypdf_pages(path: Path, limits: ReadLimits) -> PdfPages:
    """The text of each page as pypdf finds it, "" for a page it fails on.

    Gives up with UnreadableDocument when the seconds of `limits` are over. Raises DocumentError.
    """
    import pypdf
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    deadline = time.monotonic() + limits.seconds
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise encrypted_pdf(path)
        count = len(reader.pages)
        check_page_count(count, path, limits)
        pages = []
        for page in reader.pages:
            pages.append(_page_text(page))
            if time.monotonic() > deadline:
                raise UnreadableDocument("pypdf is too slow on this file", where=str(path))
        return PdfPages(tuple(pages), _title(reader))
    except DependencyError as error:
        raise UnreadableDocument("pypdf lacks the cipher of this file", where=str(path)) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError) as error:
        raise UnreadableDocument(f"pypdf cannot read it ({type(error).__name__})", where=str(path)) from error


def _page_text(page: Any) -> str:
    try:
        return str(page.extract_text())
    except Exception:  # a broken page costs itself, not the file: pypdf lets errors of every type through
        return ""


def _title(reader: Any) -> str:
    try:
        return str((reader.metadata or {}).get("/Title") or "").strip()
    except Exception:  # metadata are optional, and as broken as the file likes
        return ""
