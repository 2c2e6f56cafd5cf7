"""The chat page's side of the queue: what its script sends and reads when somebody asks."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx

ENDS = frozenset({"process_completed", "unexpected_error"})


class QueueError(Exception):
    """The queue did not give an answer."""


class ChatQueue:
    """One opened page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._session = secrets.token_hex(6)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Callable[[str], Awaitable[str]]]:
        """Loads the page, keeps its connection alive, gives what asks on it: a question in, the talk as HTML out."""
        (await self._client.get("/")).raise_for_status()
        config = (await self._client.get("/config")).raise_for_status().json()
        names = {one["id"]: one["props"].get("elem_id") for one in config["components"]}
        events = {(names.get(of), kind): one for one in config["dependencies"] for of, kind in one["targets"]}
        alive = asyncio.create_task(self._stay())
        try:
            await self._fire(events[None, "load"], None)
            asking = events["composer", "submit"]
            place = [names[one] for one in asking["outputs"]].index("talk")

            async def ask(question: str) -> str:
                said = await self._fire(asking, {"do": "ask", "text": question})
                return str(said["output"]["data"][place])

            yield ask
        finally:
            alive.cancel()

    async def _stay(self) -> None:
        async with self._client.stream("GET", f"/gradio_api/heartbeat/{self._session}", timeout=None) as reply:
            async for _ in reply.aiter_bytes():
                pass

    async def _fire(self, event: Mapping[str, Any], data: Any) -> Mapping[str, Any]:
        """Puts an event into the queue and reads until its end. Raises QueueError."""
        sent = {
            "data": [None] * len(event["inputs"]),
            "event_data": data,
            "fn_index": event["id"],
            "trigger_id": event["targets"][0][0],
            "session_hash": self._session,
        }
        (await self._client.post("/gradio_api/queue/join", json=sent)).raise_for_status()
        told = {"session_hash": self._session}
        async with self._client.stream("GET", "/gradio_api/queue/data", params=told) as reply:
            reply.raise_for_status()
            async for line in reply.aiter_lines():
                message = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if message.get("msg") in ENDS:
                    if message.get("success"):
                        return dict(message)
                    raise QueueError(str(message.get("output") or message.get("message")))
        raise QueueError("the queue ended without an answer")
