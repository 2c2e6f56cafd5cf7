"""What a portal's page and the frame in it ask for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import NotAllowed
from assistant.serve.embed.embeds import embeds_in
from assistant.serve.embed.frame_page import colours_css, frame_page, frame_policy
from assistant.serve.embed.tokens import session_of
from assistant.serve.pages.answer_view import Names
from assistant.serve.pages.words import language_asked
from assistant.serve.web.examples import example_questions

if TYPE_CHECKING:
    from assistant.model import Language
    from assistant.serve.parts import Parts

LOOK: Final = Path(__file__).parents[1] / "web" / "look"
FOR_PORTALS: Final = {"cross-origin-resource-policy": "cross-origin"}
"""The script and the frame are asked for by pages of other sites."""


class Exchange(BaseModel):
    """What the frame sends beside the portal's token: the origin of the page around it, as the browser told it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    origin: str = Field(max_length=300)


def embed_routes(parts: Parts) -> APIRouter:
    """The script, each embed's frame with its colours, and the exchange of tokens. Raises SettingsError."""
    routes = APIRouter()
    embeds = embeds_in(parts.settings.embeds_file)
    script = (LOOK / "embed.js").read_bytes()

    @routes.get("/embed.js")
    def portal_script() -> Response:
        headers = FOR_PORTALS | {"cache-control": "public, max-age=300"}
        return Response(script, media_type="text/javascript", headers=headers)

    @routes.get("/embed/{name}")
    def frame(request: Request, name: str, lang: str | None = None) -> Response:
        if name not in embeds:
            return Response("There is no such embed here.", 404, media_type="text/plain")
        embed = embeds[name]
        language = language_asked(embed.language or lang, request.headers.get("accept-language", ""))
        assistant = parts.assistant
        examples: dict[Language, tuple[str, ...]] = {
            "en": example_questions(assistant, parts.settings.prompts, "en"),
            "zh": example_questions(assistant, parts.settings.prompts, "zh"),
        }
        names = Names.of(assistant.schemes(), assistant.rules(embed.batch))
        headers = FOR_PORTALS | {"content-security-policy": frame_policy(embed), "cache-control": "no-cache"}
        return HTMLResponse(frame_page(embed, language, dict(examples), names), headers=headers)

    @routes.get("/embed/{name}/look.css")
    def colours(name: str) -> Response:
        text = colours_css(embeds[name]) if name in embeds else ""
        return Response(text, 200 if name in embeds else 404, media_type="text/css")

    @routes.post("/embed/{name}/session")
    def session(name: str, exchange: Exchange, authorization: Annotated[str, Header()] = "") -> Response:
        try:
            made = session_of(authorization.removeprefix("Bearer "), name, exchange.origin, parts)
        except NotAllowed as error:
            problem = {"type": "about:blank", "title": "Not allowed", "status": 403, "detail": error.message}
            return JSONResponse(problem, 403, media_type="application/problem+json")
        told = {"token": made.token, "expires_in": made.seconds, "person": made.person.id}
        return JSONResponse(told, headers={"cache-control": "no-store"})

    return routes
