"""POST /ask: the answer as JSON, or sentence by sentence as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.errors import AssistantError
from assistant.model import Answer, Shown, as_json
from assistant.serve.api.in_time import in_time, rest_of
from assistant.serve.api.shapes import AskShape, given, person_of
from assistant.serve.desk import Asked
from assistant.serve.problems import Problem, problem_of
from assistant.serve.question_files import printable

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

EVENTS: Final = "text/event-stream"
Key = Annotated[
    str | None,
    Header(min_length=1, max_length=200, pattern=r"^[!-~]+$", description="one question, however often sent"),
]


def ask_routes(parts: Parts) -> APIRouter:
    """Asking."""
    routes = APIRouter(tags=["ask"])
    desk, seconds = parts.desk, parts.settings.answer_seconds

    @routes.post(
        "/ask",
        response_model=Answer,
        responses={200: {"content": {EVENTS: {"schema": {"type": "string"}}}}},
        openapi_extra=_longest(parts.settings.max_question),
        summary="Ask a question; with Accept: text/event-stream the events are `sentence`, `answer`, `error`",
    )
    async def ask(request: Request, question: AskShape, idempotency_key: Key = None) -> Response:
        asked = Asked(
            text=printable(question.question),
            as_of=question.as_of,
            scheme=question.scheme,
            batch=question.batch,
            conversation=question.conversation,
            idempotency_key=idempotency_key,
        )
        person = person_of(request)
        if EVENTS not in request.headers.get("accept", ""):
            return given(await in_time(lambda: desk.ask(person, asked), seconds))
        pieces = desk.stream(person, asked)
        first = await in_time(lambda: next(pieces), seconds)
        return EventSourceResponse(_events(first, pieces, request.url.path), headers={"cache-control": "no-store"})

    return routes


def _longest(characters: int) -> dict[str, Any]:
    """That this server takes questions of so many characters, for the description of the request."""
    schema = {"properties": {"question": {"maxLength": characters}}}
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


async def _events(first: Shown | Answer, pieces: Iterator[Shown | Answer], path: str) -> AsyncIterator[ServerSentEvent]:
    try:
        async for piece in rest_of(first, pieces):
            yield _event("answer" if isinstance(piece, Answer) else "sentence", as_json(piece))
    except AssistantError as error:
        yield _event("error", problem_of(error).body(path))
    except Exception:
        # The desk has told the log; who listens is told no more than a status.
        yield _event("error", Problem(500, "something went wrong on the server").body(path))


def _event(name: str, value: Any) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(value, ensure_ascii=False), event=name)
