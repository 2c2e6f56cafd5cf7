"""The addresses of our own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from assistant.model import Language, Span
from assistant.serve.web.source_pages import View, document_page, documents_page

if TYPE_CHECKING:
    from assistant.wiring import Assistant


def view_of(
    lang: str = "en",
    frame: bool = False,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
    v: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    part: Annotated[int | None, Query(ge=1)] = None,
) -> View:
    """How the page is asked to be looked at."""
    language: Language = "zh" if lang == "zh" else "en"
    quote = Span(start, end) if start is not None and end is not None and start < end else None
    return View(language, frame, quote, v, part)


Seen = Annotated[View, Depends(view_of)]


def document_routes(assistant: Assistant) -> APIRouter:
    """The list of documents, and each document with its quote marked."""
    routes = APIRouter()

    @routes.get("/documents", response_class=HTMLResponse)
    def documents(view: Seen) -> HTMLResponse:
        return HTMLResponse(documents_page(assistant.documents(), view))

    @routes.get("/documents/{document_id:path}", response_class=HTMLResponse)
    def document(document_id: str, view: Seen) -> HTMLResponse:
        if page := document_page(assistant, document_id, view):
            return HTMLResponse(page)
        return HTMLResponse(documents_page(assistant.documents(), view, missing=True), status_code=404)

    return routes
