"""A session of an embed asks about the embed's scheme and batch, whatever is sent with its token."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.serve.embed.embeds import embeds_in
from assistant.serve.embed.tokens import portal_token, session_of
from assistant.serve.parts import Parts
from tests.serve.made_parts import client_of, parts_with

if TYPE_CHECKING:
    from assistant.wiring import Assistant

ORIGIN = "https://portal.example"
SECOND, THIRD = "2024-second-batch", "2025-third-batch"
EMBEDS = """\
embeds:
  whole:
    title: {en: W, zh: W}
    origins: ["https://portal.example"]
    secrets: {k: "file:secret"}
    scheme: sme-digital-pilot
  second:
    title: {en: S, zh: S}
    origins: ["https://portal.example"]
    secrets: {k: "file:secret"}
    batch: 2024-second-batch
    language: zh
  other:
    title: {en: O, zh: O}
    origins: ["https://portal.example"]
    secrets: {k: "file:secret"}
    scheme: another-scheme
"""
QUESTION = "How many cities may Guangdong recommend?"


@pytest.fixture
def parts(tmp_path: Path, assistant: Assistant) -> Parts:
    (tmp_path / "secret").write_text("a-secret-of-the-portal-0123456789abcdef")
    (tmp_path / "embeds.yaml").write_text(EMBEDS)
    return parts_with(assistant, auth=("embed",), embeds_file=tmp_path / "embeds.yaml")


def visitor(parts: Parts, embed: str) -> TestClient:
    """A client with a session of the embed."""
    token = portal_token(embeds_in(parts.settings.embeds_file)[embed], ORIGIN, "visitor-1", parts.desk.now())
    session = session_of(token, embed, ORIGIN, parts).token
    return client_of(parts, headers={"authorization": f"Bearer {session}"})


def ask(client: TestClient, **more: str) -> httpx.Response:
    return client.post("/api/v1/ask", json={"question": QUESTION, "as_of": "2025-05-12"} | more)


def test_the_embeds_batch_is_asked_about_when_none_is_sent(parts: Parts) -> None:
    assert ask(visitor(parts, "second")).json()["batch"] == SECOND
    assert ask(visitor(parts, "second"), batch=SECOND).status_code == 200


@pytest.mark.parametrize(
    ("embed", "sent"),
    [("second", {"batch": THIRD}), ("whole", {"scheme": "another-scheme"}), ("other", {"batch": THIRD})],
)
def test_another_batch_or_scheme_is_refused(parts: Parts, embed: str, sent: dict[str, str]) -> None:
    refused = ask(visitor(parts, embed), **sent)
    assert refused.status_code == 403
    assert f"the embed {embed} does not ask about" in refused.json()["detail"]
    assert refused.json()["do"]


def test_the_batches_of_the_embeds_scheme_are_open_where_it_names_none(parts: Parts) -> None:
    assert ask(visitor(parts, "whole"), batch=SECOND).json()["batch"] == SECOND
    assert ask(visitor(parts, "whole")).json()["scheme"] == "sme-digital-pilot"


def test_a_stream_is_bound_as_well(parts: Parts) -> None:
    reply = visitor(parts, "second").post(
        "/api/v1/ask", json={"question": QUESTION, "batch": THIRD}, headers={"accept": "text/event-stream"}
    )
    assert reply.status_code == 403


def test_searches_are_bound(parts: Parts) -> None:
    client = visitor(parts, "second")
    assert client.get("/api/v1/search", params={"q": "quota", "batch": THIRD}).status_code == 403
    found = client.get("/api/v1/search", params={"q": "recommended cities"}).json()["passages"]
    assert found
    assert not any("third-batch" in json.dumps(passage) for passage in found)


def test_rules_are_bound_to_the_batch_and_speak_the_embeds_language(parts: Parts) -> None:
    client = visitor(parts, "second")
    assert client.get("/api/v1/rules", params={"batch": THIRD}).status_code == 403
    assert client.get("/api/v1/rules/end_targets", params={"batch": THIRD}).status_code == 403
    names = [rule["name"] for rule in client.get("/api/v1/rules").json()]
    called = client.post(f"/api/v1/rules/{names[0]}", json={"given": {}, "language": "en"})
    assert (called.json()["batch"], called.json()["language"]) == (SECOND, "zh")
    assert client.post(f"/api/v1/rules/{names[0]}", json={"given": {}, "batch": THIRD}).status_code == 403


def test_the_frame_speaks_the_embeds_language_whatever_the_page_asks_for(parts: Parts) -> None:
    assert '<html lang="zh' in client_of(parts).get("/embed/second?lang=en").text


@pytest.mark.parametrize("path", ["/", "/config", "/ask", "/v1/models", "/gradio_api/queue/data?session_hash=x"])
def test_a_session_reaches_the_api_and_the_documents_alone(parts: Parts, path: str) -> None:
    client = visitor(parts, "whole")
    assert client.get(path).status_code == 403
    assert client.get("/documents").status_code == 200
