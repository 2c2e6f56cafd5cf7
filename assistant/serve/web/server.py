"""One process that serves the web application."""

from __future__ import annotations

import logging
import socket
import sys
from typing import TYPE_CHECKING, Final

from assistant.errors import AssistantError, UsageError
from assistant.model import Question
from assistant.serve.clock import today
from assistant.serve.loopback import check_reach

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.wiring import Assistant

WARM_UP: Final = ("Which documents are needed?", "需要哪些材料？")


def serve(settings: Settings) -> None:
    """Serves until it is stopped; prints the address once questions are answered."""
    check_reach(settings)
    listening = _listen(settings.host, settings.port)
    import uvicorn

    from assistant.serve.app import make_app
    from assistant.serve.assemble import open_parts
    from assistant.serve.logs import set_up_logs

    set_up_logs()
    parts = open_parts(settings)
    assistant, app = parts.assistant, make_app(parts)
    _warm_up(assistant)

    class Server(uvicorn.Server):
        """Tells the address when it is ready."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            print(f"Ready: {address(settings.host, listening.getsockname()[1])}  (Ctrl-C stops it)", flush=True)

    logging.getLogger("httpx").setLevel(logging.WARNING)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        timeout_keep_alive=30,
    )
    Server(config).run(sockets=[listening])


def address(host: str, port: int) -> str:
    """What to open in a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    """The socket, before anything heavy is loaded. Raises UsageError when the port is taken."""
    name = host.strip("[]")
    family = socket.AF_INET6 if ":" in name else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((name, port))
    except OSError as error:
        listening.close()
        raise UsageError(
            f"port {port} cannot be used: {error.strerror}", where=host, do="Stop what uses it, or choose PORT"
        ) from None
    return listening


def _warm_up(assistant: Assistant) -> None:
    """Loads what the first question in each language would wait for."""
    for text in WARM_UP:
        try:
            assistant.ask(Question(text, today()))
        except AssistantError as error:
            print(f"policy-assistant: {error.message}", file=sys.stderr)
