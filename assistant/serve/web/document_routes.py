"""The addresses of our own pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from fastapi.responses import FileResponse, HTMLResponse, Response

from assistant.model import Language, Span
from assistant.serve.web.document_list import documents_page
from assistant.serve.web.source_pages import document_page
from assistant.serve.web.source_view import View

if TYPE_CHECKING:
    from assistant.model import Document
    from assistant.wiring import Assistant

PAGE_SCALE = 2.5
"""180 dots an inch: sharp on a phone, about 200 kB."""
FOR_A_WHILE = {"cache-control": "private, max-age=3600"}


def view_of(
    lang: str = "en",
    frame: bool = False,
    start: Annotated[int | None, Query(ge=0)] = None,
    end: Annotated[int | None, Query(ge=0)] = None,
    v: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
    part: Annotated[int | None, Query(ge=1)] = None,
    text: bool = False,
) -> View:
    """How the page is asked to be looked at."""
    language: Language = "zh" if lang == "zh" else "en"
    quote = Span(start, end) if start is not None and end is not None and start < end else None
    return View(language, frame, quote, v, part, text)


Seen = Annotated[View, Depends(view_of)]


def original_of(document: Document | None, home: Path) -> Path | None:
    """The file that a document was read from, if it is still there; its path is as it was given to the ingest."""
    if document is None:
        return None
    candidates = (Path(document.path).expanduser(), home / document.path)
    return next((file for file in candidates if file.is_file()), None)


def document_routes(assistant: Assistant, home: Path = Path()) -> APIRouter:
    """The list of documents, each document with its quote marked, its file and its pages."""
    routes = APIRouter()

    def original(document_id: str) -> Path:
        held = next((one for one in assistant.documents() if one.id == document_id), None)
        file = original_of(held, home)
        if file is None:
            raise HTTPException(404, "The file is not here.")
        return file

    @routes.get("/documents/{document_id:path}/file")
    def document_file(document_id: str) -> Response:
        file = original(document_id)
        return FileResponse(file, filename=file.name, media_type="application/octet-stream", headers=FOR_A_WHILE)

    @routes.get("/documents/{document_id:path}/pages/{number}.png")
    def page_image(document_id: str, number: int) -> Response:
        file = original(document_id)
        if file.suffix.lower() != ".pdf":
            raise HTTPException(404, "Only a PDF has pages.")
        from assistant.adapters.page_image import page_png

        return Response(page_png(file, number, PAGE_SCALE), media_type="image/png", headers=FOR_A_WHILE)

    @routes.get("/documents", response_class=HTMLResponse)
    def documents(view: Seen) -> HTMLResponse:
        return HTMLResponse(documents_page(assistant, view))

    @routes.get("/documents/{document_id:path}", response_class=HTMLResponse)
    def document(document_id: str, view: Seen) -> HTMLResponse:
        held = next((one for one in assistant.documents() if one.id == document_id), None)
        if page := document_page(assistant, document_id, view, original_of(held, home)):
            return HTMLResponse(page)
        return HTMLResponse(documents_page(assistant, view, missing=True), status_code=404)

    return routes
