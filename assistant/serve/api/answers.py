"""Old answers, word for word as they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from assistant.errors import NotFound
from assistant.model import Answer
from assistant.serve.api.shapes import given, person_of
from assistant.serve.auth.access import Rank, rank_of

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

AnswerId = Annotated[str, Path(min_length=1, max_length=200)]


def answer_routes(parts: Parts) -> APIRouter:
    """Reading an answer again."""
    routes = APIRouter(tags=["answers"])

    @routes.get("/answers/{answer_id}", response_model=Answer, summary="An answer as it was given, with its proof")
    def answer(request: Request, answer_id: AnswerId) -> Response:
        person = person_of(request)
        kept = parts.store.answer(answer_id, person.id)
        if kept is None and rank_of(person.role) >= Rank.OFFICER and (kept := parts.store.answer(answer_id)):
            parts.desk.act(person, "read_answer", answer=answer_id)
        if kept is None:
            raise NotFound(f"there is no answer {answer_id} of yours", do="Ask anew")
        return given(kept.answer)

    return routes
