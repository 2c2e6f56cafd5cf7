"""The passages nearest to a text, without an answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from assistant.errors import UsageError
from assistant.search.passage_record import passage_record
from assistant.serve.api.shapes import WORDS, Day, given, person_of
from assistant.serve.question_files import printable

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.serve.parts import Parts

Text = Annotated[str, Query(max_length=2_000, pattern=WORDS)]
Chosen = Annotated[str | None, Query(max_length=200)]


class Found(BaseModel):
    """The passages, best first, and how answerable the text looks (0..1)."""

    passages: list[dict[str, Any]]
    answerable: float


def search_routes(parts: Parts) -> APIRouter:
    """Searching."""
    routes = APIRouter(tags=["search"])

    @routes.get("/search", response_model=Found)
    def search(
        request: Request,
        q: Text,
        k: Annotated[int, Query(ge=1, le=100)] = 10,
        as_of: Day | None = None,
        batch: Chosen = None,
        scheme: Chosen = None,
    ) -> Response:
        return given(found(parts, person_of(request), q, k, as_of, batch, scheme))

    return routes


def found(
    parts: Parts,
    person: Person,
    text: str,
    k: int,
    as_of: dt.date | None,
    batch: str | None = None,
    scheme: str | None = None,
) -> dict[str, Any]:
    """What a search gives, as JSON. Raises UsageError without words, NotAllowed beyond an embed's bounds."""
    scheme, batch = parts.desk.bounds_of(person).within(scheme, batch, parts.assistant.schemes())
    words = printable(text).strip()
    if not words:
        raise UsageError("there is nothing to search for", do="Give some words")
    retrieval = parts.assistant.search(words, k=k, as_of=as_of or parts.desk.today(), batch=batch, scheme=scheme)
    documents = {document.id: document for document in parts.assistant.documents()}
    kept = [one for one in retrieval.kept if one.passage.document in documents]
    passages = [passage_record(one, documents[one.passage.document]) for one in kept]
    return {"passages": passages, "answerable": retrieval.answerable}
