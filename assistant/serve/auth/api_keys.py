"""API keys: "pa_<id>_<secret>", shown once when they are made."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from assistant.errors import NotAllowed, UsageError
from assistant.kept import SCOPES, ApiKey, Person, Role

if TYPE_CHECKING:
    from collections.abc import Collection

    from assistant.ports import AnswerStore

FORM: Final = re.compile(r"pa_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
SEEN_EVERY: Final = dt.timedelta(minutes=1)
"""How often the last use of a key is written down."""
READERS: Final = ("ask", "search", "rules", "documents", "feedback")
ROLE_SCOPES: Final[dict[Role, tuple[str, ...]]] = {"reader": READERS, "officer": READERS, "admin": SCOPES}
"""What a key of a role is for when nothing is said."""


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A new key: what is kept of it, its hash, and what is `shown` this once."""

    key: ApiKey
    hashed: str
    shown: str = field(repr=False)


def make_key(
    name: str, role: Role, now: dt.datetime, *, scopes: Collection[str] = (), days: int | None = None
) -> MadeKey:
    """A key with a secret of 256 random bits. Raises UsageError for scopes that are none or that the role lacks."""
    if not name.strip():
        raise UsageError("a key needs a name", do="Say whose it is or what for: --name portal")
    if days is not None and days < 1:
        raise UsageError(f"a key cannot expire in {days} days", do="Give a whole number from 1, or no expiry")
    key_id = secrets.token_hex(6)
    shown = f"pa_{key_id}_{secrets.token_urlsafe(32)}"
    expires = now + dt.timedelta(days=days) if days else None
    key = ApiKey(key_id, name.strip(), role, _scopes(role, scopes), now, expires)
    return MadeKey(key, hash_key(shown), shown)


def hash_key(presented: str) -> str:
    """What is kept of a key.

    One round of SHA-256 is right here, where it would be wrong for a password: 256 random bits cannot be guessed
    however fast a guess is, and a slow hash would only make every request slow.
    """
    return hashlib.sha256(presented.encode("utf-8", "replace")).hexdigest()


def parse(presented: str) -> str:
    """The id in a key. Raises NotAllowed for what is no key; the message does not repeat it."""
    found = FORM.fullmatch(presented)
    if found is None:
        raise NotAllowed("this is no API key", do="Send it as it was shown: pa_<id>_<secret>")
    return found[1]


def person_of_key(store: AnswerStore, presented: str, now: dt.datetime) -> Person:
    """Whom the key lets in, its use written down. Raises NotAllowed: unknown, expired or revoked."""
    key_id = parse(presented)
    key = store.key_of(hash_key(presented))
    # The look-up is by hash, of which a caller cannot choose the first characters: its time tells nothing of a key.
    if key is None or not hmac.compare_digest(key.id, key_id):
        raise NotAllowed("this API key is unknown", do="Ask an admin for a new one")
    if key.revoked is not None:
        raise NotAllowed(f"the API key {key.id} was revoked on {key.revoked:%Y-%m-%d}", do="Ask an admin for a new one")
    if key.expires is not None and key.expires <= now:
        raise NotAllowed(f"the API key {key.id} expired on {key.expires:%Y-%m-%d}", do="Ask an admin for a new one")
    if key.last_used is None or now - key.last_used >= SEEN_EVERY:
        store.use_key(key.id, now)
    return Person(f"key:{key.id}", key.name, key.role, "key", scopes=frozenset(key.scopes))


def revoked(key: ApiKey, now: dt.datetime) -> ApiKey:
    """The key, of no more use; the day of an earlier revocation stays."""
    return key if key.revoked else replace(key, revoked=now)


def _scopes(role: Role, scopes: Collection[str]) -> tuple[str, ...]:
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise UsageError(f"{unknown[0]} is no scope", do=f"Scopes: {', '.join(SCOPES)}")
    if beyond := sorted(set(scopes) - set(ROLE_SCOPES[role])):
        raise UsageError(f"the scope {beyond[0]} is not for the role {role}", do="Give the key the role admin")
    chosen = scopes or ROLE_SCOPES[role]
    return tuple(scope for scope in SCOPES if scope in chosen)
