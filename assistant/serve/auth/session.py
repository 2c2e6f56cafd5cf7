"""The signed cookie of somebody who logged in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from itsdangerous import BadData, URLSafeTimedSerializer

from assistant.kept import Person
from assistant.serve.auth.secret import secret_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.responses import Response

    from assistant.serve.parts import Parts
    from assistant.settings import Settings

COOKIE: Final = "pa_session"


def person_of_session(connection: HTTPConnection, parts: Parts) -> Person | None:
    """The person of the cookie; None for none, or for one that does not hold."""
    held = opened(connection.cookies.get(COOKIE, ""), "session", parts.settings.session_hours * 3600, parts.settings)
    return Person(**held) if isinstance(held, dict) else None


def keep_session(response: Response, person: Person, settings: Settings) -> None:
    """Sets the cookie."""
    set_cookie(response, COOKIE, sealed(asdict(person), "session", settings), settings.session_hours * 3600, settings)


def sealed(value: Any, purpose: str, settings: Settings) -> str:
    """The value, signed with the time; readable, but not to be changed."""
    return str(URLSafeTimedSerializer(secret_of(settings), salt=purpose).dumps(value))


def opened(text: str, purpose: str, seconds: float, settings: Settings) -> Any:
    """What was sealed; None for what was not, or too long ago."""
    try:
        return URLSafeTimedSerializer(secret_of(settings), salt=purpose).loads(text, max_age=int(seconds))
    except BadData:
        return None


def set_cookie(
    response: Response, name: str, value: str, seconds: float, settings: Settings, *, path: str = "/"
) -> None:
    """HttpOnly, SameSite=Lax, and Secure when people come by https."""
    secure = (settings.public_url or "").startswith("https:")
    response.set_cookie(name, value, max_age=int(seconds), httponly=True, samesite="lax", secure=secure, path=path)
