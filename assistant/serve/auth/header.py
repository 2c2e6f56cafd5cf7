"""Who a trusted proxy says it is. From anybody else these headers mean nothing, and are taken away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.kept import Person, Role
from assistant.serve.auth.addresses import is_among, peer_of

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import Scope

    from assistant.serve.parts import Parts
    from assistant.settings import Settings


def person_of_header(connection: HTTPConnection, parts: Parts) -> Person | None:
    """The person that the proxy vouches for; None when it names nobody or is not trusted."""
    settings = parts.settings
    if not is_among(peer_of(connection.scope), settings.trusted_proxies):
        return None
    name = connection.headers.get(settings.auth_header, "").strip()
    if not name:
        return None
    groups = [group.strip() for group in connection.headers.get(settings.auth_header_groups, "").split(",")]
    shown = connection.headers.get(settings.auth_header_name, "").strip() or name
    return Person(f"header:{name}", shown, role_of(groups, settings), "header")


def role_of(groups: Iterable[str], settings: Settings) -> Role:
    """The highest role that one of the groups gives."""
    held = set(groups)
    if held & set(settings.admin_groups):
        return "admin"
    return "officer" if held & set(settings.officer_groups) else "reader"


def strip_untrusted(scope: Scope, settings: Settings) -> None:
    """Takes away what only a trusted proxy may say."""
    if "header" in settings.auth and is_among(peer_of(scope), settings.trusted_proxies):
        return
    said = {settings.auth_header, settings.auth_header_name, settings.auth_header_groups}
    names = {name.lower().encode() for name in said}
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name.lower() not in names]
