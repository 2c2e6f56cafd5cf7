"""Every address of the application and of Gradio's, asked by everybody who may come in by each way, and by nobody.

What each address needs is written down here once more, so that a change of the server's own table is seen; an address
without a row fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.kept import Person
from assistant.serve.app import unguarded
from assistant.serve.auth.access import Rank, rank_of
from assistant.serve.auth.session import COOKIE, sealed
from assistant.serve.embed.embeds import embeds_in
from assistant.serve.embed.tokens import portal_token, session_of
from assistant.serve.guard import Guard
from assistant.serve.parts import Parts
from tests.serve.live import serving
from tests.serve.made_parts import key_for, parts_with

NOWHERE = "nowhere"
EXPECTED = """
nobody    GET              /health /healthz /readyz /api/v1/openapi.json /api/v1/answer.schema.json /look/{file}
nobody    GET              /embed.js /embed/{name} /embed/{name}/look.css
nobody    POST             /embed/{name}/session
reader    GET              /api/v1/answers/{answer_id} /api/v1/search /api/v1/rules /api/v1/rules/{name}
reader    GET              /api/v1/documents /api/v1/documents/{document_id:path}
reader    GET              /api/v1/documents/{document_id:path}/clauses /api/v1/documents/{document_id:path}/file
reader    GET              /api/v1/documents/{document_id:path}/text
reader    GET              /api/v1/documents/{document_id:path}/pages/{page}
reader    POST             /api/v1/ask /api/v1/rules/{name} /api/v1/feedback
reader    GET POST         /api/v1/conversations
reader    GET PATCH DELETE /api/v1/conversations/{conversation_id}
reader    GET              /api/v1/conversations/{conversation_id}/export
officer   GET              /api/v1/audit /api/v1/feedback /metrics
admin     GET PUT          /api/v1/switch
reader    POST             /v1/chat/completions
reader    GET              /v1/models /v1/models/{name}
reader    GET POST DELETE  /mcp
reader    GET POST         /ask
reader    GET              /answers/{answer_id}/print /answers/{name}/{finding}.ics
reader    GET              /conversations/{conversation_id}/print /conversations/{name}/markdown
reader    GET              /documents /documents/{document_id:path} /documents/{document_id:path}/file
reader    GET              /documents/{document_id:path}/pages/{number}.png
officer   GET              /admin/{kind}.csv /admin/runs/{name}
reader    GET              / /config /theme.css /favicon.ico /assets/{path:path} /static/{path:path} /svelte/{path:path}
reader    GET              /gradio_api/theme.css /gradio_api/startup-events
reader    GET              /gradio_api/heartbeat/{session_hash} /gradio_api/queue/data
reader    POST             /gradio_api/queue/join /gradio_api/cancel /gradio_api/reset
admin     POST             /gradio_api/upload
admin     GET              /gradio_api/upload_progress
nowhere   GET              /config/ /openapi.json /robots.txt /manifest.json /pwa_icon /pwa_icon/{size}
nowhere   GET              /monitoring /monitoring/summary /monitoring/{key}
nowhere   GET              /gradio_api/app_id /gradio_api/app_id/ /gradio_api/deep_link /gradio_api/dev/reload
nowhere   GET              /gradio_api/info /gradio_api/info/ /gradio_api/login_check /gradio_api/login_check/
nowhere   GET              /gradio_api/openapi.json /gradio_api/queue/status /gradio_api/runs /gradio_api/runs/
nowhere   GET              /gradio_api/token /gradio_api/token/ /gradio_api/user /gradio_api/user/
nowhere   GET              /gradio_api/custom_component/{id}/{environment}/{type}/{file_name}
nowhere   GET              /gradio_api/file/{path:path} /gradio_api/file={path_or_url:path}
nowhere   GET              /gradio_api/proxy={url_path:path}
nowhere   GET              /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist-file
nowhere   GET              /gradio_api/stream/{session_hash}/{run}/{component_id}/playlist.m3u8
nowhere   GET              /gradio_api/stream/{session_hash}/{run}/{component_id}/{segment_id}.{ext}
nowhere   GET              /gradio_api/call/{api_name}/{event_id} /gradio_api/call/v2/{api_name}/{event_id}
nowhere   POST             /gradio_api/call/{api_name} /gradio_api/call/{api_name}/
nowhere   POST             /gradio_api/call/v2/{api_name} /gradio_api/call/v2/{api_name}/
nowhere   POST             /gradio_api/api/{api_name} /gradio_api/api/{api_name}/
nowhere   POST             /gradio_api/run/{api_name} /gradio_api/run/{api_name}/
nowhere   POST             /gradio_api/component_server /gradio_api/component_server/ /gradio_api/reset/
nowhere   POST             /gradio_api/process_recording /gradio_api/stream/{event_id}
nowhere   POST             /gradio_api/stream/{event_id}/close
nowhere   POST             /gradio_api/vibe-edit /gradio_api/vibe-edit/ /gradio_api/undo-vibe-edit
nowhere   POST             /gradio_api/undo-vibe-edit/ /gradio_api/vibe-starter-queries
nowhere   POST             /gradio_api/vibe-starter-queries/
nowhere   GET POST         /gradio_api/vibe-code /gradio_api/vibe-code/
nowhere   POST             /login /login/
"""
ONLY_OIDC = """
nobody    GET              /login /login/return
nobody    GET POST         /logout
"""
"""Where people do not come in by an issuer, these are nowhere."""
SAMPLES = {
    "answer_id": "a1",
    "conversation_id": "c1",
    "document_id": "made-up/parks.md",
    "page": "1",
    "number": "1",
    "name": "parks",
    "finding": "f1",
    "kind": "feedback",
    "file": "theme.css",
    "path": "index.js",
    "size": "192",
    "session_hash": "s1",
    "key": "k",
    "id": "1",
    "environment": "client",
    "type": "component",
    "file_name": "a.js",
    "path_or_url": "etc/passwd",
    "url_path": "127.0.0.1",
    "run": "1",
    "component_id": "1",
    "segment_id": "1",
    "ext": "ts",
    "api_name": "ask",
    "event_id": "e1",
}
"""What stands in an address for each of its parameters; one that is not named here fails."""
EMBEDS = """\
embeds:
  parks: {title: {en: P, zh: P}, origins: ["https://portal.example"], secrets: {k: "file:secret"}}
"""
ALL: dict[str, Any] = {
    "trusted_proxies": ("127.0.0.1",),
    "officer_groups": ("desk",),
    "admin_groups": ("bosses",),
    "oidc_issuer": "http://127.0.0.1:9",
    "oidc_client_id": "policy",
    "public_url": "http://127.0.0.1:7860",
    **dict.fromkeys(("rate_limit_questions", "rate_limit_requests", "rate_limit_address"), "100000/minute"),
}
WAYS = ("none", "keys", "header", "oidc", "embed")
Headers = dict[str, str]
Row = tuple[str, str]


def parts_by(folder: Path, way: str) -> Parts:
    """A server into which people come by that way alone."""
    (folder / "secret").write_text("a-secret-of-the-portal-0123456789abcdef")
    (folder / "embeds.yaml").write_text(EMBEDS)
    return parts_with(auth=() if way == "none" else (way,), embeds_file=folder / "embeds.yaml", **ALL)


# ---- who comes in ----------------------------------------------------------------------------------------------------


def by_header(role: str) -> Headers:
    groups = {"reader": "all", "officer": "desk", "admin": "all, bosses"}
    return {"x-forwarded-user": role, "x-forwarded-groups": groups[role]}


def by_session(parts: Parts, role: Any) -> Headers:
    person = Person(f"oidc:{role}", role, role, "oidc")
    return {"cookie": f"{COOKIE}={sealed(asdict(person), 'session', parts.settings)}"}


def by_embed(parts: Parts) -> Headers:
    embed, origin = embeds_in(parts.settings.embeds_file)["parks"], "https://portal.example"
    token = portal_token(embed, origin, "visitor-1", parts.desk.now())
    return {"authorization": f"Bearer {session_of(token, 'parks', origin, parts).token}"}


def people(parts: Parts, way: str) -> Iterator[tuple[str | None, Headers]]:
    """Each role that may come in by the way, with what is sent; None is nobody."""
    if way == "none":
        yield "admin", {}
        return
    yield None, {}
    if way == "embed":
        yield "reader", by_embed(parts)
        return
    credentials: dict[str, Callable[[Any], Headers]] = {
        "keys": lambda role: key_for(parts, role),
        "header": by_header,
        "oidc": lambda role: by_session(parts, role),
    }
    for role in ("reader", "officer", "admin"):
        yield role, credentials[way](role)


# ---- what there is ---------------------------------------------------------------------------------------------------


def routes_of(routes: list[BaseRoute], before: str = "") -> Iterator[Row]:
    """Method and path of every route, those of routers and mounts within included."""
    for route in routes:
        path = before + getattr(route, "path", "")
        if included := getattr(route, "original_router", None):
            inner = [one for one in included.routes if not hasattr(one, "original_router")]
            nested = [one for one in included.routes if hasattr(one, "original_router")]
            yield from routes_of(inner, before)
            yield from routes_of(nested, before + included.prefix)
        elif inner := getattr(route, "routes", None):
            yield from routes_of(inner, path if path != "/" else "")
        elif isinstance(route, Mount):
            yield "GET", f"{path}/{{file}}"
        else:
            methods = getattr(route, "methods", None)
            assert methods, f"{path} answers to any method"
            yield from ((method, path) for method in sorted(methods))


def table(text: str) -> dict[Row, str]:
    """The least role by method and path."""
    found: dict[Row, str] = {}
    for line in text.strip().splitlines():
        least, *words = line.split()
        methods = [word for word in words if word.isupper()]
        for path in words[len(methods) :]:
            found |= {(method, path): least for method in methods}
    return found


def address(path: str, role: str | None) -> str:
    """The path with a sample in each place; the session of the chat is the person's own."""
    samples = SAMPLES | {"session_hash": f"session_of_{role}"}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: samples[found[1]], path)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[Row, str]:
    """Every route of the application with all ways in, with what it needs: "" where no row says so."""
    parts = parts_with(**ALL, auth=("keys", "header", "oidc", "embed"))
    expected = table(EXPECTED) | table(ONLY_OIDC)
    found = set(routes_of(unguarded(parts).routes))
    return {(method, path): expected.get((method.replace("HEAD", "GET"), path), "") for method, path in found}


def test_every_address_has_a_row_and_every_row_an_address(rows: dict[Row, str]) -> None:
    assert [row for row, least in rows.items() if not least] == []
    assert (table(EXPECTED) | table(ONLY_OIDC)).keys() - rows.keys() == set()
    assert len(rows) > 120


# ---- asking ----------------------------------------------------------------------------------------------------------


def reached(app: ASGIApp) -> ASGIApp:
    """The application, which tells of each request that it got."""

    async def telling(scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-reached", b"1")]
            await send(message)

        await app(scope, receive, told)

    return telling


def asked(client: httpx.Client, method: str, place: str, headers: Headers) -> tuple[int, bool]:
    """Status, and whether the application got the request; a reply without an end is not read to its end."""
    body = None if method in ("GET", "HEAD", "DELETE") else {}
    with client.stream(method, place, headers=headers, json=body) as reply:
        return reply.status_code, "x-reached" in reply.headers


def right(status: int, got: bool, least: str, role: str | None, way: str, path: str) -> bool:
    """Whether that is what should have happened."""
    if least == NOWHERE:
        return not got and status in (404, 405)
    beyond = way == "embed" and least != "nobody" and not path.startswith(("/api/v1/", "/documents"))
    if rank_of(role) >= Rank[least.upper()] and not (role and beyond):  # type: ignore[arg-type]
        return got and (status < 500 or path == "/login")
    return not got and status == (403 if role else 401)


@pytest.mark.parametrize("way", WAYS)
def test_every_address_serves_whom_it_should_and_nobody_else(way: str, rows: dict[Row, str], tmp_path: Path) -> None:
    parts = parts_by(tmp_path, way)
    nowhere = set() if way == "oidc" else table(ONLY_OIDC).keys()
    wrong = []
    with serving(Guard(reached(unguarded(parts)), parts)) as site, httpx.Client(base_url=site) as client:
        for role, headers in people(parts, way):
            for (method, path), least in sorted(rows.items()):
                needs = NOWHERE if (method.replace("HEAD", "GET"), path) in nowhere else least
                status, got = asked(client, method, address(path, role), headers)
                if not right(status, got, needs, role, way, path):
                    wrong.append((role, method, path, needs, status, got))
    assert wrong == []
