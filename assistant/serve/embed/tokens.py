"""The two tokens of an embed.

The portal's server signs a *portal token* for one person, one embed and one origin, good once and for minutes at most.
The frame exchanges it for a *session token* of ours, which the API takes as `Authorization: Bearer`. Both are JSON web
tokens by HS256; the session's key is derived from the portal's, so that neither token can stand for the other.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from assistant.errors import NotAllowed
from assistant.kept import Person
from assistant.serve.embed.embeds import Embed, embeds_in
from assistant.serve.loopback import is_loopback

if TYPE_CHECKING:
    from assistant.serve.parts import Parts
    from assistant.settings import Settings

ALGORITHM: Final = "HS256"
AUDIENCE: Final = "policy-assistant"
SESSION_AUDIENCE: Final = "policy-assistant/session"
LONGEST_PORTAL_TOKEN: Final = 300
"""Seconds from `iat` to `exp`."""
SESSION_SECONDS: Final = 600
LEEWAY: Final = 10
"""Seconds by which two servers' clocks may differ."""
LONGEST_TOKEN: Final = 4_096
REQUIRED: Final = ["iss", "aud", "sub", "embed", "origin", "iat", "exp", "jti"]
SUBJECT: Final = re.compile(r"[\w.@:+-]{1,128}")
JTI: Final = re.compile(r"[\w-]{16,128}")
RENEW: Final = "Ask the portal for a new token"


@dataclass(frozen=True, slots=True)
class Session:
    """What a portal token was exchanged for; `seconds` is how long it is good."""

    token: str
    person: Person
    seconds: int


def portal_token(embed: Embed, origin: str, subject: str, now: dt.datetime, seconds: int = 120) -> str:
    """What the portal's server would sign. Raises NotAllowed for an origin or a subject the embed does not take."""
    _check_origin(embed, origin)
    if not SUBJECT.fullmatch(subject):
        raise NotAllowed(f"{subject!r} cannot be a subject", do="Use a pseudonym of letters and digits")
    key, secret = next(iter(embed.keys.items()))
    claims = _claims(embed, origin, subject, now, min(seconds, LONGEST_PORTAL_TOKEN))
    return _signed(claims | {"iss": embed.issuer, "aud": AUDIENCE}, secret, key)


def session_of(token: str, name: str, origin: str | None, parts: Parts) -> Session:
    """The session that a portal token is exchanged for, once. Raises NotAllowed with the reason.

    `origin` is that of the page around the frame, as the frame saw it.
    """
    embed = _embed(name, parts)
    claims = _verified(token, embed, AUDIENCE, session=False)
    if claims["iss"] != embed.issuer:
        raise NotAllowed("the token was issued by somebody else", do=RENEW)
    if origin != claims["origin"]:
        raise NotAllowed("the token was made for another page's origin", do=RENEW)
    if claims["exp"] - claims["iat"] > LONGEST_PORTAL_TOKEN:
        raise NotAllowed(f"the token is good for more than {LONGEST_PORTAL_TOKEN} seconds", do="Sign shorter ones")
    person = _person(embed, claims)
    mine = secrets.token_urlsafe(12)
    if parts.store.once(f"embed:{embed.name}", f"token:{claims['jti']}", mine) != mine:
        raise NotAllowed("the token was used before", do=RENEW)
    key = next(iter(embed.keys))
    lasting = _claims(embed, claims["origin"], claims["sub"], parts.desk.now(), SESSION_SECONDS)
    signed = _signed(lasting | {"iss": AUDIENCE, "aud": SESSION_AUDIENCE}, _session_key(embed.keys[key]), key)
    return Session(signed, person, SESSION_SECONDS)


def person_of_token(token: str, origin: str | None, parts: Parts) -> Person:
    """Whose session token this is. Raises NotAllowed with the reason.

    `origin` is the request's Origin header, None without one: that of the embed, or our own since the frame is ours.
    """
    embed = _embed(str(_unverified(token).get("embed")), parts)
    claims = _verified(token, embed, SESSION_AUDIENCE, session=True)
    if origin not in (None, claims["origin"]) and not _is_ours(origin, parts.settings):
        raise NotAllowed("the token belongs to another origin", do=RENEW)
    return _person(embed, claims)


def is_session_token(token: str) -> bool:
    """Whether a bearer's token looks like a session token of an embed; nothing of it is verified yet."""
    try:
        return _unverified(token).get("aud") == SESSION_AUDIENCE
    except NotAllowed:
        return False


def _is_ours(origin: str | None, settings: Settings) -> bool:
    """Whether an origin is this server's own."""
    name = urlsplit(origin or "").hostname or ""
    ours = (settings.public_url or "").rstrip("/")
    return origin == ours or name in settings.allowed_hosts or is_loopback(name)


def _person(embed: Embed, claims: dict[str, Any]) -> Person:
    return Person(f"embed:{embed.name}:{claims['sub']}", embed.title["en"], "reader", "embed", embed.name)


def _embed(name: str, parts: Parts) -> Embed:
    embed = embeds_in(parts.settings.embeds_file).get(name)
    if embed is None:
        raise NotAllowed("the token names no embed of this server", do="Check the embed's name")
    return embed


def _check_origin(embed: Embed, origin: str) -> None:
    if origin not in embed.origins:
        raise NotAllowed(f"{origin} is not an origin of the embed {embed.name}", do="Add it to the embeds file")


def _claims(embed: Embed, origin: str, subject: str, now: dt.datetime, seconds: int) -> dict[str, Any]:
    issued = int(now.timestamp())
    about = {"sub": subject, "embed": embed.name, "origin": origin}
    return about | {"iat": issued, "exp": issued + seconds, "jti": secrets.token_urlsafe(18)}


def _signed(claims: dict[str, Any], secret: bytes, key: str) -> str:
    import jwt

    return jwt.encode(claims, secret, algorithm=ALGORITHM, headers={"kid": key})


def _session_key(secret: bytes) -> bytes:
    """A key of our own from the portal's, so that a session token is no portal token."""
    return hmac.digest(secret, b"policy-assistant embed session", "sha256")


def _unverified(token: str) -> dict[str, Any]:
    """The claims, only to learn whose key is to be tried."""
    import jwt

    if len(token) > LONGEST_TOKEN:
        raise NotAllowed("the token is too long", do=RENEW)
    try:
        return dict(jwt.decode(token, options={"verify_signature": False}))
    except jwt.InvalidTokenError:
        raise NotAllowed("the token is no JSON web token", do=RENEW) from None


def _verified(token: str, embed: Embed, audience: str, *, session: bool) -> dict[str, Any]:
    """The claims of a token that holds: signature, algorithm, times, audience, embed, origin, form of its ids."""
    import jwt

    try:
        _unverified(token)
        secret = embed.keys.get(str(jwt.get_unverified_header(token).get("kid")))
        if secret is None:
            raise NotAllowed("the token names a key that the embed does not have", do="Check the key id (kid)")
        claims = jwt.decode(
            token,
            _session_key(secret) if session else secret,
            algorithms=[ALGORITHM],
            audience=audience,
            leeway=LEEWAY,
            options={"require": REQUIRED, "strict_aud": True, "enforce_minimum_key_length": True},
        )
    except jwt.ExpiredSignatureError:
        raise NotAllowed("the token has expired", do=RENEW) from None
    except jwt.InvalidTokenError as error:
        raise NotAllowed(f"the token does not hold: {error}", do=RENEW) from None
    texts = (claims["sub"], claims["embed"], claims["origin"], claims["jti"])
    if not all(isinstance(text, str) for text in texts) or not all(
        isinstance(claims[name], int) for name in ("iat", "exp")
    ):
        raise NotAllowed("the token's claims are of the wrong type", do=RENEW)
    if claims["embed"] != embed.name:
        raise NotAllowed("the token was made for another embed", do=RENEW)
    if not SUBJECT.fullmatch(claims["sub"]) or not JTI.fullmatch(claims["jti"]):
        raise NotAllowed("the token's sub or jti has the wrong form", do="See docs/embed.md")
    _check_origin(embed, claims["origin"])
    return claims
