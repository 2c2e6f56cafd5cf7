"""Every error as application/problem+json (RFC 9457), with what to do about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from assistant.errors import (
    AssistantError,
    DocumentError,
    IndexStateError,
    NotAllowed,
    NotFound,
    NotInForce,
    Unavailable,
    UsageError,
)

MEDIA_TYPE: Final = "application/problem+json"
STATUS_OF: Final[tuple[tuple[type[AssistantError], int], ...]] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (UsageError, 422),
    (NotInForce, 422),
    (DocumentError, 422),
    (Unavailable, 503),
    (IndexStateError, 503),
)
"""The first class that fits; any other is a fault of the server."""
DO: Final[Mapping[int, str]] = {
    400: "Correct the request: its body is JSON in UTF-8",
    401: "Log in, or send an API key as Authorization: Bearer pa_…",
    403: "Ask whoever runs this server for another role",
    404: "See /api/v1/openapi.json for what there is",
    405: "Use one of the methods of the Allow header",
    413: "Send less at once",
    415: "Send JSON, with Content-Type: application/json",
    422: "Correct what the detail names",
    429: "Wait as long as Retry-After says, then ask again",
    500: "Try again; if it stays, tell whoever runs this server the request id",
    503: "Try again in a moment",
    504: "Try again in a moment, or ask a shorter question",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one request."""

    status: int
    detail: str
    do: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, instance: str) -> dict[str, Any]:
        """The JSON."""
        return {
            "type": f"urn:policy-assistant:problem:{self.status}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "do": self.do or DO.get(self.status, "Correct the request and send it again"),
            "instance": instance,
        }

    def openai_body(self) -> dict[str, Any]:
        """The JSON as clients of OpenAI's API expect it."""
        kind = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}.get(
            self.status, "invalid_request_error" if self.status < 500 else "server_error"
        )
        message = f"{self.detail}. {self.do or DO.get(self.status, '')}".strip()
        return {"error": {"message": message, "type": kind, "param": None, "code": str(self.status)}}

    def encoded(self, path: str) -> tuple[bytes, str]:
        """Body and media type for a request to that path."""
        if path.startswith("/v1/"):
            return json.dumps(self.openai_body(), ensure_ascii=False).encode(), "application/json"
        return json.dumps(self.body(path), ensure_ascii=False).encode(), MEDIA_TYPE


def problem_of(error: AssistantError) -> Problem:
    """An error of ours; nothing of a server fault's inside is told."""
    status = next((status for kind, status in STATUS_OF if isinstance(error, kind)), 500)
    if status == 500:
        return Problem(500, "something went wrong on the server")
    headers = {"retry-after": "5"} if status == 503 else {}
    return Problem(status, error.what, error.do, headers)
