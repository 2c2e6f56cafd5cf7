"""The documents: what is indexed, the text of every version ever held, clauses, pages as pictures, the file itself."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from fastapi.responses import FileResponse, PlainTextResponse, Response

from assistant.errors import NotFound
from assistant.serve.api.shapes import given
from assistant.serve.web.document_routes import original_of

if TYPE_CHECKING:
    from pathlib import Path as File

    from assistant.model import Document
    from assistant.serve.parts import Parts

DocumentId = Annotated[str, Path(min_length=1, max_length=500)]
Version = Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="sha256 of an earlier text")]
PageNumber = Annotated[int, Path(ge=1, le=100_000)]
Scale = Annotated[float, Query(ge=0.5, le=3.0, description="1 is 72 dots an inch")]
CACHED: Final = {"cache-control": "private, max-age=3600"}


def document_api(parts: Parts) -> APIRouter:
    """Reading documents."""
    routes = APIRouter(prefix="/documents", tags=["documents"])
    assistant = parts.assistant

    def held(document_id: str) -> Document:
        found = next((one for one in assistant.documents() if one.id == document_id), None)
        if found is None:
            raise NotFound(f"there is no document {document_id}", do="See /api/v1/documents")
        return found

    def original(document: Document) -> File:
        file = original_of(document, parts.settings.home)
        if file is None:
            raise NotFound(f"the file of {document.id} is no longer there", do="Read its text instead")
        return file

    @routes.get("", response_model=list[dict[str, Any]])
    def documents() -> Response:
        return given(assistant.documents())

    @routes.get(
        "/{document_id:path}/text",
        response_class=PlainTextResponse,
        summary="The text that quotes are offsets into; also of a version that is no longer searched",
    )
    def text(document_id: DocumentId, version: Version = None) -> Response:
        sha256 = version or held(document_id).sha256
        try:
            return PlainTextResponse(assistant.text(sha256), headers={**CACHED, "etag": f'"{sha256}"'})
        except KeyError:
            raise NotFound(f"no text {sha256} was ever held", do="Leave version out for the current one") from None

    @routes.get("/{document_id:path}/clauses", response_model=list[dict[str, Any]])
    def clauses(document_id: DocumentId) -> Response:
        return given(assistant.clauses(held(document_id).id))

    @routes.get(
        "/{document_id:path}/pages/{page}",
        response_class=Response,
        responses={200: {"content": {"image/png": {}}}},
        summary="A page of a PDF as a picture",
    )
    def page_image(document_id: DocumentId, page: PageNumber, scale: Scale = 1.5) -> Response:
        from assistant.adapters.page_image import page_png

        document = held(document_id)
        if not document.name.lower().endswith(".pdf"):
            raise NotFound(f"{document_id} has no pages", do="Read its text")
        return Response(page_png(original(document), page, scale), media_type="image/png", headers=CACHED)

    @routes.get(
        "/{document_id:path}/file",
        response_class=FileResponse,
        responses={200: {"content": {"application/octet-stream": {}}}},
        summary="The original file",
    )
    def file(document_id: DocumentId) -> Response:
        document = held(document_id)
        kind = mimetypes.guess_type(document.name)[0]
        safe = kind if kind in ("application/pdf", "text/plain") else "application/octet-stream"
        return FileResponse(original(document), media_type=safe, filename=document.name)

    @routes.get("/{document_id:path}", response_model=dict[str, Any])
    def document(document_id: DocumentId) -> Response:
        return given(held(document_id))

    return routes
