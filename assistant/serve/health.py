"""Whether it lives, whether it is ready, and its figures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.errors import Unavailable
from assistant.serve.metrics import exposition, show_tokens

if TYPE_CHECKING:
    from assistant.serve.parts import Parts


def health_routes(parts: Parts) -> APIRouter:
    """/healthz, /readyz and /metrics."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz")
    @routes.get("/health")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @routes.get("/readyz")
    def readyz() -> Response:
        states = {
            "index": _state(lambda: parts.assistant.documents()),
            "store": _state(lambda: parts.store.switch()),
        }
        off = states["store"] == "ok" and parts.store.switch().off
        ready = all(state == "ok" for state in states.values())
        told = {"ready": ready, **states, "answering": "off" if off else "on"}
        return JSONResponse(told, 200 if ready else 503, headers={"cache-control": "no-store"})

    @routes.get("/metrics")
    def metrics() -> Response:
        show_tokens(_tokens_today(parts), parts.settings.daily_tokens)
        return Response(exposition(), media_type=CONTENT_TYPE_LATEST)

    return routes


def _tokens_today(parts: Parts) -> float:
    """Not a number while the store does not answer: the other figures are told all the same."""
    try:
        return parts.store.spend_tokens(parts.desk.today(), 0)
    except Unavailable:
        return math.nan


def _state(call: Callable[[], Any]) -> str:
    try:
        call()
    except Exception as error:
        return type(error).__name__
    return "ok"
