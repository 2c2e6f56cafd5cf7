"""Why a request is refused before anybody asks who sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from assistant.serve.auth.access import Access, lines_for
from assistant.serve.loopback import is_loopback
from assistant.serve.problems import Problem

if TYPE_CHECKING:
    from starlette.datastructures import Headers

    from assistant.settings import Settings

OPEN_TO_SITES: Final = ("/api/", "/v1/", "/mcp")
"""What scripts of the sites in cors_origins may use."""
READ_ONLY: Final = ("GET", "HEAD")


def refusal(path: str, headers: Headers, settings: Settings) -> Problem | None:
    """A wrong name, another site, or a size that is not said right."""
    if not _is_ours(headers.get("host", ""), settings):
        return Problem(421, "this address is not served here", "Use the server's own address, or set allowed_hosts")
    origin = headers.get("origin")
    if origin and not _may_ask(origin, path, headers, settings):
        return Problem(403, "requests from other sites are not served", "Name the site in the setting cors_origins")
    size = headers.get("content-length", "0")
    if not size.isascii() or not size.isdecimal():
        return Problem(400, "the request does not say how large it is", "Send a Content-Length")
    return None


def missing(path: str, method: str, settings: Settings) -> Problem:
    """Nothing is there, or not by this method."""
    if lines := lines_for(path, settings.auth):
        allowed = sorted(set().union(*(line.methods for line in lines)))
        return Problem(405, f"{method} is not possible here", headers={"allow": ", ".join(allowed)})
    return Problem(404, "there is nothing here")


def largest(access: Access, settings: Settings) -> int:
    """Bytes that a request may have."""
    return settings.read_max_bytes if access.kind == "upload" else settings.max_request


def _is_ours(host: str, settings: Settings) -> bool:
    name = _name(f"//{host}")
    if "@" in host or not name:
        return False
    ours = {_name(settings.public_url or ""), *(allowed.lower() for allowed in settings.allowed_hosts)}
    return is_loopback(name) or name in ours


def _may_ask(origin: str, path: str, headers: Headers, settings: Settings) -> bool:
    asked = urlsplit(origin)
    if asked.netloc.lower() == headers.get("host", "").lower() or origin == (settings.public_url or "").rstrip("/"):
        return True
    return origin in settings.cors_origins and path.startswith(OPEN_TO_SITES)


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
