"""A page of a PDF as a picture, by PDFium."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Final

from assistant.errors import NotFound, UnreadableDocument

if TYPE_CHECKING:
    from pathlib import Path

WIDEST: Final = 4_000
"""Pixels of the longer side."""
ONE_AT_A_TIME = threading.Lock()
"""PDFium does not work in two threads at once."""


def page_png(path: Path, number: int, scale: float) -> bytes:
    """The page as PNG; `scale` 1 is 72 dots an inch. Raises NotFound or UnreadableDocument."""
    import pypdfium2

    with ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(path) as document:
                if not 1 <= number <= len(document):
                    raise NotFound(f"there is no page {number}", do=f"Ask for 1 to {len(document)}")
                page = document[number - 1]
                picture = page.render(scale=min(scale, WIDEST / max(*page.get_size(), 1))).to_pil()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument("the page cannot be drawn", where=path.name, do="Read its text") from error
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
