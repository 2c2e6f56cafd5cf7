"""The headers of every reply. What a page sets itself stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import Message

    from assistant.serve.auth.access import Look

OWN_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
CHAT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
"""Gradio's page works with inline scripts and eval."""
API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"
POLICIES: Final[Mapping[Look, str]] = {"own": OWN_POLICY, "chat": CHAT_POLICY, "api": API_POLICY}
ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def complete(message: Message, look: Look, more: Mapping[str, str]) -> None:
    """Adds what the reply does not say itself to its first message."""
    headers = MutableHeaders(raw=list(message.get("headers", [])))
    if "content-security-policy" not in headers:
        headers["content-security-policy"] = POLICIES[look]
        headers.setdefault("x-frame-options", "DENY" if look == "api" else "SAMEORIGIN")
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    for name, value in more.items():
        headers[name] = value
    message["headers"] = headers.raw
