"""Without a login, only this machine is served."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings


def check_reach(settings: Settings) -> None:
    """Raises SettingsError when other machines could come in without a login, or a login lacks what it needs."""
    if not settings.auth and not is_loopback(settings.host):
        raise SettingsError(
            f"{settings.host} can be reached from other machines, and no login is configured",
            where="host",
            do="Serve on 127.0.0.1, or set auth, such as ASSISTANT_AUTH='[\"keys\"]'",
        )
    if "header" in settings.auth and not settings.trusted_proxies:
        raise SettingsError("header trusts nobody", where="trusted_proxies", do="Name the proxies that set the header")
    if "oidc" in settings.auth:
        for name in ("oidc_issuer", "oidc_client_id", "public_url"):
            if not getattr(settings, name):
                raise SettingsError("oidc cannot work without it", where=name, do=f"Set ASSISTANT_{name.upper()}")


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine and nothing else."""
    name = host.strip().removeprefix("[").removesuffix("]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
