"""Blocks every connection and look-up off this machine, in the tests and in every Python process they start.

What is tried is written to the file named by OFFLINE_LOG, so that a try that a library swallows fails the test, too.
"""

import os
import sys

_LOOPBACK = ("localhost", "::1", "", "0.0.0.0", "::")  # noqa: S104
_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_LOOKING_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")


class OffHostError(OSError):
    """Something tried to leave this machine."""


def _block(event, arguments):
    if event in _CONNECTING:
        address = arguments[-1]
        host = address[0] if isinstance(address, tuple) else None
    elif event in _LOOKING_UP:
        host = arguments[0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in _LOOPBACK or host.startswith("127."):
        return
    if log := os.environ.get("OFFLINE_LOG"):
        with open(log, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(f"{event} {host}\n")
    raise OffHostError(f"{event} to {host}: tests stay on this machine")


sys.addaudithook(_block)
