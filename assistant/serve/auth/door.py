"""Who a request comes from: every way that is switched on is tried, and the first that finds credentials decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection

from assistant.kept import Person
from assistant.serve.auth.api_keys import person_of_key
from assistant.serve.auth.header import person_of_header
from assistant.serve.auth.session import person_of_session

if TYPE_CHECKING:
    from starlette.types import Scope

    from assistant.serve.parts import Parts

Way = Callable[[HTTPConnection, "Parts"], Person | None]
LOCAL: Final = Person("local", "Local", "admin", "local")
"""Without a login only this machine is served, and who sits at it may do everything."""


def who(scope: Scope, parts: Parts) -> Person | None:
    """The person; None for nobody. Raises NotAllowed for credentials that do not hold."""
    if not parts.settings.auth:
        return LOCAL
    connection = HTTPConnection(scope)
    found = (WAYS[way](connection, parts) for way in ORDER if way in parts.settings.auth)
    return next(filter(None, found), None)


def _by_embed(connection: HTTPConnection, parts: Parts) -> Person | None:
    from assistant.serve.embed.tokens import is_session_token, person_of_token

    token = bearer(connection.headers)
    return (
        person_of_token(token, connection.headers.get("origin"), parts) if token and is_session_token(token) else None
    )


def bearer(headers: Headers) -> str:
    """The token of an Authorization header, "" without one."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _by_key(connection: HTTPConnection, parts: Parts) -> Person | None:
    key = connection.headers.get("x-api-key", "").strip() or bearer(connection.headers)
    return person_of_key(parts.store, key, parts.desk.now()) if key else None


ORDER: Final = ("embed", "keys", "header", "oidc")
WAYS: Final[dict[str, Way]] = {
    "embed": _by_embed,
    "keys": _by_key,
    "header": person_of_header,
    "oidc": person_of_session,
}
