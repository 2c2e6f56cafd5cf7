"""The web application: our own pages, and the chat mounted under one guard."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from assistant.wiring import Assistant

LOOK: Final = Path(__file__).with_name("look")
"""Style sheets and scripts, all our own."""


def make_app(assistant: Assistant, prompts: Path) -> ASGIApp:
    """The whole application; `prompts` holds the example questions."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.middleware.cors import CORSMiddleware
    from fastapi.staticfiles import StaticFiles

    from assistant.serve.web.chat import make_chat
    from assistant.serve.web.document_routes import document_routes
    from assistant.serve.web.guard import Guard
    from assistant.serve.web.theme import HEAD, gradio_theme

    app = FastAPI(title="Policy Assistant", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(CORSMiddleware, allow_origins=[])
    app.include_router(document_routes(assistant))
    app.mount("/look", StaticFiles(directory=LOOK))
    gr.mount_gradio_app(
        app,
        make_chat(assistant, prompts),
        path="/",
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,
        max_file_size=0,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        theme=gradio_theme(),
        css_paths=[LOOK / "chat.css"],
        head=HEAD,
    )
    return Guard(app)
