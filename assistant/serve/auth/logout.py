"""Logging out: here, and at the issuer where it offers that (OpenID Connect RP-Initiated Logout)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.serve.auth.csrf import FIELD, check_csrf, csrf_token
from assistant.serve.auth.session import COOKIE, set_cookie
from assistant.serve.logs import LOG
from assistant.serve.pages.skeleton import POLICY, page
from assistant.serve.pages.words import language_asked, page_words
from assistant.serve.web.markup import Html, tag

if TYPE_CHECKING:
    from assistant.kept import Person
    from assistant.model import Language
    from assistant.serve.parts import Parts
    from assistant.settings import Settings

PATH: Final = "/logout"
ID_COOKIE: Final = "pa_id_token"
"""The cookie by which the issuer is told whose session ends; sent to /logout alone."""
LONGEST_ID_TOKEN: Final = 3_800
"""Characters; browsers drop a cookie of more than 4096 bytes. Without it the issuer asks the person."""


def keep_id_token(reply: Response, id_token: Any, settings: Settings) -> None:
    """For the day of logging out."""
    if isinstance(id_token, str) and len(id_token) <= LONGEST_ID_TOKEN:
        set_cookie(reply, ID_COOKIE, id_token, settings.session_hours * 3600, settings, path=PATH)


def logout_routes(parts: Parts, issuer: Any) -> APIRouter:
    """The page that asks, and where its form leads. `issuer` is Authlib's client."""
    routes = APIRouter(include_in_schema=False)
    home = (parts.settings.public_url or "").rstrip("/")

    @routes.get(PATH)
    async def ask(request: Request, lang: str | None = None) -> Response:
        language = language_asked(lang, request.headers.get("accept-language", ""))
        shown = logout_page(request.scope["person"], csrf_token(request), language)
        policy = POLICY.replace("form-action 'self'", f"form-action 'self' {await _place_of(issuer)}".strip())
        return HTMLResponse(shown, headers={"content-security-policy": policy, "cache-control": "no-store"})

    @routes.post(PATH, dependencies=[Depends(check_csrf)])
    async def end(request: Request) -> Response:
        if person := request.scope["person"]:
            parts.desk.act(person, "logout")
        told = {"id_token_hint": request.cookies.get(ID_COOKIE), "client_id": parts.settings.oidc_client_id}
        place = PATH
        if await _place_of(issuer):
            place = (await issuer.create_logout_url(f"{home}{PATH}", **told))["url"]
        reply = RedirectResponse(place, status_code=303)
        reply.delete_cookie(COOKIE, path="/")
        reply.delete_cookie(ID_COOKIE, path=PATH)
        return reply

    return routes


def logout_page(person: Person | None, token: str, language: Language) -> Html:
    """Whether to log out, or that it is done."""
    words = page_words(language)
    if person is None:
        content = [tag("p", words["logged_out"]), tag("p", tag("a", words["log_in"], href="/login"))]
    else:
        form = tag(
            "form",
            tag("input", type="hidden", name=FIELD, value=token),
            tag("button", words["log_out"], class_="main"),
            action=PATH,
            method="post",
        )
        content = [tag("p", words["logged_in_as"].format(name=person.name)), form]
    return page(words["log_out"], [tag("h1", words["log_out"]), *content], language)


async def _place_of(issuer: Any) -> str:
    """The origin at which the issuer ends sessions; empty when it offers that not, or does not answer."""
    try:
        endpoint = (await issuer.load_server_metadata()).get("end_session_endpoint", "")
    except Exception as error:
        LOG.warning("the login service cannot be reached to log out there", error=type(error).__name__)
        return ""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
