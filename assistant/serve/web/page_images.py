"""The printed pages that a quote stands on, with its words framed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote as percent_encoded

from assistant.serve.web.document_view import QUOTE_ID
from assistant.serve.web.markup import Html, tag
from assistant.serve.wording import labels

if TYPE_CHECKING:
    from assistant.adapters.pdfium_geometry import Box, QuotedPage
    from assistant.model import Clause, Language, Span

MARGIN: Final = 1.5
"""Points between words and their frame."""


def pages_as_printed(
    original: Path, document_id: str, text: str, quote: Span, clauses: Sequence[Clause], language: Language
) -> Html | None:
    """The pages of a PDF with the quote framed; None when its words are not found on a page."""
    from assistant.adapters.pdfium_geometry import quoted_pages

    words = labels(language)
    before = [clause.page for clause in clauses if clause.start <= quote.start and clause.page]
    pages = quoted_pages(original, text[quote.start : quote.end], before[-1] if before else 1)
    if not pages:
        return None
    shown = (_page(page, document_id, words, first=page is pages[0]) for page in pages)
    return tag("section", *shown, class_="printed", aria_label=words["as_printed"])


def _page(page: QuotedPage, document_id: str, words: Mapping[str, str], *, first: bool) -> Html:
    address = f"/documents/{percent_encoded(document_id)}/pages/{page.number}.png"
    size = {"width": f"{page.width:g}", "height": f"{page.height:g}"}
    name = words["page_image"].format(number=page.number)
    boxes = (_box(box, QUOTE_ID if first and box is page.boxes[0] else None) for box in page.boxes)
    frame = {"viewBox": f"0 0 {page.width:g} {page.height:g}", "role": "img", "aria_label": name, "class_": "sheet"}
    return tag("figure", tag("svg", tag("image", href=address, **size), *boxes, **frame), tag("figcaption", name))


def _box(box: Box, ident: str | None) -> Html:
    left, top = box.left - MARGIN, box.top - MARGIN
    width, height = box.width + 2 * MARGIN, box.height + 2 * MARGIN
    place = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    return tag("rect", **place, class_="quote-box", id=ident)
