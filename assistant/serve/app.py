"""The web application: the API, our own pages and the chat, under one guard."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from assistant.adapters.offline import stay_offline

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import ASGIApp

    from assistant.serve.parts import Parts

LOOK: Final = Path(__file__).parent / "web" / "look"
"""Style sheets and scripts, all our own."""


def make_app(parts: Parts) -> ASGIApp:
    """The whole application. Raises SettingsError when the settings contradict each other."""
    stay_offline()
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from assistant.serve.guard import Guard

    return Guard(unguarded(parts), parts)


def unguarded(parts: Parts) -> FastAPI:
    """What stands behind the guard; the chat comes last, since it answers to every path."""
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware
    from fastapi.staticfiles import StaticFiles

    from assistant.serve.api import api_routes, tell_problems
    from assistant.serve.health import health_routes
    from assistant.serve.mcp_route import McpRoute
    from assistant.serve.openai_api import openai_routes
    from assistant.serve.pages.routes import page_routes
    from assistant.serve.purging import Purging
    from assistant.serve.web.chat_routes import chat_routes
    from assistant.serve.web.document_routes import document_routes

    tools, purging = McpRoute(parts), Purging(parts)

    @contextlib.asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        async with tools.running(), purging.running():
            yield

    app = FastAPI(
        lifespan=running,
        title="Policy Assistant",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=parts.settings.cors_origins,
        allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-API-Key"],
        expose_headers=["RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"],
    )
    tell_problems(app)
    app.include_router(health_routes(parts))
    app.include_router(api_routes(parts))
    app.include_router(openai_routes(parts))
    app.router.routes.append(tools.route())
    if "oidc" in parts.settings.auth:
        from assistant.serve.auth.oidc import add_login

        add_login(app, parts)
    app.include_router(document_routes(parts.assistant, parts.settings.home), include_in_schema=False)
    app.include_router(page_routes(parts))
    app.include_router(chat_routes(parts))
    app.mount("/look", StaticFiles(directory=LOOK))
    _mount_chat(app, parts)
    return app


def _mount_chat(app: FastAPI, parts: Parts) -> None:
    import gradio as gr

    from assistant.serve.web.chat import make_chat
    from assistant.serve.web.theme import HEAD, gradio_theme

    gr.mount_gradio_app(
        app,
        make_chat(parts),
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=parts.settings.read_max_bytes,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gradio_theme(),
        head=HEAD,
    )
