"""A portal that embeds the assistant, on the standard library alone.

PORTAL_EMBED_SECRET=... python examples/portal/portal.py --assistant http://127.0.0.1:7860 --embed demo

`mint` is all that a real portal needs; take whoever is logged in there as the subject, by a pseudonym.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.simple_server import make_server

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>City portal</title></head>
<body><h1>City portal</h1><p>Whatever the portal shows.</p>
<script src="{assistant}/embed.js" data-token-url="/portal/assistant-token" data-embed="{embed}" async></script>
</body></html>
"""
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; "
    "script-src {assistant}; frame-src {assistant}"
)


def mint(secret: str, key: str, embed: str, issuer: str, origin: str, subject: str) -> str:
    """A token for one person, one embed and one origin: a JSON web token by HS256, good once and for two minutes."""
    now = int(time.time())
    claims = {
        "iss": issuer,
        "aud": "policy-assistant",
        "sub": subject,
        "embed": embed,
        "origin": origin,
        "iat": now,
        "exp": now + 120,
        "jti": secrets.token_urlsafe(18),
    }
    signed = f"{_encoded({'alg': 'HS256', 'typ': 'JWT', 'kid': key})}.{_encoded(claims)}"
    mac = hmac.digest(secret.encode(), signed.encode(), hashlib.sha256)
    return f"{signed}.{_base64(mac)}"


def _encoded(part: dict[str, Any]) -> str:
    return _base64(json.dumps(part, separators=(",", ":")).encode())


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def make_portal(assistant: str, embed: str, issuer: str, key: str, secret: str) -> Callable[..., Iterable[bytes]]:
    """The portal as a WSGI application."""

    def portal(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        origin = f"{environ['wsgi.url_scheme']}://{environ['HTTP_HOST']}"
        if environ["PATH_INFO"] == "/portal/assistant-token" and environ["REQUEST_METHOD"] == "POST":
            if environ.get("HTTP_ORIGIN") != origin:
                start_response("403 Forbidden", [("Content-Type", "text/plain")])
                return [b"only for this portal's own pages"]
            token = mint(secret, key, embed, issuer, origin, subject="visitor-1")
            start_response("200 OK", [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
            return [json.dumps({"token": token}).encode()]
        headers = [("Content-Type", "text/html; charset=utf-8")]
        headers.append(("Content-Security-Policy", POLICY.format(assistant=assistant)))
        start_response("200 OK", headers)
        return [PAGE.format(assistant=assistant, embed=embed).encode()]

    return portal


def main() -> None:
    """Serves the portal, or prints one token."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assistant", default="http://127.0.0.1:7860")
    parser.add_argument("--embed", default="demo")
    parser.add_argument("--issuer", default="demo-portal")
    parser.add_argument("--key", default="demo-1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--token-for", metavar="ORIGIN", help="print a token for this origin, and serve nothing")
    given = parser.parse_args()
    secret = os.environ["PORTAL_EMBED_SECRET"]
    if given.token_for:
        print(mint(secret, given.key, given.embed, given.issuer, given.token_for, "visitor-1"))
        return
    portal = make_portal(given.assistant, given.embed, given.issuer, given.key, secret)
    print(f"http://localhost:{given.port}")
    make_server("127.0.0.1", given.port, portal).serve_forever()


if __name__ == "__main__":
    main()
