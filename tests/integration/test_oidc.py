"""Logging in at a small issuer of our own, which signs real tokens, over HTTP."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI, Form
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from assistant.kept import Person
from assistant.serve.app import make_app
from assistant.serve.auth.session import COOKIE, sealed
from tests.serve.live import free_port, serving
from tests.serve.made_parts import ADDRESS, client_of, parts_with

KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})
SETTINGS: dict[str, Any] = {
    "auth": ("oidc",),
    "oidc_client_id": "policy",
    "oidc_client_secret": "x" * 32,
    "officer_groups": ("desk",),
}
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})


class Issuer:
    """Codes are given to whoever asks; `claims` and `key` can be bent by a test."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: dict[str, dict[str, str]] = {}
        self.claims: dict[str, object] = {}
        self.key = KEY
        self.ends_sessions = True
        self.ended: list[dict[str, str]] = []
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.configuration)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)
        self.app.get("/logout")(self.end_session)
        self.app.get("/jwks")(lambda: {"keys": [KEY.as_dict(private=False)]})

    def configuration(self) -> dict[str, object]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        if self.ends_sessions:
            places |= {"end_session_endpoint": "logout"}
        return {
            "issuer": self.address,
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **{name: f"{self.address}/{place}" for name, place in places.items()},
        }

    def authorize(
        self, state: str, nonce: str, redirect_uri: str, code_challenge: str, code_challenge_method: str, client_id: str
    ) -> RedirectResponse:
        assert code_challenge_method == "S256"
        code = f"code-{len(self.asked)}"
        self.asked[code] = {"nonce": nonce, "challenge": code_challenge, "client": client_id}
        return RedirectResponse(f"{redirect_uri}?code={code}&state={state}")

    def token(self, code: str = Form(), code_verifier: str = Form()) -> JSONResponse:
        asked = self.asked.pop(code)
        digest = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
        if digest != asked["challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        about = {"iss": self.address, "aud": asked["client"], "sub": "u1", "name": "Li", "nonce": asked["nonce"]}
        claims = about | {"iat": now, "exp": now + 60, "groups": ["staff"]} | self.claims
        signed = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": signed})

    def end_session(
        self, post_logout_redirect_uri: str, state: str, client_id: str, id_token_hint: str = ""
    ) -> RedirectResponse:
        said = jwt.decode(id_token_hint, KEY).claims if id_token_hint else {}
        self.ended.append({"client": client_id, "whose": said.get("sub", ""), "back": post_logout_redirect_uri})
        return RedirectResponse(f"{post_logout_redirect_uri}?state={state}")


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[str, Issuer]]:
    theirs, ours = free_port(), free_port()
    issuer = Issuer(f"http://127.0.0.1:{theirs.getsockname()[1]}")
    address = f"http://127.0.0.1:{ours.getsockname()[1]}"
    parts = parts_with(**SETTINGS, oidc_issuer=issuer.address, public_url=address)
    with serving(issuer.app, theirs), serving(make_app(parts), ours):
        yield address, issuer


@pytest.fixture
def issuer(made) -> Iterator[Issuer]:
    yield made[1]
    made[1].claims, made[1].key, made[1].ends_sessions = {}, KEY, True
    made[1].ended.clear()


@pytest.fixture
def browser_like(made) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=made[0], follow_redirects=True, headers={"accept": "text/html"}) as client:
        yield client


def test_a_browser_is_sent_to_log_in_and_comes_back_to_where_it_was(browser_like, issuer):
    reply = browser_like.get("/documents")
    assert reply.status_code == 200
    assert reply.url.path == "/documents"
    [cookie] = [c for c in browser_like.cookies.jar if c.name == "pa_session"]
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite").lower() == "lax"
    assert browser_like.get("/api/v1/audit").status_code == 403


def test_a_group_gives_its_role(browser_like, issuer):
    issuer.claims = {"groups": ["desk"]}
    browser_like.get("/login")
    assert browser_like.get("/api/v1/audit").status_code == 200


def log_out(browser_like) -> httpx.Response:
    """Presses the button of the page."""
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', browser_like.get("/logout").text)
    return browser_like.post("/logout", data={"csrf_token": token})


def is_nobody(browser_like) -> bool:
    return browser_like.get("/api/v1/rules", headers={"accept": "application/json"}).status_code == 401


def test_who_logs_out_is_nobody_here_and_at_the_issuer(browser_like, issuer, made):
    browser_like.get("/login?next=/documents")
    reply = log_out(browser_like)
    assert (reply.url.path, reply.status_code) == ("/logout", 200)
    assert "You are logged out." in reply.text
    assert issuer.ended == [{"client": "policy", "whose": "u1", "back": f"{made[0]}/logout"}]
    assert is_nobody(browser_like)
    assert not browser_like.cookies


def test_the_form_to_log_out_may_lead_to_the_issuer_and_the_id_token_goes_nowhere_else(browser_like, issuer):
    browser_like.get("/login?next=/documents")
    page = browser_like.get("/logout")
    assert f"form-action 'self' {issuer.address};" in page.headers["content-security-policy"]
    assert "Li" in page.text
    [cookie] = [c for c in browser_like.cookies.jar if c.name == "pa_id_token"]
    assert (cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("/logout", True)
    assert "pa_id_token" not in browser_like.get("/documents").request.headers["cookie"]


def test_an_id_token_that_is_too_long_for_a_cookie_is_done_without(browser_like, issuer):
    issuer.claims = {"groups": [f"group-{number}" for number in range(400)]}
    browser_like.get("/login?next=/documents")
    log_out(browser_like)
    assert [told["whose"] for told in issuer.ended] == [""]
    assert is_nobody(browser_like)


def test_logging_out_needs_the_form_of_our_page(browser_like, issuer):
    browser_like.get("/login?next=/documents")
    assert browser_like.post("/logout").status_code == 403
    assert not is_nobody(browser_like)


def test_with_an_issuer_that_ends_no_sessions_one_is_logged_out_here(made):
    issuer, parts = made[1], parts_with(**SETTINGS, oidc_issuer=made[1].address, public_url=ADDRESS)
    issuer.ends_sessions = False
    person = Person("oidc:u1", "Li", "reader", "oidc")
    client = client_of(parts)
    client.cookies.set(COOKIE, sealed(asdict(person), "session", parts.settings), domain="127.0.0.1")
    reply = log_out(client)
    issuer.ends_sessions = True
    assert (reply.url.path, issuer.ended) == ("/logout", [])
    assert is_nobody(client)


@pytest.mark.parametrize(
    "claims",
    [{"nonce": "other"}, {"aud": "other"}, {"iss": "http://evil.example"}, {"exp": 1_000_000_000}, {"sub": ""}],
)
def test_a_token_that_does_not_hold_lets_nobody_in(browser_like, issuer, claims):
    issuer.claims = claims
    assert browser_like.get("/login").status_code == 403
    assert "pa_session" not in browser_like.cookies


def test_a_token_of_another_key_lets_nobody_in(browser_like, issuer):
    issuer.key = OTHER_KEY
    assert browser_like.get("/login").status_code == 403


def test_a_code_for_another_browser_lets_nobody_in(browser_like, issuer, made):
    with httpx.Client(base_url=made[0]) as other:
        there = httpx.get(other.get("/login").headers["location"]).headers["location"]
    assert set(parse_qs(urlsplit(there).query)) == {"code", "state"}
    assert browser_like.get(there).status_code == 403


def test_a_changed_cookie_is_nobodys(browser_like, issuer):
    browser_like.get("/login?next=/documents")
    [value] = [c.value for c in browser_like.cookies.jar if c.name == "pa_session"]
    browser_like.cookies.clear()
    browser_like.cookies.set("pa_session", value[:-2] + "xx")
    assert browser_like.get("/api/v1/rules", headers={"accept": "application/json"}).status_code == 401
