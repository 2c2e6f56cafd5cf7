"""Logging in at a small issuer of our own, which signs real tokens, over HTTP."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI, Form
from fastapi.responses import JSONResponse, RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from assistant.serve.app import make_app
from tests.serve.live import free_port, serving
from tests.serve.made_parts import parts_with

KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})
OTHER_KEY = RSAKey.generate_key(2048, parameters={"kid": "k1", "use": "sig", "alg": "RS256"})


class Issuer:
    """Codes are given to whoever asks; `claims` and `key` can be bent by a test."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: dict[str, dict[str, str]] = {}
        self.claims: dict[str, object] = {}
        self.key = KEY
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.configuration)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)
        self.app.get("/jwks")(lambda: {"keys": [KEY.as_dict(private=False)]})

    def configuration(self) -> dict[str, object]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
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


@pytest.fixture(scope="module")
def made() -> Iterator[tuple[str, Issuer]]:
    theirs, ours = free_port(), free_port()
    issuer = Issuer(f"http://127.0.0.1:{theirs.getsockname()[1]}")
    address = f"http://127.0.0.1:{ours.getsockname()[1]}"
    parts = parts_with(
        auth=("oidc",),
        oidc_issuer=issuer.address,
        oidc_client_id="policy",
        oidc_client_secret="x" * 32,
        public_url=address,
        officer_groups=("desk",),
    )
    with serving(issuer.app, theirs), serving(make_app(parts), ours):
        yield address, issuer


@pytest.fixture
def issuer(made) -> Iterator[Issuer]:
    yield made[1]
    made[1].claims, made[1].key = {}, KEY


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


def test_who_logs_out_is_nobody(browser_like, issuer):
    browser_like.get("/login?next=/documents")
    browser_like.post("/logout", follow_redirects=False)
    assert browser_like.get("/api/v1/rules", headers={"accept": "application/json"}).status_code == 401


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
