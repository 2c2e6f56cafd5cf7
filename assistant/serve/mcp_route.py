"""/mcp: the tools over streamable HTTP, behind the same guard as everything."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from mcp.server.transport_security import TransportSecuritySettings
from starlette.routing import Route

from assistant.serve.mcp_tools import make_mcp

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from assistant.serve.parts import Parts

PATH: Final = "/mcp"
GUARDED: Final = TransportSecuritySettings(enable_dns_rebinding_protection=False)
"""The guard has looked at host and origin already."""


class McpRoute:
    """The protocol's server; it lives as long as `running` does, and can be run again."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._app: ASGIApp | None = None

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serves meanwhile."""
        tools = make_mcp(self._parts)
        app = tools.streamable_http_app(stateless_http=True, json_response=True, transport_security=GUARDED)
        async with tools.session_manager.run():
            self._app = app
            try:
                yield
            finally:
                self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            raise RuntimeError("the application's lifespan does not run")
        await self._app(scope, receive, send)

    def route(self) -> Route:
        """Its address."""
        return Route(PATH, self, methods=["GET", "POST", "DELETE"])
