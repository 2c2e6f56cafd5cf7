"""All of /api/v1, and every error of the application as a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.errors import AssistantError
from assistant.model import Answer
from assistant.serve.api.answers import answer_routes
from assistant.serve.api.ask import ask_routes
from assistant.serve.api.conversations import conversation_routes
from assistant.serve.api.documents import document_api
from assistant.serve.api.feedback import feedback_routes
from assistant.serve.api.rules import rule_routes
from assistant.serve.api.running import running_routes
from assistant.serve.api.search import search_routes
from assistant.serve.api.shapes import ProblemShape
from assistant.serve.logs import LOG
from assistant.serve.problems import MEDIA_TYPE, Problem, problem_of

if TYPE_CHECKING:
    from assistant.serve.parts import Parts

PREFIX: Final = "/api/v1"
TOLD: Final[dict[str, Any]] = {
    "description": "A problem, with what to do",
    "content": {MEDIA_TYPE: {"schema": ProblemShape.model_json_schema()}},
}
PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {"default": TOLD, 422: TOLD}
NOUNS: Final = (
    ask_routes,
    answer_routes,
    conversation_routes,
    feedback_routes,
    rule_routes,
    document_api,
    search_routes,
    running_routes,
)


def api_routes(parts: Parts) -> APIRouter:
    """The whole API of this version."""
    routes = APIRouter(prefix=PREFIX, responses=PROBLEMS)
    for noun in NOUNS:
        routes.include_router(noun(parts))

    @routes.get("/answer.schema.json", tags=["answers"], response_model=dict[str, Any])
    def schema() -> Response:
        """The JSON Schema of every answer."""
        return JSONResponse(answer_schema())

    return routes


def answer_schema() -> dict[str, Any]:
    """The JSON Schema of an answer, made from its dataclasses."""
    from pydantic import TypeAdapter

    made = TypeAdapter(Answer).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def tell_problems(app: FastAPI) -> None:
    """Turns every exception into a problem."""

    @app.exception_handler(AssistantError)
    def ours(request: Request, error: AssistantError) -> Response:
        return _reply(request, problem_of(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        if first["type"] == "json_invalid":
            return _reply(request, Problem(422, "the body is no JSON", "Send valid JSON in UTF-8"))
        if first["loc"] == ("body",) and first["type"] != "missing" and not is_json(request):
            return _reply(request, Problem(415, "the body is not said to be JSON"))
        return _reply(request, Problem(422, f"{where}: {first['msg']}"))

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> Response:
        return _reply(request, Problem(error.status_code, str(error.detail).lower(), headers=error.headers or {}))

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        LOG.error("a request failed", path=request.url.path, exc_info=error)
        return _reply(request, Problem(500, "something went wrong on the server"))


def is_json(request: Request) -> bool:
    """Whether a request says that it brings JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


def _reply(request: Request, problem: Problem) -> Response:
    body, media = problem.encoded(request.url.path)
    headers = {"cache-control": "no-store"} | dict(problem.headers)
    return Response(body, problem.status, headers, media)
