"""Log in at an OpenID Connect issuer: authorization code with PKCE, state and nonce, all by Authlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.starlette_client import OAuth  # type: ignore[import-untyped]
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from assistant.errors import NotAllowed, Unavailable
from assistant.kept import Person
from assistant.serve.auth.header import role_of
from assistant.serve.auth.logout import keep_id_token, logout_routes
from assistant.serve.auth.session import keep_session

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.serve.parts import Parts
    from assistant.settings import Settings

DISCOVERY: Final = "/.well-known/openid-configuration"
LOGIN_SECONDS: Final = 600
"""How long logging in may take."""
AGAIN: Final = "Open /login and try again"


def add_login(app: FastAPI, parts: Parts) -> None:
    """/login, /login/return and /logout, and the short-lived cookie that state, nonce and verifier lie in."""
    from starlette.middleware.sessions import SessionMiddleware

    from assistant.serve.auth.secret import secret_of

    app.add_middleware(
        SessionMiddleware,
        secret_key=secret_of(parts.settings),
        session_cookie="pa_login",
        max_age=LOGIN_SECONDS,
        same_site="lax",
        https_only=(parts.settings.public_url or "").startswith("https:"),
    )
    app.include_router(login_routes(parts))


def login_routes(parts: Parts) -> APIRouter:
    """The routes."""
    routes = APIRouter(include_in_schema=False)
    settings = parts.settings
    issuer = _issuer(settings)

    @routes.get("/login")
    async def login(request: Request, next: str = "/") -> Response:  # noqa: A002 - the name people know
        request.session["next"] = inside(next)
        there = f"{(settings.public_url or '').rstrip('/')}/login/return"
        try:
            reply: Response = await issuer.authorize_redirect(request, there)
        except Exception as error:
            raise Unavailable("the login service cannot be reached", do="Try again in a moment") from error
        return reply

    @routes.get("/login/return")
    async def come_back(request: Request) -> Response:
        place = inside(str(request.session.get("next", "/")))
        try:
            token = await issuer.authorize_access_token(request)
        except OAuthError as error:
            raise NotAllowed(f"the login did not succeed: {error.error}", do=AGAIN) from None
        except Exception as error:
            raise NotAllowed("the login did not succeed: the token does not hold", do=AGAIN) from error
        person = person_of_claims(token.get("userinfo") or {}, settings)
        request.session.clear()
        reply = RedirectResponse(place, status_code=303)
        keep_session(reply, person, settings)
        keep_id_token(reply, token.get("id_token"), settings)
        parts.desk.act(person, "login")
        return reply

    routes.include_router(logout_routes(parts, issuer))
    return routes


def person_of_claims(claims: dict[str, Any], settings: Settings) -> Person:
    """Whom an ID token names. Raises NotAllowed without a subject."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise NotAllowed("the login service does not say who it is", do=AGAIN)
    groups = claims.get(settings.role_claim, [])
    held = [groups] if isinstance(groups, str) else [str(group) for group in groups]
    name = str(claims.get("name") or claims.get("preferred_username") or subject)
    return Person(f"oidc:{subject}", name, role_of(held, settings), "oidc")


def inside(place: str) -> str:
    """A path of this server; any other address becomes the first page."""
    ours = place.startswith("/") and not place.startswith(("//", "/\\")) and place.isprintable() and "\\" not in place
    return place if ours else "/"


def _issuer(settings: Settings) -> Any:
    secret = settings.oidc_client_secret
    return OAuth().register(
        "oidc",
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=f"{(settings.oidc_issuer or '').rstrip('/')}{DISCOVERY}",
        client_kwargs={"scope": settings.oidc_scopes, "code_challenge_method": "S256", "timeout": 10},
    )
