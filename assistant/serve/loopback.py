"""Without a login, only this machine is served."""

from __future__ import annotations

import ipaddress

from assistant.errors import SettingsError


def only_loopback(host: str) -> None:
    """Raises SettingsError for an address that other machines can reach."""
    if not is_loopback(host):
        raise SettingsError(
            f"{host} can be reached from other machines, and no login is configured",
            where="host",
            do="Serve on 127.0.0.1, or reach it through a tunnel such as ssh -L 7860:127.0.0.1:7860",
        )


def is_loopback(host: str) -> bool:
    """Whether a name or address means this machine and nothing else."""
    name = host.strip().removeprefix("[").removesuffix("]").lower()
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
