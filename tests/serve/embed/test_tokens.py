from __future__ import annotations

import base64
import datetime as dt
import json
import textwrap
from pathlib import Path
from typing import Any

import jwt
import pytest

from assistant.errors import NotAllowed
from assistant.serve.embed.embeds import embeds_in
from assistant.serve.embed.tokens import LONGEST_PORTAL_TOKEN, person_of_token, portal_token, session_of
from assistant.serve.parts import Parts
from tests.serve.made_parts import parts_with

KEY_OF_PORTAL = "a-secret-of-the-portal-0123456789abcdef"
ORIGIN = "https://portal.example"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    (tmp_path / "secret").write_text(KEY_OF_PORTAL)
    (tmp_path / "other").write_text(KEY_OF_PORTAL[::-1])
    file = tmp_path / "embeds.yaml"
    file.write_text(
        textwrap.dedent("""\
        embeds:
          parks:
            title: {en: Parks, zh: 公园}
            origins: ["https://portal.example", "https://second.example"]
            secrets: {k1: "file:secret"}
          pools:
            title: {en: Pools, zh: 泳池}
            origins: ["https://portal.example"]
            secrets: {k1: "file:other"}
        """),
        encoding="utf-8",
    )
    return parts_with(embeds_file=file, auth=("embed",))


def minted(parts: Parts, **changes: Any) -> str:
    """A good portal token with some claims changed; None leaves one out."""
    claims = claims_of(portal_token(embed(parts), ORIGIN, "visitor-1", parts.desk.now())) | changes
    headers = {"kid": "k1"}
    return jwt.encode(
        {k: v for k, v in claims.items() if v is not None}, KEY_OF_PORTAL, algorithm="HS256", headers=headers
    )


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, options={"verify_signature": False}))


def embed(parts: Parts) -> Any:
    return embeds_in(parts.settings.embeds_file)["parks"]


def refused(token: str, parts: Parts, name: str = "parks", origin: str | None = ORIGIN) -> str:
    with pytest.raises(NotAllowed) as caught:
        session_of(token, name, origin, parts)
    return caught.value.what


def test_a_portal_token_is_exchanged_for_a_session_that_the_api_takes(parts):
    session = session_of(minted(parts), "parks", ORIGIN, parts)
    person = person_of_token(session.token, None, parts)
    assert (person.id, person.role, person.way, person.embed) == ("embed:parks:visitor-1", "reader", "embed", "parks")
    assert person == session.person


def test_a_portal_token_is_good_once(parts):
    token = minted(parts)
    session_of(token, "parks", ORIGIN, parts)
    assert refused(token, parts) == "the token was used before"


def test_another_token_of_the_same_subject_is_the_same_person(parts):
    first, second = (session_of(minted(parts, jti=jti), "parks", ORIGIN, parts) for jti in ("a" * 20, "b" * 20))
    assert first.person == second.person
    assert first.token != second.token


def test_an_expired_token_is_refused(parts):
    past = parts.desk.now() - dt.timedelta(minutes=5)
    assert refused(portal_token(embed(parts), ORIGIN, "visitor-1", past, 60), parts) == "the token has expired"


def test_a_token_of_the_future_is_refused(parts):
    later = int((parts.desk.now() + dt.timedelta(minutes=5)).timestamp())
    assert "not yet valid" in refused(minted(parts, iat=later, exp=later + 60), parts)
    assert "not yet valid" in refused(minted(parts, nbf=later), parts)


def test_a_token_that_is_good_for_too_long_is_refused(parts):
    now = int(parts.desk.now().timestamp())
    assert "more than 300 seconds" in refused(minted(parts, exp=now + LONGEST_PORTAL_TOKEN + 60), parts)


def test_a_token_signed_with_another_key_is_refused(parts):
    forged = jwt.encode(claims_of(minted(parts)), "x" * 40, algorithm="HS256", headers={"kid": "k1"})
    assert "does not hold" in refused(forged, parts)


def test_a_token_by_another_algorithm_is_refused(parts):
    claims = claims_of(minted(parts))
    other = jwt.encode(claims, "y" * 64, algorithm="HS512", headers={"kid": "k1"})
    assert "does not hold" in refused(other, parts)
    plain = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "none", "typ": "JWT", "kid": "k1"}, claims)
    ]
    assert "does not hold" in refused(".".join([*plain, ""]), parts)


def test_a_token_with_an_unknown_key_id_is_refused(parts):
    token = jwt.encode(claims_of(minted(parts)), KEY_OF_PORTAL, algorithm="HS256", headers={"kid": "k9"})
    assert "a key that the embed does not have" in refused(token, parts)


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "embed", "origin", "iat", "exp", "jti"])
def test_a_token_without_one_of_its_claims_is_refused(parts, claim):
    assert refused(minted(parts, **{claim: None}), parts)


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", "another portal"),
        ("aud", "another service"),
        ("aud", ["policy-assistant", "another"]),
        ("embed", "pools"),
        ("origin", "https://evil.example"),
        ("origin", 5),
        ("sub", "two words\n"),
        ("sub", ""),
        ("jti", "short"),
        ("exp", "soon"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(parts, claim, value):
    assert refused(minted(parts, **{claim: value}), parts)


def test_the_page_around_the_frame_has_to_be_of_the_tokens_origin(parts):
    assert "another page's origin" in refused(minted(parts), parts, origin="https://second.example")
    assert refused(minted(parts), parts, origin="https://evil.example")
    assert refused(minted(parts), parts, origin=None)


def test_a_token_opens_no_other_embed(parts):
    assert refused(minted(parts), parts, name="pools")
    assert refused(minted(parts), parts, name="none")


def test_neither_token_stands_for_the_other(parts):
    with pytest.raises(NotAllowed):
        person_of_token(minted(parts), None, parts)
    session = session_of(minted(parts), "parks", ORIGIN, parts)
    assert refused(session.token, parts)


def test_a_session_is_not_taken_from_another_site(parts):
    token = session_of(minted(parts), "parks", ORIGIN, parts).token
    assert person_of_token(token, ORIGIN, parts)
    assert person_of_token(token, "http://127.0.0.1:7860", parts)
    with pytest.raises(NotAllowed, match="another origin"):
        person_of_token(token, "https://second.example", parts)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "a" * 5_000, "eyJhbGciOiJIUzI1NiJ9.W10.x"])
def test_what_is_no_token_is_refused(parts, token):
    assert refused(token, parts)
    with pytest.raises(NotAllowed):
        person_of_token(token, None, parts)


def test_no_token_is_made_for_a_foreign_origin(parts):
    with pytest.raises(NotAllowed, match="not an origin of the embed"):
        portal_token(embed(parts), "https://evil.example", "visitor-1", parts.desk.now())
