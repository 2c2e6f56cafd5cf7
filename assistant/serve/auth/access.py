"""What each address needs: the one table of who may do what. What it does not name is not served."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Literal

from assistant.kept import Role

if TYPE_CHECKING:
    from assistant.settings import AuthWay

Kind = Literal["static", "request", "question", "upload"]
"""How a request counts: not at all, as one, as a question, or as one that may be large."""
Look = Literal["own", "chat", "api"]
"""Which content policy its reply has."""


class Rank(IntEnum):
    """Roles in order; a higher one may do all that a lower one may."""

    NOBODY = 0
    READER = 1
    OFFICER = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the table; one with a `way` holds where people may come in by that."""

    methods: frozenset[str]
    path: re.Pattern[str]
    least: Rank
    kind: Kind = "request"
    look: Look = "api"
    way: AuthWay | None = None

    def scope(self, path: str) -> str | None:
        """What a key must be for to come here; None when any will do."""
        return next((scope for start, scope in SCOPE_OF if path.startswith(start)), None)


SCOPE_OF: Final = (
    ("/api/v1/search", "search"),
    ("/api/v1/rules", "rules"),
    ("/api/v1/documents", "documents"),
    ("/documents", "documents"),
    ("/api/v1/feedback", "feedback"),
    ("/api/v1/switch", "admin"),
    ("/api/v1/audit", "feedback"),
    ("/metrics", "feedback"),
    ("/gradio_api/upload", "admin"),
    ("/", "ask"),
)
"""By how a path begins; the first that fits."""


def _line(
    methods: str, path: str, least: Rank, kind: Kind = "request", look: Look = "api", way: AuthWay | None = None
) -> Access:
    asked = set(methods.split())
    return Access(frozenset(asked | {"HEAD"} if "GET" in asked else asked), re.compile(path), least, kind, look, way)


EMBED_REACHES: Final = ("/api/v1/", "/documents")
"""How the paths begin that a session of an embed is for: what its frame asks for, and nothing else."""
NOBODY, READER, OFFICER, ADMIN = Rank.NOBODY, Rank.READER, Rank.OFFICER, Rank.ADMIN
CHAT_FILES: Final = r"/(theme\.css|favicon\.ico|assets/[^?]*|static/[^?]*|svelte/[^?]*|gradio_api/theme\.css)"
ACCESS: Final = (
    # how it is, and how to come in
    _line("GET", r"/(healthz|readyz|health)", NOBODY, "static"),
    _line("GET", r"/metrics", OFFICER),
    _line("GET", r"/(login|login/return)", NOBODY, way="oidc"),
    _line("GET POST", r"/logout", NOBODY, look="own", way="oidc"),
    _line("GET", r"/api/v1/(openapi\.json|answer\.schema\.json)", NOBODY),
    # the API
    _line("POST", r"/api/v1/ask", READER, "question"),
    _line("GET", r"/api/v1/answers/[^/]+", READER),
    _line("GET POST", r"/api/v1/conversations", READER),
    _line("GET PATCH DELETE", r"/api/v1/conversations/[^/]+", READER),
    _line("GET", r"/api/v1/conversations/[^/]+/export", READER),
    _line("POST", r"/api/v1/feedback", READER),
    _line("GET", r"/api/v1/feedback", OFFICER),
    _line("GET", r"/api/v1/rules(/[^/]+)?", READER),
    _line("POST", r"/api/v1/rules/[^/]+", READER, "question"),
    _line("GET", r"/api/v1/documents(/.*)?", READER),
    _line("GET", r"/api/v1/search", READER, "question"),
    _line("GET", r"/api/v1/audit", OFFICER),
    _line("GET PUT", r"/api/v1/switch", ADMIN),
    # for other clients
    _line("POST", r"/v1/chat/completions", READER, "question"),
    _line("GET", r"/v1/models(/.*)?", READER),
    _line("GET POST DELETE", r"/mcp", READER, "question"),
    # our own pages
    _line("GET", r"/look/[\w.-]+", NOBODY, "static", "own"),
    _line("GET", r"/embed\.js", NOBODY, "static", "own"),
    _line("GET", r"/embed/[^/]+", NOBODY, look="own"),
    _line("POST", r"/embed/[^/]+/session", NOBODY, look="own"),
    _line("GET", r"/embed/.+", NOBODY, look="own"),
    _line("GET", r"/documents(/.*)?", READER, look="own"),
    _line("GET", r"/ask", READER, look="own"),
    _line("POST", r"/ask", READER, "question", look="own"),
    _line("GET", r"/(answers|conversations)/[^/]+/print", READER, look="own"),
    _line("GET", r"/answers/[^/]+/[^/]+\.ics", READER, look="own"),
    _line("GET", r"/conversations/[^/]+/markdown", READER, look="own"),
    _line("GET", r"/admin/((feedback|audit)\.csv|runs/[^/]+)", OFFICER, look="own"),
    # the chat
    _line("GET", r"/", READER, look="chat"),
    _line("GET", CHAT_FILES, READER, "static", "chat"),
    _line("GET", r"/config", READER, look="chat"),
    _line("GET", r"/gradio_api/(heartbeat/\w+|startup-events|queue/data)", READER, "static", "chat"),
    _line("POST", r"/gradio_api/queue/join", READER, "request", "chat"),
    _line("POST", r"/gradio_api/(cancel|reset)", READER, "static", "chat"),
    _line("POST", r"/gradio_api/upload", ADMIN, "upload", "chat"),
    _line("GET", r"/gradio_api/upload_progress", ADMIN, "static", "chat"),
)
"""The first line that fits decides."""


def lines_for(path: str, ways: Collection[str]) -> tuple[Access, ...]:
    """Every line about a path, whatever its methods; none when nothing is there with those ways in."""
    return tuple(line for line in ACCESS if line.path.fullmatch(path) and (line.way is None or line.way in ways))


def access_to(method: str, path: str, ways: Collection[str]) -> Access | None:
    """The line that decides about a request, with those ways in."""
    return next((line for line in lines_for(path, ways) if method in line.methods), None)


def rank_of(role: Role | None) -> Rank:
    """Where a role stands; None is nobody."""
    return Rank[role.upper()] if role else Rank.NOBODY
