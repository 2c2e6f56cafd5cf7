"""Asks a running server over its API with httpx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.errors import Unavailable

SECONDS = 60.0


class AnswersOverHttp:
    """The API of a server at a base address; its `key` goes into the header X-API-Key."""

    def __init__(self, base: str, key: str | None = None) -> None:
        import httpx

        headers = {"X-API-Key": key} if key else {}
        self._client = httpx.Client(base_url=base.rstrip("/"), headers=headers, timeout=SECONDS)

    def ask(self, question: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer as JSON. Raises Unavailable when there is none."""
        return self._post("/api/v1/ask", {name: value for name, value in question.items() if value is not None})

    def open_conversation(self) -> str:
        """The id of a new conversation. Raises Unavailable when there is none."""
        made = self._post("/api/v1/conversations", {})
        if not isinstance(made.get("id"), str):
            raise Unavailable("the server gave no id of a conversation", where=str(self._client.base_url))
        return str(made["id"])

    def _post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        import httpx

        where = f"{self._client.base_url}".rstrip("/") + path
        try:
            response = self._client.post(path, json=body)
            response.raise_for_status()
            found = response.json()
        except httpx.HTTPStatusError as error:
            told = " ".join(error.response.text.split())[:200]
            raise Unavailable(f"the server said {error.response.status_code}: {told}", where=where) from None
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable(f"the server cannot be asked: {error}", where=where, do="Is it running?") from None
        if not isinstance(found, Mapping):
            raise Unavailable("the server's answer is not an object", where=where)
        return found
