"""What every request passes: which names and paths are served, how large it may be, the headers of the reply."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from assistant.serve.loopback import is_loopback

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_REQUEST: Final = 64_000
"""Bytes; a question is far smaller, and nothing is uploaded."""

CHAT_PATHS: Final = re.compile(
    r"/(config|theme\.css|favicon\.ico|assets/[^?]*|static/[^?]*|svelte/[^?]*"
    r"|gradio_api/(queue/(join|data)|heartbeat/\w+|cancel|reset|startup-events|theme\.css))?/?"
)
"""The paths of Gradio that the chat needs; files, proxy, upload, API pages and the rest are not served."""
OWN_PATHS: Final = re.compile(r"/(documents(/.*)?|look/[\w.-]+|health)")

OWN_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
CHAT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Gradio's page works with inline scripts and eval."""


class Guard:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses, or passes on and adds headers to the reply."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        own = bool(OWN_PATHS.fullmatch(scope["path"]))
        if refused := _refusal(scope["path"], own, headers):
            await _refuse(send, *refused)
            return
        added = _reply_headers(OWN_POLICY if own else CHAT_POLICY)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        await self._app(scope, _limited(receive), send_guarded)


def _refusal(path: str, own: bool, headers: dict[str, str]) -> tuple[int, str] | None:
    """Why a request is not served, if it is not."""
    if not is_loopback(_name(headers.get("host", ""))):
        return 421, "This address is not served here."
    origin = headers.get("origin")
    if origin and not _same(origin, headers["host"]):
        return 403, "Requests from other sites are not served."
    size = headers.get("content-length", "0")
    if not size.isdecimal():
        return 400, "The request does not say how large it is."
    if int(size) > LARGEST_REQUEST:
        return 413, "The request is too large."
    if not own and not CHAT_PATHS.fullmatch(path):
        return 404, "There is nothing here."
    return None


def _name(host: str) -> str:
    """The name of a Host header without its port."""
    return urlsplit(f"//{host}").hostname or ""


def _same(origin: str, host: str) -> bool:
    return urlsplit(origin).netloc.lower() == host.lower()


def _limited(receive: Receive) -> Receive:
    """The request, cut off where it grows too large without having said so."""
    left = LARGEST_REQUEST

    async def receive_limited() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        return message if left >= 0 else {"type": "http.disconnect"}

    return receive_limited


def _reply_headers(policy: str) -> list[tuple[bytes, bytes]]:
    pairs = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "SAMEORIGIN",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }
    return [(name.encode(), value.encode()) for name, value in pairs.items()]


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
