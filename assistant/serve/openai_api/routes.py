"""POST /v1/chat/completions and GET /v1/models."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse, ServerSentEvent

from assistant.errors import AssistantError, NotFound
from assistant.model import Answer, Shown, as_json
from assistant.serve.api.in_time import in_time, rest_of
from assistant.serve.api.shapes import given, person_of
from assistant.serve.desk import new_id
from assistant.serve.openai_api.shapes import MODEL, ChatShape, sources, usage
from assistant.serve.problems import Problem, problem_of

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

EXTENSION = "policy_assistant"
"""The field that holds the whole answer."""


def openai_routes(parts: Parts) -> APIRouter:
    """The routes; errors have OpenAI's shape."""
    routes = APIRouter(prefix="/v1", include_in_schema=False)
    desk, seconds = parts.desk, parts.settings.answer_seconds

    @routes.get("/models")
    def models() -> Response:
        return given({"object": "list", "data": [_model()]})

    @routes.get("/models/{name}")
    def model(name: str) -> Response:
        if name != MODEL:
            raise NotFound(f"there is no model {name}", do=f"Ask {MODEL}")
        return given(_model())

    @routes.post("/chat/completions")
    async def complete(request: Request, chat: ChatShape) -> Response:
        person, asked = person_of(request), chat.asked()
        told = _Completion(f"chatcmpl-{new_id()}", int(desk.now().timestamp()), chat.model)
        if not chat.stream:
            answer = await in_time(lambda: desk.ask(person, asked), seconds)
            return given(told.whole(answer))
        pieces = desk.stream(person, asked)
        first = await in_time(lambda: next(pieces), seconds)
        counted = bool(chat.stream_options and chat.stream_options.include_usage)
        return EventSourceResponse(_chunks(told, first, pieces, counted), headers={"cache-control": "no-store"})

    return routes


@dataclass(frozen=True, slots=True)
class _Completion:
    id: str
    created: int
    model: str

    def whole(self, answer: Answer) -> dict[str, Any]:
        message = {"role": "assistant", "content": answer.text + sources(answer), "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._made("chat.completion", [choice]) | {"usage": usage(), EXTENSION: as_json(answer)}

    def chunk(self, delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return self._made("chat.completion.chunk", [choice])

    def counted(self) -> dict[str, Any]:
        return self._made("chat.completion.chunk", []) | {"usage": usage()}

    def _made(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": choices}


async def _chunks(
    told: _Completion, first: Shown | Answer, pieces: Iterator[Shown | Answer], counted: bool
) -> AsyncIterator[ServerSentEvent]:
    yield _event(told.chunk({"role": "assistant", "content": ""}))
    shown = False
    try:
        async for piece in rest_of(first, pieces):
            if isinstance(piece, Shown):
                yield _event(told.chunk({"content": ("\n" if shown else "") + piece.sentence.text}))
                shown = True
            else:
                words = sources(piece) if shown else piece.text + sources(piece)
                yield _event(told.chunk({"content": words}))
                yield _event(told.chunk({}, "stop") | {EXTENSION: as_json(piece)})
    except AssistantError as error:
        yield _event(problem_of(error).openai_body())
    except Exception:
        # The desk has told the log.
        yield _event(Problem(500, "something went wrong on the server").openai_body())
    if counted:
        yield _event(told.counted())
    yield ServerSentEvent("[DONE]")


def _event(value: Any) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(value, ensure_ascii=False))


def _model() -> dict[str, Any]:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}
