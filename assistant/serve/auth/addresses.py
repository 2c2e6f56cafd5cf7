"""Where a request comes from, and through which proxies."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Scope


def is_among(address: str, networks: Sequence[str]) -> bool:
    """Whether an IP address lies in one of the networks; a name lies in none."""
    try:
        asked = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(asked in ipaddress.ip_network(network, strict=False) for network in networks)


def peer_of(scope: Scope) -> str:
    """Who holds the other end of the connection."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def client_address(scope: Scope, trusted_proxies: Sequence[str]) -> str:
    """Who asks: the peer, or what the nearest trusted proxies say, read from the right."""
    address = peer_of(scope)
    said = [part.strip() for part in ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")]
    while is_among(address, trusted_proxies) and said and said[-1]:
        address = said.pop()
    return address
