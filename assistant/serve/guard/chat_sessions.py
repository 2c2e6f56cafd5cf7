"""Whose each session of the chat page is: the framework gives what lies in one to whoever names it."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope

MOST: Final = 50_000
"""Sessions whose owners are remembered, those last used."""
IN_BODY: Final = frozenset({"/gradio_api/queue/join", "/gradio_api/cancel"})
IN_PATH: Final = re.compile(r"/gradio_api/heartbeat/([^/]+)")


class ChatSessions:
    """Each session belongs to the person who named it first."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, str] = OrderedDict()

    def may_use(self, person: str, session: str) -> bool:
        """Whether it is the person's, which it becomes if it was nobody's."""
        owner = self._owners.setdefault(session, person)
        self._owners.move_to_end(session)
        if len(self._owners) > MOST:
            self._owners.popitem(last=False)
        return owner == person


async def session_named(scope: Scope, receive: Receive) -> tuple[str | None, Receive]:
    """The session that a request of the chat page names, None without one; and the request, not read yet.

    Raises ValueError for a body that is no JSON.
    """
    path = scope["path"]
    if found := IN_PATH.fullmatch(path):
        return found[1], receive
    if path not in IN_BODY:
        return parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", [None])[-1], receive
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None, _again(message, receive)
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return _in(body), _again({"type": "http.request", "body": body, "more_body": False}, receive)


def _in(body: bytes) -> str | None:
    """What the framework will take for the session; None for what it will refuse. Raises ValueError for no JSON."""
    try:
        sent = json.loads(body)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    named = sent.get("session_hash") if isinstance(sent, dict) else None
    return named if isinstance(named, str) else None


def _again(message: Message, receive: Receive) -> Receive:
    """The message once more, then what comes after it."""
    held = [message]

    async def receive_again() -> Message:
        return held.pop() if held else await receive()

    return receive_again
