"""The addresses of our own pages and of the embed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from assistant.serve.embed.routes import embed_routes
from assistant.serve.pages.ask_routes import ask_routes

if TYPE_CHECKING:
    from assistant.serve.parts import Parts


def page_routes(parts: Parts) -> APIRouter:
    """/ask, the printed answers, and what portals embed. Raises SettingsError for a wrong embeds file."""
    routes = APIRouter(include_in_schema=False)
    routes.include_router(ask_routes(parts))
    routes.include_router(embed_routes(parts))
    return routes
